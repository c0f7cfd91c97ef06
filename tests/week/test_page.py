"""The page of a week: who is where, whom to ring first, what is late, and what it costs."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import SETTINGS, Write
from tests.driver import hageplan
from tests.week.test_uke import (
    BYGG,
    ELV,
    GARD,
    KRO,
    MAUR,
    MONDAY,
    SAG,
    TODAY,
    agreed,
    at,
    companies,
    entry,
    save,
    task,
)

PEOPLE = (
    SETTINGS
    + """
ukedager = ["man", "tir", "ons", "tor"]

[[medarbeider.fravaer]]
fra = 2026-12-03
til = 2026-12-03

[[medarbeider]]
id = "ola"
navn = "Ola"
"""
)
TUESDAY = MONDAY + timedelta(days=1)


def page(folder: Path, *words: str) -> str:
    path = folder.parent / "uke.html"
    ended = hageplan("uke", "-w", str(folder), "-o", str(path), *TODAY, *words, "-q")
    assert ended.code == 0, ended.err
    return path.read_text("utf-8")


def texts(html: str, pattern: str) -> list[str]:
    """Return the texts of the elements that a pattern finds, on one line each."""
    found = re.findall(pattern, html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def cells(html: str) -> list[str]:
    return texts(html, r'<div class="cell">(.*?)</div>')


@pytest.fixture
def folder(write: Write) -> Path:
    """A week with two planned days, an appointment, flags and tasks."""
    phone = {"kontakt": {"telefon": "00 62 48 01"}}
    moving = {"flagg": "rod", "flytter": True, "kanal": "mote", "id": "h-1"}
    files = {
        "hageplan.toml": PEOPLE,
        "bedrifter/os.toml": companies(Nordgard=phone, Maur={"status": "medlem"}),
        "logg/2026.toml": agreed(KRO, at(TUESDAY, "10:00"), "ola")
        + entry(
            "henvendelse", BYGG, tid=at(date(2026, 8, 3), "09:00"), medarbeider="kari", **moving
        )
        + entry("henvendelse", MAUR, tid=at(date(2026, 8, 3), "09:00"), medarbeider="kari")
        + task(ELV, MONDAY - timedelta(days=9), tekst="Send tilbud"),
    }
    made = write(files)
    save(
        made,
        {
            SAG: ("kari", MONDAY, "08:30"),
            GARD: ("kari", MONDAY, "10:00"),
            BYGG: ("kari", MONDAY, "12:00"),
            ELV: ("ola", TUESDAY, "13:00"),
        },
        people=("kari", "ola"),
    )
    return made


def test_the_title_answers_and_the_lead_tells_what_it_costs(folder: Path) -> None:
    html = page(folder)
    assert texts(html, r"<h1>(.*?)</h1>") == ["5 visits in Os, 1 booked"]
    (lead,) = texts(html, r'<p class="lead">(.*?)</p>')
    assert lead.startswith("First call about the visits on Monday 30 November: 3.")
    needed, left = map(float, re.findall(r"takes ([\d.]+) h; you have ([\d.]+) h", lead)[0])
    assert needed > 0
    assert left > 20
    assert "you have" not in page(folder, "--week", "2026-W45")


def test_each_day_of_each_of_us_has_a_cell(folder: Path) -> None:
    html = page(folder)
    assert cells(html) == [
        "Mon 30 Os 08:00–08:00 3 visits driving 5 min",
        "Tue 1 Office",
        "Wed 2 Office",
        "Thu 3 Away",
        "Fri 4 Off",
        "Mon 30 Office",
        "Tue 1 Os 10:00–14:00 2 visits, 1 booked",
        "Wed 2 Office",
        "Thu 3 Office",
        "Fri 4 Office",
    ]
    strips = re.findall(r'<svg class="strip".*?</svg>', html, re.DOTALL)
    assert [one.count('class="visit"') for one in strips] == [3, 2]
    olas = page(folder, "--medarbeider", "ola")
    assert "pin1" in olas.split("</style>")[1], "squares are Ola's also where he is alone"
    only = cells(olas)
    assert len(only) == 5
    assert "2 visits, 1 booked" in only[1]
    christmas = cells(page(folder, "--week", "2026-W53"))
    assert [one.split(" ", 2)[2] for one in christmas[5:]] == ["Office"] * 4 + ["Public holiday"]


def test_calls_begin_with_red_flags_and_end_with_whom_nobody_has_a_number_of(folder: Path) -> None:
    html = page(folder)
    calls = html[html.index('id="calls"') : html.index('id="tasks"')]
    assert "hageplan book COMPANY --at" in calls
    rows = texts(calls, r"<li>(.*?)</li>")
    assert [row.split(" kari")[0] for row in rows[:3]] == [
        "Red Bygg og Sånt AS no number",
        "Nordgard 00 62 48 01",
        "Storsag AS no number",
    ]
    assert 'aria-label="Call Nordgard"' in calls
    assert "Tuesday 1 December: 1 call" in texts(calls, r"<summary>(.*?)</summary>")
    tasks = texts(html[html.index('id="tasks"') :], r"<li>(.*?)</li>")
    assert tasks[0].startswith("Red Bygg og Sånt AS")
    assert "Meeting 3 Aug: may move. kari, due" in tasks[0], "a flag says what it is about"
    assert tasks[1].startswith("Elv AS 9 days overdue Send tilbud. kari, due 21 Nov")


def test_maps_stand_under_their_days_and_the_region_says_its_shares(folder: Path) -> None:
    html = page(folder)
    labels = re.findall(r'<svg class="map (\w+)"[^>]*aria-label="([^"]*)"', html)
    assert [kind for kind, _ in labels] == ["routes", "routes", "region"]
    assert labels[0][1].startswith("Map for Monday 30 November; stops: kari 3.")
    assert labels[1][1].startswith("Map for Tuesday 1 December; stops: Ola 2.")
    assert re.search(r"interested: .*Os \d+%", labels[2][1])
    assert "Borders: Kartverket." in html
    order = [html.index(f'id="{name}"') for name in ("who", "calls", "tasks", "where", "members")]
    assert order == sorted(order), "a phone and a screen reader go in the order of the desk"
    assert "0 of 1 have not been visited in the last 180 days" in html


def test_a_page_asks_for_nothing_and_is_the_same_each_time(folder: Path) -> None:
    html = page(folder)
    assert html == page(folder)
    assert len(html) < 100_000
    assert "<script" not in html
    assert not re.findall(r'(?:src|href)="(?!#|tel:|mailto:)', html)


def test_a_week_without_visits_says_so(write: Write) -> None:
    nobody = SETTINGS.split("[[medarbeider]]", maxsplit=1)[0]
    bare = nobody.replace('dekker = ["Røros"]', "").replace('vurderer = ["Os", "Tynset"]', "")
    html = page(write({"hageplan.toml": bare}))
    assert texts(html, r"<h1>(.*?)</h1>") == ["No visits this week"]
    assert "<svg" not in html
    assert cells(html) == []
