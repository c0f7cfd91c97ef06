"""Driving estimated from the map: great circle, a factor for the roads' bends, a mean speed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.records.settings.planlegging import Kjoring
from hageplan.travel import Closed, DriveTable, Leg, Source

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius. Source: IUGG, Geodetic Reference System 1980."""


def great_circle_km(places: Sequence[Sted]) -> NDArray[np.float64]:
    """Return distances by the haversine formula, in km, shape (places, places)."""
    lat = np.radians([place.lat for place in places])
    lon = np.radians([place.lon for place in places])
    half_lat = np.sin((lat[:, None] - lat) / 2) ** 2
    half_lon = np.sin((lon[:, None] - lon) / 2) ** 2
    chord = half_lat + np.cos(lat)[:, None] * np.cos(lat) * half_lon
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))


class EstimatedRoads:
    """The estimate that needs nothing but coordinates, and knows no roads."""

    source = Source("estimate")

    def __init__(self, kjoring: Kjoring) -> None:
        self._kjoring = kjoring

    def table(self, places: Sequence[Sted], closed: Closed = ()) -> DriveTable:  # noqa: ARG002
        """Return the driving between all `places`."""
        km = great_circle_km(places) * self._kjoring.omvei
        return DriveTable.of(km / self._kjoring.km_per_time * 60, km)

    def leg(self, start: Sted, end: Sted, closed: Closed = ()) -> Leg:
        """Return the straight line from `start` to `end`, with the estimate's time and length."""
        table = self.table([start, end], closed)
        line = ((start.lat, start.lon), (end.lat, end.lon))
        return Leg(line, float(table.minutes[0, 1]), float(table.km[0, 1]))

    def assumptions(self) -> tuple[str, ...]:
        """Return the factor and the speed."""
        k = self._kjoring
        return (encode("estimate", omvei=f"{k.omvei:g}", km_per_time=f"{k.km_per_time:g}"),)
