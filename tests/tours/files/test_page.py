"""The page of a plan in a real browser: on a phone and a desk, without a network."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import NUMBERS, Run, Write, bedrift

pytestmark = pytest.mark.slow

PHONE, DESK = (390, 844), (1280, 900)
SAG, GARD = NUMBERS[:2]
HOSTILE = "<img src=x onerror=alert(1)>'\"&</script>"
CONTACT = {"navn": "Prøve Person", "telefon": "900 00 000", "epost": "post@sag.example"}
COMPANIES = bedrift(SAG, "Storsag AS", lat=62.49, lon=11.2, kontakt=CONTACT) + bedrift(
    GARD, HOSTILE, lat=62.5, lon=11.21, notat=HOSTILE, adresse=HOSTILE
)
CONTRAST = """() => {
  const lum = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => {
    v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor;
    if (!c.startsWith('rgba(0, 0, 0, 0') && c !== 'transparent') return c; } return 'rgb(255,255,255)'; };
  return [...document.querySelectorAll('main *, header *, nav *, footer *')]
    .filter(e => !e.closest('svg') &&
      [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(e => { const a = lum(getComputedStyle(e).color), b = lum(ground(e));
      return (Math.max(a, b) + .05) / (Math.min(a, b) + .05); })
    .reduce((x, y) => Math.min(x, y), 21); }"""
"""The least contrast of all texts, by WCAG 2's formula."""


@pytest.fixture
def path(run: Run, write: Write, tmp_path: Path) -> Path:
    folder = write({"bedrifter/os.toml": COMPANIES})
    made = tmp_path / "tur.html"
    words = ("--kommune", "Os", "--days", "1", "--iterations", "100", "--today", "2026-11-23")
    done = run("plan", "-w", folder, *words, "-o", made, "--lang", "en", "-q")
    assert done.returncode == 0, done.stderr
    return made


class Opened:
    """The page, and all that the browser complained of or asked the network for."""

    def __init__(
        self,
        browser: Browser,
        path: Path,
        size: tuple[int, int],
        scheme: str,
        *,
        script: bool = True,
    ) -> None:
        self.faults: list[str] = []
        self.requests: list[str] = []
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=script,
        )
        context.set_offline(True)
        self.page: Page = context.new_page()
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_without_a_network(
    browser: Browser, path: Path, size: tuple[int, int], scheme: str, tmp_path: Path
) -> None:
    opened = Opened(browser, path, size, scheme)
    assert opened.faults == []
    assert opened.requests == [path.as_uri()]
    assert opened.page.evaluate(CONTRAST) >= 4.5
    wide = opened.page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= size[0], "the page must not scroll sideways"
    shot = tmp_path / "page.png"
    opened.page.screenshot(path=shot)
    assert struct.unpack(">II", shot.read_bytes()[16:24]) == size


def test_the_map_is_enlarged_and_moved_by_hand_and_by_keys(browser: Browser, path: Path) -> None:
    page = Opened(browser, path, DESK, "light").page
    svg = page.locator("svg.routes").first
    whole = svg.get_attribute("viewBox")
    page.get_by_role("button", name="Zoom in").first.focus()
    page.keyboard.press("Enter")
    near = svg.get_attribute("viewBox")
    assert [*map(float, str(near).split())][2:] == [200, 180]
    box = svg.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 180)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 180)
    page.mouse.up()
    x, y, *_ = map(float, str(svg.get_attribute("viewBox")).split())
    assert abs(x - (100 - 60 * 200 / box["width"])) <= 2
    assert y == 90
    page.get_by_role("button", name="Zoom out").first.press("ArrowLeft")
    moved, *_ = map(float, str(svg.get_attribute("viewBox")).split())
    assert moved == pytest.approx(x - 50)
    page.get_by_role("button", name="Zoom out").first.press("Space")
    assert svg.get_attribute("viewBox") == whole
    page.mouse.click(box["x"] + 10, box["y"] + 10)
    moved, *_ = map(float, str(svg.get_attribute("viewBox")).split())
    assert 2 < moved < 8


def test_text_of_records_is_shown_and_never_acts(browser: Browser, path: Path) -> None:
    opened = Opened(browser, path, PHONE, "light")
    assert HOSTILE in opened.page.inner_text("main")
    assert opened.page.locator("main img").count() == 0
    assert opened.faults == []
    assert "unsafe" not in path.read_text("utf-8")
    opened.page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend",
        '<img src=x onerror="window.acted = 1"><p id=late style="position: fixed">')"""
    )
    assert opened.page.evaluate("() => window.acted") is None, "what slips through does not act"
    assert opened.page.locator("#late").evaluate("p => getComputedStyle(p).position") == "static"


def test_links_call_write_and_find_the_way(browser: Browser, path: Path) -> None:
    page = Opened(browser, path, PHONE, "light").page
    call = page.get_by_role("link", name="Call Storsag AS, 900 00 000")
    assert call.get_attribute("href") == "tel:90000000"
    write = page.get_by_role("link", name="Write to Storsag AS")
    assert write.get_attribute("href") == "mailto:post@sag.example"
    way = page.get_by_role("link", name="Directions to Storsag AS").get_attribute("href")
    assert way == "https://www.google.com/maps/dir/?api=1&destination=62.49000,11.20000"
    names = [text.split() for text in page.locator(".actions").all_inner_texts()]
    assert ["Call", "E-mail", "Map", "Answer"] in names
    assert [words[-2:] for words in names] == [["Map", "Answer"]] * 2, "each has its place"
    heights = [box["height"] for a in page.locator(".actions a").all() if (box := a.bounding_box())]
    assert min(heights) >= 44, "a finger must hit it"


def test_a_keyboard_and_a_screen_reader_find_their_way(browser: Browser, path: Path) -> None:
    page = Opened(browser, path, DESK, "light").page
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").count() == 1
    for role in ("main", "banner", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role
    assert page.get_by_role("region").count() >= 1
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    levels = page.evaluate(
        "() => [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])"
    )
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))


def test_without_scripts_the_map_is_there_and_stands_still(browser: Browser, path: Path) -> None:
    page = Opened(browser, path, PHONE, "light", script=False).page
    assert page.get_by_role("heading", name="Storsag AS").count() == 1
    page.get_by_text("Map of the day", exact=True).click()
    shown = page.get_by_role("img", name=re.compile("^Map for .*; stops: kari 2")).bounding_box()
    assert shown
    assert 300 < shown["width"] <= PHONE[0]
    assert shown["height"] <= 0.6 * PHONE[1]
    assert page.locator("svg.routes .pin").all_text_contents()
    assert page.get_by_role("button", name="Zoom in").count() == 0


def test_tabs_show_one_day_with_scripts_and_without(
    browser: Browser, run: Run, tmp_path: Path
) -> None:
    made = tmp_path / "to.html"
    words = ("--kommune", "Tynset", "--kommune", "Tolga", "--days", "2", "--iterations", "100")
    done = run("plan", *words, "--today", "2026-11-23", "-o", made, "-q")
    assert done.returncode == 0, done.stderr
    assert made.stat().st_size < 250_000
    for script in (True, False):
        page = Opened(browser, made, PHONE, "light", script=script).page
        shown = page.locator(".day:visible")
        tabs = page.get_by_role("navigation", name="Dager").get_by_role("link")
        assert (shown.count(), tabs.count()) == (1, page.locator(".day").count())
        first = shown.get_attribute("id")
        tabs.last.click()
        assert shown.count() == 1
        assert shown.get_attribute("id") != first
        shown.locator(".timeline a").first.click()
        card = shown.locator(".stop").first
        assert card.is_visible(), "a deep link shows its day"
        card.get_by_text("Svar", exact=True).click()
        assert (shown.locator(".answer:visible").count(), card.is_visible()) == (1, False)
        page.go_back()
        assert card.is_visible()
        if script:
            assert tabs.last.get_attribute("aria-current") == "true"


def test_a_day_prints_on_a_page(browser: Browser, run: Run, tmp_path: Path) -> None:
    made = tmp_path / "to.html"
    words = ("--kommune", "Tolga", "--medarbeider", "sigrid", "--days", "2", "--max-visits", "9")
    done = run("plan", *words, "--today", "2026-11-23", "-o", made, "--lang", "en", "-q")
    assert done.returncode == 0, done.stderr
    opened = Opened(browser, made, DESK, "light")
    days = opened.page.locator("section.day").count()
    pdf = opened.page.pdf(prefer_css_page_size=True)
    assert days == 2
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf
    assert pdf.count(b"/Type /Page\n") == days + 1, "the rest has room on one page"


def test_an_ordinary_day_has_four_visits_and_prints_on_a_page(
    browser: Browser, run: Run, tmp_path: Path
) -> None:
    made = tmp_path / "fire.html"
    words = ("--kommune", "Folldal", "--days", "2", "--iterations", "200", "--today", "2026-11-23")
    done = run("plan", *words, "-o", made, "--lang", "en", "-q")
    assert done.returncode == 0, done.stderr
    page = Opened(browser, made, DESK, "light").page
    days = page.locator("section.day").count()
    assert page.locator(".stop").count() >= 4 * days - 1
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == days + 1
    page.emulate_media(media="print")
    assert not page.locator(".actions").first.is_visible()
    assert not page.locator(".daymap").first.is_visible()
    assert page.get_by_text("Known before", exact=True).first.is_visible(), "paper is unfolded"


def test_paper_has_numbers_and_addresses_for_links(browser: Browser, path: Path) -> None:
    page = Opened(browser, path, DESK, "light").page
    page.emulate_media(media="print")
    assert page.get_by_text("900 00 000 · post@sag.example").is_visible()


def test_a_number_that_cannot_be_called_is_shown(
    browser: Browser, run: Run, write: Write, tmp_path: Path
) -> None:
    contact = {"telefon": "be om Kari, linje 3"}
    folder = write({"bedrifter/os.toml": bedrift(SAG, "Sag", lat=62.49, lon=11.2, kontakt=contact)})
    words = ("--kommune", "Os", "--days", "1", "--iterations", "50", "--today", "2026-11-23")
    done = run("plan", "-w", folder, *words, "-o", tmp_path / "n.html", "-q")
    assert done.returncode == 0, done.stderr
    page = Opened(browser, tmp_path / "n.html", PHONE, "light").page
    assert page.locator(".fact", has_text="be om Kari, linje 3").is_visible()
    assert page.locator("a[href^='tel:']").count() == 0
