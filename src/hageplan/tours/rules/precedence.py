"""Visits that wait for another.

Before some moment the earlier one is over, and not before it the later one begins: for any such
moment the rule is one of windows alone, which every solver knows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
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
ALWAYS: Final = TimeWindow(0, UNLIMITED)
NEVER: Final = TimeWindow(1, 0)


@dataclass(frozen=True)
class Precedence:
    """The company `later` is visited only after `earlier` was."""

    later: str
    earlier: str


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
    problem = case.problem
    for number, rule in enumerate(precedences):
        if is_kept(problem, routes, [rule]):
            continue
        tried = [_tried(option, routes, rule, again) for option in _options(problem, routes, rule)]
        problem, routes = max(
            tried, key=lambda t: (is_kept(t[0], t[1], precedences[:number]), *worth(t[0], t[1]))
        )
    return replace(case, problem=problem), _obeying(problem, routes, precedences)


def is_kept(problem: VisitProblem, routes: Routes, precedences: Sequence[Precedence]) -> bool:
    """Tell whether every visit comes after those that it waits for."""
    return not any(_early(problem, routes, rule) for rule in precedences)


def _obeying(problem: VisitProblem, routes: Routes, precedences: Sequence[Precedence]) -> Routes:
    """Return the routes without the visits that would come too early."""
    while early := [n for rule in precedences for n in _early(problem, routes, rule)]:
        routes = scheduled(problem, _without(routes, early))
    return routes


def _tried(
    option: VisitProblem, routes: Routes, rule: Precedence, again: Again
) -> tuple[VisitProblem, Routes]:
    """Return an option with its routes; without the later visit where the earlier has no place."""
    numbers = {*_numbers(option, rule.later), *_numbers(option, rule.earlier)}
    found = again(option, _without(routes, numbers))
    if not is_kept(option, found, [rule]):
        option = _closed(option, rule.later)
        found = again(option, _without(found, _numbers(option, rule.later)))
    return option, found


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
    """Return when the visits to a company begin and end."""
    for number, route in enumerate(routes):
        visits = [problem.visits[n] for n in route]
        if not any(visit.organisasjonsnummer == company for visit in visits):
            continue
        times, shift = schedule(problem, number, route), problem.shifts[number]
        for visit, start in zip(visits, times.starts if times else (), strict=True):
            if visit.organisasjonsnummer == company:
                begin = shift.clock.real_start(start)
                yield (shift.day, begin), (shift.day, begin + visit.minutes)


def _options(problem: VisitProblem, routes: Routes, rule: Precedence) -> Iterator[VisitProblem]:
    """Return the problem split at each promising moment, and without the later visit."""
    moments = {(shift.day, 0) for shift in problem.shifts}
    moments |= {end for _, end in _times(problem, routes, rule.earlier)}
    moments |= {begin for begin, _ in _times(problem, routes, rule.later)}
    for moment in sorted(moments):
        yield _split(problem, rule, moment)
    yield _closed(problem, rule.later)


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
