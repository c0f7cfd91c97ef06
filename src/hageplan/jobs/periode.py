"""A period of reporting: a year, a half, a quarter, a month, or weeks as ISO 8601 counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.when import span_of, week_of
from hageplan.records.written.days import Towards
from hageplan.records.written.periods import part_of_year

DAYS: Final = 7


@dataclass(frozen=True)
class Periode:
    """Days from `first` to `last`, both included, under the name that machines know it by."""

    name: str
    first: date
    last: date


def parse_period(text: str, today: date) -> Periode:
    """Return the period that `2026`, `november`, `2026-Q4`, `uke 48` or `1.10.-31.12.` means.

    Without a year it is the last that has begun. Raises RequestError.
    """
    try:
        return _named(*span_of(text, today, towards="last"))
    except RequestError:
        raise RequestError(
            msg("{value} is not a valid period", value=repr(text)),
            msg(
                "write it like this: 2026, november, week 48, last month, 1.10.-31.12., 2026-H2, "
                "2026-Q4 or 2026-11"
            ),
        ) from None


def year_of(day: date) -> Periode:
    """Return the year of `day`."""
    return _named(date(day.year, 1, 1), date(day.year, 12, 31))


def _named(first: date, last: date) -> Periode:
    """Return the days with their name, such as `2026-Q4`; others are `2026-11-03..2026-11-09`."""
    if part := part_of_year(first, last):
        months, number = part
        signs = {12: "", 6: f"-H{number}", 3: f"-Q{number}", 1: f"-{number:02}"}
        return Periode(f"{first.year}{signs[months]}", first, last)
    if (first.isoweekday(), last - first) == (1, timedelta(days=DAYS - 1)):
        return _weeks(first, first)
    return Periode(f"{first}..{last}", first, last)


def parse_week(text: str, today: date, towards: Towards = "last") -> Periode:
    """Return the week that `2026-W48` or, as the last or next one, `48` means.

    Raises RequestError.
    """
    monday = week_of(text, today, towards=towards)
    return _weeks(monday, monday)


def week_before(day: date) -> Periode:
    """Return the last week that was over when `day` began."""
    monday = day - timedelta(days=day.weekday() + DAYS)
    return _weeks(monday, monday)


def week_of_day(day: date) -> Periode:
    """Return the week of `day`."""
    monday = day - timedelta(days=day.weekday())
    return _weeks(monday, monday)


def weeks_since(told: date, day: date) -> Periode | None:
    """Return the weeks after `told`, the last day told of, that are over on `day`; None: none."""
    last, first = week_before(day), told + timedelta(days=1)
    monday = first - timedelta(days=first.weekday())
    return _weeks(monday, last.first) if monday <= last.first else None


def _weeks(first: date, last: date) -> Periode:
    """Return the weeks of two Mondays and those between, as `2026-W46–2026-W48`."""
    weeks = (monday.isocalendar() for monday in (first, last))
    names = dict.fromkeys(f"{week.year}-W{week.week:02}" for week in weeks)
    return Periode(name="–".join(names), first=first, last=last + timedelta(days=DAYS - 1))
