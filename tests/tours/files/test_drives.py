"""When to leave, as calendars tell it; lunch in every file that people take along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

import hageplan
from hageplan.records.plan import Endpoint, Pause, Plan, PlanRequest, Stop, StopRule, Tour
from hageplan.records.workspace import Opptatt
from hageplan.tours.files.drives import drives_of
from tests.conftest import NUMBERS, SETTINGS, Run, bedrift
from tests.tours.files.test_calendar_events import tour

DAY = date(2026, 11, 24)
BLOCK = Pause(kind="busy", start=time(9), end=time(12))


def events_in(path: Path) -> list[Any]:
    return list(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def day(*stops: tuple[str, str, int], pauses: tuple[Pause, ...] = (), back: str = "16:00") -> Tour:
    """Return a day of stops: when one arrives, when the visit begins, how long the drive is."""
    made = tour("kari", DAY, [(hour + 8, NUMBERS[hour]) for hour in range(len(stops))])
    told = (
        stop.model_copy(
            update={
                "arrive": time.fromisoformat(arrive),
                "start": time.fromisoformat(start),
                "drive_minutes": minutes,
            }
        )
        for stop, (arrive, start, minutes) in zip(made.stops, stops, strict=True)
    )
    end = Endpoint(place="Røros", lat=62.5, lon=11.3, time=time.fromisoformat(back))
    return made.model_copy(update={"stops": tuple(told), "pauses": pauses, "end": end})


@pytest.mark.parametrize(
    ("arrive", "start", "minutes", "pauses", "leave"),
    [
        ("09:00", "12:30", 5, (BLOCK,), "12:00"),  # who waits over a block leaves when it ends
        ("09:00", "12:00", 5, (BLOCK,), "08:55"),  # there is no time to drive after it
        ("12:03", "12:30", 5, (BLOCK,), "08:58"),  # the block interrupts the drive
        ("10:00", "12:45", 20, (), "09:40"),  # without a pause one is there early
        (
            "09:00",
            "14:00",
            5,
            (BLOCK, Pause(kind="free", start=time(13), end=time(13, 30))),
            "13:30",
        ),
    ],
)
def test_the_time_to_leave(
    arrive: str, start: str, minutes: int, pauses: tuple[Pause, ...], leave: str
) -> None:
    first = drives_of(day((arrive, start, minutes), pauses=pauses))[0]
    assert f"{first.leave:%H:%M}" == leave


def test_a_block_sets_no_alarm_off_before_it_ends(run: Run, tmp_path: Path) -> None:
    """A visit just before a block and one just after it, five minutes away, in the whole path."""
    busy = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART:20261124T090000", "DTEND:20261124T120000",
            "END:VEVENT", "END:VCALENDAR", ""]  # fmt: skip
    near: dict[str, Any] = {"besok_minutter": 30, "lat": 62.58, "lon": 11.39}
    opens = [{"fra": "12:30", "til": "13:30"}]
    (tmp_path / "bedrifter").mkdir()
    (tmp_path / "hageplan.toml").write_text(SETTINGS + 'kalender = "k.ics"\n', encoding="utf-8")
    (tmp_path / "k.ics").write_text("\n".join(busy), encoding="utf-8")
    (tmp_path / "bedrifter/a.toml").write_text(
        bedrift(NUMBERS[0], besokstider=[{"fra": "08:00", "til": "08:45"}], **near)
        + bedrift(NUMBERS[1], besokstider=opens, **near),
        encoding="utf-8",
    )
    done = run("plan", "--workspace", tmp_path, "--today", "2026-11-23", "--from", "2026-11-24",
               "--days", "1", "-o", "tur.ics", "-o", "tur.md", "-o", "tur.xlsx", "--lang", "en")  # fmt: skip
    assert done.returncode == 0, done.stderr
    events = events_in(tmp_path / "tur.ics")
    visits = [e for e in events if f"{e['SUMMARY']}".startswith("Visit") and e.start.hour > 9]
    (trigger,) = (alarm["TRIGGER"].dt for alarm in visits[0].walk("VALARM"))
    assert timedelta(minutes=-40) <= trigger < timedelta()
    drives = [e for e in events if f"{e['SUMMARY']}".startswith("Drive")]
    assert not [e for e in drives if 9 <= e.start.hour < 12]
    assert all("ORGANIZER" in event and "ATTENDEE" not in event for event in events)


def test_lunch_stands_in_the_calendar_the_workbook_and_the_note(run: Run, tmp_path: Path) -> None:
    done = run("plan", "--today", "2026-11-23", "--from", "2026-11-24", "--days", "1",
               "--kommune", "Tynset", "--lang", "en", "-o", "tur.ics", "-o", "tur.md", "-o", "tur.xlsx", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    events = events_in(tmp_path / "tur.ics")
    lunch = [e for e in events if "Lunch" in e["SUMMARY"]]
    assert {e["UID"] for e in lunch} == {
        f"2026-11-24-{who}-lunsj@hageplan" for who in ("sigrid", "ola")
    }
    assert {e["TRANSP"] for e in lunch} == {"TRANSPARENT"}
    span = f"{lunch[0].start:%H:%M}–{lunch[0].end:%H:%M} Lunch"
    assert span in (tmp_path / "tur.md").read_text("utf-8")
    sheets = openpyxl.load_workbook(tmp_path / "tur.xlsx").worksheets[1:]
    for sheet in sheets:
        rows = [row for row in sheet.iter_rows(values_only=True) if row[3] == "Lunch"]
        assert len(rows) == 1


def test_every_drive_of_a_real_plan_lies_between_what_is_before_and_after() -> None:
    """Pauses apart, it takes its minutes; it ends before the visit, and begins after the last."""
    records = hageplan.load()
    blocks = tuple(
        Opptatt(who, datetime.combine(DAY, time(hour)), datetime.combine(DAY, time(hour + 1, 30)))
        for who, hour in (("sigrid", 9), ("ola", 13))
    )
    asked = PlanRequest(days=1, stop_rule=StopRule(iterations=200))
    found: Plan = hageplan.plan(replace(records, opptatt=blocks), asked, today=date(2026, 11, 23))
    for one in found.tours:
        pauses = [
            (datetime.combine(DAY, p.start), datetime.combine(DAY, p.end)) for p in one.breaks
        ]
        before = datetime.combine(DAY, one.start.time)
        for drive, stop in zip(drives_of(one), (*one.stops, None), strict=True):
            paused = sum(
                (
                    end - begin
                    for begin, end in pauses
                    if drive.leave <= begin and end <= drive.arrive
                ),
                timedelta(),
            )
            assert drive.arrive - drive.leave - paused == timedelta(minutes=drive.minutes)
            assert drive.leave >= before
            if isinstance(stop, Stop):
                assert drive.arrive <= datetime.combine(DAY, stop.start)
                before = datetime.combine(DAY, stop.end)
