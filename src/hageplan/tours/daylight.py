"""When it is light enough to drive: from dawn to dusk, the sun at most 6 degrees down."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from hageplan.records.base import Sted

OSLO: Final = ZoneInfo("Europe/Oslo")
WHOLE_DAY: Final = (0, 24 * 60)


@cache
def daylight(place: Sted, day: date) -> tuple[int, int]:
    """Return civil dawn and dusk at `place`, local minutes since midnight.

    In the polar night both are noon; where it never gets dark the day is whole. By astral.
    """
    from astral import Observer
    from astral.sun import dawn, dusk, elevation, noon

    observer = Observer(place.lat, place.lon)
    at_noon = noon(observer, day, tzinfo=OSLO)
    try:
        first, last = dawn(observer, day, tzinfo=OSLO), dusk(observer, day, tzinfo=OSLO)
    except ValueError:
        middle = at_noon.hour * 60 + at_noon.minute
        return WHOLE_DAY if elevation(observer, at_noon) > 0 else (middle, middle)
    if last.date() > day:
        return first.hour * 60 + first.minute, WHOLE_DAY[1]
    return first.hour * 60 + first.minute + 1, last.hour * 60 + last.minute
