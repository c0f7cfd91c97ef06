"""The days that files and people may tell."""

from __future__ import annotations

from datetime import date
from typing import Final

YEARS: Final = (1900, 2199)
"""Their years, both included."""


ASKED_YEARS: Final = (1910, 2189)
"""Years of what is asked for: what is reckoned from there, years back or ahead, can be told."""


def is_asked(day: date) -> bool:
    """Tell whether somebody may ask for a day, as of which things are reckoned."""
    return ASKED_YEARS[0] <= day.year <= ASKED_YEARS[1]


def is_told(day: date) -> bool:
    """Tell whether somebody may mean a day: one of another age is a slip, and reckons badly."""
    return YEARS[0] <= day.year <= YEARS[1]


def day_in(text: str) -> date | None:
    """Return the day of a text such as 2026-12-01, None where it is none that may be asked for."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_asked(day) else None
