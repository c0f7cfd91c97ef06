"""A calendar takes a bounded time at every door, whatever it repeats."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import process_time

import pytest

from hageplan.upkeep.check import check
from tests import hostile
from tests.conftest import NUMBERS, SETTINGS, Write, bedrift
from tests.driver import hageplan

WIDE_S = 15.0
"""Each file takes 2 s on a quiet machine; what has no bound takes minutes."""
CALENDARS = hostile.calendars()
TODAY = date(2026, 11, 24)
DAY = ("--today", "2026-11-24", "--lang", "en")


@pytest.fixture
def folder(write: Write) -> Path:
    settings = f'{SETTINGS}kalender = "k.ics"\n'
    return write({"hageplan.toml": settings, "bedrifter/os.toml": bedrift(NUMBERS[0], "Storsag")})


@pytest.mark.parametrize("name", CALENDARS)
def test_a_calendar_that_asks_for_too_much_is_refused_or_read(folder: Path, name: str) -> None:
    text, told = CALENDARS[name]
    (folder / "k.ics").write_text(text, encoding="utf-8", newline="")
    began = process_time()
    faults = check(folder, TODAY).errors
    words = ("import", "calendar", str(folder / "k.ics"), "-w", str(folder), "--dry-run", *DAY)
    brought = hageplan(*words)
    assert process_time() - began < WIDE_S
    assert bool(faults) == bool(told)
    assert told in " ".join(str(fault.what) for fault in faults)
    assert {fault.file for fault in faults} <= {"k.ics"}
    is_whole = told in (
        "too many entries and repetitions",
        "lines",
        "larger than 10 MB",
        "has no end",
    )
    assert brought.code == (1 if is_whole else 0), brought.err
    assert not is_whole or told in brought.err


@pytest.mark.parametrize("words", [("plan", "--kommune", "Os"), ("slots", NUMBERS[0])])
def test_busy_times_of_a_plan_are_bounded_too(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "k.ics").write_text(CALENDARS["thousands of series"][0], encoding="utf-8")
    ended = hageplan(*words, "-w", str(folder), *DAY)
    assert ended.code == 1
    assert "k.ics:" in ended.err
    assert "export the calendar again, for this year and next year only" in ended.err


def test_years_of_an_ordinary_calendar_are_read(folder: Path) -> None:
    old = (
        hostile.event(f"{year}-{day}-{hour}", at=(
            f"DTSTART:{year}{1 + day // 28:02}{1 + day % 28:02}T{hour:02}0000Z",
            f"DTEND:{year}{1 + day // 28:02}{1 + day % 28:02}T{hour + 1:02}0000Z"))
        for year in range(2010, 2028) for day in range(330) for hour in (8, 12)
    )  # fmt: skip
    series = (hostile.event(n, "RRULE:FREQ=WEEKLY;BYDAY=TU") for n in range(100))
    (folder / "k.ics").write_text(hostile.calendar(*old, *series), encoding="utf-8")
    assert check(folder, TODAY).errors == ()


def test_what_is_not_understood_of_a_visit_is_told_with_its_line(folder: Path) -> None:
    text = hostile.calendar(
        hostile.event(1, "SUMMARY:Tannlege", at=("DTSTART:i morgen",)),
        hostile.event(2, "SUMMARY:Storsag", "RRULE:FREQ=DAILY;INTERVAL=0"),
        hostile.event(3, "SUMMARY:Storsag"),
    )
    (folder / "b.ics").write_text(text, encoding="utf-8")
    words = ("import", "calendar", str(folder / "b.ics"), "-w", str(folder), "--dry-run", *DAY)
    ended = hageplan(*words)
    assert ended.code == 0, ended.err
    assert (
        "Storsag: the calendar entry that begins here cannot be interpreted (line 8)" in ended.out
    )
    assert "1 Dec 2026 12:00 Storsag" in ended.out
