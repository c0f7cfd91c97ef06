"""What words mean a whole year, half, quarter or month.

What leaves out the year is the next such period that is not over or the last that has begun, as the
caller says.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from hageplan.records.written.days import ASKED_YEARS, MONTHS, NAMED_STEPS, Towards, named

Span = tuple[date, date]
"""A first and a last day, both included."""

_YEAR: Final = 12
_STANDARD: Final = re.compile(r"(\d{4})(?:-(?:h([12])|q([1-4])|(0[1-9]|1[0-2])))?")
_MONTH: Final = re.compile(r"([a-z]+)\.?(?: (\d{4}))?")
_PART: Final = re.compile(
    r"(?:(?P<number>\d)(?:\.|st|nd|rd|th)? ?(?P<unit>kvartal|halvar|quarter|half)"
    r"|(?P<sign>[qhk])(?P<of>\d))(?:[ /](?P<year>\d{4}))?"
)
_NEAR: Final = re.compile(r"([a-z]+) ([a-z]+)")
_MONTHS_OF: Final = {
    "h": 6, "halvar": 6, "half": 6, "q": 3, "k": 3, "kvartal": 3, "quarter": 3,
    "ar": 12, "aret": 12, "year": 12, "halvaret": 6, "kvartalet": 3,
    "maned": 1, "maneden": 1, "manad": 1, "manaden": 1, "month": 1,
}  # fmt: skip
"""How many months a word for a part of time has."""
_SINGLE: Final = {"i ar": 0, "i fjor": -1, "fjoraret": -1}


def period_in(words: str, today: date, towards: Towards) -> Span | None:
    """Return the days of the period that plain `words` mean, None where they mean none."""
    if found := _STANDARD.fullmatch(words):
        year, half, quarter, month = found.groups()
        months = 6 if half else 3 if quarter else 1 if month else _YEAR
        return _numbered(months, int(half or quarter or month or 1), year, today, towards)
    if (found := _MONTH.fullmatch(words)) and (number := named(found[1], MONTHS)):
        return _numbered(1, number, found[2], today, towards)
    if found := _PART.fullmatch(words):
        months = _MONTHS_OF[found["unit"] or found["sign"]]
        number = int(found["number"] or found["of"])
        return _numbered(months, number, found["year"], today, towards)
    if words in _SINGLE:
        return _near(_YEAR, _SINGLE[words], today)
    found = _NEAR.fullmatch(words)
    step = NAMED_STEPS.get(found[1]) if found else None
    if found is None or step is None or found[2] not in _MONTHS_OF:
        return None
    return _near(_MONTHS_OF[found[2]], step, today)


def part_of_year(first: date, last: date) -> tuple[int, int] | None:
    """Return how many months a whole year, half, quarter or month has, and its number in the year.

    None for other days.
    """
    months = _YEAR * (last.year - first.year) + last.month - first.month + 1
    if months not in _MONTHS_OF.values() or (first.month - 1) % months:
        return None
    is_whole = (first, last) == _block(months, (first.year * _YEAR + first.month - 1) // months)
    return (months, (first.month - 1) // months + 1) if is_whole else None


def _numbered(
    months: int, number: int, year: str | None, today: date, towards: Towards
) -> Span | None:
    """Return the period of so many `months` that has a `number` in its year, None without such."""
    per_year = _YEAR // months
    if not 1 <= number <= per_year:
        return None
    if year:
        return _block(months, int(year) * per_year + number - 1)
    step = 1 if towards == "next" else -1
    for one in (today.year, today.year + step):
        span = _block(months, one * per_year + number - 1)
        if span and (span[1] >= today if towards == "next" else span[0] <= today):
            return span
    return None


def _near(months: int, step: int, today: date) -> Span | None:
    """Return the period of so many `months` that is `step` periods from today's."""
    return _block(months, (today.year * _YEAR + today.month - 1) // months + step)


def _block(months: int, index: int) -> Span | None:
    """Return the period of so many `months` with this `index` since year 0, None in another age."""
    (year, first), (next_year, after) = (divmod(n * months, _YEAR) for n in (index, index + 1))
    if not ASKED_YEARS[0] <= year <= ASKED_YEARS[1]:
        return None
    return date(year, first + 1, 1), date(next_year, after + 1, 1) - timedelta(days=1)
