"""OSRM's questions and answers over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.travel import Closed, Leg, Numbers, Source
from hageplan.travel.engines import DriveBlock
from hageplan.travel.engines.answers import NO_WAY, Json, line_of, metres, numbers
from hageplan.web.service import Service

_PART: Final = 50
"""Sources, and targets, of one request: together as many as `max-table-size` allows unchanged."""
_REFUSED: Final = (400,)
"""What it answers where there is no road or no way."""
Part = tuple[Numbers, Numbers, Numbers, Numbers]


class OsrmRoads:
    """Driving as OSRM's car finds it; it cannot be told what is closed."""

    def __init__(self, service: Service, url: str) -> None:
        self._service = service
        self.source = Source("osrm", None, f"osrm-{url}-{self._data_version()}")

    def between(
        self,
        starts: Sequence[Sted],
        ends: Sequence[Sted],
        closed: Closed,  # noqa: ARG002
    ) -> DriveBlock:
        """Return the driving from each start to each end; see `Engine`."""
        shape = len(starts), len(ends)
        seconds, length = np.full((2, *shape), np.nan)
        starts_m, ends_m = np.full(shape[0], np.inf), np.full(shape[1], np.inf)
        for top in range(0, shape[0], _PART):
            for left in range(0, shape[1], _PART):
                rows, columns = slice(top, top + _PART), slice(left, left + _PART)
                found = self._part(starts[rows], ends[columns])
                if found is not None:
                    seconds[rows, columns], length[rows, columns] = found[:2]
                    starts_m[rows], ends_m[columns] = found[2:]
        return DriveBlock(seconds / 60, length / 1000, starts_m, ends_m)

    def leg(self, start: Sted, end: Sted, closed: Closed = ()) -> Leg:  # noqa: ARG002
        """Return the way from `start` to `end`; NaN and no line where there is none."""
        path = f"route/v1/driving/{_path([start, end])}?overview=full&geometries=geojson&steps=true"
        return self._service.find(path, _leg, absent=_REFUSED) or NO_WAY

    def assumptions(self) -> tuple[str, ...]:
        """Return that it is OSRM, which does not tell how old its map is."""
        return (encode("roads-osrm"),)

    def _data_version(self) -> str:
        """Return what the server calls its data, "" where it calls it nothing.

        Also tells whether it answers at all.
        """

        def told(answer: Json) -> str:
            if answer["code"] not in ("Ok", "NoSegment"):
                raise ValueError(f"{str(answer['code'])[:40]} is no answer of OSRM")
            return str(answer.get("data_version", ""))[:200]

        return self._service.find("nearest/v1/driving/0,0", told, absent=_REFUSED) or ""

    def _part(self, starts: Sequence[Sted], ends: Sequence[Sted]) -> Part | None:
        """Return seconds, metres, and how far the starts and the ends are from a road."""
        shape, both = (len(starts), len(ends)), [*starts, *ends]

        def understood(answer: Json) -> Part:
            off = [
                np.array([metres(one["distance"]) for one in answer[key]])
                for key in ("sources", "destinations")
            ]
            if tuple(map(len, off)) != shape:
                raise ValueError("not as many places as were asked for")
            seconds, length = (numbers(answer[key], shape) for key in ("durations", "distances"))
            return seconds, length, off[0], off[1]

        sources = ";".join(map(str, range(shape[0])))
        targets = ";".join(map(str, range(shape[0], len(both))))
        query = f"annotations=duration,distance&sources={sources}&destinations={targets}"
        path = f"table/v1/driving/{_path(both)}?{query}"
        return self._service.find(path, understood, absent=_REFUSED)


def _path(places: Sequence[Sted]) -> str:
    return ";".join(f"{place.lon:.6f},{place.lat:.6f}" for place in places)


def _leg(answer: Json) -> Leg:
    route = answer["routes"][0]
    ferries = tuple(
        line_of(step["geometry"]["coordinates"])
        for leg in route["legs"]
        for step in leg["steps"]
        if step["mode"] == "ferry"
    )
    line = line_of(route["geometry"]["coordinates"])
    return Leg(line, metres(route["duration"]) / 60, metres(route["distance"]) / 1000, ferries)
