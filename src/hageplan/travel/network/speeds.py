"""Which ways of OpenStreetMap are driven on, and how fast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

OF_LIMIT: Final = 0.85
"""Of the speed limit, on average: bends, hills, junctions and other traffic. Known drives in the
example region take 0.87 of theirs, OSRM's car 0.8."""
USUAL_KMH: Final[Mapping[str, float]] = {
    "motorway": 95,
    "motorway_link": 50,
    "trunk": 80,
    "trunk_link": 45,
    "primary": 65,
    "primary_link": 35,
    "secondary": 56,
    "secondary_link": 30,
    "tertiary": 42,
    "tertiary_link": 25,
    "unclassified": 30,
    "residential": 26,
    "road": 26,
    "living_street": 10,
    "service": 16,
    "track": 15,
}
"""Where no limit is told, by `highway`: as the cars of OSRM and Valhalla are thought to drive on
average, a farm's track as its owner does."""
SPEED_TAG: Final = "maxspeed:practical"
"""What Valhalla takes for the speed that is driven."""
_OPEN_WHILE_BUILT: Final = ("no", "minor", "widening")
_FIRM: Final = ("grade1", "grade2")
_ALLOWED: Final = ("yes", "permissive", "designated", "destination", "customers")
_SLOWEST: Final = 5.0
_MILE: Final = 1.609
_LIMIT: Final = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(mph)?")


def is_driven(tags: Mapping[str, str]) -> bool:
    """Tell whether a way is a road for cars, or a ferry.

    Of tracks those alone that are firm, or where it is said that cars may drive.
    """
    if tags.get("route") == "ferry":
        return True
    kind = tags.get("highway")
    if kind == "track" and not (
        tags.get("tracktype") in _FIRM or tags.get("motor_vehicle", tags.get("access")) in _ALLOWED
    ):
        return False
    return kind in USUAL_KMH and tags.get("construction", "no") in _OPEN_WHILE_BUILT


def usual_kmh(tags: Mapping[str, str]) -> float | None:
    """Return how fast a road is driven on average, km/h; None for a ferry."""
    usual = USUAL_KMH.get(tags.get("highway", ""))
    if usual is None:
        return None
    limit = _LIMIT.fullmatch(tags.get("maxspeed", "").strip())
    if limit is None:
        return usual
    kmh = float(limit[1]) * (_MILE if limit[2] else 1)
    return max(_SLOWEST, kmh * OF_LIMIT)
