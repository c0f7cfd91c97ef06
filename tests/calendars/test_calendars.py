"""Busy time from .ics files as Outlook and Google write them; all people and meetings are invented."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan import load
from hageplan.calendars.busy import with_busy_times
from hageplan.calendars.parts import unfolded
from hageplan.calendars.read import busy_of
from hageplan.errors import RecordsError
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.workspace import Opptatt
from hageplan.upkeep.check import check
from tests.conftest import SETTINGS, Run, Write

HERE = ZoneInfo("Europe/Oslo")
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
PRIVATE = ("Hemmelig", "Fjellheimen", "Nordmann", "fortrolig", "blindtarm", "kirurgen")

OUTLOOK_ZONE = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
OUTLOOK = """\
BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
X-WR-CALNAME:Sigrid Nordmann
{zone}{events}END:VCALENDAR
"""
GOOGLE = """\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
X-WR-CALNAME:Sigrid Nordmann
X-WR-TIMEZONE:Europe/Oslo
{events}END:VCALENDAR
"""
SECRETS = """\
ATTENDEE;CN="Ola Nordmann";RSVP=TRUE:mailto:ola.nordmann@example.no
CLASS:PRIVATE
DESCRIPTION:Hemmelig og fortrolig om blindtarm\\nBEGIN:VEVENT og
 \tDTSTART:ikke en dato\\, men kirurgen
LOCATION:Fjellheimen
ORGANIZER;CN="Kari Nordmann":mailto:kari.nordmann@example.no
SUMMARY;LANGUAGE=nb:Hemmelig møte med kirurgen
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
DESCRIPTION:Hemmelig
DURATION:PT5M
END:VALARM
"""


def event(*lines: str, secrets: str = SECRETS) -> str:
    return "\n".join(["BEGIN:VEVENT", *lines, f"{secrets}END:VEVENT", ""])


def outlook(*events: str, zone: str = "W. Europe Standard Time") -> str:
    return OUTLOOK.format(zone=OUTLOOK_ZONE.format(name=zone), events="".join(events))


def google(*events: str) -> str:
    return GOOGLE.format(events="".join(events))


def read_busy(path: Path, medarbeider: str, first: date, last: date) -> tuple[Opptatt, ...]:
    """Return when somebody is busy by one calendar file."""
    person = Medarbeider(id=medarbeider, kalender=path.as_posix())
    return busy_of(path.parent, [person], first, last)


def busy(
    folder: Path, text: str, first: date = FIRST, last: date = LAST, newline: str = "\r\n"
) -> list[tuple[str, str]]:
    path = folder / "sigrid.ics"
    path.write_text(text, encoding="utf-8", newline=newline)
    found = read_busy(path, "sigrid", first, last)
    assert {o.medarbeider for o in found} <= {"sigrid"}
    assert all(o.fra.tzinfo is None and o.til.tzinfo is None for o in found)
    assert not any(word in repr(found) for word in PRIVATE)
    return [(f"{o.fra:%m-%d %H:%M}", f"{o.til:%m-%d %H:%M}") for o in found]


def faults(folder: Path, text: str) -> list[tuple[str, int | None]]:
    path = folder / "sigrid.ics"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordsError) as caught:
        read_busy(path, "sigrid", FIRST, LAST)
    problems = caught.value.problems
    said = f"{problems!r} {caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert not any(word in said for word in PRIVATE)
    assert all(p.what.template and p.file == path.as_posix() for p in problems)
    return [(p.code, p.line) for p in problems]


OSLO = "TZID=Europe/Oslo"
WINDOWS = "TZID=W. Europe Standard Time"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # Google writes single meetings in UTC: summer time, then winter time
        (["DTSTART:20261020T080000Z", "DTEND:20261020T090000Z"], [("10-20 10:00", "10-20 11:00")]),
        (["DTSTART:20261120T080000Z", "DTEND:20261120T090000Z"], [("11-20 09:00", "11-20 10:00")]),
        # Outlook writes its own zone's name
        (
            [f"DTSTART;{WINDOWS}:20261120T080000", f"DTEND;{WINDOWS}:20261120T090000"],
            [("11-20 08:00", "11-20 09:00")],
        ),
        # abroad
        (
            ["DTSTART;TZID=America/New_York:20261120T080000", "DURATION:PT1H"],
            [("11-20 14:00", "11-20 15:00")],
        ),
        # a zone with its maker's name before it, as Thunderbird writes
        (
            ["DTSTART;TZID=/mozilla.org/20050126_1/Europe/Oslo:20261120T080000", "DURATION:PT1H"],
            [("11-20 08:00", "11-20 09:00")],
        ),
        # floating: local wherever one is
        (["DTSTART:20261120T080000", "DTEND:20261120T090000"], [("11-20 08:00", "11-20 09:00")]),
        # over midnight and several days
        (
            [f"DTSTART;{OSLO}:20261120T220000", f"DTEND;{OSLO}:20261121T060000"],
            [("11-20 22:00", "11-21 06:00")],
        ),
        (
            [f"DTSTART;{OSLO}:20261120T120000", f"DTEND;{OSLO}:20261123T090000"],
            [("11-20 12:00", "11-23 09:00")],
        ),
        # reaching into the days that are asked for, from both sides
        (
            [f"DTSTART;{OSLO}:20260901T120000", f"DTEND;{OSLO}:20261002T090000"],
            [("09-01 12:00", "10-02 09:00")],
        ),
        (
            [f"DTSTART;{OSLO}:20261231T230000", f"DTEND;{OSLO}:20270102T090000"],
            [("12-31 23:00", "01-02 09:00")],
        ),
        # ends and begins just outside them
        ([f"DTSTART;{OSLO}:20260930T230000", f"DTEND;{OSLO}:20261001T000000"], []),
        ([f"DTSTART;{OSLO}:20270101T000000", f"DTEND;{OSLO}:20270101T010000"], []),
        # whole days: one, three, by the length, and the same date twice for one
        (["DTSTART;VALUE=DATE:20261120"], [("11-20 00:00", "11-21 00:00")]),
        (
            ["DTSTART;VALUE=DATE:20261120", "DTEND;VALUE=DATE:20261123", "TRANSP:OPAQUE"],
            [("11-20 00:00", "11-23 00:00")],
        ),
        (["DTSTART;VALUE=DATE:20261120", "DURATION:P2D"], [("11-20 00:00", "11-22 00:00")]),
        (
            ["DTSTART;VALUE=DATE:20261120", "DTEND;VALUE=DATE:20261120"],
            [("11-20 00:00", "11-21 00:00")],
        ),
        # on the days when the clock changes
        (["DTSTART;VALUE=DATE:20261025"], [("10-25 00:00", "10-26 00:00")]),
        (
            ["DTSTART:20261025T003000Z", "DTEND:20261025T011500Z"],  # 02:30 to 02:15 on the clock
            [("10-25 02:00", "10-25 03:00")],
        ),
        (["DTSTART:20261025T000000Z", "DURATION:PT1H"], [("10-25 02:00", "10-25 03:00")]),
        (["DTSTART:20261024T233000Z", "DURATION:PT2H"], [("10-25 01:30", "10-25 03:00")]),
        (["DTSTART:20261025T003000Z", "DURATION:PT2H"], [("10-25 02:00", "10-25 03:30")]),
        (["DTSTART:20261025T011500Z", "DURATION:PT30M"], [("10-25 02:15", "10-25 02:45")]),
        (
            [f"DTSTART;{OSLO}:20261024T220000", f"DTEND;{OSLO}:20261025T060000"],
            [("10-24 22:00", "10-25 06:00")],
        ),
        # what takes no time
        (["DTSTART;VALUE=DATE:20261120", "TRANSP:TRANSPARENT"], []),
        (["DTSTART;VALUE=DATE:20261120", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"], []),
        (["DTSTART;VALUE=DATE:20261120", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"], []),
        (
            [
                "DTSTART;VALUE=DATE:20261120",
                "TRANSP:TRANSPARENT",
                "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
            ],
            [],
        ),
        (["DTSTART:20261120T080000Z", "DTEND:20261120T090000Z", "STATUS:CANCELLED"], []),
        (["DTSTART:20261120T080000Z", "DTEND:20261120T090000Z", "TRANSP:transparent"], []),
        (["DTSTART:20261120T080000Z", "DTEND:20261120T080000Z"], []),
        (["DTSTART:20261120T080000Z"], []),
        # what does
        (
            ["DTSTART;VALUE=DATE:20261120", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"],
            [("11-20 00:00", "11-21 00:00")],
        ),
        (
            ["DTSTART:20261120T080000", "DURATION:PT1H30M", "STATUS:TENTATIVE"],
            [("11-20 08:00", "11-20 09:30")],
        ),
        (
            ["DTSTART:20261120T080000", "DURATION:PT1H", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"],
            [("11-20 08:00", "11-20 09:00")],
        ),
    ],
)
@pytest.mark.parametrize("program", [outlook, google])
def test_single_events(tmp_path: Path, program, lines, expected) -> None:
    assert busy(tmp_path, program(event("UID:a", *lines))) == expected
    assert busy(tmp_path, program(event(*lines)), newline="\n") == expected


def days(found: list[tuple[str, str]]) -> list[str]:
    return [fra for fra, _ in found]


def test_a_weekly_meeting_stays_at_ten_when_the_clock_changes(tmp_path: Path) -> None:
    for zone in ("Europe/Oslo", "W. Europe Standard Time", "Customized Time Zone"):
        text = outlook(
            event(
                "UID:a",
                f'DTSTART;TZID="{zone}":20260907T100000',
                f'DTEND;TZID="{zone}":20260907T110000',
                "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261109T090000Z",
            ),
            zone="Customized Time Zone",
        )
        assert busy(tmp_path, text, date(2026, 10, 12)) == [
            ("10-12 10:00", "10-12 11:00"),
            ("10-19 10:00", "10-19 11:00"),
            ("10-26 10:00", "10-26 11:00"),
            ("11-02 10:00", "11-02 11:00"),
            ("11-09 10:00", "11-09 11:00"),
        ]


def test_a_zone_means_what_its_own_file_says(tmp_path: Path) -> None:
    ours = outlook(
        event("DTSTART;TZID=Egen:20261120T100000", "DURATION:PT1H"),
        zone="Egen",
    )
    assert busy(tmp_path, ours) == [("11-20 10:00", "11-20 11:00")]
    theirs = ours.replace("+0100", "-0500").replace("+0200", "-0400")
    assert busy(tmp_path, theirs) == [("11-20 16:00", "11-20 17:00")]
    assert faults(tmp_path, ours.replace("TZID:Egen", "TZID:Annen")) == [("ics-zone", 21)]
    assert faults(tmp_path, ours.replace("TZOFFSETTO", "X-NOTHING")) == [("ics-zone", 21)]


SERIES = event(
    "UID:a",
    f"DTSTART;{OSLO}:20261102T100000",
    f"DTEND;{OSLO}:20261102T110000",
    "RRULE:FREQ=WEEKLY;COUNT=5",
    f"EXDATE;{OSLO}:20261109T100000",
    f"RDATE;{OSLO}:20261111T100000",
)


def test_exceptions_of_a_recurring_meeting(tmp_path: Path) -> None:
    plain = ["11-02 10:00", "11-11 10:00", "11-16 10:00", "11-23 10:00", "11-30 10:00"]
    assert days(busy(tmp_path, google(SERIES))) == plain
    moved = event(
        "UID:a",
        f"RECURRENCE-ID;{OSLO}:20261116T100000",
        f"DTSTART;{OSLO}:20261118T130000",
        f"DTEND;{OSLO}:20261118T133000",
    )
    cancelled = event(
        "UID:a",
        f"RECURRENCE-ID;{OSLO}:20261123T100000",
        f"DTSTART;{OSLO}:20261123T100000",
        f"DTEND;{OSLO}:20261123T110000",
        "STATUS:CANCELLED",
    )
    free = event(
        "UID:a",
        "RECURRENCE-ID:20261130T090000Z",
        "DTSTART:20261130T090000Z",
        "DTEND:20261130T100000Z",
        "TRANSP:TRANSPARENT",
    )
    expected = [
        ("11-02 10:00", "11-02 11:00"),
        ("11-11 10:00", "11-11 11:00"),
        ("11-18 13:00", "11-18 13:30"),
    ]
    assert busy(tmp_path, google(SERIES, moved, cancelled, free)) == expected
    assert busy(tmp_path, google(free, cancelled, moved, SERIES)) == expected
    # moved out of the days that are asked for, and into them
    assert busy(tmp_path, google(SERIES, moved), date(2026, 11, 16), date(2026, 11, 16)) == []
    into = busy(tmp_path, google(SERIES, moved), date(2026, 11, 18), date(2026, 11, 18))
    assert into == [("11-18 13:00", "11-18 13:30")]
    # without its series, as where only some weeks were exported
    assert busy(tmp_path, google(moved)) == [("11-18 13:00", "11-18 13:30")]


def test_this_and_all_later_ones_moved(tmp_path: Path) -> None:
    later = event(
        "UID:a",
        f"RECURRENCE-ID;RANGE=THISANDFUTURE;{OSLO}:20261116T100000",
        f"DTSTART;{OSLO}:20261116T140000",
        f"DTEND;{OSLO}:20261116T150000",
    )
    found = days(busy(tmp_path, google(SERIES, later)))
    assert found == ["11-02 10:00", "11-11 10:00", "11-16 14:00", "11-23 14:00", "11-30 14:00"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # a rule that ends on a date includes that day
        (["DTSTART;TZID=Europe/Oslo:20261120T100000", "RRULE:FREQ=DAILY;UNTIL=20261121"], 2),
        (["DTSTART:20261120T100000", "RRULE:FREQ=DAILY;UNTIL=20261121"], 2),
        (["DTSTART:20261120T100000Z", "RRULE:FREQ=DAILY;UNTIL=20261121"], 2),
        (["DTSTART:20261120T100000Z", "RRULE:FREQ=DAILY;UNTIL=20261121T100000Z"], 2),
        # old and without end; every second Friday; the last working day of a month
        (["DTSTART:19990101T100000", "RRULE:FREQ=DAILY"], 92),
        (["DTSTART:20201120T100000", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"], 7),
        (
            ["DTSTART:20260130T100000", "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"],
            3,
        ),
        (["DTSTART;VALUE=DATE:16041224", "RRULE:FREQ=YEARLY"], 1),
        # often, yet soon over
        (["DTSTART:20261120T100000", "RRULE:FREQ=MINUTELY;INTERVAL=30;COUNT=3"], 3),
        (["DTSTART:20010101T100000", "RRULE:FREQ=SECONDLY;COUNT=3"], 0),
        (["DTSTART:20261120T080000", "RRULE:FREQ=HOURLY;BYHOUR=8,12;UNTIL=20261121T235959Z"], 4),
    ],
)
def test_rules(tmp_path: Path, lines: list[str], expected: int) -> None:
    found = busy(tmp_path, google(event("UID:a", *lines, "DURATION:PT15M")))
    if "VALUE=DATE" in lines[0]:
        found = busy(tmp_path, google(event("UID:a", *lines)))
    assert len(found) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=MINUTELY;COUNT=99999999",
        "FREQ=MINUTELY;BYDAY=MO",
        "FREQ=HOURLY;BYSETPOS=40",
        "FREQ=DAILY;BYHOUR=8,9,10,11,12;BYMINUTE=0,10,20,30,40,50;BYSECOND=0,30",
        "FREQ=SECONDLY;COUNT=-1",
    ],
)
def test_a_rule_without_end_is_a_fault_and_takes_no_time(tmp_path: Path, rule: str) -> None:
    began = process_time()
    text = google(event("UID:a", "DTSTART:20200101T080000", f"RRULE:{rule}", "DURATION:PT1S"))
    assert faults(tmp_path, text) == [("ics-endless", 7)]
    assert process_time() - began < 5


def test_busy_times_that_are_all_a_calendar_shares(tmp_path: Path) -> None:
    shared = """\
BEGIN:VFREEBUSY
ORGANIZER:mailto:kari.nordmann@example.no
DTSTART:20261101T000000Z
DTEND:20261201T000000Z
FREEBUSY;FBTYPE=BUSY:20261120T080000Z/20261120T090000Z,20261121T080000Z/PT30M
FREEBUSY;FBTYPE=FREE:20261122T080000Z/20261122T090000Z
FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261123T080000Z/20261123T090000Z
FREEBUSY:20261124T080000Z/20261124T090000Z
FREEBUSY:20250101T080000Z/20250101T090000Z
COMMENT:Hemmelig
END:VFREEBUSY
"""
    assert busy(tmp_path, outlook(shared)) == [
        ("11-20 09:00", "11-20 10:00"),
        ("11-21 09:00", "11-21 09:30"),
        ("11-23 09:00", "11-23 10:00"),
        ("11-24 09:00", "11-24 10:00"),
    ]
    assert faults(tmp_path, google(shared.replace("T080000Z/PT30M", "Hemmelig"))) == [
        ("ics-event", 7)
    ]


def test_what_overlaps_or_touches_is_one(tmp_path: Path) -> None:
    def at(start: str, end: str) -> str:
        return event(f"DTSTART:20261120T{start}00", f"DTEND:20261120T{end}00")

    text = google(
        at("1400", "1500"), at("1000", "1200"), at("1030", "1100"), at("1200", "1230"), SERIES
    )
    found = busy(tmp_path, text, date(2026, 11, 20), date(2026, 11, 20))
    assert found == [("11-20 10:00", "11-20 12:30"), ("11-20 14:00", "11-20 15:00")]


@pytest.mark.parametrize(
    "lines",
    [
        ["DTEND:20261120T090000Z"],
        ["DTSTART:Hemmelig"],
        ["DTSTART"],
        ["DTSTART:20261120T080000Z", "DTSTART:20261121T080000Z"],
        ["DTSTART:20261120T080000Z", "DTEND:20261120T070000Z"],
        ["DTSTART:20261120T080000Z", "DTEND:20261140T070000Z"],
        ["DTSTART:20261120T080000Z", "DURATION:-PT1H"],
        ["DTSTART:20261120T080000Z", "DURATION:Hemmelig"],
        ["DTSTART:20261120T080000Z", "DURATION:P99999999D"],
        ["DTSTART:20261120T080000Z", "RRULE:Hemmelig"],
        ["DTSTART:20261120T080000Z", "RRULE:FREQ=Hemmelig"],
        ["DTSTART:20261120T080000Z", "RRULE:FREQ=DAILY;INTERVAL=0"],
        ["DTSTART:20261120T080000Z", "RRULE:FREQ=DAILY;BYDAY=Hemmelig"],
        ["DTSTART:20261120T080000Z", "RRULE:FREQ=DAILY;UNTIL=Hemmelig"],
        ["DTSTART:20261120T080000Z", "EXDATE:Hemmelig"],
        ["DTSTART:20261120T080000Z", "RECURRENCE-ID:Hemmelig"],
    ],
)
def test_a_broken_event_is_a_fault_of_its_line(tmp_path: Path, lines: list[str]) -> None:
    good = event("UID:b", "DTSTART:20261120T080000Z", "DURATION:PT1H")
    text = google(good, event("UID:Hemmelig", *lines), good)
    assert faults(tmp_path, text) == [("ics-event", 7 + good.count("\n"))]


def test_all_faults_of_a_file_at_once(tmp_path: Path) -> None:
    broken = event("UID:a", "DTSTART:Hemmelig", secrets="")
    mars = event("UID:b", "DTSTART;TZID=Fjellheimen:20261120T080000", secrets="")
    found = faults(tmp_path, google(broken, mars).replace("END:VCALENDAR\n", "BEGIN:VEVENT\n"))
    assert found == [("ics-cut-off", 1), ("ics-event", 7), ("ics-zone", 11), ("ics-cut-off", 15)]
    unended = google(mars.replace("END:VEVENT\n", ""), broken)
    assert faults(tmp_path, unended) == [("ics-cut-off", 7), ("ics-event", 10)]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "<!DOCTYPE html><p>Hemmelig</p>", "BEGIN:VCARD\nFN:Nordmann\nEND:VCARD\n"]
)
def test_what_is_no_calendar(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text) == [("not-ics", 1)]


def test_a_calendar_in_an_older_encoding_or_with_a_mark_before_it(tmp_path: Path) -> None:
    text = google(event("SUMMARY:Møte på Røros", "DTSTART:20261120T080000", "DURATION:PT1H"))
    for encoding in ("cp1252", "utf-8-sig"):
        (tmp_path / "a.ics").write_bytes(text.encode(encoding))
        assert len(read_busy(tmp_path / "a.ics", "sigrid", FIRST, LAST)) == 1


def test_folded_lines_are_joined_and_keep_their_first_number() -> None:
    assert list(unfolded(["A:1\r\n", " 2\r\n", "\t3\n", "\n", "B:4"]))[1:] == [
        (1, "A:123"),
        (5, "B:4"),
    ]


# -- against a plain enumeration -------------------------------------------------------------------

ZONES = st.sampled_from(["Europe/Oslo", "America/New_York", "Asia/Kolkata", "UTC"])


@st.composite
def recurrences(draw: st.DrawFn) -> tuple[str, list[datetime], timedelta]:
    """Return an event's lines, when it starts (with zone) up to 2027, and how long it takes."""
    zone = ZoneInfo(draw(ZONES))
    start = datetime.fromisoformat("2026-08-01") + timedelta(days=draw(st.integers(0, 120)))
    start += timedelta(hours=draw(st.integers(4, 20)), minutes=draw(st.sampled_from([0, 15, 30])))
    interval = draw(st.integers(1, 4))
    weekly = draw(st.booleans())
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1)) | {start.weekday()} if weekly else set()
    monday = start - timedelta(days=start.weekday())
    candidates = [start + timedelta(days=n) for n in range(500)]
    if weekly:
        starts = [
            at
            for at in candidates
            if at.weekday() in weekdays and (at - monday).days // 7 % interval == 0
        ]
    else:
        starts = candidates[::interval]
    starts = starts[: draw(st.integers(1, 60))]
    skipped = draw(st.sets(st.sampled_from(starts[1:]), max_size=3)) if starts[1:] else set()
    minutes = draw(st.integers(1, 300))
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    by_day = ";BYDAY=" + ",".join(names[n] for n in sorted(weekdays)) if weekly else ""
    frequency = "WEEKLY" if weekly else "DAILY"
    lines = [
        f"DTSTART;TZID={zone.key}:{start:%Y%m%dT%H%M%S}",
        f"DURATION:PT{minutes}M",
        f"RRULE:FREQ={frequency};INTERVAL={interval};COUNT={len(starts)}{by_day}",
        *(f"EXDATE;TZID={zone.key}:{at:%Y%m%dT%H%M%S}" for at in sorted(skipped)),
    ]
    kept = [at.replace(tzinfo=zone) for at in starts if at not in skipped]
    return "\n".join(lines), kept, timedelta(minutes=minutes)


@settings(max_examples=100)
@given(st.lists(recurrences(), min_size=1, max_size=3))
def test_recurrences_are_what_counting_days_gives(tmp_path_factory, meetings) -> None:
    path = tmp_path_factory.mktemp("kalender") / "a.ics"
    events = [event(f"UID:{n}", lines) for n, (lines, _, _) in enumerate(meetings)]
    path.write_text(google(*events), encoding="utf-8")
    expected = {
        (at.astimezone(UTC) + timedelta(minutes=minute)).astimezone(HERE).replace(tzinfo=None)
        for _, starts, length in meetings
        for at in starts
        for minute in range(length // timedelta(minutes=1))
    }
    found = read_busy(path, "sigrid", FIRST, LAST)
    read = {
        o.fra + timedelta(minutes=minute)
        for o in found
        for minute in range((o.til - o.fra) // timedelta(minutes=1))
    }
    assert {at for at in expected if FIRST <= at.date() <= LAST} <= read
    # the hour that comes twice is taken whole
    assert {at for at in read - expected if f"{at:%m-%d %H}" != "10-25 02"} == set()
    assert all(a.til < b.fra for a, b in zip(found, found[1:], strict=False))


# -- a workspace with calendars --------------------------------------------------------------------

MEETING = google(event("UID:a", "DTSTART:20261120T080000", "DURATION:PT1H"))


def people(**kalendere: str | None) -> list[Medarbeider]:
    return [Medarbeider(id=name, kalender=path) for name, path in kalendere.items()]


def test_calendars_of_all_medarbeidere(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write({"kalendere/sigrid.ics": MEETING})
    (folder.parent / "utenfor.ics").write_text(MEETING.replace("080000", "090000"))
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("USERPROFILE", str(folder.parent))
    staff = people(
        b="../utenfor.ics",
        a="kalendere/sigrid.ics",
        c=None,
        d="~/utenfor.ics",
        e=str(folder.parent / "utenfor.ics"),
    )
    found = busy_of(folder, staff, FIRST, LAST)
    assert [(o.medarbeider, o.fra.hour) for o in found] == [("a", 8), ("b", 9), ("d", 9), ("e", 9)]


def test_faults_of_all_calendars_at_once(write: Write) -> None:
    folder = write({"a.ics": MEETING, "b.ics": "", "c.ics": MEETING.replace("20261120", "i dag")})
    staff = people(
        a="a.ics", b="b.ics", c="c.ics", d="d.ics", e="", f="\0", g="~ingen_heter_dette/a.ics"
    )
    with pytest.raises(RecordsError) as caught:
        busy_of(folder, staff, FIRST, LAST)
    assert [(p.code, p.file, p.line) for p in caught.value.problems] == [
        ("not-ics", "b.ics", 1),
        ("ics-event", "c.ics", 7),
        *[("calendar-unreadable", "hageplan.toml", None)] * 4,
    ]
    assert caught.value.problems[2].value == '"d.ics"'


TWO = SETTINGS + 'kalender = "kari.ics"\n\n[[medarbeider]]\nid = "per"\nkalender = "borte.ics"\n'


def test_a_workspace_with_its_busy_times(write: Write) -> None:
    folder = write({"hageplan.toml": TWO, "kari.ics": MEETING, "borte.ics": MEETING})
    records = load(folder)
    assert records.opptatt == ()
    known = with_busy_times(records, folder, FIRST, LAST)
    assert [(o.medarbeider, o.fra) for o in known.opptatt] == [
        ("kari", datetime.fromisoformat("2026-11-20 08:00")),
        ("per", datetime.fromisoformat("2026-11-20 08:00")),
    ]
    assert known.bedrifter is records.bedrifter
    assert with_busy_times(records, folder, FIRST).opptatt == known.opptatt
    assert check(folder, FIRST).counts.errors == 0
    (folder / "kari.ics").write_text("", encoding="utf-8")
    with pytest.raises(RecordsError) as caught:
        with_busy_times(records, folder, FIRST, LAST)
    assert [p.place for p in caught.value.problems] == ["kari.ics:1"]
    (folder / "kari.ics").unlink()
    (folder / "borte.ics").unlink()
    with pytest.raises(RecordsError) as caught:
        with_busy_times(records, folder, FIRST, LAST)
    _, problem = caught.value.problems
    assert (problem.place, problem.key) == ("hageplan.toml:13", "medarbeider.kalender")
    assert "borte.ics" in f"{problem.what}"


def test_nothing_is_read_or_imported_where_nobody_names_a_calendar() -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path; from hageplan import load\n"
        "from hageplan.calendars.busy import with_busy_times\n"
        "w = load(); day = date(2026, 12, 1)\n"
        "assert with_busy_times(w, Path(), day, day) is w\n"
        "assert not {'icalendar', 'recurring_ical_events', 'dateutil'} & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_check_lists_the_faults_of_calendars_among_the_others(write: Write, run: Run) -> None:
    folder = write(
        {
            "hageplan.toml": TWO,
            "kari.ics": MEETING.replace("DURATION:PT1H", "DURATION:Hemmelig"),
            "bedrifter/a.toml": "[[bedrift]]\n",
        }
    )
    done = run("check", "--workspace", folder, "--lang", "en")
    assert done.returncode == 1
    places = [line.split(": ")[0] for line in done.stdout.splitlines() if ": error: " in line]
    assert places[-2:] == ["hageplan.toml:13", "kari.ics:7"]
    assert any(place.startswith("bedrifter/a.toml") for place in places)
    assert not any(word in done.stdout + done.stderr for word in PRIVATE)


def test_settings_that_cannot_be_placed_still_give_the_fault(write: Write) -> None:
    folder = write({"hageplan.toml": TWO, "kari.ics": MEETING})
    records = load(folder)
    (folder / "hageplan.toml").write_text("[[", encoding="utf-8")
    with pytest.raises(RecordsError) as caught:
        with_busy_times(records, folder, FIRST, LAST)
    assert caught.value.problems[0].place == "hageplan.toml"
    (folder / "hageplan.toml").write_text("[[medarbeider]]\nid = 'x'\n", encoding="utf-8")
    with pytest.raises(RecordsError) as caught:
        with_busy_times(records, folder, FIRST, LAST)
    assert caught.value.problems[0].place == "hageplan.toml"
