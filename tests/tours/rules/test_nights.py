"""Nights away, with a solver that tries all routes."""

from __future__ import annotations

from datetime import date

import pytest

from hageplan.records.base import NavngittSted
from hageplan.tours.build import PlanningCase
from hageplan.tours.rules.nights import nights_away
from tests.conftest import NUMBERS
from tests.tours.cases import PER, WEDNESDAY, candidate, case_of, day
from tests.tours.solve.problems import best_routes

HOTEL = NavngittSted(navn="Hotellet", lat=63.0, lon=11.0)
FAR = {"lat": 63.0, "prize_minutes": 500, "besok_minutter": 75}
"""Five tenths of a degree: 203 minutes there and 200 back, which leaves room for one visit."""
THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)


def far_case(*, days=None) -> PlanningCase:
    far = [candidate(number, **FAR) for number in NUMBERS[:4]]
    return case_of(*far, days=days or [day(on=THURSDAY), day(on=FRIDAY)], hotels=[HOTEL])


@pytest.mark.parametrize(("saving", "visits"), [(0, 4), (1390, 4), (1391, 2)])
def test_a_night_away_brings_as_much_as_it_must(saving: int, visits: int) -> None:
    """From home a visit a day, 2 * (500 - 403); away four, 2000 - 203 - 200 - 13, which is 1390 more.

    The 13: 3 minutes to park at each stop but the first, and two waits of 2 for a multiple of 5.
    """
    case = far_case()
    home = best_routes(case.problem)
    found, routes = nights_away(
        case, home, saving=saving, again=best_routes, is_allowed=lambda *_: True
    )
    assert sum(map(len, routes)) == visits
    (hotel,) = case.hotels
    first, second = found.problem.shifts
    assert (first.end_place == hotel) == (second.start_place == hotel) == (visits == 4)


def test_no_night_that_breaks_a_rule_or_that_nobody_can_spend() -> None:
    case = far_case()
    home = best_routes(case.problem)
    kept, routes = nights_away(case, home, saving=0, again=best_routes, is_allowed=lambda *_: False)
    assert (kept, routes) == (case, home)
    apart = far_case(days=[day(on=THURSDAY), day(PER, FRIDAY)])
    home = best_routes(apart.problem)
    kept, _ = nights_away(apart, home, saving=0, again=best_routes, is_allowed=lambda *_: True)
    assert kept is apart


def test_two_nights_of_which_none_pays_alone() -> None:
    """Two visits, 300, are not worth the drive of 403; the day between two nights has two more."""
    far = [
        candidate(number, lat=63.0, prize_minutes=150, besok_minutter=180) for number in NUMBERS[:4]
    ]
    days = [day(on=on) for on in (WEDNESDAY, THURSDAY, FRIDAY)]
    case = case_of(*far, days=days, hotels=[HOTEL])
    home = best_routes(case.problem)
    assert home == ((), (), ())
    found, routes = nights_away(case, home, saving=0, again=best_routes, is_allowed=lambda *_: True)
    assert [len(route) for route in routes] == [1, 2, 1]
    assert [shift.end_place for shift in found.problem.shifts[:2]] == [*case.hotels] * 2
