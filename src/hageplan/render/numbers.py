"""Dates and numbers as the reader's language writes them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from hageplan.i18n import language


def day_name(day: date) -> str:
    """Return weekday, day and month."""
    pattern = "EEEE d MMMM" if language() == "en" else "EEEE d. MMMM"
    name = format_date(day, pattern, locale=language())
    return name[:1].upper() + name[1:]


def short_date(day: date) -> str:
    """Return day and month, with the year."""
    pattern = "d MMM y" if language() == "en" else "d. MMM y"
    return format_date(day, pattern, locale=language())


def decimal(value: float, digits: int = 1) -> str:
    """Return a number with at most `digits` decimals."""
    return format_decimal(round(value, digits), locale=language())


def duration(minutes: int) -> str:
    """Return hours and minutes, such as `1 t 05 min`."""
    hours, rest = divmod(minutes, 60)
    sign = "h" if language() == "en" else "t"
    return f"{hours} {sign} {rest:02d} min" if hours else f"{rest} min"
