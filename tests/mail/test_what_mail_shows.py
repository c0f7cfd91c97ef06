"""The letters that the tool writes, as Outlook and Gmail show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import NUMBERS, SETTINGS, bedrift
from tests.driver import hageplan
from tests.mail.outlook import ignored

pytestmark = pytest.mark.slow

DAY = ("--today", "2026-11-23", "--quiet")
ROOM = '<body style="margin:0"><!--[if mso]><table width="600"><tr><td><![endif]-->'


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('<div style="display:flex">a</div>', "display"),
        ('<p style="padding:4px">a</p>', "padding"),
        ('<div style="margin:4px">a</div>', "margin"),
        ('<p style="color:var(--ink)">a</p>', "var("),
        ("<main>a</main>", "<main>"),
        ("<table><tr><td>a</td></tr></table>", "without a colour"),
        ('<table style="width:700px"></table>', "wider"),
        ("<style>.a { color: red }</style>", "alone"),
        ("<p>a", "not closed"),
        ('<p style="background-image:url(a.png)">a</p>', "background-image"),
    ],
)
def test_the_check_sees_what_is_not_shown(html: str, told: str) -> None:
    assert told in "\n".join(ignored(f"{ROOM}{html}"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    hage = tmp_path_factory.mktemp("post") / "hage"
    for name in ("bedrifter", "logg"):
        (hage / name).mkdir(parents=True)
    mail = '\n[epost]\navsender = "hage@hage.example"\nvert = "localhost"\n'
    (hage / "hageplan.toml").write_text(SETTINGS + mail, encoding="utf-8")
    contact = {"epost": "post@sag.example", "samtykke": "2026-01-02"}
    records = [
        bedrift(NUMBERS[0], "Sag & <b>Høvel</b> AS", status="medlem", kontakt=contact),
        bedrift(NUMBERS[1], "Nordgard", lat=62.5, lon=11.21),
        bedrift(NUMBERS[2], "Os Hotell AS", lat=62.48, lon=11.19),
        bedrift(NUMBERS[3], "Elv AS", lat=62.49, lon=11.2, kontakt=contact),
    ]
    (hage / "bedrifter/os.toml").write_text("".join(records), encoding="utf-8")
    entries = [
        (0, '"besok"', 'interesse = "interessert"\nflagg = "rod"'),
        (1, '"telefon"', 'interesse = "ikke"'),
    ]
    log = [
        f'[[henvendelse]]\nid = "h-{n}"\norganisasjonsnummer = "{NUMBERS[n]}"\n'
        f'tid = 2026-11-1{7 + n} 10:00:00\nmedarbeider = "kari"\nkanal = {kind}\n{more}\n'
        for n, kind, more in entries
    ]
    visit = (
        f'[[avtale]]\nid = "a-1"\norganisasjonsnummer = "{NUMBERS[2]}"\n'
        'tid = 2026-11-25 09:00:00\nmedarbeider = "kari"\n'
    )
    (hage / "logg/2026.toml").write_text("\n".join([*log, visit]), encoding="utf-8")
    return hage


def letters(folder: Path, place: Path) -> Iterator[EmailMessage]:
    """Give all letters that the tool writes: the summary, and invitations."""
    where = ("-w", str(folder), *DAY)
    for words in (
        ("summary", "--send", "ola@hage.example", "--dry-run"),
        ("plan", "--kommune", "Os", "--days", "3", "--iterations", "50", "--save"),
        ("invite",),
    ):
        done = hageplan(*words, *where)
        assert done.code == 0, done.err
    for path in sorted(place.rglob("*.eml")):
        made = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(made, EmailMessage)
        yield made


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    return "" if body is None else str(body.get_content())


def test_all_letters_are_shown_as_they_are_meant(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = [*letters(folder, tmp_path)]
    assert len(found) >= 2
    pages = [page for letter in found if (page := part(letter, "html"))]
    assert len(pages) == 1
    assert ignored(pages[0]) == []
    assert len(pages[0].encode()) < 100_000, "Gmail cuts a letter at 102 kB"
    (summary,) = [letter for letter in found if part(letter, "html")]
    said_alike(part(summary, "plain"), pages[0])


class Words(HTMLParser):
    """The texts of a page's cells and headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.in_body = False
        self.feed(page)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.in_body |= tag == "body"

    def handle_data(self, data: str) -> None:
        if self.in_body and data.strip():
            self.texts.append(" ".join(data.split()))


def said_alike(text: str, page: str) -> None:
    """Compare the facts of both parts: names, days, numbers and sentences."""
    whole = " ".join(text.split())
    shown = Words(page).texts
    heads = ("Kommune", "Før", "Nå", "Prosentpoeng", "Nye medlemmer", "hageplan, 23. nov. 2026")
    for told in shown:
        for piece in told.split(", ") if told not in whole else ():
            assert piece in whole or piece in heads or told in heads, told
    words = {word.strip(".,:()") for told in shown for word in told.split()}
    joins = {"fra", "til", "interessert", "prosentpoeng", "nye", "medlemmer"}
    for word in re.findall(r"\S+", text):
        assert word.strip(".,:()") in words | joins, word


def test_the_file_is_the_same_page(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "uke.html"
    assert hageplan("summary", "-o", str(path), "-w", str(folder), *DAY).code == 0
    page = path.read_text("utf-8")
    assert ignored(page) == []
    assert "Sag &amp; &lt;b&gt;Høvel&lt;/b&gt; AS" in page
