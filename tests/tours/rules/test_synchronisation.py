"""Visits of two medarbeidere, with a solver that tries all routes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan.tours.build import PlanningCase
from hageplan.tours.rules.synchronisation import synchronise
from hageplan.tours.solve.problem import Routes
from hageplan.tours.solve.schedule import schedule
from hageplan.tours.solve.value import value
from tests.tours.cases import KARI, PER, WEDNESDAY, B, candidate, case_of, day, opening
from tests.tours.solve.problems import best_routes
from tests.tours.test_clock import Pauses, pauses

PAIR: dict[str, Any] = {"to_medarbeidere": True, "besokstider": [opening("09:00", "12:00")]}


def real_starts(case: PlanningCase, routes: Routes, company: str) -> list[int]:
    """Return when each of those who are there begins, in real time."""
    found = []
    for number, route in enumerate(routes):
        times = schedule(case.problem, number, route)
        assert times is not None
        for visit, start in zip(route, times.starts, strict=True):
            if case.problem.visits[visit].organisasjonsnummer == company:
                found.append(case.problem.shifts[number].clock.real_start(start))
    return found


@pytest.mark.parametrize(
    ("keys", "people"),
    [
        # both drive 43 minutes there and 40 back
        ({"prize_minutes": 167}, 2),
        ({"prize_minutes": 166}, 0),
        ({"prize_minutes": 20, "must": True}, 2),
    ],
)
def test_both_go_where_it_is_worth_the_driving_of_both(keys: dict[str, Any], people: int) -> None:
    pair = candidate(**PAIR, **keys)
    case = case_of(pair, days=[day(), day(PER)])
    found, routes = synchronise(case, best_routes(case.problem), best_routes)
    company = pair.bedrift.organisasjonsnummer
    starts = real_starts(found, routes, company)
    assert len(starts) == people
    assert len(set(starts)) <= 1
    if people:
        assert value(found.problem, routes) == pair.prize_minutes - 166


def test_two_days_are_no_meeting() -> None:
    pair = candidate(**PAIR, prize_minutes=400)
    for days in ([day(), day(PER, WEDNESDAY)], [day(KARI)]):
        case = case_of(pair, days=days)
        assert synchronise(case, tuple(() for _ in days), best_routes)[0] is case


@settings(max_examples=30, deadline=None)
@given(pauses(), pauses(), st.integers(60, 400))
def test_both_begin_at_the_same_real_time_and_nothing_is_lost(
    hers: Pauses, his: Pauses, prize: int
) -> None:
    some = candidate(**PAIR, prize_minutes=prize), candidate(B, lat=62.55, prize_minutes=120)
    case = case_of(
        *some, days=[day(breaks=hers), day(PER, breaks=his)], klokkeslett_hver_minutter=15
    )
    before = best_routes(case.problem)
    found, routes = synchronise(case, before, best_routes)
    starts = real_starts(found, routes, some[0].bedrift.organisasjonsnummer)
    assert len(starts) in (0, 2)
    assert len(set(starts)) <= 1
    assert value(found.problem, routes) >= value(case.problem, before)
