"""The next week's plan goes on from the plans that are saved, without being told to."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.documents import document

pytestmark = pytest.mark.slow

QUICK = ("-k", "Os", "--iterations", "60", "--lang", "en")
FIRST, SECOND = date(2026, 11, 30), date(2026, 12, 7)
"""Mondays of the weeks that are planned, from one and from two weeks before on."""
SAVED = "keeps the saved plan"
Visits = dict[str, tuple[str, str, str]]


@pytest.fixture
def folder(write: Write) -> Path:
    """Return a workspace with one visit a day for two weeks, and a saved plan of them."""
    short = {"besokstider": [{"fra": "10:00", "til": "11:30"}], "lat": 62.49, "lon": 11.2}
    companies = (bedrift(n, f"Bedrift {n[-4:]} AS", **short) for n in NUMBERS[:12])
    return write({"bedrifter/os.toml": "".join(companies)})


def plan(run: Run, folder: Path, today: str, *words: str) -> tuple[dict[str, Any], str]:
    done = run("plan", "-w", folder, *QUICK, "--today", today, "--json", *words)
    assert done.returncode == 0, done.stderr
    return document(done.stdout), done.stderr


def visits(found: dict[str, Any]) -> Visits:
    return {
        stop["organisasjonsnummer"]: (tour["date"], stop["start"], tour["medarbeider"])
        for tour in found["tours"]
        for stop in tour["stops"]
    }


def test_the_next_week_keeps_what_is_saved_for_it(run: Run, folder: Path) -> None:
    both, told = plan(run, folder, "2026-11-23", "--days", "10", "--save", "--seed", "3")
    assert SAVED not in told
    of_week = {n: at for n, at in visits(both).items() if at[0] >= f"{SECOND}"}
    assert len(of_week) == 5
    again, told = plan(run, folder, "2026-11-30", "--seed", "9")
    assert SAVED in told
    assert "--from-plan none" in told
    assert visits(again) == of_week
    assert again["changes"] == []
    this_week = visits(both).keys() - of_week.keys()
    planned = {one["organisasjonsnummer"]: one for one in again["left_out"]}
    assert {planned[number]["reason"] for number in this_week} == {"planned"}
    anew, told = plan(run, folder, "2026-11-30", "--from-plan", "none", "--seed", "9")
    assert SAVED not in told
    assert anew["changes"] is None
    assert visits(anew) != of_week


def test_several_weeks_are_one_plan_in_every_place(run: Run, folder: Path, tmp_path: Path) -> None:
    files = {end: tmp_path / f"to.{end}" for end in ("ics", "csv", "md", "xlsx", "html")}
    words = [f"-o{file}" for file in files.values()]
    both, _told = plan(run, folder, "2026-11-23", "--weeks", "2", "--save", *words)
    weeks = {date.fromisoformat(at[0]).isocalendar().week for at in visits(both).values()}
    assert weeks == {49, 50}
    assert document(run("show", "--json", "-w", folder).stdout) == both
    for end in ("ics", "csv", "md", "html"):
        text = files[end].read_text("utf-8")
        assert all(f"Bedrift {number[-4:]}" in text for number in visits(both)), end
    told = run("plan", "-w", folder, *QUICK, "--today", "2026-11-23", "--weeks", "2").stdout
    assert "Week 49" in told
    assert "Week 50" in told
    assert "Each week has as many visits" in told
    assert "\nMonday 30 November" in told
    assert "\nMonday 7 December" not in told
    assert "\nMonday 7 December" in run("show", "-w", folder, "--lang", "en").stdout
    uke = json.loads(run("uke", "-w", folder, "--today", "2026-12-07", "--json").stdout)
    assert sum(day["visits"] for day in uke["days"]) == 5
    # A week before there is one to phone about: the next one.
    uke = json.loads(run("uke", "-w", folder, "--today", "2026-11-23", "--json").stdout)
    assert {date.fromisoformat(one["date"]).isocalendar().week for one in uke["calls"]} == {49}
    wrong = run("plan", "-w", folder, "--weeks", "2", "--days", "3", "--lang", "en")
    assert (wrong.returncode, "--weeks" in wrong.stderr) == (2, True)


def test_what_holds_no_more_is_said(run: Run, folder: Path) -> None:
    both, _told = plan(run, folder, "2026-11-23", "--days", "10", "--save")
    gone = max(visits(both), key=lambda number: visits(both)[number])
    at = visits(both)[gone][0]
    run("book", gone, "--at", f"{at} 10:00", "--today", "2026-11-30", "-w", folder)
    assert run("cancel", gone, "--today", "2026-11-30", "-w", folder).returncode == 0
    again, _told = plan(run, folder, "2026-11-30")
    (change,) = (one for one in again["changes"] if one["organisasjonsnummer"] == gone)
    assert change["before"]["date"] == at
    assert visits(again).get(gone, ("",))[0] != at
    others = {n: v for n, v in visits(both).items() if v[0] >= f"{SECOND}" and n != gone}
    assert others.items() <= visits(again).items()


def test_this_week_stays_as_planned_when_the_next_one_is_saved(run: Run, folder: Path) -> None:
    """Also on a day on which the later plan has nothing but what is agreed."""
    both, _told = plan(run, folder, "2026-11-23", "--days", "10", "--save")
    tuesday = f"{date(2026, 12, 1)}"
    free = next(n for n in NUMBERS[:12] if n not in visits(both))
    booked = run("book", free, "--at", f"{tuesday} 13:00", "--today", "2026-11-30", "-w", folder,
                 "--anyway")  # fmt: skip
    assert booked.returncode == 0, booked.stderr
    plan(run, folder, "2026-11-30", "--save")
    uke = json.loads(run("uke", "-w", folder, "--today", "2026-11-30", "--json").stdout)
    days = {day["date"]: day["visits"] for day in uke["days"]}
    assert days[tuesday] == 2
    assert sum(days.values()) == 6
