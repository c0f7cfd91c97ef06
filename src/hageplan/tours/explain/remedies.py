"""What would have to change for a company to be visited: each change is made and tried.

A change makes room for the company beside the plan at hand. Who plans again with it and asks for
the company (`must`) gets it; without, another one may be worth more in the room that was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time
from typing import Final

from hageplan.messages import encode
from hageplan.records.base import Tidsrom
from hageplan.records.plan import Reason
from hageplan.records.settings.planlegging import Planlegging
from hageplan.tours.build import PlanningCase
from hageplan.tours.calendar import daylight
from hageplan.tours.days import (
    LAST_MINUTE,
    WorkDay,
    clock,
    hours_of,
    minutes,
    pauses_due,
    working_hours,
)
from hageplan.tours.solve.ferries import in_time
from hageplan.tours.solve.local_search import InsertionCache, without
from hageplan.tours.solve.problem import UNLIMITED, Routes, Shift, VisitProblem
from hageplan.tours.solve.schedule import Insertion, driving, schedule
from hageplan.tours.solve.value import route_value
from hageplan.tours.solve.windows import may_go, starts_in

LONGER_BY: Final = 240
"""Minutes by which a day is lengthened at most."""
ALL_DAY: Final = Tidsrom(fra=time.min, til=time(23, 59))


class Remedies:
    """Tries what would let a company into the routes."""

    def __init__(
        self, case: PlanningCase, routes: Routes, insertions: InsertionCache, rules: Planlegging
    ) -> None:
        self._case = case
        self._problem = case.problem
        self._routes = routes
        self._insertions = insertions
        days = zip(case.problem.shifts, case.days, strict=True)
        longer = tuple(_grown(shift, day, may_grow(day, rules)) for shift, day in days)
        self._longer = InsertionCache(replace(case.problem, shifts=longer))
        self._further = InsertionCache(
            _shifts(case.problem, lambda s: replace(s, longest_drive=UNLIMITED))
        )
        self._bare: Routes = tuple(
            tuple(n for n in route if case.problem.visits[n].is_required) for route in routes
        )
        self._limits = [
            day.medarbeider.maks_kjoring_minutter or rules.maks_kjoring_minutter
            for day in case.days
        ]
        self._losses = sorted(_losses(case, routes))

    def of(self, number: int, reason: Reason, detour: int | None) -> tuple[str, ...]:
        """Return the changes that work, as coded remarks; `detour` is what it costs now."""
        prize = self._problem.visits[number].prize
        if reason == "not-worth-the-drive" and detour is not None:
            return (encode("worth-more", minutes=detour - prize + 1),)
        tried: list[str | None] = []
        if reason == "too-far":
            longer = self._longer_day(number, prize, alone=True)
            tried = [longer or self._other_hours(number, self._bare)]
        elif reason == "outside-hours":
            opened = self._other_hours(number, self._routes)
            tried = [opened or self._other_hours(number, self._bare)]
        elif reason == "no-time-left":
            tried = [
                self._longer_day(number, prize, alone=False),
                self._more_driving(number, prize),
                self._other_hours(number, self._routes),
                self._instead(number, prize),
            ]
            tried = tried if any(tried) else [self._other_day(number)]
        return tuple(filter(None, tried))

    def _longer_day(self, number: int, prize: int, *, alone: bool) -> str | None:
        """Return the day that needs least lengthening; `alone` beside what must be made alone.

        Days on which it would be worth its detour come first.
        """
        best: tuple[bool, int, int, int] | None = None
        for shift, route in enumerate(self._bare if alone else self._routes):
            found = self._longer.cheapest(shift, route, number)
            if found is not None:
                over = _finish(self._longer.problem, found) - _end(self._case.days[shift])
                option = found.detour >= prize, over, shift, found.detour
                best = min(filter(None, (best, option)))
        if best is None:
            return None
        is_dear, over, shift, detour = best
        if is_dear:
            return self._remark("longer-dear-day", shift, minutes=over, detour=detour, prize=prize)
        return self._remark("longer-day", shift, minutes=over)

    def _more_driving(self, number: int, prize: int) -> str | None:
        best: tuple[int, int] | None = None
        for shift, route in enumerate(self._routes):
            limit = self._limits[shift]
            if limit is None:
                continue
            found = self._further.cheapest(shift, route, number)
            if found is not None and found.detour < prize:
                over = driving(self._further.problem, shift, found.route) - limit
                best = min(filter(None, (best, (over, shift))))
        return best and self._remark("more-driving", best[1], minutes=best[0])

    def _other_hours(self, number: int, routes: Routes) -> str | None:
        """Return the time at which it would cost least, were it open then.

        On a day of its own it may cost more than it is worth: then that is another matter.
        """
        problem = self._always_open(number)
        found = InsertionCache(problem).best(routes, number)
        if found is None or (any(routes) and found.detour >= problem.visits[number].prize):
            return None
        times = schedule(problem, found.shift, found.route)
        start = times.starts[found.route.index(number)] if times else 0
        real = problem.shifts[found.shift].clock.real_start(start)
        return self._remark("other-hours", found.shift, time=clock(real))

    def _always_open(self, number: int) -> VisitProblem:
        visit, bedrift = self._problem.visits[number], self._case.candidate(number).bedrift
        windows = tuple(
            starts_in([ALL_DAY], visit.minutes, day.clock, visit.start_step)
            if may_go(bedrift, day)
            else ()
            for day in self._case.days
        )
        opened = in_time(replace(visit, windows=windows), self._problem.shifts)
        return self._problem.with_visit(number, opened)

    def _instead(self, number: int, prize: int) -> str | None:
        """Return the stop that would have to go, at the least loss in minutes."""
        best: tuple[int, int] | None = None
        for lost, shift, at in self._losses:
            if best is not None and lost - prize >= best[0]:
                break
            found = self._insertions.cheapest(shift, without(self._routes[shift], at), number)
            if found is not None:
                option = lost - (prize - found.detour), self._routes[shift][at]
                best = min(filter(None, (best, option)))
        if best is None:
            return None
        name = self._case.candidate(best[1]).bedrift.navn
        return encode("instead", name=name, minutes=max(0, best[0]))

    def _other_day(self, number: int) -> str | None:
        """Return the day that would be made around this visit, at the least loss in minutes."""
        found = (self._around(number, shift) for shift in range(len(self._routes)))
        best = min(filter(None, found), default=None)
        if best is None:
            return None
        lost, shift, gone = best
        return self._remark("other-day", shift, count=gone, minutes=max(0, lost))

    def _around(self, number: int, shift: int) -> tuple[int, int, int] | None:
        """Return what is lost, the shift, and how many of its stops have to go."""
        problem, before = self._problem, self._routes[shift]
        agreed = tuple(n for n in before if problem.visits[n].is_required)
        insertion = self._insertions.cheapest(shift, agreed, number)
        if insertion is None:
            return None
        route = insertion.route
        for stop in sorted(set(before) - set(agreed), key=lambda n: -problem.visits[n].prize):
            room = self._insertions.cheapest(shift, route, stop)
            if room is not None and room.detour < problem.visits[stop].prize:
                route = room.route
        lost = round(route_value(problem, shift, before) - route_value(problem, shift, route))
        return lost, shift, len(before) + 1 - len(route)

    def _remark(self, code: str, shift: int, **values: object) -> str:
        of = self._problem.shifts[shift]
        return encode(code, date=of.day, who=of.medarbeider, **values)


def _end(day: WorkDay) -> int:
    """Return when the working hours of a day end, on its clock."""
    return day.clock.earliest(day.end)


def _grown(shift: Shift, day: WorkDay, by: int) -> Shift:
    """Return a shift with hours that are longer by so many minutes; it may be as long already."""
    return replace(shift, latest=max(shift.latest, _end(day) + by))


def may_grow(day: WorkDay, rules: Planlegging) -> int:
    """Return by how many minutes longer working hours would lengthen a day, with no other effect.

    They don't where half a day, the light or a calendar ends it, and they may make a pause due.
    """
    opens, closes = working_hours(day.medarbeider, day.date, rules)
    if (
        day.is_alone
        or day.end != closes
        or closes != minutes(hours_of(day.medarbeider, day.date).til)
    ):
        return 0
    dark = daylight(day.ends, day.date)[1] if day.medarbeider.kun_dagslys else LAST_MINUTE
    free = LAST_MINUTE if day.medarbeider.kun_dagslys else day.free[1]
    last = max(closes, min(dark, free, closes + LONGER_BY, LAST_MINUTE))
    is_alike = pauses_due((opens, last), rules, ()) == pauses_due((opens, closes), rules, ())
    return last - closes if is_alike else 0


def _shifts(problem: VisitProblem, change: Callable[[Shift], Shift]) -> VisitProblem:
    return replace(problem, shifts=tuple(map(change, problem.shifts)))


def _losses(case: PlanningCase, routes: Routes) -> Iterator[tuple[int, int, int]]:
    """Return what each stop that may go brings: its prize less the detour it costs."""
    for shift, route in enumerate(routes):
        before = schedule(case.problem, shift, route)
        for at, number in enumerate(route):
            after = schedule(case.problem, shift, without(route, at))
            visit = case.problem.visits[number]
            if before and after and not visit.is_required:
                yield visit.prize - (before.drive_and_wait - after.drive_and_wait), shift, at


def _finish(problem: VisitProblem, found: Insertion) -> int:
    times = schedule(problem, found.shift, found.route)
    return times.finish if times else 0
