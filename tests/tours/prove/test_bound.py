"""Bounds are above the best plan there is, and not far above."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan.records.proof import Proof
from hageplan.tours.build import PlanningCase
from hageplan.tours.prove import bound as bounding
from hageplan.tours.prove import run
from hageplan.tours.prove.bound import bounds
from hageplan.tours.prove.pose import posed
from hageplan.tours.solution import Solution
from hageplan.tours.solve.problem import UNLIMITED, Goals, Routes, VisitProblem
from hageplan.tours.solve.value import worth
from tests.driver import hageplan
from tests.tours.solve.problems import make_problem, possible_routes, problems

EXAMPLE = ("--today", "2026-11-23", "--lang", "en")


def last_bound(problem: VisitProblem, duty: int = 0) -> float:
    case = PlanningCase(problem=problem, candidates={}, days=(), hotels=(), for_two={})
    found = [*bounds(posed(case, (), saving=0, duty=duty))]
    assert found == sorted(found, reverse=True)
    return found[-1]


def best_of(problem: VisitProblem) -> tuple[int, float]:
    """Return what must be made and is, and the value of the best routes that keep all goals."""

    def is_allowed(routes: Routes) -> bool:
        made = {number for route in routes for number in route}
        both = any(problem.visits[n].exclusive_with in made for n in made)
        return min(problem.room(routes)) >= 0 and not both

    return max(worth(problem, routes) for routes in possible_routes(problem) if is_allowed(routes))


@st.composite
def weeks(draw: st.DrawFn) -> VisitProblem:
    """Draw a small problem with every goal there is."""
    problem = draw(problems(visits=5))
    goals = Goals(
        at_most=draw(st.sampled_from([(UNLIMITED, UNLIMITED), (2, 1), (0, 2)])),
        spread=draw(st.sampled_from([0.0, 30.0])),
        least=(draw(st.integers(0, 2)),),
    )
    now, later = problem.shifts
    limit = draw(st.sampled_from([UNLIMITED, 120]))
    shifts = (
        replace(now, longest_drive=limit),
        replace(later, week=1, delay=draw(st.sampled_from([0, 0.1])), idle=draw(st.integers(0, 9))),
    )
    visits = list(problem.visits)
    if len(visits) > 2 and draw(st.booleans()):
        visits[0] = replace(visits[0], exclusive_with=1)
        visits[1] = replace(visits[1], exclusive_with=0)
        visits[2] = replace(visits[2], is_required=True)
    return replace(problem, visits=tuple(visits), shifts=shifts, goals=goals)


@settings(max_examples=100, derandomize=True)
@given(weeks())
def test_no_routes_are_worth_more_than_the_bound(problem: VisitProblem) -> None:
    duty, best = best_of(problem)
    assert last_bound(problem, duty) >= best - 1e-6


def test_where_routes_are_shared_out_with_ease_the_bound_is_the_best_value() -> None:
    day = [[(0, 400)], [(0, 400)]]
    points = [(10, 0), (12, 3), (-30, 5), (-28, 0), (0, 40)]
    problem = make_problem(points, [day] * 5, [80, 90, 70, 75, 60], [200, 200])
    assert last_bound(problem) == best_of(problem)[1]


def test_three_of_which_a_day_can_visit_two_are_no_more_than_two_drives() -> None:
    """By halves, three routes to two of them are one and a half drives; a cut forbids it."""
    day = [[(0, 400)], [(0, 400)]]
    problem = make_problem([(30, 0)] * 3, [day] * 3, [100, 100, 100], [150, 150])
    assert last_bound(problem) == best_of(problem)[1]


def test_a_share_is_lacking_or_not_and_by_half_it_is_neither() -> None:
    """A route by half would have half a visit there; plans are parted by whether there is one."""
    points = [(60, 0), (-40, 0), (-50, 0)]
    problem = make_problem(points, [[[(0, 400)]]] * 3, [150, 50, 50], [200])
    for number in (1, 2):
        problem = problem.with_visit(number, replace(problem.visits[number], group=1))
    wanted = replace(problem, goals=Goals(least=(0, 1)))
    assert last_bound(wanted) == best_of(wanted)[1]


def test_no_visit_possible_is_worth_nothing() -> None:
    assert last_bound(make_problem([(5, 5)], [[[], []]], [40], [400, 400])) == 0


def test_the_example_is_proven_within_one_percent_by_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The value is recomputed from the plan's own figures: prizes less driving and waiting."""
    monkeypatch.setattr(bounding, "ROUNDS", 40)
    ended = hageplan("plan", "--prove", "--json", "--iterations", "20000", *EXAMPLE)
    plan = json.loads(ended.out)
    totals, proof = plan["totals"], plan["proof"]
    spent = totals["drive_minutes"] + totals["wait_minutes"]
    assert proof["value"] == totals["prize_minutes"] - spent
    assert proof["value"] <= proof["bound"] <= 1.01 * proof["value"]
    assert any(code.startswith("proof-size") for code in proof["given"])


def test_weeks_are_proven_one_by_one_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "ROUNDS", 20)
    ended = hageplan("plan", "--prove", "--weeks", "2", "--iterations", "4000", *EXAMPLE)
    assert "Proven in" in ended.out
    assert "The proof holds for each week by itself" in " ".join(ended.out.split())
    assert "--prove" not in hageplan("plan", "--iterations", "100", *EXAMPLE).out


def test_who_stops_a_proof_gets_what_is_proven_until_then(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_found: Solution) -> Iterator[Proof]:
        yield Proof(value=100, bound=200)
        yield Proof(value=100, bound=125)
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "proofs", interrupted)
    ended = hageplan("plan", "--prove", "--days", "1", "--iterations", "100", *EXAMPLE)
    told = " ".join(ended.out.split())
    assert ended.code == 0
    assert "worth 100 min" in told
    assert "at most 20% is missing" in told
    assert "may bring the upper bound further down" in told
    assert "stopped" in ended.err
