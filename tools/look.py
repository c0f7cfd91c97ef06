"""Make every page that the tool writes, from the example, and photograph each as people see it.

python tools/look.py [FOLDER]      FOLDER is build/pages where none is given

Of each page there is the page itself, a picture of the whole of it on a telephone, a tablet and a
desk, in the dark and unfolded, and its print: the PDF and, where poppler is installed, its sheets.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).parents[1]
TODAY: Final = "2026-11-23"
PLAN: Final = (
    "plan --kommune Tynset --kommune Tolga --days 2 --max-visits 8 --iterations 300 --save"
)
PAGES: Final[Mapping[str, str]] = {
    "tur": "export",
    "uke": "uke",
    "oppsummering": "summary",
    "styre": "report styre",
    "kommune": "report kommune --kommune Tynset",
    "siva": "report siva",
    "prognose": "forecast",
}
"""What writes each page of a workspace that has a plan."""
WIDTHS: Final = (390, 768, 1280)
DARK: Final = (390, 1280)

Hageplan = Callable[[Sequence[str]], None]
"""Runs `hageplan` with these words, and raises where it fails."""


def lay_out(folder: Path, hageplan: Hageplan) -> None:
    """Lay the example out in `folder`, with a plan."""
    hageplan(["init", str(folder), "--demo"])
    hageplan([*PLAN.split(), "-w", str(folder), "--today", TODAY])


def write_page(words: str, workspace: Path, path: Path, hageplan: Hageplan) -> None:
    """Write the page of a command, as in `PAGES`, from a workspace that has a plan."""
    hageplan([*shlex.split(words), "-w", str(workspace), "--today", TODAY, "-o", str(path)])


def photograph(browser: Browser, path: Path) -> None:
    """Photograph a page beside it, in all sizes, in the dark, unfolded, and print it."""
    page = browser.new_page()
    page.goto(path.as_uri())
    for scheme, widths in (("light", WIDTHS), ("dark", DARK)):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            ending = "" if scheme == "light" else f"-{scheme}"
            page.screenshot(path=path.with_name(f"{path.stem}-{width}{ending}.png"), full_page=True)
    page.emulate_media(color_scheme="light")
    page.pdf(path=path.with_suffix(".pdf"), prefer_css_page_size=True)
    page.set_viewport_size({"width": WIDTHS[0], "height": 844})
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.screenshot(path=path.with_name(f"{path.stem}-{WIDTHS[0]}-unfolded.png"), full_page=True)
    page.close()


def draw_sheets(path: Path) -> None:
    """Draw the sheets of a printed page, where poppler is installed."""
    if poppler := shutil.which("pdftoppm"):
        pdf, sheets = path.with_suffix(".pdf"), path.with_name(f"{path.stem}-print")
        subprocess.run([poppler, "-r", "70", "-png", pdf, sheets], check=True)


def _hageplan(words: Sequence[str]) -> None:
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("HAGEPLAN", "LANG", "LC_"))}
    command = [sys.executable, "-m", "hageplan", *words, "-q"]
    subprocess.run(command, env=keep, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Make the pages and their pictures."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed: no page is photographed")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/pages").resolve()
    shutil.rmtree(folder / "hage", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    lay_out(folder / "hage", _hageplan)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, words in PAGES.items():
            path = folder / f"{name}.html"
            write_page(words, folder / "hage", path, _hageplan)
            photograph(browser, path)
            draw_sheets(path)
            print(path)
        browser.close()


if __name__ == "__main__":
    main()
