"""The times of a route: when to leave, when each meeting starts, when the day is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hageplan.tours.solve.problem import (
    UNLIMITED,
    Route,
    Shift,
    TimeWindow,
    VisitProblem,
    VisitTask,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """Times on the shift's clock; `drive_and_wait` is what is not spent in meetings, in minutes."""

    leave: int
    starts: tuple[int, ...]
    finish: int
    drive_and_wait: int


@dataclass(frozen=True, slots=True)
class Insertion:
    """A place in a route for one more visit; `detour` is the driving and waiting it adds."""

    shift: int
    route: Route
    detour: int


def schedule(problem: VisitProblem, shift_index: int, route: Route) -> Schedule | None:
    """Return the times of `route`, or None where it breaks a window, the hours or the driving.

    The day ends as early as it can, and within that begins as late as the windows of the earliest
    starts allow: a later window of the same visit is not thought of.
    """
    shift = problem.shifts[shift_index]
    if not route:
        early = shift.earliest
        return Schedule(leave=early, starts=(), finish=early, drive_and_wait=shift.idle)
    is_limited = shift.longest_drive < UNLIMITED
    if is_limited and driving(problem, shift_index, route) > shift.longest_drive:
        return None
    chosen = _earliest_starts(problem, shift_index, route)
    if chosen is None:
        return None
    last = problem.visits[route[-1]]
    way_home = shift.legs.end_rows[last.place][shift.end_place]
    finish = chosen[-1][0] + last.service_duration + way_home
    if finish > shift.latest:
        return None
    starts = _latest_starts(problem, shift, route, chosen)
    first = problem.visits[route[0]]
    leave = starts[0] - shift.legs.stop_rows[shift.start_place][first.place]
    meetings = sum(problem.visits[number].service_duration for number in route)
    return Schedule(
        leave=leave, starts=starts, finish=finish, drive_and_wait=finish - leave - meetings
    )


def driving(problem: VisitProblem, shift_index: int, route: Route) -> int:
    """Return the minutes at the wheel, parking included."""
    return driving_between(problem.shifts[shift_index], [problem.visits[n] for n in route])


def driving_between(shift: Shift, visits: Sequence[VisitTask]) -> int:
    """Return the minutes at the wheel to visit these in their order, parking included."""
    places = [visit.place for visit in visits]
    if not places:
        return 0
    along = zip([shift.start_place, *places[:-1]], places, strict=True)
    home = shift.legs.end_rows[places[-1]][shift.end_place]
    return sum(shift.legs.stop_rows[a][b] for a, b in along) + home


def _earliest_starts(
    problem: VisitProblem, shift_index: int, route: Route
) -> list[tuple[int, TimeWindow]] | None:
    """Return each meeting's earliest start and the window it falls in."""
    shift = problem.shifts[shift_index]
    chosen: list[tuple[int, TimeWindow]] = []
    free, place = shift.earliest, shift.start_place
    for number in route:
        visit = problem.visits[number]
        arrival = free + shift.legs.stop_rows[place][visit.place]
        start = _first_start(visit, shift_index, arrival)
        if start is None:
            return None
        chosen.append(start)
        free, place = start[0] + visit.service_duration, visit.place
    return chosen


def _first_start(visit: VisitTask, shift_index: int, arrival: int) -> tuple[int, TimeWindow] | None:
    for window in visit.windows[shift_index]:
        start = visit.first_start(window, arrival)
        if start is not None:
            return start, window
    return None


def _latest_starts(
    problem: VisitProblem, shift: Shift, route: Route, chosen: list[tuple[int, TimeWindow]]
) -> tuple[int, ...]:
    """Move meetings later as far as the last one and their windows allow, so that waits shrink."""
    starts = [chosen[-1][0]]
    for position in range(len(route) - 2, -1, -1):
        visit, following = problem.visits[route[position]], problem.visits[route[position + 1]]
        leg = shift.legs.stop_rows[visit.place][following.place]
        bound = starts[-1] - leg - visit.service_duration
        starts.append(visit.last_start(chosen[position][1], bound))
    return tuple(reversed(starts))


@dataclass(frozen=True, kw_only=True, slots=True)
class Slack:
    """A route with what is needed to see at once whether one more visit fits.

    `free` is when the car can leave, from the start and then each stop; `last` the latest start of
    each stop from which the rest can still be made.
    """

    shift: int
    route: Route
    times: Schedule
    free: tuple[int, ...]
    last: tuple[int, ...]


def slack(problem: VisitProblem, shift_index: int, route: Route) -> Slack | None:
    """Return what `route` leaves room for, or None where it has no schedule."""
    times = schedule(problem, shift_index, route)
    if times is None:
        return None
    shift = problem.shifts[shift_index]
    chosen = _earliest_starts(problem, shift_index, route) or []
    ends = [
        start + problem.visits[n].service_duration
        for n, (start, _) in zip(route, chosen, strict=True)
    ]
    last: list[int] = []
    for position in range(len(route) - 1, -1, -1):
        visit = problem.visits[route[position]]
        if last:
            leg = shift.legs.stop_rows[visit.place][problem.visits[route[position + 1]].place]
            bound = last[-1] - leg - visit.service_duration
        else:
            bound = (
                shift.latest
                - shift.legs.end_rows[visit.place][shift.end_place]
                - visit.service_duration
            )
        last.append(_last_start(visit, shift_index, bound))
    return Slack(
        shift=shift_index,
        route=route,
        times=times,
        free=(shift.earliest, *ends),
        last=tuple(reversed(last)),
    )


def _last_start(visit: VisitTask, shift_index: int, bound: int) -> int:
    """Return the last start not after `bound`; that there is one is known."""
    for window in reversed(visit.windows[shift_index]):
        if bound >= window.earliest:
            return visit.last_start(window, bound)
    raise ValueError("no start before the bound")


def _fits(problem: VisitProblem, room: Slack, position: int, number: int) -> bool:
    """Tell whether a visit can be made at `position`, the driving limit aside."""
    shift, visit = problem.shifts[room.shift], problem.visits[number]
    before = problem.visits[room.route[position - 1]].place if position else shift.start_place
    arrival = room.free[position] + shift.legs.stop_rows[before][visit.place]
    start = _first_start(visit, room.shift, arrival)
    if start is None:
        return False
    free = start[0] + visit.service_duration
    if position == len(room.route):
        return free + shift.legs.end_rows[visit.place][shift.end_place] <= shift.latest
    following = problem.visits[room.route[position]].place
    return free + shift.legs.stop_rows[visit.place][following] <= room.last[position]


def cheapest_insertion(problem: VisitProblem, room: Slack, visit: int) -> Insertion | None:
    """Return the place in a route where `visit` costs least, or None where it fits nowhere."""
    if not problem.visits[visit].windows[room.shift]:
        return None
    best: Insertion | None = None
    for position in range(len(room.route) + 1):
        if not _fits(problem, room, position, visit):
            continue
        longer = (*room.route[:position], visit, *room.route[position:])
        after = schedule(problem, room.shift, longer)
        if after is None:
            continue
        detour = after.drive_and_wait - room.times.drive_and_wait
        if best is None or detour < best.detour:
            best = Insertion(room.shift, longer, detour)
    return best
