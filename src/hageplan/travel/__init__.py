"""Driving between places: sources of it behind the Protocol `Roads`, a region's behind `Travel`.

A source knows the map, and no day. What a region knows better (its own times, winters, closed
roads) lies over a source, and is what plans ask.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from hageplan.messages import encode
from hageplan.records.base import Sted

Point = tuple[float, float]
"""Degrees north and east."""
Line = tuple[Point, ...]
"""Points in order; one of them stands for itself."""
Closed = tuple[Line, ...]
"""What is driven around: roads across or along these lines, and at these points."""
Numbers = NDArray[np.float64]
Answers = NDArray[np.bool_]
NEVER: Final = 10**6
"""Later than any time of day."""
OLD_DAYS: Final = 730
"""A map that is older is told to be old."""
FAR_M: Final = 300.0
"""A place that is farther from the road where its driving begins may be anywhere else."""


@dataclass(frozen=True)
class Ferries:
    """When drives have to be at a quay, shape (places, places).

    Attributes:
        quay: Minutes from where a drive begins until it is there; 0 where there is no ferry.
        last: When the last one leaves, minutes since midnight; `NEVER` where that is no limit.
    """

    quay: Numbers
    last: NDArray[np.int64]

    def first_of(self, other: Ferries) -> Ferries:
        """Return of two the one that one has to leave for first."""
        is_first = self.last - self.quay <= other.last - other.quay
        return Ferries(
            np.where(is_first, self.quay, other.quay), np.where(is_first, self.last, other.last)
        )

    def slower(self, factor: Numbers | float) -> Ferries:
        """Return the same where the way to the quay takes `factor` times as long."""
        return Ferries(self.quay * factor, self.last)


@dataclass(frozen=True)
class DriveTable:
    """Driving from each place (row) to each place (column): minutes at the wheel and km.

    Time to park is not part of it.

    Attributes:
        minutes: Shape (places, places).
        km: Shape (places, places).
        off_road_m: From each place to the road where its driving begins, in metres, shape
            (places,); 0 where no road was looked for.
        stood_in: Legs that the estimate stands in for, shape (places, places).
        ferries: Those that leave a last time in a day; None where there are none.
    """

    minutes: Numbers
    km: Numbers
    off_road_m: Numbers
    stood_in: Answers
    ferries: Ferries | None = None

    @classmethod
    def of(cls, minutes: Numbers, km: Numbers) -> DriveTable:
        """Return driving that came as it was asked for, from the places themselves."""
        return cls(minutes, km, np.zeros(len(km)), np.zeros(km.shape, dtype=bool))


@dataclass(frozen=True)
class Leg:
    """One drive as it goes over the map.

    Attributes:
        line: From the place where it begins to the one where it ends.
        minutes: At the wheel.
        km: Length.
        ferries: The parts of `line` on board of ferries.
        stood_in: Whether it is estimated where roads were asked for.
    """

    line: Line
    minutes: float
    km: float
    ferries: tuple[Line, ...] = ()
    stood_in: bool = False


def is_old(data: date, today: date) -> bool:
    """Tell whether a map of the date `data` is older than roads ought to be."""
    return (today - data).days > OLD_DAYS


@dataclass(frozen=True)
class Source:
    """Where driving comes from.

    Attributes:
        name: Such as "estimate", "valhalla" or "osrm".
        data: The date of the map; None where there is none, or it is not told.
        version: Differs where the same question may have another answer; "" where none is kept.
        avoids: Whether it can drive around what is closed.
        boarding_minutes: What it adds itself where a drive goes on board of a ferry.
    """

    name: str
    data: date | None = None
    version: str = ""
    avoids: bool = False
    boarding_minutes: float = 0.0

    def aged(self, today: date) -> Iterator[str]:
        """Give the coded remark that its map is old, where it is."""
        if self.data is not None and is_old(self.data, today):
            yield encode("roads-old", date=self.data)


class Roads(Protocol):
    """A source of driving.

    Raises ServiceError where it fails. A source that cannot avoid what is `closed` drives there.
    """

    @property
    def source(self) -> Source:
        """What it is."""

    def table(self, places: Sequence[Sted], closed: Closed = ()) -> DriveTable:
        """Return the driving between all `places`."""

    def leg(self, start: Sted, end: Sted, closed: Closed = ()) -> Leg:
        """Return the way from `start` to `end`."""

    def assumptions(self) -> tuple[str, ...]:
        """Return what the times rest on, as coded remarks (see `hageplan.messages`)."""


class Travel(Protocol):
    """The driving of a region, as plans ask for it."""

    @property
    def source(self) -> Source:
        """The source that lies under it."""

    @property
    def provider(self) -> str:
        """A short name for it."""

    def table(self, places: Sequence[Sted], day: date) -> DriveTable:
        """Return the driving between all `places` on `day`."""

    def leg(self, start: Sted, end: Sted, day: date) -> Leg:
        """Return the way from `start` to `end` on `day`."""

    def condition(self, day: date) -> Hashable:
        """Return what roads are like on `day`; days alike in it share a table."""

    def remarks(self, start: Sted, end: Sted, day: date) -> tuple[str, ...]:
        """Return what is to be told of the drive from `start` to `end`, as coded remarks."""

    def assumptions(self) -> tuple[str, ...]:
        """Return what the times rest on, as coded remarks (see `hageplan.messages`)."""
