"""Valhalla's questions and answers, alike whether it is asked in this process or over HTTP."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Final, Protocol, TypeVar

import numpy as np

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.travel import Closed, Leg, Line, Numbers, Source
from hageplan.travel.engines import DriveBlock
from hageplan.travel.engines.answers import NO_WAY, Json, decoded, line_of, metres, numbers

T = TypeVar("T")
_CAR: Final = "auto"
BOARDING_MINUTES: Final = 5.0
"""What going on board of a ferry takes; Valhalla's own default, which a server may have changed."""
_FERRY: Final = 28
"""A manoeuvre that goes on board."""
_BESIDE_M: Final = 8.0
"""How wide a closed line is to each side: it meets its own road, and no other one beside it."""
_METRES_A_DEGREE: Final = 111_195.0
Request = dict[str, Any]
_BOARDING: Final[Request] = {"costing_options": {_CAR: {"ferry_cost": 60 * BOARDING_MINUTES}}}


class Asked(Protocol):
    """Valhalla, wherever it runs."""

    def one(self, action: str, request: Request, understood: Callable[[Json], T]) -> T | None:
        """Return what `understood` makes of the answer; None where Valhalla finds no way."""

    def tables(
        self, requests: Sequence[Request], understood: Callable[[Json, Request], Numbers]
    ) -> list[Numbers | None]:
        """Return what `understood` makes of the answers to requests for tables, in their order."""

    @property
    def most(self) -> tuple[int, int]:
        """How many sources and targets a table may have."""


class ValhallaRoads:
    """Driving as Valhalla finds it."""

    def __init__(self, asked: Asked, source: Source) -> None:
        self._asked = asked
        self.source = source

    def between(self, starts: Sequence[Sted], ends: Sequence[Sted], closed: Closed) -> DriveBlock:
        """Return the driving from each start to each end; see `Engine`."""
        starts_m, ends_m = self._off_road(starts), self._off_road(ends)
        seconds, km = np.full((2, len(starts), len(ends)), np.nan)
        high, wide = self._asked.most
        from_, to = (np.flatnonzero(np.isfinite(one)) for one in (starts_m, ends_m))
        parts = [
            (from_[top : top + high], to[left : left + wide])
            for top in range(0, len(from_), high)
            for left in range(0, len(to), wide)
        ]
        requests = [_asking(starts, ends, part, closed) for part in parts]
        for (rows, columns), found in zip(parts, self._asked.tables(requests, _table), strict=True):
            if found is not None:
                seconds[np.ix_(rows, columns)], km[np.ix_(rows, columns)] = found
        return DriveBlock(seconds / 60, np.where(np.isnan(seconds), np.nan, km), starts_m, ends_m)

    def leg(self, start: Sted, end: Sted, closed: Closed = ()) -> Leg:
        """Return the way from `start` to `end`; NaN and no line where there is none."""
        request = {
            "locations": [_at(start), _at(end)],
            "costing": _CAR,
            "units": "kilometers",
            **_BOARDING,
            **_avoiding(closed),
        }
        return self._asked.one("route", request, _leg) or NO_WAY

    def assumptions(self) -> tuple[str, ...]:
        """Return that it is Valhalla, and how old its map is."""
        data = self.source.data
        return (encode("roads-valhalla", date=data) if data else encode("roads-valhalla-undated"),)

    def _off_road(self, places: Sequence[Sted]) -> Numbers:
        """Return how far each place is from a road, infinite where there is none."""
        request = {"locations": [_at(place) for place in places], "costing": _CAR}

        def far(answer: Json) -> Numbers:
            if len(answer) != len(places):
                raise ValueError("not as many places as were asked for")
            return np.array([_nearest(one, at) for one, at in zip(answer, places, strict=True)])

        found = self._asked.one("locate", request, far) if places else np.zeros(0)
        return np.full(len(places), np.inf) if found is None else found


def _asking(
    starts: Sequence[Sted], ends: Sequence[Sted], part: tuple[Any, Any], closed: Closed
) -> Request:
    """Return the request for a part of a table."""
    return {
        "sources": [_at(starts[row]) for row in part[0]],
        "targets": [_at(ends[column]) for column in part[1]],
        "costing": _CAR,
        "units": "kilometers",
        "verbose": False,
        **_BOARDING,
        **_avoiding(closed),
    }


def _at(place: Sted) -> Request:
    return {"lat": place.lat, "lon": place.lon}


def _table(answer: Json, request: Request) -> Numbers:
    """Return seconds and kilometres, shape (2, sources, targets)."""
    shape = len(request["sources"]), len(request["targets"])
    found = answer["sources_to_targets"]
    return np.array([numbers(found[key], shape) for key in ("durations", "distances")])


def _nearest(answer: Json, place: Sted) -> float:
    """Return how far from a place the road is on which its driving begins, in metres."""
    found = [
        metres(math.hypot(*_metres(place, edge["correlated_lat"], edge["correlated_lon"])))
        for edge in answer["edges"] or ()
    ]
    return min(found, default=math.inf)


def _metres(place: Sted, lat: float, lon: float) -> tuple[float, float]:
    shrink = math.cos(math.radians(place.lat))
    return (lat - place.lat) * _METRES_A_DEGREE, (lon - place.lon) * _METRES_A_DEGREE * shrink


def _leg(answer: Json) -> Leg:
    (leg,), whole = answer["trip"]["legs"], answer["trip"]["summary"]
    line = decoded(leg["shape"])
    ferries = tuple(
        line[step["begin_shape_index"] : step["end_shape_index"] + 1]
        for step in leg["maneuvers"]
        if step["type"] == _FERRY
    )
    return Leg(line, metres(whole["time"]) / 60, metres(whole["length"]), ferries)


def _avoiding(closed: Closed) -> Request:
    """Return how Valhalla is told to drive around what is closed."""
    points = [{"lat": line[0][0], "lon": line[0][1]} for line in closed if len(line) == 1]
    strips = [_strip(first, last) for line in closed for first, last in pairwise(line)]
    told = {"exclude_locations": points, "exclude_polygons": strips}
    return {key: value for key, value in told.items() if value}


def _strip(first: tuple[float, float], last: tuple[float, float]) -> list[list[float]]:
    """Return the ring around a stretch of a line, as GeoJSON's positions."""
    shrink = math.cos(math.radians(first[0]))
    north, east = last[0] - first[0], (last[1] - first[1]) * shrink
    length = math.hypot(north, east) or 1.0
    aside = _BESIDE_M / _METRES_A_DEGREE / length
    lat, lon = -east * aside, north * aside / shrink
    ring: Line = (
        (first[0] + lat, first[1] + lon),
        (last[0] + lat, last[1] + lon),
        (last[0] - lat, last[1] - lon),
        (first[0] - lat, first[1] - lon),
        (first[0] + lat, first[1] + lon),
    )
    return [[lon, lat] for lat, lon in line_of([(lon, lat) for lat, lon in ring])]
