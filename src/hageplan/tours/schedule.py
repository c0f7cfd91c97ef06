"""The times of a route: when to leave, when each meeting starts, when the day is over."""

from __future__ import annotations

from dataclasses import dataclass

from hageplan.tours.problem import Route, Shift, Visit, VisitProblem, Window


@dataclass(frozen=True, slots=True)
class Schedule:
    """Times on the shift's clock; `detour` is driving plus waiting, in minutes."""

    leave: int
    starts: tuple[int, ...]
    finish: int
    detour: int


@dataclass(frozen=True, slots=True)
class Insertion:
    """A place in a shift's route for one more visit, and what it adds to driving and waiting."""

    shift: int
    route: Route
    detour: int


def schedule(problem: VisitProblem, shift_index: int, route: Route) -> Schedule | None:
    """Return the times of `route`, or None where it breaks a window or the working hours.

    The day ends as early as it can, and within that begins as late as it can.
    """
    shift = problem.shifts[shift_index]
    if not route:
        return Schedule(shift.earliest, (), shift.earliest, 0)
    chosen = _earliest_starts(problem, shift_index, route)
    if chosen is None:
        return None
    last = problem.visits[route[-1]]
    way_home = int(shift.legs.to_end[last.place, shift.end_place])
    finish = chosen[-1][0] + last.occupied + way_home
    if finish > shift.latest:
        return None
    starts = _latest_starts(problem, shift, route, chosen)
    first = problem.visits[route[0]]
    leave = starts[0] - int(shift.legs.to_stop[shift.start_place, first.place])
    meetings = sum(problem.visits[number].occupied for number in route)
    return Schedule(leave, starts, finish, finish - leave - meetings)


def _earliest_starts(
    problem: VisitProblem, shift_index: int, route: Route
) -> list[tuple[int, Window]] | None:
    """Return each meeting's earliest start and the window it falls in."""
    shift = problem.shifts[shift_index]
    chosen: list[tuple[int, Window]] = []
    free, place = shift.earliest, shift.start_place
    for number in route:
        visit = problem.visits[number]
        arrival = free + int(shift.legs.to_stop[place, visit.place])
        start = _first_start(problem, visit, shift_index, arrival)
        if start is None:
            return None
        chosen.append(start)
        free, place = start[0] + visit.occupied, visit.place
    return chosen


def _first_start(
    problem: VisitProblem, visit: Visit, shift_index: int, arrival: int
) -> tuple[int, Window] | None:
    for window in visit.windows[shift_index]:
        start = problem.round_up(max(arrival, window.earliest))
        if start <= window.latest:
            return start, window
    return None


def _latest_starts(
    problem: VisitProblem, shift: Shift, route: Route, chosen: list[tuple[int, Window]]
) -> tuple[int, ...]:
    """Move meetings later as far as the last one and their windows allow, so that waits shrink."""
    starts = [chosen[-1][0]]
    for position in range(len(route) - 2, -1, -1):
        visit, following = problem.visits[route[position]], problem.visits[route[position + 1]]
        leg = int(shift.legs.to_stop[visit.place, following.place])
        bound = min(starts[-1] - leg - visit.occupied, chosen[position][1].latest)
        starts.append(problem.round_down(bound))
    return tuple(reversed(starts))


def cheapest_insertion(
    problem: VisitProblem, shift_index: int, route: Route, visit: int
) -> Insertion | None:
    """Return the place in `route` where `visit` costs least, or None where it fits nowhere."""
    if not problem.visits[visit].windows[shift_index]:
        return None
    before = schedule(problem, shift_index, route)
    if before is None:
        return None
    best: Insertion | None = None
    for position in range(len(route) + 1):
        longer = (*route[:position], visit, *route[position:])
        after = schedule(problem, shift_index, longer)
        if after is not None and (best is None or after.detour - before.detour < best.detour):
            best = Insertion(shift_index, longer, after.detour - before.detour)
    return best
