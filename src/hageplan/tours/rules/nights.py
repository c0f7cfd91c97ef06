"""Tours of several days: a night away where it saves enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial, reduce
from itertools import pairwise, product
from math import inf
from typing import Final

from hageplan.tours.build import PlanningCase
from hageplan.tours.calendar import daylight
from hageplan.tours.days import MIDNIGHT, WorkDay, nights
from hageplan.tours.rules.synchronisation import Again
from hageplan.tours.solve.ferries import in_time
from hageplan.tours.solve.problem import Routes, Shift, VisitProblem
from hageplan.tours.solve.value import worth

Allowed = Callable[[VisitProblem, Routes], bool]
Night = tuple[int, int, int]
"""The indices of two days of a person in a row, and of the place in between."""
Stay = tuple[Night, ...]
"""Nights of a person in a row."""
LONGEST: Final = 2
"""Nights that are tried at once: of two, none may pay alone. More of them come one by one."""


def nights_away(
    case: PlanningCase, routes: Routes, *, saving: int, again: Again, is_allowed: Allowed
) -> tuple[PlanningCase, Routes]:
    """Return the case and routes with the nights away that bring `saving` minutes each.

    First every stay is tried at every hotel; then, the best first, each that brings enough, or that
    goes on where another one begins or ends, upon those before it.
    """

    def tried(stay: Stay) -> tuple[float, PlanningCase, Routes]:
        problem = reduce(partial(with_night, case), stay, case.problem)
        found = again(problem, routes)
        is_possible = _is_slept(case, problem, found) and is_allowed(problem, found)
        gain = _gain(case.problem, routes, problem, found) if is_possible else -inf
        return gain - saving * len(stay), replace(case, problem=problem), found

    gains = {stay: tried(stay)[0] for stay in _stays(case)}
    away: set[tuple[str, int]] = set()
    for stay in sorted(gains, key=lambda s: (-gains[s], s)):
        ends = {end for night in stay for end in (("evening", night[0]), ("morning", night[1]))}
        goes_on = {("evening", stay[-1][1]), ("morning", stay[0][0])} & away
        if ends & away or not (gains[stay] >= 0 or goes_on):
            continue
        gain, with_stay, found = tried(stay)
        if gain >= 0:
            case, routes = with_stay, found
            away |= ends
    return case, routes


def _stays(case: PlanningCase) -> Iterator[Stay]:
    """Give all nights, and all that follow each other, at each hotel."""
    pairs = nights(case.days)
    for length in range(1, LONGEST + 1):
        for first in range(len(pairs) - length + 1):
            row = pairs[first : first + length]
            if all(one[1] == following[0] for one, following in pairwise(row)):
                for hotels in product(case.hotels, repeat=length):
                    yield tuple((*pair, hotel) for pair, hotel in zip(row, hotels, strict=True))


def _gain(before: VisitProblem, routes: Routes, after: VisitProblem, found: Routes) -> float:
    """Return what other routes are worth more, in minutes; -inf where required visits are lost."""
    was, now = worth(before, routes), worth(after, found)
    return now[1] - was[1] if now[0] >= was[0] else -inf


def with_night(case: PlanningCase, problem: VisitProblem, night: Night) -> VisitProblem:
    """Return the problem in which one day ends at the hotel where the next begins."""
    first, second, hotel = night
    shifts = list(problem.shifts)
    _, dusk = _light(case, case.days[first], hotel)
    dawn, _ = _light(case, case.days[second], hotel)
    evening, morning = shifts[first], shifts[second]
    latest = min(evening.latest, evening.clock.earliest(dusk))
    earliest = max(morning.earliest, morning.clock.earliest(dawn))
    shifts[first] = _driven(replace(evening, end_place=hotel, latest=latest))
    shifts[second] = _driven(replace(morning, start_place=hotel, earliest=earliest))
    visits = tuple(in_time(visit, shifts) for visit in problem.visits)
    return replace(problem, shifts=tuple(shifts), visits=visits)


def _driven(shift: Shift) -> Shift:
    """Return the shift in which one gets from the start to the end, with visits or without."""
    return replace(shift, idle=shift.legs.end_rows[shift.start_place][shift.end_place])


def _light(case: PlanningCase, day: WorkDay, hotel: int) -> tuple[int, int]:
    """Return from when until when one may drive at the hotel, minutes since midnight."""
    if not day.medarbeider.kun_dagslys:
        return 0, MIDNIGHT
    return daylight(case.problem.places[hotel], day.date)


def _is_slept(case: PlanningCase, problem: VisitProblem, routes: Routes) -> bool:
    """Tell whether all who are to sleep away drive there, and on."""
    return all(
        route
        or (problem.places[shift.start_place], problem.places[shift.end_place])
        == (day.begins, day.ends)
        for route, shift, day in zip(routes, problem.shifts, case.days, strict=True)
    )
