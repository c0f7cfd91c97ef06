"""Visits of two medarbeidere: a time at which both can be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from hageplan.tours.build import PlanningCase
from hageplan.tours.solve.local_search import replaced
from hageplan.tours.solve.problem import Route, Routes, TimeWindow, VisitProblem, Windows
from hageplan.tours.solve.schedule import Insertion, cheapest_insertion, slack
from hageplan.tours.solve.value import worth

TRIED: Final = 8
"""Times of a visit for two, beside each kind of routes."""
APART: Final = 30
"""Minutes between two of them."""
Again = Callable[[VisitProblem, Routes], Routes]
"""Solves a problem once more, from routes at hand."""


@dataclass(frozen=True, kw_only=True)
class _Meeting:
    """Two shifts of a date, and the problem and the routes with the visit in both."""

    shifts: tuple[int, int]
    problem: VisitProblem
    routes: Routes


def synchronise(case: PlanningCase, routes: Routes, again: Again) -> tuple[PlanningCase, Routes]:
    """Return the case and routes with the visits for two that are worth it.

    Those that must be made come first, then those with the best prize. The best few times are tried
    in full, beside the routes at hand and beside those visits alone that must be made.
    """

    def order(number: int) -> tuple[bool, int]:
        return not case.candidate(number).must, -case.problem.visits[number].prize

    for number in sorted(case.for_two, key=order):
        must = case.candidate(number).must
        windows = case.for_two[number] if must else _allowed(case.problem, case.for_two[number])
        tried = _tried(case.problem, routes, number, windows, again, must=must)
        best = max(tried, key=_Tried.rank)
        if best.pinned:
            case, routes = replace(case, problem=best.problem), best.routes
    return case, routes


@dataclass(frozen=True)
class _Tried:
    """Routes that were found, and the duties that are met by making the visit for two."""

    problem: VisitProblem
    routes: Routes
    pinned: int = 0

    def rank(self) -> tuple[int, float]:
        """Return what to compare by: what must be made, then value."""
        duty, value = worth(self.problem, self.routes)
        return duty - self.pinned, value


def _tried(
    problem: VisitProblem,
    routes: Routes,
    number: int,
    windows: Windows,
    again: Again,
    *,
    must: bool,
) -> Iterator[_Tried]:
    """Give the routes without a visit for two, and with it at each of the best times."""
    yield _Tried(problem, routes)
    for base in dict.fromkeys((routes, _required(problem, routes))):
        for meeting in _cheapest(problem, base, number, windows):
            kept = routes
            for shift in meeting.shifts:
                kept = replaced(kept, shift, meeting.routes[shift])
            week = problem.shifts[meeting.shifts[0]].week
            posed = meeting.problem if must else meeting.problem.with_one_less({week})
            yield _Tried(posed, again(posed, kept), pinned=1 if must else 2)


def _allowed(problem: VisitProblem, windows: Windows) -> Windows:
    """Return the windows in weeks that may have a visit."""
    return tuple(
        options if problem.goals.at_most[shift.week] > 0 else ()
        for shift, options in zip(problem.shifts, windows, strict=True)
    )


def _required(problem: VisitProblem, routes: Routes) -> Routes:
    """Return the routes with the visits alone that must be made."""
    return tuple(tuple(n for n in route if problem.visits[n].is_required) for route in routes)


def _cheapest(
    problem: VisitProblem, routes: Routes, number: int, windows: Windows
) -> Iterator[_Meeting]:
    """Give the times that cost least driving and waiting of both, each apart from those before."""
    alone = {
        shift: _alone(problem, shift, routes[shift], number, options)
        for shift, options in enumerate(windows)
        if options
    }
    pairs = (
        (a, b) for a, b in combinations(alone, 2) if problem.shifts[a].day == problem.shifts[b].day
    )
    both = sorted(
        (alone[a][real].detour + alone[b][real].detour, (a, b), real)
        for a, b in pairs
        for real in alone[a].keys() & alone[b].keys()
    )
    chosen: list[tuple[tuple[int, int], int]] = []
    for _, pair, real in both:
        if len(chosen) < TRIED and not any(p == pair and abs(r - real) < APART for p, r in chosen):
            chosen.append((pair, real))
            insertions = {shift: alone[shift][real] for shift in pair}
            yield _meeting(problem, routes, number, pair, insertions=insertions, real=real)


def _meeting(
    problem: VisitProblem,
    routes: Routes,
    number: int,
    pair: tuple[int, int],
    *,
    insertions: Mapping[int, Insertion],
    real: int,
) -> _Meeting:
    """Return the meeting of two shifts at a real time."""
    one, two = (problem.shifts[shift].clock.earliest(real) for shift in pair)
    first, second = (insertions[shift].route for shift in pair)
    other = tuple(len(problem.visits) if stop == number else stop for stop in second)
    return _Meeting(
        shifts=pair,
        problem=_pinned(problem, number, pair, (one, two)),
        routes=replaced(replaced(routes, pair[0], first), pair[1], other),
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
