"""Calendars of bad will: they repeat without end, or ask for more than anybody can go through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hypothesis import strategies as st

AT: Final = ("DTSTART;TZID=Europe/Oslo:20261201T120000", "DTEND;TZID=Europe/Oslo:20261201T130000")
"""A time that is looked at by all who read calendars on 24 November 2026."""


def calendar(*components: str) -> str:
    return "".join(["BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", *components, "END:VCALENDAR\r\n"])


def event(uid: object, *lines: str, at: Iterable[str] = AT) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *at, *lines, "END:VEVENT", ""])


def zone(name: str, rule: str, *lines: str, start: str = "19700101T030000") -> str:
    told = ("BEGIN:STANDARD", f"DTSTART:{start}", f"RRULE:{rule}", "TZOFFSETFROM:+0200")
    whole = (*told, "TZOFFSETTO:+0100", *lines, "END:STANDARD")
    return "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", *whole, "END:VTIMEZONE", ""])


IN_ZONE: Final = ("DTSTART;TZID=Egen:20261201T120000", "DTEND;TZID=Egen:20261201T130000")
NEVER: Final = "BYMONTH=2;BYMONTHDAY=30"
_MINUTES = ",".join(map(str, range(60)))
_DATES = ",".join(f"20270101T{n // 3600:02}{n // 60 % 60:02}{n % 60:02}" for n in range(80_000))


def many(count: int, *lines: str, at: Iterable[str] = AT) -> str:
    return calendar(*(event(n, *lines, at=at) for n in range(count)))


def calendars() -> dict[str, tuple[str, str]]:
    """Return calendars that ask for too much, each with what is to be said of it, "" if nothing."""
    much, never = "too many entries and repetitions", "cannot be interpreted"
    often, unknown = "repeats too often", "unknown time zone"
    daily = "RRULE:FREQ=DAILY"
    foreign = [event(n, daily, at=IN_ZONE) for n in range(500)]
    old = ("DTSTART:19900101T120000Z", "DURATION:P10000D")
    moved = ("RECURRENCE-ID;RANGE=THISANDFUTURE:20200101T120000Z", "DTSTART:00030101T120000Z")
    later = ("RECURRENCE-ID;RANGE=THISANDFUTURE:20261202T120000Z", "DTSTART:20261202T120000Z")
    hourly = event(1, "RRULE:FREQ=HOURLY", at=("DTSTART:20261101T120000Z", "DURATION:PT1H"))
    return {
        "no interval": (many(1, f"{daily};INTERVAL=0"), never),
        "each second for a thousand years": (
            many(1, "RRULE:FREQ=SECONDLY;UNTIL=30200101T000000Z"), often),
        "counted without end": (many(1, f"{daily};COUNT=1000000000"), ""),
        "each second of each day": (
            many(1, f"{daily};BYHOUR=1,2,3;BYMINUTE={_MINUTES};BYSECOND={_MINUTES}"), often),
        "thousands of series": (many(3000, daily), much),
        "thousands of meetings": (many(20_000), much),
        "events in events": (calendar("BEGIN:VEVENT\r\n" * 50_000), much),
        "calendars in calendars": ("BEGIN:VCALENDAR\r\n" * 50_000, "has no end"),
        "what nobody knows in what nobody knows": (many(1, *["BEGIN:X"] * 50_000), ""),
        "a day that never comes": (many(1, f"{daily};{NEVER}"), never),
        "many of them": (many(3000, f"{daily};{NEVER}"), much),
        "an hour that never comes": (many(50, f"RRULE:FREQ=HOURLY;{NEVER}"), much),
        "a place in a month that has it not": (
            many(1, "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=50"), never),
        "Sundays in leap years": (
            many(500, f"{daily};INTERVAL=2;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU"), much),
        "a time that is met once in centuries": (
            many(500, "RRULE:FREQ=SECONDLY;INTERVAL=86399;BYHOUR=3;BYMINUTE=7;BYSECOND=9"), often),
        "a long rule": (many(1, f"{daily};BYDAY=" + ",".join(["MO"] * 200_000)), never),
        "many rules": (many(1, *["RRULE:FREQ=DAILY;BYMONTHDAY=1"] * 5000), much),
        "many dates": (many(1, f"RDATE:{_DATES}"), much),
        "many exceptions": (many(1, daily, f"EXDATE:{_DATES}"), much),
        "long ones": (many(300, daily, at=old), much),
        "a series that is moved by millennia": (
            calendar(event(1, daily, at=("DTSTART:20000101T120000Z",)), event(1, at=moved)), much),
        "a series that is moved each hour": (
            calendar(hourly, *(event(1, at=later) for _ in range(3000))), much),
        "a zone that changes each second": (
            calendar(zone("Egen", "FREQ=SECONDLY;BYMONTH=10"), *foreign), unknown),
        "a zone that changes never": (
            calendar(zone("Egen", "FREQ=YEARLY;BYDAY=9SU;BYMONTH=10"), *foreign), unknown),
        "a zone since the year 1": (
            calendar(zone("Egen", "FREQ=YEARLY;BYMONTH=10", start="00010101T030000"), *foreign),
            unknown),
        "a zone with many changes": (
            calendar(zone("Egen", "FREQ=YEARLY;BYMONTH=10", f"RDATE:{_DATES}"), *foreign), much),
        "series in a zone of its own": (
            calendar(zone("Egen", "FREQ=YEARLY;BYMONTH=10"), *foreign), much),
        "thousands of zones": (
            calendar(*(zone(f"Z{n}", "FREQ=YEARLY;BYMONTH=10") for n in range(5000))), much),
        "the ends of time": (
            calendar(event(1, daily, at=("DTSTART:99991231T235959Z",)),
                     event(2, daily, at=("DTSTART:20261201T120000Z", "DTEND:99991231T235959Z")),
                     event(3, "RRULE:FREQ=YEARLY", at=("DTSTART:00010101T000000Z",))), never),
        "one long line": (many(1, "DTSTART:" + "1" * 9_000_000), much),
        "one long title": (many(1, "SUMMARY:" + "a" * 100_000), ""),
        "a line in small pieces": (calendar("X-A:" + "\r\n a" * 200_000 + "\r\n"), ""),
        "lines without end": ("BEGIN:VCALENDAR\r\n" + "\r\n" * 400_000, "lines"),
        "more than is read": (many(1, "X-A:" + "a" * 11_000_000), "larger than 10 MB"),
        "many parameters": (many(1, "EXDATE" + ";X=1" * 200_000 + ":20261201T120000Z"), ""),
    }  # fmt: skip


_NUMBERS = st.sampled_from([1] * 9 + [-1, 0, 2, 7, 53, 366, 1000, 86_399, 10**9, 10**30])
_SOUND = st.lists(st.integers(1, 12), min_size=1, max_size=6)
_LISTS = st.one_of(_SOUND, _SOUND, st.lists(st.integers(-54, 60), min_size=1, max_size=40)).map(
    lambda found: ",".join(map(str, found))
)
_PARTS: Final[st.SearchStrategy[dict[str, str]]] = st.just({}) | st.dictionaries(
    st.sampled_from(["BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYHOUR", "BYMINUTE",
                     "BYSECOND", "BYSETPOS"]),
    _LISTS, max_size=4,
)  # fmt: skip
_DAYS = st.sampled_from(["", ";BYDAY=MO", ";BYDAY=-1SU", ";BYDAY=5FR,MO,TU", ";BYDAY=53SA"])
_ENDS = st.sampled_from(
    ["", ";COUNT=1000000000", ";COUNT=3", ";UNTIL=99991231T235959Z", ";UNTIL=00010101"]
)
_STARTS = st.sampled_from(
    [AT, ("DTSTART:00010101T000000Z",), ("DTSTART:19000101T000000Z",), ("DTSTART;VALUE=DATE:20240229",),
     ("DTSTART:99991231T000000Z",), ("DTSTART:20200101T000000", "DURATION:P2000D")]
)  # fmt: skip


@st.composite
def repeated(draw: st.DrawFn) -> str:
    """Return a calendar of series with any rules, lengths and beginnings."""
    found = []
    for uid in range(draw(st.integers(1, 3))):
        word = draw(
            st.sampled_from(
                ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
            )
        )
        filters = "".join(f";{key}={value}" for key, value in draw(_PARTS).items())
        rule = f"RRULE:FREQ={word};INTERVAL={draw(_NUMBERS)}{filters}{draw(_DAYS)}{draw(_ENDS)}"
        copies = draw(st.sampled_from([1, 1, 5, 400]))
        at = draw(_STARTS)
        found += [event(f"{uid}-{n}", rule, at=at) for n in range(copies)]
    return calendar(*found)
