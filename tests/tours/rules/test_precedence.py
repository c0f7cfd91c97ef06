"""Visits that wait for another, with a solver that tries all routes."""

from __future__ import annotations

from hypothesis import assume, given, settings

from hageplan.tours.build import PlanningCase
from hageplan.tours.rules.precedence import Precedence, is_kept, obey_precedences
from hageplan.tours.solve.problem import VisitProblem
from hageplan.tours.solve.value import worth
from tests.tours.solve.problems import best_routes, make_problem, possible_routes, problems

WAITS = Precedence(later="0", earlier="1")


def case(problem: VisitProblem) -> PlanningCase:
    return PlanningCase(problem=problem, candidates={}, days=(), hotels=(), for_two={})


def test_the_later_visit_waits_for_the_earlier_one() -> None:
    day = [[(0, 400)]]
    problem = make_problem([(10, 0), (20, 10)], [day, [[(200, 400)]]], [90, 90], [400])
    routes = best_routes(problem)
    assert routes == ((0, 1),)
    assert not is_kept(problem, routes, [WAITS])
    found, routes = obey_precedences(case(problem), routes, [WAITS], best_routes)
    assert routes == ((1, 0),)
    assert is_kept(found.problem, routes, [WAITS])


def test_who_waits_in_vain_is_left_out() -> None:
    problem = make_problem([(10, 0), (20, 0)], [[[(0, 400)]], [[]]], [90, 90], [400])
    _, routes = obey_precedences(case(problem), ((0,),), [WAITS], best_routes)
    assert routes == ((),)


def test_an_order_that_is_kept_already_changes_nothing() -> None:
    day = [[(0, 400)]]
    problem = make_problem([(10, 0), (20, 0)], [day, day], [90, 90], [400])
    found, routes = obey_precedences(case(problem), ((1, 0),), [WAITS], best_routes)
    assert (found.problem, routes) == (problem, ((1, 0),))


@settings(max_examples=60)
@given(problems(visits=3, shifts=2))
def test_order_is_kept_and_costs_no_more_than_to_leave_the_later_out(
    problem: VisitProblem,
) -> None:
    assume(len(problem.visits) > 1)
    without = max(worth(problem, r) for r in possible_routes(problem) if not any(0 in x for x in r))
    found, routes = obey_precedences(case(problem), best_routes(problem), [WAITS], best_routes)
    assert is_kept(found.problem, routes, [WAITS])
    assert worth(found.problem, routes) >= without
