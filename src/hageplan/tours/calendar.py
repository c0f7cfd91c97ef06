"""Which days are worked, until when, and when it is light enough to drive."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from astral import Observer
from astral.sun import dawn, dusk, elevation, noon
from dateutil.easter import easter

from hageplan.records.base import UKEDAGER, Sted, Ukedag
from hageplan.records.settings.planlegging import HalvDag

HORIZON_DAYS: Final = 730
"""How far ahead working days are looked for; a guard against weekdays that never come."""
A_WEEK: Final = 5
"""Working days."""
CALENDAR_YEARS: Final = range(1947, 4100)
"""From the law on 1 and 17 May, as far as dateutil vouches for Easter."""
FIXED: Final = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
"""Months and days."""
FROM_EASTER: Final = (-3, -2, 0, 1, 39, 49, 50)
"""Days from Easter Sunday, Maundy Thursday to Whit Monday."""
OSLO: Final = ZoneInfo("Europe/Oslo")
WHOLE_DAY: Final = (0, 24 * 60)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of Norway in `year`; none in a year of which they are not known.

    Source: lov om helligdager (1995, §2) and lov om 1. og 17. mai (1947).
    """
    if year not in CALENDAR_YEARS:
        return frozenset()
    sunday = easter(year)
    moved = (sunday + timedelta(days=number) for number in FROM_EASTER)
    return frozenset({*moved, *(date(year, *fixed) for fixed in FIXED)})


def is_holiday(day: date) -> bool:
    """Tell whether `day` is a public holiday of Norway."""
    return day in public_holidays(day.year)


def weekday(day: date) -> Ukedag:
    """Return the weekday as the files write it."""
    return UKEDAGER[day.weekday()]


def is_half_day(day: date, kinds: Collection[HalvDag]) -> bool:
    """Tell whether `day` is one of the half days of `kinds`."""
    return (
        ("julaften" in kinds and (day.month, day.day) == (12, 24))
        or ("nyttaarsaften" in kinds and (day.month, day.day) == (12, 31))
        or ("onsdag-for-skjaertorsdag" in kinds and _is_before_maundy_thursday(day))
    )


def _is_before_maundy_thursday(day: date) -> bool:
    """Maundy Thursday and Good Friday are the only holidays on a Thursday and the Friday after.

    Between February and April no other pair of holidays falls so.
    """
    return (
        day.weekday() == UKEDAGER.index("ons")
        and day.month in (3, 4)
        and is_holiday(day + timedelta(days=1))
        and is_holiday(day + timedelta(days=2))
    )


def working_days(start: date, count: int, weekdays: Collection[Ukedag]) -> tuple[date, ...]:
    """Return the first `count` days from `start` on `weekdays` that are no public holidays."""
    ahead = (start + timedelta(days=number) for number in range(HORIZON_DAYS))
    worked = (day for day in ahead if weekday(day) in weekdays and not is_holiday(day))
    return tuple(islice(worked, count))


@cache
def daylight(place: Sted, day: date) -> tuple[int, int]:
    """Return civil dawn and dusk at `place`, the sun 6 degrees down, local minutes since midnight.

    In the polar night both are noon; where it never gets dark the day is whole. By astral.
    """
    observer = Observer(place.lat, place.lon)
    at_noon = noon(observer, day, tzinfo=OSLO)
    try:
        first, last = dawn(observer, day, tzinfo=OSLO), dusk(observer, day, tzinfo=OSLO)
    except ValueError:
        observer = Observer(place.lat, place.lon)
    at_noon = noon(observer, day, tzinfo=OSLO)
    middle = at_noon.hour * 60 + at_noon.minute
    try:
        first, last = dawn(observer, day, tzinfo=OSLO), dusk(observer, day, tzinfo=OSLO)
    except ValueError:
        return WHOLE_DAY if elevation(observer, at_noon) > 0 else (middle, middle)
    starts = first.hour * 60 + first.minute + 1 if first < at_noon else WHOLE_DAY[0]
    # In the light nights dusk comes after midnight: the one of this date is yesterday's.
    ends_today = last.date() == day and last > at_noon
    return starts, last.hour * 60 + last.minute if ends_today else WHOLE_DAY[1]
