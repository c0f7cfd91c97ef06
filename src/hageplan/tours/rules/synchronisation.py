"""Visits of two medarbeidere: a time at which both can be there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations

from hageplan.tours.build import PlanningCase
from hageplan.tours.solve.local_search import replaced
from hageplan.tours.solve.problem import Route, Routes, TimeWindow, VisitProblem, Windows
from hageplan.tours.solve.schedule import Insertion, cheapest_insertion, slack
from hageplan.tours.solve.value import worth

Again = Callable[[VisitProblem, Routes], Routes]
"""Solves a problem once more, from routes at hand."""


@dataclass(frozen=True, kw_only=True)
class _Meeting:
    """Two shifts of a date, and the problem and the routes with the visit in both."""

    shifts: tuple[int, int]
    problem: VisitProblem
    routes: Routes
    detour: int


def synchronise(case: PlanningCase, routes: Routes, again: Again) -> tuple[PlanningCase, Routes]:
    """Return the case and routes with the visits for two that are worth it.

    Those that must be made come first, then those with the best prize.
    """

    def order(number: int) -> tuple[bool, int]:
        return not case.candidate(number).must, -case.problem.visits[number].prize

    for number in sorted(case.for_two, key=order):
        windows = case.for_two[number]
        visit = case.problem.visits[number]
        must = case.candidate(number).must
        if not (must or case.problem.goals.at_most):
            continue
        found = _cheapest(case.problem, routes, number, windows)
        if found is None or case.problem.goals.minute_cost * found.detour >= visit.prize:
            found = _cheapest(case.problem, _required(case.problem, routes), number, windows)
        if found is None:
            continue
        kept = routes
        for shift in found.shifts:
            kept = replaced(kept, shift, found.routes[shift])
        problem = found.problem if must else _one_less(found.problem)
        after = again(problem, kept)
        was, now = worth(case.problem, routes), worth(problem, after)
        if now[0] >= was[0] and (must or now[1] > was[1]):
            case, routes = replace(case, problem=problem), after
    return case, routes


def _one_less(problem: VisitProblem) -> VisitProblem:
    """Return the problem in which one of the visits that may be chosen is."""
    goals = replace(problem.goals, at_most=problem.goals.at_most - 1)
    return replace(problem, goals=goals)


def _required(problem: VisitProblem, routes: Routes) -> Routes:
    """Return the routes with the visits alone that must be made."""
    return tuple(tuple(n for n in route if problem.visits[n].is_required) for route in routes)


def _cheapest(
    problem: VisitProblem, routes: Routes, number: int, windows: Windows
) -> _Meeting | None:
    """Return the time that costs least driving and waiting of both."""
    alone = {
        shift: _alone(problem, shift, routes[shift], number, options)
        for shift, options in enumerate(windows)
        if options
    }
    pairs = (
        (a, b) for a, b in combinations(alone, 2) if problem.shifts[a].day == problem.shifts[b].day
    )
    both = (
        (alone[a][real].detour + alone[b][real].detour, (a, b), real)
        for a, b in pairs
        for real in alone[a].keys() & alone[b].keys()
    )
    best = min(both, default=None)
    if best is None:
        return None
    detour, pair, real = best
    one, two = (problem.shifts[shift].clock.earliest(real) for shift in pair)
    first, second = (alone[shift][real].route for shift in pair)
    other = tuple(len(problem.visits) if stop == number else stop for stop in second)
    return _Meeting(
        shifts=pair,
        problem=_pinned(problem, number, pair, (one, two)),
        routes=replaced(replaced(routes, pair[0], first), pair[1], other),
        detour=detour,
    )


def _alone(
    problem: VisitProblem, shift: int, route: Route, number: int, options: tuple[TimeWindow, ...]
) -> dict[int, Insertion]:
    """Return where the visit costs one of the two least, for each real time at which it can be."""
    room = slack(problem, shift, route)
    if room is None:
        return {}
    found: dict[int, Insertion] = {}
    for start in problem.visits[number].starts(options):
        pinned = problem.with_visit(number, problem.at_just(number, shift, start))
        insertion = cheapest_insertion(pinned, room, number)
        if insertion is not None:
            found[problem.shifts[shift].clock.real_start(start)] = insertion
    return found


def _pinned(
    problem: VisitProblem, number: int, pair: tuple[int, int], starts: tuple[int, int]
) -> VisitProblem:
    """Return the problem with a visit for each of the two, which counts once."""
    first, second = (
        replace(problem.at_just(number, shift, start), is_required=True)
        for shift, start in zip(pair, starts, strict=True)
    )
    both = problem.with_visit(number, first)
    return replace(both, visits=(*both.visits, replace(second, prize=0)))
