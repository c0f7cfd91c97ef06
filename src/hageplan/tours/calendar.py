"""Which days are worked, and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import Final

from hageplan.records.base import UKEDAGER, Ukedag
from hageplan.records.settings.planlegging import HalvDag

HORIZON_DAYS: Final = 730
"""How far ahead working days are looked for; a guard against weekdays that never come."""


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of Norway in `year`."""
    import holidays

    return frozenset(holidays.country_holidays("NO", years=year))


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
    return tuple(islice(_all_working_days(start, weekdays), count))


def _all_working_days(start: date, weekdays: Collection[Ukedag]) -> Iterator[date]:
    for ahead in range(HORIZON_DAYS):
        day = start + timedelta(days=ahead)
        if weekday(day) in weekdays and not is_holiday(day):
            yield day
