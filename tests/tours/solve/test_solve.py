"""The whole way from problem to routes, against all possible routes on small problems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan.records.plan import StopRule
from hageplan.tours.solve.engine import Engine
from hageplan.tours.solve.local_search import (
    InsertionCache,
    drop_worthless,
    local_search,
    unplanned,
)
from hageplan.tours.solve.problem import UNLIMITED, Goals, Legs, Routes, VisitProblem
from hageplan.tours.solve.schedule import schedule
from hageplan.tours.solve.solver import Solver
from hageplan.tours.solve.value import value
from tests.tours.solve.problems import BruteForce, best_routes, make_problem, problems

STOP = StopRule(iterations=300)
SOLVERS: list[Solver] = [Engine(), BruteForce()]
"""What the protocol promises, each keeps; tests of large problems are the engine's."""
each_solver = pytest.mark.parametrize("solver", SOLVERS, ids=lambda solver: solver.name)


def planned(solver: Solver, problem: VisitProblem, limit: int | None = None) -> Routes:
    limited = replace(problem, goals=replace(problem.goals, at_most=(limit or UNLIMITED,)))
    return local_search(
        InsertionCache(limited), solver.solve(limited, stop=STOP, seed=1, progress=lambda _: None)
    )


def best_value(problem: VisitProblem, limit: int = UNLIMITED) -> float:
    """Try every choice, split and order."""
    limited = replace(problem, goals=replace(problem.goals, at_most=(limit,)))
    return value(problem, best_routes(limited))


@each_solver
@settings(max_examples=25)
@given(problems())
def test_every_route_has_a_schedule_and_no_visit_is_made_twice(
    solver: Solver, problem: VisitProblem
) -> None:
    routes = solver.solve(problem, stop=STOP, seed=1, progress=lambda _: None)
    assert len(routes) == len(problem.shifts)
    assert all(schedule(problem, shift, route) for shift, route in enumerate(routes))
    made = [number for route in routes for number in route]
    assert len(made) == len(set(made))


@settings(max_examples=100, derandomize=True)
@given(problems())
def test_small_problems_are_solved_to_the_optimum(problem: VisitProblem) -> None:
    assert value(problem, planned(Engine(), problem)) == best_value(problem)


@settings(max_examples=50, derandomize=True)
@given(problems())
def test_prizes_alone_count_where_time_costs_nothing(problem: VisitProblem) -> None:
    free = replace(problem, goals=Goals(minute_cost=0))
    routes = Engine().solve(free, stop=STOP, seed=1, progress=lambda _: None)
    assert value(free, routes) == best_value(free)


@each_solver
@settings(max_examples=25)
@given(problems(visits=5))
def test_a_limit_is_kept_and_nothing_worthwhile_is_left_out(
    solver: Solver, problem: VisitProblem
) -> None:
    routes = planned(solver, problem, limit=2)
    assert sum(map(len, routes)) <= 2
    free = planned(solver, problem)
    for number in unplanned(problem, free):
        insertion = InsertionCache(problem).best(free, number)
        assert insertion is None or insertion.detour >= problem.visits[number].prize


def test_a_visit_on_the_only_short_way_is_not_dropped_first() -> None:
    day = [[(0, 400)]]
    problem = make_problem([(10, 0), (20, 0), (30, 0)], [day] * 3, [50, 60, 50], [400])
    to_stop = problem.shifts[0].legs.to_stop
    to_stop[1, 3] = to_stop[3, 1] = 900
    kept = drop_worthless(replace(problem, goals=Goals(at_most=(2,))), ((0, 1, 2),))
    assert [len(route) for route in kept] == [2]
    assert value(problem, kept) > 0


@settings(max_examples=60, derandomize=True)
@given(problems(), st.tuples(st.integers(0, 2), st.integers(0, 2)), st.sampled_from([0, 0.1]))
def test_each_week_has_a_limit_of_its_own(
    problem: VisitProblem, at_most: tuple[int, int], delay: float
) -> None:
    now, later = problem.shifts
    shifts = now, replace(later, week=1, delay=delay)
    limited = replace(problem, shifts=shifts, goals=Goals(at_most=at_most))
    routes = Engine().solve(limited, stop=STOP, seed=1, progress=lambda _: None)
    finished = local_search(InsertionCache(limited), routes)
    assert all(len(route) <= most for route, most in zip(finished, at_most, strict=True))
    assert value(limited, finished) == pytest.approx(value(limited, best_routes(limited)))


@each_solver
def test_a_limit_keeps_those_that_are_worth_most_together(solver: Solver) -> None:
    day = [[(0, 400)], [(0, 400)]]
    points = [(0, 60), (5, 61), (-70, 0), (0, -75)]
    problem = make_problem(points, [day] * 4, [90, 90, 100, 100], [400, 400])
    assert value(problem, planned(solver, problem, limit=2)) == best_value(problem, 2)


def test_same_seed_and_iterations_give_the_same_routes() -> None:
    day = [[(0, 300)], [(0, 300)]]
    points = [(7 * n % 60, 11 * n % 50) for n in range(30)]
    problem = make_problem(points, [day] * 30, [40 + n for n in range(30)], [400, 400])
    assert planned(Engine(), problem) == planned(Engine(), problem)


@each_solver
def test_progress_ends_at_one_and_seconds_are_a_stop_rule(solver: Solver) -> None:
    day = [[(0, 300)], [(0, 300)]]
    problem = make_problem([(5, 5), (9, 9)], [day] * 2, [40, 50], [400, 400])
    told: list[float] = []
    solver.solve(problem, stop=StopRule(seconds=0.2), seed=1, progress=told.append)
    assert told[-1] == 1.0
    assert all(0 <= share <= 1 for share in told)


@each_solver
def test_no_visit_possible_gives_empty_routes(solver: Solver) -> None:
    problem = make_problem([(5, 5)], [[[], []]], [40], [400, 400])
    assert planned(solver, problem) == ((), ())


@settings(max_examples=60, derandomize=True)
@given(problems(), st.data())
def test_routes_can_be_driven_where_the_way_past_a_stop_is_longer_than_by_it(
    problem: VisitProblem, data: st.DataObject
) -> None:
    """Known roads may have it so; then what is left of a route without a stop may come too late."""
    places = len(problem.places)
    minutes = st.integers(1, 250)
    row = st.lists(minutes, min_size=places, max_size=places)
    drawn = np.array(data.draw(st.lists(row, min_size=places, max_size=places)))
    longest = data.draw(st.sampled_from([UNLIMITED, 200]))
    shifts = tuple(
        replace(shift, legs=Legs(drawn, drawn, drawn.astype(float)), longest_drive=longest)
        for shift in problem.shifts
    )
    problem = replace(problem, shifts=shifts)
    routes = planned(Engine(), problem)
    assert all(schedule(problem, shift, route) for shift, route in enumerate(routes))


def test_what_must_be_made_does_not_count_to_the_limit() -> None:
    windows = [[[(0, 400)]]] * 3
    problem = make_problem([(10, 0), (11, 0), (12, 0)], windows, [50, 60, 70], [400])
    must = problem.with_visit(0, replace(problem.visits[0], is_required=True))
    for limit, visits in ((0, {0}), (1, {0, 2})):
        limited = replace(must, goals=Goals(at_most=(limit,)))
        found = Engine().solve(limited, stop=STOP, seed=1, progress=lambda _: None)
        assert set(local_search(InsertionCache(limited), found)[0]) == visits


@settings(max_examples=15)
@given(
    st.integers(60, 110),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=4, max_size=5),
)
def test_a_day_is_begun_by_visits_that_pay_together_alone(
    prize: int, near: list[tuple[int, int]]
) -> None:
    """All are some 100 minutes away, which no prize pays there and back."""
    open_all_day = [[[(0, 480)], [(0, 480)]] for _ in near]
    points = [(50 + x, 50 + y) for x, y in near]
    problem = make_problem(points, open_all_day, [prize] * len(near), [480, 480])
    assert value(problem, planned(Engine(), problem)) == best_value(problem)
