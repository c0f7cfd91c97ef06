"""Times of routes: cases worked out by hand, and all days walked through minute by minute."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan.tours.solve.problem import UNLIMITED, Route, VisitProblem
from hageplan.tours.solve.schedule import (
    Schedule,
    cheapest_insertion,
    driving,
    schedule,
    slack,
)
from tests.tours.solve.problems import make_problem, problems

ALL_DAY = [[(0, 400)]]
"""One shift, open all of it."""
A_LINE = [(10, 0), (20, 0), (30, 0)]
"""10 minutes from home and from each other, and 3 minutes to park at each stop; visits last 30
minutes and 5 more."""


def on_a_line(
    *windows: list[tuple[int, int]], latest: int = 400, start_step: int = 5
) -> VisitProblem:
    by_visit = [[options] for options in windows]
    return make_problem(A_LINE[: len(windows)], by_visit, [50] * len(windows), [latest], start_step)


def test_a_day_ends_as_early_and_begins_as_late_as_it_can() -> None:
    """13 minutes there: at 13, so on multiples of 5 the meeting is from 15 to 45; home by 60."""
    found = schedule(on_a_line([(0, 400)]), 0, (0,))
    assert found == Schedule(leave=2, starts=(15,), finish=60, drive_and_wait=23)


def test_meetings_move_towards_a_late_one_as_far_as_their_windows_go() -> None:
    """The second is at 200; the first could end at 187 - 35 = 152, but begins by 100."""
    found = schedule(on_a_line([(0, 100)], [(200, 200)]), 0, (0, 1))
    assert found == Schedule(leave=87, starts=(100, 200), finish=255, drive_and_wait=98)
    free = schedule(on_a_line([(0, 400)], [(200, 200)]), 0, (0, 1))
    assert free == Schedule(leave=137, starts=(150, 200), finish=255, drive_and_wait=48)


def test_the_first_window_that_is_not_missed_counts() -> None:
    found = schedule(on_a_line([(0, 10), (60, 65), (300, 400)]), 0, (0,))
    assert found is not None
    assert found.starts == (60,)


@pytest.mark.parametrize(
    ("windows", "latest", "is_possible"),
    [
        ([(0, 15)], 400, True),
        ([(0, 14)], 400, False),  # reached at 13, and meetings begin at 15
        ([(0, 400)], 60, True),
        ([(0, 400)], 59, False),  # home at 60
        ([], 400, False),
    ],
)
def test_a_route_that_breaks_a_window_or_the_hours_has_no_times(
    windows: list[tuple[int, int]], latest: int, is_possible: bool
) -> None:
    assert (schedule(on_a_line(windows, latest=latest), 0, (0,)) is not None) == is_possible


def test_a_route_without_stops_takes_no_time() -> None:
    found = schedule(on_a_line([(0, 400)]), 0, ())
    assert found == Schedule(leave=0, starts=(), finish=0, drive_and_wait=0)


def test_driving_is_limited_to_the_minute() -> None:
    """There, on, and home from 20 minutes away: 13 + 13 + 20."""
    problem = on_a_line([(0, 400)], [(0, 400)])
    assert driving(problem, 0, (0, 1)) == 46
    assert driving(problem, 0, ()) == 0
    for limit, is_possible in ((46, True), (45, False)):
        (shift,) = problem.shifts
        limited = replace(problem, shifts=(replace(shift, longest_drive=limit),))
        assert (schedule(limited, 0, (0, 1)) is not None) == is_possible


def walked(problem: VisitProblem, route: Route, leave: int) -> list[int] | None:
    """Drive and meet as soon as it is allowed; return the starts and the end of the day."""
    shift, now, place = problem.shifts[0], leave, problem.shifts[0].start_place
    times = []
    for number in route:
        visit = problem.visits[number]
        now += int(shift.legs.to_stop[place, visit.place])
        while now not in visit.starts(visit.windows[0]):
            now += 1
            if now > shift.latest:
                return None
        times.append(now)
        now, place = now + visit.minutes + visit.slack, visit.place
    home = now + int(shift.legs.to_end[place, shift.end_place])
    return [*times, home] if home <= shift.latest else None


@settings(max_examples=100)
@given(problems(visits=4, shifts=1), st.integers(0, 60), st.sampled_from([50, 90, UNLIMITED]))
def test_times_are_those_of_walking_minute_by_minute(
    problem: VisitProblem, earliest: int, longest_drive: int
) -> None:
    """Whoever leaves as planned and never waits longer than need be, is home when planned.

    Nobody can be home earlier; with one window a visit, who leaves a minute later is home later.
    """
    (shift,) = problem.shifts
    shift = replace(shift, earliest=earliest, longest_drive=longest_drive)
    problem = replace(problem, shifts=(shift,))
    for route in permutations(range(len(problem.visits)), min(3, len(problem.visits))):
        found, first = schedule(problem, 0, route), walked(problem, route, earliest)
        if first is None or driving(problem, 0, route) > longest_drive:
            assert found is None
            continue
        assert found is not None
        assert found.finish == first[-1]
        assert found.leave >= earliest
        on_the_way = walked(problem, route, found.leave)
        assert on_the_way is not None
        assert on_the_way[-1] == found.finish
        assert all(
            start <= planned for start, planned in zip(on_the_way, found.starts, strict=False)
        )
        meetings = sum(problem.visits[n].service_duration for n in route)
        assert found.drive_and_wait == found.finish - found.leave - meetings
        later = walked(problem, route, found.leave + 1)
        windows = [problem.visits[n].windows[0] for n in route]
        assert later is None or later[-1] > found.finish or any(len(w) > 1 for w in windows)


@given(problems(visits=4, shifts=1))
def test_slack_says_what_a_route_has_room_for(problem: VisitProblem) -> None:
    """A meeting may begin as late as `last`, and not a step later, for the rest to be made."""
    route = tuple(range(len(problem.visits)))
    found, times = slack(problem, 0, route), schedule(problem, 0, route)
    assert (found is None) == (times is None)
    if found is None:
        return
    assert found.free[0] == problem.shifts[0].earliest
    for at, number in enumerate(route):
        visit = problem.visits[number]
        later = [
            start
            for start in visit.starts(visit.windows[0])
            if start >= found.last[at]
            and schedule(problem.with_visit(number, problem.at_just(number, 0, start)), 0, route)
        ]
        assert later == [found.last[at]]


def test_insertion_takes_the_cheapest_place() -> None:
    places, days = [(10, 0), (30, 0), (20, 0)], [ALL_DAY] * 3
    problem = make_problem(places, days, [50] * 3, [400], start_step=1)

    def drive_and_wait(route: Route) -> int:
        times = schedule(problem, 0, route)
        assert times is not None
        return times.drive_and_wait

    room = slack(problem, 0, (0, 1))
    assert room is not None
    found = cheapest_insertion(problem, room, 2)
    assert found is not None
    assert found.route == (0, 2, 1)
    assert found.detour == 3  # on the way: to park is all it takes
    assert found.detour == drive_and_wait((0, 2, 1)) - drive_and_wait((0, 1))


@settings(max_examples=50)
@given(problems(visits=4, shifts=1))
def test_insertion_finds_the_least_of_all_detours(problem: VisitProblem) -> None:
    *some, new = range(len(problem.visits))
    room = slack(problem, 0, tuple(some))
    if room is None:
        return
    longer = [(*some[:at], new, *some[at:]) for at in range(len(some) + 1)]
    times = [found for route in longer if (found := schedule(problem, 0, route)) is not None]
    least = min((found.drive_and_wait for found in times), default=None)
    insertion = cheapest_insertion(problem, room, new)
    assert (insertion is None) == (least is None)
    if insertion is not None and least is not None:
        assert insertion.detour == least - room.times.drive_and_wait
