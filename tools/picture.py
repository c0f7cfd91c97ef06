"""Draw the pictures of the docs: a recorded terminal on the example region, and pages of it.

python -m tools.picture

The terminal's picture is what Rich draws; the pages are photographed by Debian's Chromium.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from datetime import date, datetime, time
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from hageplan import i18n, load, plan, score
from hageplan.followup.close import closed_by_company
from hageplan.jobs.periode import week_of_day, year_of
from hageplan.records.plan import Plan, PlanRequest
from hageplan.records.workspace import Workspace
from hageplan.reports.pages.board_page import board_html
from hageplan.reports.styre import board_report
from hageplan.tours.files.itinerary import itinerary_of
from hageplan.tours.files.page import plan_html
from hageplan.week.gather import week_sheet
from hageplan.week.line_texts import Words
from hageplan.week.page import week_html
from hageplan.week.week import WeekSources, uke
from tools.recording import record

COMMANDS = (
    "hageplan",
    "hageplan next -n 5",
    "hageplan plan --kommune Tynset --medarbeider sigrid --days 1 --save",
    'hageplan log "Isglefse Bakeri" --interesse interessert --notat "Ring i mars"',
    "hageplan score",
)
"""A day that people see in a terminal."""
PICTURES = Path(__file__).parents[1] / "docs/pictures"
TODAY = date(2026, 11, 23)
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1120, height=900)
BOARD = ViewportSize(width=1120, height=1080)
WIDE = ViewportSize(width=1280, height=1250)


def tour_page(result: Plan, workspace: Workspace) -> str:
    """Return the page of a plan."""
    interest = score(workspace, today=TODAY, kommuner=result.request.kommuner)
    itinerary = itinerary_of(result, workspace, today=TODAY, introduce=True)
    return plan_html(itinerary, interest, TODAY)


def week_page(result: Plan, workspace: Workspace) -> str:
    """Return the page of the week that a plan is for."""
    now = datetime.combine(TODAY, time(7))
    week = week_of_day(result.tours[0].date)
    found = uke(workspace, week, WeekSources(plans=(result,)), now=now)
    words = Words(
        handles=workspace.handles,
        people=workspace.people,
        one_task=closed_by_company(workspace, TODAY),
    )
    return week_html(found, week_sheet(workspace, found, [result]), words)


def photograph(
    browser: Browser, page: str, picture: str, size: ViewportSize, *, dark: bool, at: str = ""
) -> None:
    """Photograph what a page shows first, or `at` a place of it, in a window of such a size."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "page.html"
        path.write_text(page, encoding="utf-8")
        opened = browser.new_page(viewport=size, color_scheme="dark" if dark else "light")
        opened.goto(f"{path.as_uri()}#{at}")
        opened.screenshot(path=PICTURES / picture)
        opened.close()


def main() -> None:
    """Draw all that can be drawn here."""
    i18n.use("nb")
    workspace = load()
    for language, name in (("nb", "terminal.svg"), ("en", "terminal-en.svg")):
        recorded = record(COMMANDS, language, datetime.combine(TODAY, time(7)))
        (PICTURES / name).write_text(recorded, encoding="utf-8")
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed: the pages are not photographed")
    week = plan(workspace, PlanRequest(kommuner=("3427", "3430"), days=5), today=TODAY)
    alone = PlanRequest(kommuner=("3427", "3430"), days=3, medarbeidere=("sigrid",))
    tour = tour_page(plan(workspace, alone, today=TODAY), workspace)
    board = board_html(board_report(workspace, year_of(TODAY), today=TODAY))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        photograph(browser, tour, "page-phone.png", PHONE, dark=False)
        answer = re.findall(r'<section class="answer" id="([^"]+)"', tour)[0]
        photograph(browser, tour, "page-answer.png", PHONE, dark=True, at=answer)
        photograph(browser, tour, "page-map.png", DESK, dark=True)
        photograph(browser, week_page(week, workspace), "week.png", WIDE, dark=False)
        photograph(browser, board, "page-board.png", BOARD, dark=False)
        browser.close()


if __name__ == "__main__":
    main()
