"""Visits of two medarbeidere: a time at which both can be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from hageplan.tours.build import PlanningCase
from hageplan.tours.solve.local_search import InsertionCache, replaced
from hageplan.tours.solve.problem import Routes, VisitProblem, Windows
from hageplan.tours.solve.value import worth

Again = Callable[[VisitProblem, Routes], Routes]
"""Solves a problem once more, from routes at hand."""


@dataclass(frozen=True, kw_only=True)
class _Meeting:
    """Two shifts of a date, a start on the clock of each, and the routes with the visit in both."""

    shifts: tuple[int, int]
    starts: tuple[int, int]
    problem: VisitProblem
    routes: Routes
    detour: int


def synchronise(case: PlanningCase, routes: Routes, again: Again) -> tuple[PlanningCase, Routes]:
    """Return the case and routes with the visits for two that are worth it, best prize first."""
    by_prize = sorted(case.for_two.items(), key=lambda pair: -case.problem.visits[pair[0]].prize)
    for number, windows in by_prize:
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
        if must or worth(problem, after)[1] > worth(case.problem, routes)[1]:
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
    shifts = [s for s, options in enumerate(windows) if options]
    pairs = (
        (a, b) for a, b in combinations(shifts, 2) if problem.shifts[a].day == problem.shifts[b].day
    )
    found = (
        meeting
        for pair in pairs
        for starts in _common_starts(problem, number, pair, windows)
        if (meeting := _meeting(problem, routes, number, pair=pair, starts=starts)) is not None
    )
    return min(found, key=lambda m: (m.detour, m.shifts, m.starts), default=None)


def _meeting(
    problem: VisitProblem,
    routes: Routes,
    number: int,
    *,
    pair: tuple[int, int],
    starts: tuple[int, int],
) -> _Meeting | None:
    """Return the meeting at these starts, where it fits into the routes of both."""
    pinned = _pinned(problem, number, pair, starts)
    insertions = InsertionCache(pinned)
    first = insertions.cheapest(pair[0], routes[pair[0]], number)
    second = first and insertions.cheapest(pair[1], routes[pair[1]], len(problem.visits))
    if not first or not second:
        return None
    return _Meeting(
        shifts=pair,
        starts=starts,
        problem=pinned,
        routes=replaced(replaced(routes, pair[0], first.route), pair[1], second.route),
        detour=first.detour + second.detour,
    )


def _common_starts(
    problem: VisitProblem, number: int, pair: tuple[int, int], windows: Windows
) -> Iterator[tuple[int, int]]:
    """Give the starts that are the same real time for both, on the clock of each."""
    visit = problem.visits[number]
    clocks = [problem.shifts[shift].clock for shift in pair]
    second = {clocks[1].real_start(start): start for start in visit.starts(windows[pair[1]])}
    for start in visit.starts(windows[pair[0]]):
        real = clocks[0].real_start(start)
        if real in second:
            yield start, second[real]


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
