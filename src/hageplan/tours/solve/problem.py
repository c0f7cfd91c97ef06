"""The visit problem: which companies could be visited by whom, when, and what it is worth.

One axis of time: minutes since midnight on the clock without pauses (see `tours.clock`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hageplan.records.base import Sted
from hageplan.records.logg import Avtale
from hageplan.tours.clock import Clock
from hageplan.travel import Ferries

UNLIMITED: Final = 10**6
"""More minutes, or visits, than there can be."""

Route = tuple[int, ...]
"""Indices of visits in the order they are driven."""
Routes = tuple[Route, ...]
"""One route a shift, in the order of the shifts."""


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A meeting may start from `earliest` to `latest`, both included.

    `earliest` is a start; whether another time is tells the visit's `start_step`.
    """

    earliest: int
    latest: int


Windows = tuple[tuple[TimeWindow, ...], ...]
"""Of a visit, one entry a shift, each sorted and apart; an empty one means "not then"."""


@dataclass(frozen=True)
class Legs:
    """Whole minutes of driving between places, shape (places, places), rounded up.

    `to_stop` includes the time to park, `to_end` (the way home) does not; `km` are kilometres;
    `ferries` leave a last time in a day.
    """

    to_stop: NDArray[np.int64]
    to_end: NDArray[np.int64]
    km: NDArray[np.float64]
    ferries: Ferries | None = None

    @cached_property
    def stop_rows(self) -> list[list[int]]:
        """`to_stop` as lists: one number of them is had several times faster."""
        rows: list[list[int]] = self.to_stop.tolist()
        return rows

    @cached_property
    def end_rows(self) -> list[list[int]]:
        """`to_end` as lists."""
        rows: list[list[int]] = self.to_end.tolist()
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One day of one medarbeider: the hours, the ends (indices of places), the driving.

    `longest_drive` are minutes at the wheel, at most; `idle` those that are driven though nothing
    is visited, as who wakes up elsewhere does; `week` is what it counts for in `Goals.at_most`;
    `delay` is the share of a prize that is lost by coming as late as that.
    """

    medarbeider: str
    day: date
    earliest: int
    latest: int
    clock: Clock
    start_place: int
    end_place: int
    legs: Legs
    longest_drive: int = UNLIMITED
    idle: int = 0
    week: int = 0
    delay: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitTask:
    """A possible visit: `minutes` of meeting, `slack` after it, `prize` in minutes it is worth.

    Attributes:
        start_step: Minutes from one possible start to the next, from a window's `earliest` on.
        avtale: The appointment that it is, if it is one.
        exclusive_with: Index of another visit to the same company: only one of the two is made.
        group: What it counts for in `Goals.least`.
    """

    organisasjonsnummer: str
    place: int
    minutes: int
    slack: int
    prize: int
    windows: Windows
    start_step: int = 1
    is_required: bool = False
    avtale: Avtale | None = None
    exclusive_with: int | None = None
    group: int = 0

    @property
    def is_agreed(self) -> bool:
        """Whether it is an appointment."""
        return self.avtale is not None

    @property
    def duty(self) -> int:
        """How much it must be made: no number of visits that only must be outweighs a promise."""
        return 1000 if self.is_agreed else int(self.is_required)

    @property
    def service_duration(self) -> int:
        """Minutes from the meeting's start until the car can leave."""
        return self.minutes + self.slack

    def first_start(self, window: TimeWindow, time: int) -> int | None:
        """Return the first start in `window` that is not before `time`."""
        steps = max(0, -((window.earliest - time) // self.start_step))
        start = window.earliest + steps * self.start_step
        return start if start <= window.latest else None

    def last_start(self, window: TimeWindow, time: int) -> int:
        """Return the last start in `window` that is not after `time`, which is in it or later."""
        end = min(time, window.latest)
        return end - (end - window.earliest) % self.start_step

    def cut(self, window: TimeWindow, earliest: int, latest: int) -> TimeWindow | None:
        """Return what of `window` is from `earliest` to `latest`, None where no start is."""
        first, last = self.first_start(window, earliest), min(window.latest, latest)
        return TimeWindow(first, last) if first is not None and first <= last else None

    def starts(self, windows: Iterable[TimeWindow]) -> Iterator[int]:
        """Give the times within `windows` at which a meeting may start."""
        for window in windows:
            yield from range(window.earliest, window.latest + 1, self.start_step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """What is wanted of all routes together, beside each visit's prize.

    Attributes:
        at_most: Visits in each week beside those that must be made.
        spread: What a visit's difference between the medarbeidere with most and with least costs
            (in proportion to their days), in minutes.
        least: Visits wanted in each group, as far as they can be had.
        minute_cost: Of a minute of driving and waiting, in prize. At 0 prizes alone count, as in
            the team orienteering problem.
    """

    at_most: tuple[int, ...] = (UNLIMITED,)
    spread: float = 0.0
    least: tuple[int, ...] = (0,)
    minute_cost: int = 1


NO_GOALS: Final = Goals()


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitProblem:
    """All there is to decide."""

    places: tuple[Sted, ...]
    visits: tuple[VisitTask, ...]
    shifts: tuple[Shift, ...]
    goals: Goals = NO_GOALS

    @property
    def people(self) -> tuple[str, ...]:
        """Who works, in the order of their first shift."""
        return tuple(dict.fromkeys(shift.medarbeider for shift in self.shifts))

    def prize(self, number: int, shift: int) -> float:
        """Return what a visit is worth in a shift: less the later, unless it must be made."""
        visit = self.visits[number]
        return visit.prize if visit.is_required else visit.prize * (1 - self.shifts[shift].delay)

    def chosen(self, routes: Routes) -> Counter[int]:
        """Return how many visits of `routes` need not be made, by week."""
        return Counter(
            shift.week
            for shift, route in zip(self.shifts, routes, strict=True)
            for number in route
            if not self.visits[number].is_required
        )

    def room(self, routes: Routes) -> list[int]:
        """Return how many visits more each week may have, where there are too many less than 0."""
        chosen = self.chosen(routes)
        return [most - chosen[week] for week, most in enumerate(self.goals.at_most)]

    def with_one_less(self, weeks: Collection[int]) -> VisitProblem:
        """Return the problem in which a visit that `weeks` may have must be made."""
        at_most = [most - (week in weeks) for week, most in enumerate(self.goals.at_most)]
        return replace(self, goals=replace(self.goals, at_most=tuple(at_most)))

    def with_visit(self, number: int, visit: VisitTask) -> VisitProblem:
        """Return the problem with another visit in the place of one."""
        return replace(self, visits=(*self.visits[:number], visit, *self.visits[number + 1 :]))

    def at_just(self, number: int, shift: int, start: int) -> VisitTask:
        """Return a visit that can be made in one shift, at one time on its clock, alone."""
        empty: Windows = ((),) * len(self.shifts)
        windows = (*empty[:shift], (TimeWindow(start, start),), *empty[shift + 1 :])
        return replace(self.visits[number], windows=windows, start_step=1)
