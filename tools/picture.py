"""Draw the pictures of the docs: a planned day on the example region, and the page of it.

python tools/picture.py

The terminal's picture is what Rich draws; the page is photographed by Debian's Chromium.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright
from rich.console import Console

from hageplan import i18n, load, plan, score
from hageplan.records.plan import Plan, PlanRequest
from hageplan.records.workspace import Workspace
from hageplan.tours.files.itinerary import itinerary_of
from hageplan.tours.files.page import plan_html
from hageplan.tours.screen.plan_terminal import print_plan

COMMAND = "hageplan plan --kommune Tynset --medarbeider sigrid --days 1"
DOCS = Path(__file__).parents[1] / "docs"
TODAY = date(2026, 11, 23)
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1000, height=700)


def draw_terminal(result: Plan, workspace: Workspace) -> None:
    """Draw what the command prints."""
    out = Console(
        record=True,
        width=100,
        file=io.StringIO(),
        force_terminal=True,
        markup=False,
        highlight=False,
        emoji=False,
    )
    print_plan(result, workspace.kommuner, workspace.handles, workspace.people, out)
    out.save_svg(str(DOCS / "plan.svg"), title=COMMAND, unique_id="plan")


def photograph_page(result: Plan, workspace: Workspace, chromium: str) -> None:
    """Photograph the page on a telephone, and its map on a desk in the dark."""
    interest = score(workspace, today=TODAY, kommuner=result.request.kommuner)
    itinerary = itinerary_of(result, workspace, today=TODAY, introduce=True)
    text = plan_html(itinerary, interest, TODAY)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        path = Path(scratch) / "tur.html"
        path.write_text(text, encoding="utf-8")
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        phone = browser.new_page(viewport=PHONE, color_scheme="light")
        phone.goto(path.as_uri())
        phone.screenshot(path=DOCS / "page-phone.png")
        desk = browser.new_page(viewport=DESK, color_scheme="dark")
        desk.goto(path.as_uri())
        desk.locator("#kartet").screenshot(path=DOCS / "page-map.png")
        browser.close()


def main() -> None:
    """Draw all that can be drawn here."""
    i18n.use("nb")
    workspace = load()
    one_day = PlanRequest(kommuner=("3427",), days=1, medarbeidere=("sigrid",))
    draw_terminal(plan(workspace, one_day, today=TODAY), workspace)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed: the page is not photographed")
    two_days = PlanRequest(kommuner=("3427", "3430"), days=2, medarbeidere=("sigrid",))
    photograph_page(plan(workspace, two_days, today=TODAY), workspace, chromium)


if __name__ == "__main__":
    main()
