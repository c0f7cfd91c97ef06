"""Days and times as people write them, in Norwegian, English or ISO 8601.

What leaves out the year, or names a weekday, is the next such day or the last one: the caller says
which, and either way today counts. Where no today is given, only a whole date is understood.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from hageplan.messages import msg
from hageplan.records.written.days import (
    FROM_TODAY,
    MOST_MONTHS,
    NUMERIC,
    Towards,
    WrittenDay,
    plain,
    refuse,
)
from hageplan.records.written.periods import Span, period_in

_CLOCK: Final = re.compile(
    r"(?:^|[ t])(?P<said>(?:kl|klokken|klokka|at)\b\.? ?|@ ?)?"
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:[:.](?P<second>\d{2}))?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?$"
)
_NOON: Final = 12
_BETWEEN: Final = re.compile(r" ?\.\. ?(?=\d{4})| til | to | - ")
_DAY_ALONE: Final = re.compile(r"(\d{1,2})\.?")
_LONGEST_SPAN: Final = timedelta(days=366)


def day_of(text: str, today: date | None = None, *, towards: Towards = "next") -> date:
    """Return the day that `30.11.2026`, `30.11.`, `monday` or `2026-11-30` means.

    Raises RequestError.
    """
    found = WrittenDay(text, today, towards).day(plain(text))
    if found is not None:
        return found
    return refuse(
        text,
        msg("«{text}» is not a date"),
        msg("write it like this: 30.11.2026, 30.11., monday, tomorrow, in 2 weeks or 2026-11-30")
        if today
        else msg("write it like this: 30.11.2026 or 2026-11-30"),
    )


def moment_of(text: str, today: date | None = None, *, towards: Towards = "next") -> datetime:
    """Return the local time that `30.11. 10:00` or `tomorrow at 10` means; raises RequestError.

    A time of day alone is today's.
    """
    words, written = plain(text), WrittenDay(text, today, towards)
    found = _CLOCK.search(words)
    at = _time(found) if found else None
    rest = words[: found.start()].strip(" ,") if found else ""
    if at is not None and not rest and found and not found["said"] and _may_be_day(words):
        return refuse(
            text,
            msg("«{text}» can be a day or a time of day"),
            msg("write at {text}, or both day and time: {text} 10:00"),
        )
    day = written.day(rest) if rest else today
    if at is not None and day is not None:
        return datetime.combine(day, at)
    if written.day(words) is not None:
        return refuse(
            text, msg("«{text}» has no time of day"), msg("add the time, such as {text} 10:00")
        )
    return refuse(
        text,
        msg("«{text}» is not a date and time"),
        msg(
            "write it like this: 30.11.2026 10:00, monday 10.30, tomorrow at 10 or 2026-11-30 10:00"
        )
        if today
        else msg("write it like this: 30.11.2026 10:00 or 2026-11-30 10:00"),
    )


@lru_cache(maxsize=1440)
def clock_of(text: str) -> time:
    """Return the time of day that `10:30`, `kl. 10.30` or `10` means; raises RequestError."""
    found = _CLOCK.fullmatch(plain(text))
    at = _time(found) if found else None
    if at is None:
        return refuse(
            text,
            msg("«{text}» is not a time of day"),
            msg("write it like this: 10:30, 10.30 or 10"),
        )
    return at


def week_of(text: str, today: date, *, towards: Towards = "last") -> date:
    """Return the Monday of the week that `2026-W49`, `uke 49`, `49`, `next week` or a day means.

    A week without a year is the last that has begun, or the next that is not over. Raises
    RequestError.
    """
    words, written = plain(text), WrittenDay(text, today, towards)
    found = written.week(words) or written.day(words)
    if found is not None:
        return found - timedelta(days=found.weekday())
    return refuse(
        text,
        msg("«{text}» is not a week"),
        msg("write it like this: 49, week 49, next week or 2026-W49"),
    )


def span_of(text: str, today: date, *, towards: Towards = "next") -> Span:
    """Return the days that `30.11.-4.12.`, `2026-11-30..2026-12-04` or one day means.

    Whole periods are `uke 49`, `november`, `4. kvartal`, `2026-H2`, `2026`, `i år` and the like.
    Raises RequestError.
    """
    words = plain(text)
    if whole := period_in(words, today, towards):
        return whole
    monday = None if words.isdigit() else WrittenDay(text, today, towards).week(words)
    if monday is not None:
        return monday, monday + timedelta(days=6)
    begin, *rest = _BETWEEN.split(words)
    if not rest and words.count("-") == 1:
        begin, *rest = words.split("-")
    if not rest:
        day = day_of(text, today, towards=towards)
        return day, day
    first, last = _ends(begin.strip(), rest[-1].strip(), today, towards)
    if len(rest) > 1 or not timedelta() <= last - first < _LONGEST_SPAN:
        return refuse(
            text,
            msg("«{text}» is longer than a year"),
            msg("write the first and the last day: 30.11.-4.12."),
        )
    return first, last


def _ends(begin: str, end: str, today: date, towards: Towards) -> Span:
    """Return the days of a span's two parts; `30.-31.12.` has its month in the second."""
    alone = _DAY_ALONE.fullmatch(begin)
    if alone:
        last = day_of(end, today, towards=towards)
        return day_of(f"{int(alone[1])}.{last.month}.{last.year}"), last
    first = day_of(begin, today, towards=towards)
    return first, day_of(end, today if end in FROM_TODAY else first, towards="next")


def _time(found: re.Match[str]) -> time | None:
    hour, half = int(found["hour"]), found["half"]
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        return None


def _may_be_day(words: str) -> bool:
    found = NUMERIC.fullmatch(words)
    return found is not None and 1 <= int(found[2]) <= MOST_MONTHS
