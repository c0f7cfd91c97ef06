from __future__ import annotations

from itertools import permutations, product

from hypothesis import given, settings

from hageplan.tours.solve.problem import Route, VisitProblem
from hageplan.tours.solve.schedule import cheapest_insertion, schedule, slack
from tests.tours.solve.problems import make_problem, problems


def brute_force(problem: VisitProblem, route: Route) -> tuple[int, int] | None:
    """Return the earliest finish and the least duration with it, over all starts on the grid."""
    shift = problem.shifts[0]
    best: tuple[int, int] | None = None
    allowed = [
        [
            t
            for t in range(0, shift.latest + 1, problem.visits[0].start_step)
            if any(w.earliest <= t <= w.latest for w in problem.visits[n].windows[0])
        ]
        for n in route
    ]
    for starts in product(*allowed):
        leave = starts[0] - int(shift.legs.to_stop[0, problem.visits[route[0]].place])
        free = [s + problem.visits[n].service_duration for s, n in zip(starts, route, strict=True)]
        legs = [
            int(shift.legs.to_stop[problem.visits[a].place, problem.visits[b].place])
            for a, b in zip(route, route[1:], strict=False)
        ]
        in_time = all(f + d <= s for f, d, s in zip(free, legs, starts[1:], strict=False))
        finish = free[-1] + int(shift.legs.to_end[problem.visits[route[-1]].place, 0])
        if leave >= 0 and in_time and finish <= shift.latest:
            best = min(filter(None, (best, (finish, finish - leave))))
    return best


@settings(max_examples=60)
@given(problems(visits=3, shifts=1))
def test_times_are_the_best_of_all_possible(problem: VisitProblem) -> None:
    for length in range(1, min(2, len(problem.visits)) + 1):
        for route in permutations(range(len(problem.visits)), length):
            found, expected = schedule(problem, 0, route), brute_force(problem, route)
            assert (found is None) == (expected is None)
            if found is not None and expected is not None:
                meetings = sum(problem.visits[n].service_duration for n in route)
                assert (found.finish, found.drive_and_wait + meetings) == expected


def test_insertion_takes_the_cheapest_place() -> None:
    day = [[(0, 400)]]
    problem = make_problem([(10, 0), (30, 0), (20, 0)], [day, day, day], [50] * 3, [400])

    def drive_and_wait(route: Route) -> int:
        times = schedule(problem, 0, route)
        assert times is not None
        return times.drive_and_wait

    room = slack(problem, 0, (0, 1))
    assert room is not None
    found = cheapest_insertion(problem, room, 2)
    assert found is not None
    assert found.detour == min(
        map(drive_and_wait, ((2, 0, 1), (0, 2, 1), (0, 1, 2)))
    ) - drive_and_wait((0, 1))
    assert drive_and_wait(found.route) == found.detour + drive_and_wait((0, 1))
