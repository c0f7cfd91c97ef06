"""Finish a solver's routes: nothing worth its detour is left out, nothing else stays in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hageplan.tours.problem import Route, VisitProblem
from hageplan.tours.schedule import Insertion, cheapest_insertion, schedule

Routes = tuple[Route, ...]


def value(problem: VisitProblem, routes: Sequence[Route]) -> int:
    """Return prizes less driving and waiting, in minutes."""
    total = 0
    for shift, route in enumerate(routes):
        times = schedule(problem, shift, route)
        if times is None:
            raise ValueError(f"route {shift} has no schedule")
        total += sum(problem.visits[number].prize for number in route) - times.detour
    return total


def best_insertion(problem: VisitProblem, routes: Sequence[Route], visit: int) -> Insertion | None:
    """Return where one more visit costs least over all shifts; None where it fits nowhere."""
    found = (cheapest_insertion(problem, shift, route, visit) for shift, route in enumerate(routes))
    return min(filter(None, found), key=lambda i: (i.detour, i.shift), default=None)


def insert_worthwhile(problem: VisitProblem, routes: Routes, limit: int | None) -> Routes:
    """Add, dearest gain first, every visit that is worth more than its detour."""
    while limit is None or sum(map(len, routes)) < limit:
        gains = [
            (problem.visits[number].prize - insertion.detour, -number, insertion)
            for number in unplanned(problem, routes)
            if (insertion := best_insertion(problem, routes, number)) is not None
        ]
        gain, _, insertion = max(gains, key=lambda g: g[:2], default=(0, 0, None))
        if insertion is None or gain <= 0:
            return routes
        routes = replaced(routes, insertion.shift, insertion.route)
    return routes


def drop_worthless(problem: VisitProblem, routes: Routes, limit: int | None) -> Routes:
    """Remove, least gain first, visits beyond `limit` and those not worth their detour.

    A visit stays where the way past it is longer than the way by it: known driving times may be so.
    """
    while True:
        losses = [
            (loss, shift, at)
            for shift in range(len(routes))
            for at in range(len(routes[shift]))
            if (loss := _loss(problem, shift, routes[shift], at)) is not None
        ]
        loss, shift, at = min(losses, default=(0, 0, 0))
        is_over = limit is not None and sum(map(len, routes)) > limit
        if not losses or (loss >= 0 and not is_over):
            return routes
        routes = replaced(routes, shift, _without(routes[shift], at))


def _loss(problem: VisitProblem, shift: int, route: Route, at: int) -> int | None:
    """Return what dropping one stop would cost, its prize less the detour saved, if it can be."""
    before = schedule(problem, shift, route)
    after = schedule(problem, shift, _without(route, at))
    if before is None or after is None:
        return None
    return problem.visits[route[at]].prize - (before.detour - after.detour)


def _without(route: Route, at: int) -> Route:
    return (*route[:at], *route[at + 1 :])


def replaced(routes: Routes, shift: int, route: Route) -> Routes:
    """Return `routes` with another route in `shift`."""
    return (*routes[:shift], route, *routes[shift + 1 :])


def unplanned(problem: VisitProblem, routes: Collection[Route]) -> list[int]:
    """Return the visits that no route makes."""
    planned = {number for route in routes for number in route}
    return [number for number in range(len(problem.visits)) if number not in planned]
