"""Tours of several days: a night away where it saves enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf

from hageplan.tours.build import PlanningCase
from hageplan.tours.calendar import daylight
from hageplan.tours.days import MIDNIGHT, WorkDay, nights
from hageplan.tours.rules.synchronisation import Again
from hageplan.tours.solve.problem import Routes, VisitProblem
from hageplan.tours.solve.value import worth

Allowed = Callable[[VisitProblem, Routes], bool]
Night = tuple[int, int, int]
"""The indices of two days of a person in a row, and of the place in between."""


def nights_away(
    case: PlanningCase, routes: Routes, *, saving: int, again: Again, is_allowed: Allowed
) -> tuple[PlanningCase, Routes]:
    """Return the case and routes with the nights away that bring `saving` minutes each.

    First every night is tried at every hotel; then, the best first, each upon those before it.
    """

    def tried(night: Night) -> tuple[float, VisitProblem, Routes]:
        problem = _with_night(case, night)
        found = again(problem, routes)
        is_possible = _is_slept(case, problem, found) and is_allowed(problem, found)
        return _gain(case.problem, routes, problem, found) if is_possible else -inf, problem, found

    possible = [(*pair, hotel) for pair in nights(case.days) for hotel in case.hotels]
    gains = {night: tried(night)[0] for night in possible}
    away: set[tuple[str, int]] = set()
    for night in sorted(possible, key=lambda n: (-gains[n], n)):
        ends = {("evening", night[0]), ("morning", night[1])}
        if gains[night] < saving or ends & away:
            continue
        gain, problem, found = tried(night)
        if gain >= saving:
            case, routes = replace(case, problem=problem), found
            away |= ends
    return case, routes


def _gain(before: VisitProblem, routes: Routes, after: VisitProblem, found: Routes) -> float:
    """Return what other routes are worth more, in minutes; -inf where required visits are lost."""
    was, now = worth(before, routes), worth(after, found)
    return now[1] - was[1] if now[0] >= was[0] else -inf


def _with_night(case: PlanningCase, night: Night) -> VisitProblem:
    """Return the problem in which one day ends at the hotel where the next begins."""
    first, second, hotel = night
    shifts = list(case.problem.shifts)
    _, dusk = _light(case, case.days[first], hotel)
    dawn, _ = _light(case, case.days[second], hotel)
    evening, morning = shifts[first], shifts[second]
    latest = min(evening.latest, evening.clock.earliest(dusk))
    earliest = max(morning.earliest, morning.clock.earliest(dawn))
    shifts[first] = replace(evening, end_place=hotel, latest=latest)
    shifts[second] = replace(morning, start_place=hotel, earliest=earliest)
    return replace(case.problem, shifts=tuple(shifts))


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
