"""Finish a solver's routes: nothing worth its detour is left out, nothing else stays in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hageplan.tours.solve.problem import Route, Routes, VisitProblem
from hageplan.tours.solve.schedule import Insertion, Slack, cheapest_insertion, schedule, slack
from hageplan.tours.solve.value import imbalance


@dataclass(frozen=True)
class _Step:
    """Routes with one visit more or less, and what that brings in minutes."""

    gain: float
    number: int
    routes: Routes


class InsertionCache:
    """Where visits fit into routes; what was tried once is remembered."""

    def __init__(self, problem: VisitProblem) -> None:
        self.problem = problem
        self._found: dict[tuple[int, Route, int], Insertion | None] = {}
        self._rooms: dict[tuple[int, Route], Slack | None] = {}

    def cheapest(self, shift: int, route: Route, visit: int) -> Insertion | None:
        """Return the place in `route` where `visit` costs least, None where it fits nowhere."""
        key = shift, route, visit
        if key not in self._found:
            room = self._room(shift, route)
            self._found[key] = (
                None if room is None else cheapest_insertion(self.problem, room, visit)
            )
        return self._found[key]

    def _room(self, shift: int, route: Route) -> Slack | None:
        key = shift, route
        if key not in self._rooms:
            self._rooms[key] = slack(self.problem, shift, route)
        return self._rooms[key]

    def best(self, routes: Routes, visit: int) -> Insertion | None:
        """Return where one more visit costs least over all shifts; None where it fits nowhere."""
        found = (self.cheapest(shift, route, visit) for shift, route in enumerate(routes))
        return min(filter(None, found), key=lambda i: (i.detour, i.shift), default=None)


def scheduled(problem: VisitProblem, routes: Routes) -> Routes:
    """Return `routes`; where one has no schedule, without the stops that are worth least."""

    def shortened(shift: int, route: Route) -> Route:
        while schedule(problem, shift, route) is None:
            visits = [problem.visits[number] for number in route]
            worst = min(range(len(route)), key=lambda n: (visits[n].duty, visits[n].prize))
            route = without(route, worst)
        return route

    return tuple(shortened(shift, route) for shift, route in enumerate(routes))


def local_search(insertions: InsertionCache, routes: Routes) -> Routes:
    """Return `routes` without what isn't worth its detour, and with all that is."""
    return insert_worthwhile(insertions, drop_worthless(insertions.problem, routes))


def insert_worthwhile(insertions: InsertionCache, routes: Routes) -> Routes:
    """Add, dearest gain first, every visit that must be made or is worth more than its detour."""
    problem = insertions.problem
    while True:
        room = problem.room(routes)
        steps = [
            step
            for number in open_visits(problem, routes)
            if (step := _added(insertions, routes, number, room)) is not None
        ]
        best = max(steps, key=lambda s: _urgency(problem, s), default=None)
        if best is None or not (best.gain > 0 or problem.visits[best.number].is_required):
            return routes
        routes = best.routes
    return routes


def _urgency(problem: VisitProblem, step: _Step) -> tuple[int, float, int]:
    return problem.visits[step.number].duty, step.gain, -step.number


def _added(
    insertions: InsertionCache, routes: Routes, number: int, room: Sequence[int]
) -> _Step | None:
    """Return the routes with one visit more, in a week that has `room` for it."""
    problem, visit = insertions.problem, insertions.problem.visits[number]
    before = imbalance(problem, routes)
    steps = []
    for shift, route in enumerate(routes):
        if not (visit.is_required or room[problem.shifts[shift].week] > 0):
            continue
        found = insertions.cheapest(shift, route, number)
        if found is not None:
            longer = replaced(routes, shift, found.route)
            evened = before - imbalance(problem, longer)
            gain = problem.prize(number, shift) - problem.goals.minute_cost * found.detour + evened
            steps.append(_Step(gain, shift, longer))
    best = max(steps, key=lambda s: (s.gain, -s.number), default=None)
    return best and _Step(best.gain, number, best.routes)


def drop_worthless(problem: VisitProblem, routes: Routes) -> Routes:
    """Remove, least loss first, visits beyond a week's limit and those not worth their detour.

    A visit stays where the way past it is longer than the way by it: known driving times may be so.
    """
    while True:
        room = problem.room(routes)
        steps = [
            step
            for shift, route in enumerate(routes)
            for at in range(len(route))
            if (step := _dropped(problem, routes, shift, at)) is not None
            if step.gain > 0 or room[problem.shifts[shift].week] < 0
        ]
        best = max(steps, key=lambda s: (s.gain, -s.number), default=None)
        if best is None:
            return routes
        routes = best.routes


def _dropped(problem: VisitProblem, routes: Routes, shift: int, at: int) -> _Step | None:
    """Return the routes without one stop, where it may go: the detour saved less its prize."""
    route = routes[shift]
    if problem.visits[route[at]].is_required:
        return None
    before, after = schedule(problem, shift, route), schedule(problem, shift, without(route, at))
    if before is None or after is None:
        return None
    shorter = replaced(routes, shift, without(route, at))
    evened = imbalance(problem, routes) - imbalance(problem, shorter)
    saved = problem.goals.minute_cost * (before.drive_and_wait - after.drive_and_wait)
    return _Step(saved - problem.prize(route[at], shift) + evened, route[at], shorter)


def without(route: Route, at: int) -> Route:
    """Return `route` without its stop number `at`."""
    return (*route[:at], *route[at + 1 :])


def replaced(routes: Routes, shift: int, route: Route) -> Routes:
    """Return `routes` with another route in `shift`."""
    return (*routes[:shift], route, *routes[shift + 1 :])


def unplanned(problem: VisitProblem, routes: Routes) -> list[int]:
    """Return the visits that no route makes."""
    planned = {number for route in routes for number in route}
    return [number for number in range(len(problem.visits)) if number not in planned]


def open_visits(problem: VisitProblem, routes: Routes) -> list[int]:
    """Return the visits that no route makes, to companies that none visits."""
    left = unplanned(problem, routes)
    missing = set(left)
    return [
        n for n in left if (other := problem.visits[n].exclusive_with) is None or other in missing
    ]
