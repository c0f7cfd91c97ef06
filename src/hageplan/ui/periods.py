"""Spans of days as people tell them: a year, a half, a quarter, a month, weeks, or both ends."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date, format_interval

from hageplan.i18n import language, say
from hageplan.records.written.periods import part_of_year

_WEEK = timedelta(days=7)


def period_words(first: date, last: date) -> str:
    """Return what the days from `first` to `last`, both included, are called."""
    if part := part_of_year(first, last):
        months, number = part
        return {
            1: format_date(first, "MMMM y", locale=language()),
            3: say("Q{number} {year}", number=number, year=first.year),
            6: say("H{number} {year}", number=number, year=first.year),
            12: f"{first.year}",
        }[months]
    if first.isoweekday() == 1 and last.isoweekday() == 7:
        return f"{_weeks(first, last)}, {_days(first, last)}"
    return _days(first, last)


def _weeks(first: date, last: date) -> str:
    """Return the numbers of whole weeks."""
    one, other = first.isocalendar().week, last.isocalendar().week
    if last - first < _WEEK:
        return say("week {week}", week=one)
    return say("weeks {first}–{last}", first=one, last=other)


def _days(first: date, last: date) -> str:
    locale = "en_GB" if language() == "en" else language()
    # Thin spaces are not in the signs of every terminal.
    return format_interval(first, last, "yMMMd", locale=locale).replace("\u2009", " ")
