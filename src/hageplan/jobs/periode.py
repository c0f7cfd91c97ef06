"""A period of reporting: a year, a half, a quarter, a month, or weeks as ISO 8601 counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.days import ASKED_YEARS
from hageplan.records.when import week_of
from hageplan.records.written_days import Towards

DAYS: Final = 7
_FORM: Final = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?", re.IGNORECASE)


@dataclass(frozen=True)
class Periode:
    """Days from `first` to `last`, both included, under the name by which it was asked for."""

    name: str
    first: date
    last: date


def parse_period(text: str) -> Periode:
    """Return the period that `2026`, `2026-H2`, `2026-Q4` or `2026-11` means.

    Raises RequestError.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None or not ASKED_YEARS[0] <= int(found[1]) <= ASKED_YEARS[1]:
        raise RequestError(
            msg("{value} is no period", value=repr(text)),
            msg("a year, half, quarter or month: 2026, 2026-H2, 2026-Q4 or 2026-11"),
        )
    year, half, quarter, month = found.groups()
    if half:
        start, months = 6 * int(half) - 5, 6
    elif quarter:
        start, months = 3 * int(quarter) - 2, 3
    elif month:
        start, months = int(month), 1
    else:
        start, months = 1, 12
    return _months(text.strip().upper(), int(year), start, months)


def year_of(day: date) -> Periode:
    """Return the year of `day`."""
    return _months(f"{day.year}", day.year, 1, 12)


def _months(name: str, year: int, start: int, months: int) -> Periode:
    after = start + months
    end = date(year, 12, 31) if after > 12 else date(year, after, 1) - timedelta(days=1)
    return Periode(name=name, first=date(year, start, 1), last=end)


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
