"""What a map is asked to show of a day: who drives where, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hageplan.records.base import Sted
from hageplan.ui.clean import printable
from hageplan.ui.map.borders import Point

EndKind = Literal["office", "home"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A named point, in degrees."""

    name: str
    lat: float
    lon: float

    @property
    def degrees(self) -> Point:
        """Longitude and latitude."""
        return self.lon, self.lat


@dataclass(frozen=True, kw_only=True)
class End(Place):
    """Where a day begins or ends."""

    kind: EndKind

    @classmethod
    def of(cls, place: Sted, kontor: Sted | None) -> End:
        """Return an end of a day, which is the office's where that stands there."""
        is_office = kontor is not None and (kontor.lat, kontor.lon) == (place.lat, place.lon)
        return cls(
            name=printable(place.navn),
            lat=place.lat,
            lon=place.lon,
            kind="office" if is_office else "home",
        )


@dataclass(frozen=True, kw_only=True)
class Visited(Place):
    """A stop; `title` is what a pointer that rests on it is told."""

    number: int
    title: str


@dataclass(frozen=True, kw_only=True)
class Trip:
    """A day of one of us.

    Attributes:
        who: What this one is called.
        style: Which of the shapes of badges and kinds of lines is this one's, from 0.
        roads: The way along the roads, longitude first; none: straight from place to place.
    """

    who: str
    style: int
    start: End
    stops: tuple[Visited, ...]
    end: End
    roads: tuple[Point, ...] = ()
