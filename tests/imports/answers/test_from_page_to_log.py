"""The way of an answer: the page in a browser, a mail server, `import visits`, the log."""

from __future__ import annotations

import json
import smtplib
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from hageplan import load
from hageplan.imports.answers.form import form_text
from hageplan.imports.answers.stops import planned_stops
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.mail.servers import HOST, Inbox, serving

pytestmark = pytest.mark.slow

SAG, GARD = NUMBERS[:2]
OFFICE, KARI = "svar@hage.example", "kari@hage.example"
HAGE = SETTINGS.replace(
    "[naeringshage]", f'[naeringshage]\nnavn = "Prøvehagen"\nepost = "{OFFICE}"'
)
HAGE = f'{HAGE}epost = "{KARI}"\n'
COMPANIES = bedrift(SAG, "Storsag & Sønn AS", lat=62.49, lon=11.2) + bedrift(
    GARD, "Nordgard AS", lat=62.5, lon=11.21
)
SEEN = """() => { window.seen = []; navigation.addEventListener("navigate", event => {
  if (!event.destination.url.startsWith("mailto:")) return;
  seen.push(event.destination.url); event.preventDefault(); }); }"""
"""Keeps the letters that are opened, as nothing here writes them."""
LATER = ("--today", "2026-11-28", "-q")


@pytest.fixture
def folder(run: Run, write: Write) -> Path:
    made = write({"bedrifter/os.toml": COMPANIES, "hageplan.toml": HAGE})
    words = ("--kommune", "Os", "--days", "1", "--iterations", "50", "--today", "2026-11-23")
    done = run("plan", "-w", made, *words, "-o", made / "tur.html", "-q")
    assert done.returncode == 0, done.stderr
    assert len([*(made / "planer").iterdir()]) == 1, "whose page is written is saved"
    return made


def opened(context: BrowserContext, folder: Path) -> Page:
    context.set_offline(True)
    page = context.new_page()
    page.goto((folder / "tur.html").as_uri())
    return page


def sent(url: str, inbox: Inbox, port: int) -> bytes:
    """Send the letter that a link opens, as a phone does; return what the office got."""
    parts = urlsplit(url)
    told = {key: "\n".join(texts) for key, texts in parse_qs(parts.query).items()}
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = KARI, parts.path, told["subject"]
    letter.set_content(told["body"].replace("\r\n", "\n") + "\nSendt fra min iPhone\n")
    with smtplib.SMTP(HOST, port) as server:
        server.send_message(letter)
    return inbox.texts[parts.path][-1]


def test_a_letter_without_scripts_and_one_with_them(
    browser: Browser, folder: Path, run: Run
) -> None:
    inbox, post = Inbox(), folder.parent / "post"
    post.mkdir()
    plain = browser.new_context(java_script_enabled=False)
    page = opened(plain, folder)
    page.get_by_role("link", name="Svar fra Storsag & Sønn AS").click()
    card = page.locator(f".answer[data-stopp$='{SAG}']")
    assert card.locator("form").count() == 0
    without = str(card.get_by_role("link", name="Interessert").get_attribute("href"))
    script = browser.new_context()
    page = opened(script, folder)
    page.evaluate(SEEN)
    page.get_by_role("link", name="Svar fra Nordgard AS").click()
    card = page.locator(f".answer[data-stopp$='{GARD}']")
    assert card.locator(".letters").count() == 0
    for chip in ("Snakket", "Forpliktet", "Utvider", "Flytter"):
        card.get_by_text(chip, exact=True).click()
    card.get_by_label("Trenger").fill("lokaler, eksport")
    card.get_by_label("Følg opp").fill("4.12. Ring om tomt")
    card.get_by_label("Notat").fill("Vil ha\nstørre tomt & bygg")
    opened(script, folder).wait_for_function(
        "() => localStorage.length"
    )  # written by another process
    again = opened(script, folder)
    again.get_by_role("link", name="Svar fra Nordgard AS").click()
    kept = again.locator(f".answer[data-stopp$='{GARD}']").get_by_label("Notat").input_value()
    assert kept == "Vil ha større tomt & bygg", "it is kept in the browser"
    card.get_by_role("button", name="Lag e-posten").click()
    with_script = page.evaluate("() => window.seen")[-1]
    values = {
        "utfall": "snakket", "interesse": "forpliktet", "planer": "utvider, flytter",
        "behov": "lokaler, eksport", "oppfolging": "4.12. Ring om tomt",
        "notat": "Vil ha større tomt & bygg",
    }  # fmt: skip
    (stop,) = (one for one in planned_stops(folder).values() if one.number == GARD)
    body = parse_qs(urlsplit(with_script).query)["body"][0].replace("\r\n", "\n")
    assert body == form_text({**stop.known("Prøvehagen"), **values}, "nb"), "one form for both"
    with page.expect_download() as download:
        page.get_by_role("button", name="Lagre alle i én fil").click()
    download.value.save_as(post / "svar.json")
    with serving(inbox) as port:
        for name, url in (("a.eml", without), ("b.eml", with_script)):
            (post / name).write_bytes(sent(url, inbox, port))
    done = run("import", "visits", post, "-w", folder, "--json", *LATER)
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)["counts"]
    assert counts == {"rows": 3, "new": 2, "same": 1, "rejected": 0}
    logged = {one.organisasjonsnummer: one for one in load(folder).henvendelser}
    assert (logged[SAG].interesse, logged[SAG].kanal, logged[SAG].retning) == (
        "interessert", "besok", "ut",
    )  # fmt: skip
    gard = logged[GARD]
    assert (gard.interesse, gard.utvider, gard.flytter, gard.flagg) == (
        "forpliktet", True, True, "rod",
    )  # fmt: skip
    assert (gard.behov, gard.notat) == (("lokaler", "eksport"), "Vil ha større tomt & bygg")
    assert (gard.medarbeider, gard.tid) == ("kari", stop.start)
    (promise,) = load(folder).oppfolginger
    assert (f"{promise.frist}", promise.tekst) == ("2026-12-04", "Ring om tomt")
    before = (folder / "logg/2026.toml").read_bytes()
    again_done = run("import", "visits", post, "-w", folder, "--json", *LATER)
    assert json.loads(again_done.stdout)["counts"]["same"] == 3
    assert (folder / "logg/2026.toml").read_bytes() == before
    assert run("import", "undo", "-w", folder).returncode == 0
    assert not load(folder).henvendelser
    assert not load(folder).oppfolginger


def test_who_has_no_address_is_told_how_to_set_one(
    browser: Browser, folder: Path, run: Run
) -> None:
    (folder / "hageplan.toml").write_text(SETTINGS, encoding="utf-8")
    assert run("export", "-w", folder, "-o", folder / "tur.html", "-q").returncode == 0
    page = opened(browser.new_context(java_script_enabled=False), folder)
    page.get_by_role("link", name="Svar fra Nordgard AS").click()
    assert page.locator(".answer:visible").get_by_text("Skriv epost under").is_visible()
    page = opened(browser.new_context(), folder)
    page.get_by_role("link", name="Svar fra Nordgard AS").click()
    assert page.locator(".answer:visible").get_by_text("Skriv epost under").is_visible()
    assert page.locator(".answer:visible").get_by_label("Trenger").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_form_fits_and_a_finger_hits_it(browser: Browser, folder: Path, width: int) -> None:
    for script in (False, True):
        context = browser.new_context(
            viewport={"width": width, "height": 844}, java_script_enabled=script
        )
        page = opened(context, folder)
        page.get_by_role("link", name="Svar fra Nordgard AS").click()
        card = page.locator(f".answer[data-stopp$='{GARD}']")
        pressed = card.locator("form .chips label, button" if script else ".letters a")
        boxes = [box for one in pressed.all() if (box := one.bounding_box())]
        assert len(boxes) >= 7
        assert min(box["height"] for box in boxes) >= 44
        assert max(box["x"] + box["width"] for box in boxes) <= width
        context.close()
