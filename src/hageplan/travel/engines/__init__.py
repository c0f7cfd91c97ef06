"""Programs that find ways on a map, each behind the Protocol `Engine`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hageplan.records.base import Sted
from hageplan.travel import Closed, Leg, Numbers, Source


@dataclass(frozen=True)
class DriveBlock:
    """Driving from some places to others; NaN where there is no way.

    Attributes:
        minutes: Shape (starts, ends).
        km: Shape (starts, ends).
        starts_m: How far each start is from a road, in metres, infinite where there is none.
        ends_m: How far each end is from a road.
        is_estimated: Whether the estimate stands in for all of it.
    """

    minutes: Numbers
    km: Numbers
    starts_m: Numbers
    ends_m: Numbers
    is_estimated: bool = False


class Engine(Protocol):
    """A program that finds ways. Raises ServiceError where it fails."""

    @property
    def source(self) -> Source:
        """What it is, and which map it has."""

    def between(self, starts: Sequence[Sted], ends: Sequence[Sted], closed: Closed) -> DriveBlock:
        """Return the driving from each start to each end."""

    def leg(self, start: Sted, end: Sted, closed: Closed = ()) -> Leg:
        """Return the way from `start` to `end`; NaN and no line where there is none."""

    def assumptions(self) -> tuple[str, ...]:
        """Return what the times rest on, as coded remarks."""
