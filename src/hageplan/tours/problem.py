"""The visit problem: which companies could be visited by whom, when, and what it is worth.

One axis of time: minutes since midnight on the clock without lunch (see `tours.lunch`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hageplan.records.sted import Sted
from hageplan.tours.lunch import LunchClock

Route = tuple[int, ...]
"""Indices of visits in the order they are driven."""


@dataclass(frozen=True, slots=True)
class Window:
    """A meeting may start from `earliest` to `latest`, both included."""

    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class Legs:
    """Whole minutes of driving between places, shape (places, places), rounded up.

    `to_stop` includes the time to park, `to_end` (the way home) does not; `km` are kilometres.
    """

    to_stop: NDArray[np.int64]
    to_end: NDArray[np.int64]
    km: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shift:
    """One day of one medarbeider: the hours, the ends (indices of places), the driving."""

    medarbeider: str
    day: date
    earliest: int
    latest: int
    clock: LunchClock
    start_place: int
    end_place: int
    legs: Legs


@dataclass(frozen=True, slots=True)
class Visit:
    """A possible visit: `minutes` of meeting, `slack` after it, `prize` in minutes it is worth.

    `windows` has one entry a shift, each sorted and apart; an empty one means "not then".
    """

    organisasjonsnummer: str
    place: int
    minutes: int
    slack: int
    prize: int
    windows: tuple[tuple[Window, ...], ...]

    @property
    def occupied(self) -> int:
        """Minutes from the meeting's start until the car can leave."""
        return self.minutes + self.slack


@dataclass(frozen=True, slots=True)
class VisitProblem:
    """All there is to decide. Meetings start on multiples of `grid` minutes of the clock."""

    places: tuple[Sted, ...]
    visits: tuple[Visit, ...]
    shifts: tuple[Shift, ...]
    grid: int

    def round_up(self, time: int) -> int:
        """Return the first time on the grid not before `time`."""
        return -(-time // self.grid) * self.grid

    def round_down(self, time: int) -> int:
        """Return the last time on the grid not after `time`."""
        return time // self.grid * self.grid
