"""Visits that wait for another.

Before some moment the earlier one is over, and not before it the later one begins: for any such
moment the rule is one of windows alone, which every solver knows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hageplan.tours.build import PlanningCase
from hageplan.tours.rules.synchronisation import Again
from hageplan.tours.solve.local_search import scheduled
from hageplan.tours.solve.problem import (
    UNLIMITED,
    Routes,
    Shift,
    TimeWindow,
    VisitProblem,
    VisitTask,
)
from hageplan.tours.solve.schedule import schedule
from hageplan.tours.solve.value import worth

Moment = tuple[date, int]
"""A date and minutes since midnight, in real time."""
ROUNDS: Final = 3
"""Each rule is looked at so often, where what is done for one touches another."""
HOURS: Final = (10, 12, 14)
"""Of a day with one of two visits, at which it is tried to part them."""
ALWAYS: Final = TimeWindow(0, UNLIMITED)
NEVER: Final = TimeWindow(1, 0)


@dataclass(frozen=True)
class Precedence:
    """The company `later` is visited only after `earlier` was."""

    later: str
    earlier: str


Partings = Mapping[Precedence, Moment | None]
"""When the earlier visit of a rule is over and the later one may begin; None: there is none."""


def after_agreed(case: PlanningCase, precedences: Sequence[Precedence]) -> PlanningCase:
    """Return the case in which no visit can be made before an appointment that it waits for."""
    visits, for_two = list(case.problem.visits), dict(case.for_two)
    for rule in precedences:
        moment = _agreed_until(case.problem, rule.earlier)
        if moment is None:
            continue
        for number in _numbers(case.problem, rule.later):
            visits[number] = _after(case.problem, visits[number], moment)
            if number in for_two:
                both = replace(visits[number], windows=for_two[number])
                for_two[number] = _after(case.problem, both, moment).windows
    return replace(case, problem=replace(case.problem, visits=tuple(visits)), for_two=for_two)


def _agreed_until(problem: VisitProblem, company: str) -> Moment | None:
    """Return when the last appointment of a company is over, None without one."""
    ends = (
        (shift.day, shift.clock.real_start(window.earliest) + visit.minutes)
        for visit in problem.visits
        if visit.organisasjonsnummer == company and visit.is_agreed
        for shift, windows in zip(problem.shifts, visit.windows, strict=True)
        for window in windows
    )
    return max(ends, default=None)


def _after(problem: VisitProblem, visit: VisitTask, moment: Moment) -> VisitTask:
    return _limited(problem, visit, lambda shift: _since(shift, moment))


def obey_precedences(
    case: PlanningCase, routes: Routes, precedences: Sequence[Precedence], again: Again
) -> tuple[PlanningCase, Routes]:
    """Return the case and routes in which every visit waits for those it must wait for."""
    problem, partings = case.problem, dict[Precedence, Moment | None]()
    for _ in range(ROUNDS):
        before = partings, routes
        for rule in precedences:
            if rule in partings or not is_kept(problem, routes, [rule]):
                partings, routes = _parted(case.problem, routes, partings, rule, again)
                problem = _apart(case.problem, partings)
        is_done = len(partings) <= 1 and is_kept(problem, routes, precedences)
        if is_done or (partings, routes) == before:
            break
    return replace(case, problem=problem), _obeying(problem, routes, precedences)


def _parted(
    problem: VisitProblem, routes: Routes, partings: Partings, rule: Precedence, again: Again
) -> tuple[dict[Precedence, Moment | None], Routes]:
    """Return the best partings that differ in one rule alone, and their routes.

    What is best is tried with the times that it led to, until that brings nothing more.
    """
    tried: dict[Moment | None, Routes] = {}
    ranks: dict[Moment | None, tuple[bool, int, float]] = {}
    new: set[Moment | None] = {None, partings.get(rule)}
    new |= {(shift.day, 0) for shift in problem.shifts}
    new |= _moments(_apart(problem, partings), routes, rule)
    while new - tried.keys():
        for moment in new - tried.keys():
            found = {**partings, rule: moment}
            option = _apart(problem, found)
            must = _made(option, found)
            tried[moment] = made = again(must, scheduled(must, routes))
            ranks[moment] = is_kept(option, made, list(found)), *worth(option, made)
        best = max(sorted(tried, key=lambda m: m or (date.min, 0)), key=ranks.__getitem__)
        new = {*_moments(_apart(problem, {**partings, rule: best}), tried[best], rule)}
    return {**partings, rule: best}, tried[best]


def _apart(problem: VisitProblem, partings: Partings) -> VisitProblem:
    """Return the problem with the windows that are left."""
    for rule, moment in partings.items():
        problem = _split(problem, rule, moment) if moment else _closed(problem, rule.later)
    return problem


def _made(problem: VisitProblem, partings: Partings) -> VisitProblem:
    """Return the problem in which the visits of the parted rules must be made.

    Else the later one would be made without the earlier one.
    """
    for rule, moment in partings.items():
        for number in (*_numbers(problem, rule.earlier), *_numbers(problem, rule.later)):
            visit = problem.visits[number]
            if moment and not visit.is_required:
                shifts = zip(problem.shifts, visit.windows, strict=True)
                weeks = {shift.week for shift, windows in shifts if windows}
                problem = problem.with_visit(number, replace(visit, is_required=True))
                problem = problem.with_one_less(weeks)
    return problem


def is_kept(problem: VisitProblem, routes: Routes, precedences: Sequence[Precedence]) -> bool:
    """Tell whether every visit comes after those that it waits for."""
    return not any(_early(problem, routes, rule) for rule in precedences)


def _obeying(problem: VisitProblem, routes: Routes, precedences: Sequence[Precedence]) -> Routes:
    """Return the routes without the visits that would come too early."""
    while early := [n for rule in precedences for n in _early(problem, routes, rule)]:
        routes = scheduled(problem, _without(routes, early))
    return routes


def _numbers(problem: VisitProblem, company: str) -> list[int]:
    return [n for n, v in enumerate(problem.visits) if v.organisasjonsnummer == company]


def _without(routes: Routes, numbers: Collection[int]) -> Routes:
    return tuple(tuple(n for n in route if n not in numbers) for route in routes)


def _early(problem: VisitProblem, routes: Routes, rule: Precedence) -> list[int]:
    """Return the later company's visits, where they come before the earlier's end."""
    begins = [begin for begin, _ in _times(problem, routes, rule.later)]
    ends = [end for _, end in _times(problem, routes, rule.earlier)]
    if not begins or (ends and max(ends) <= min(begins)):
        return []
    planned = {number for route in routes for number in route}
    mine = planned.intersection(_numbers(problem, rule.later))
    return sorted(mine)


def _times(problem: VisitProblem, routes: Routes, company: str) -> Iterator[tuple[Moment, Moment]]:
    """Give when the visits to a company begin and end."""
    for number, route in enumerate(routes):
        visits = [problem.visits[n] for n in route]
        if not any(visit.organisasjonsnummer == company for visit in visits):
            continue
        times, shift = schedule(problem, number, route), problem.shifts[number]
        for visit, start in zip(visits, times.starts if times else (), strict=True):
            if visit.organisasjonsnummer == company:
                begin = shift.clock.real_start(start)
                yield (shift.day, begin), (shift.day, begin + visit.minutes)


def _moments(problem: VisitProblem, routes: Routes, rule: Precedence) -> set[Moment]:
    """Return when the earlier visit is over, when the later one begins, and hours of these days."""
    found = {end for _, end in _times(problem, routes, rule.earlier)}
    found |= {begin for begin, _ in _times(problem, routes, rule.later)}
    return found | {(day, 60 * hour) for day, _ in found for hour in HOURS}


def _split(problem: VisitProblem, rule: Precedence, moment: Moment) -> VisitProblem:
    def cut(visit: VisitTask) -> VisitTask:
        if visit.organisasjonsnummer == rule.earlier:
            return _limited(problem, visit, lambda s: _until(s, moment, visit.minutes))
        if visit.organisasjonsnummer == rule.later:
            return _limited(problem, visit, lambda s: _since(s, moment))
        return visit

    return replace(problem, visits=tuple(map(cut, problem.visits)))


def _until(shift: Shift, moment: Moment, length: int) -> TimeWindow:
    """Return the starts in `shift` of a meeting that is over at `moment`."""
    if shift.day != moment[0]:
        return ALWAYS if shift.day < moment[0] else NEVER
    return TimeWindow(0, shift.clock.latest(moment[1] - length))


def _since(shift: Shift, moment: Moment) -> TimeWindow:
    """Return the starts in `shift` that are not before `moment`."""
    if shift.day != moment[0]:
        return ALWAYS if shift.day > moment[0] else NEVER
    return TimeWindow(shift.clock.earliest(moment[1]), UNLIMITED)


def _limited(
    problem: VisitProblem, visit: VisitTask, limit: Callable[[Shift], TimeWindow]
) -> VisitTask:
    """Return `visit` with what `limit` leaves of its windows in each shift."""

    def cut(window: TimeWindow, allowed: TimeWindow) -> TimeWindow | None:
        return visit.cut(window, allowed.earliest, allowed.latest)

    windows = (
        tuple(filter(None, (cut(window, limit(shift)) for window in options)))
        for shift, options in zip(problem.shifts, visit.windows, strict=True)
    )
    return replace(visit, windows=tuple(windows))


def _closed(problem: VisitProblem, company: str) -> VisitProblem:
    """Return the problem in which `company` is not visited."""

    def close(visit: VisitTask) -> VisitTask:
        if visit.organisasjonsnummer != company:
            return visit
        return replace(visit, windows=((),) * len(problem.shifts))

    return replace(problem, visits=tuple(map(close, problem.visits)))
