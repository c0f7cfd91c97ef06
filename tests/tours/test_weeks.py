"""A plan as one of the office's weeks: time to invite, time to follow up, the weeks after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hageplan import load, plan
from hageplan.records.base import Sted
from hageplan.records.logg import Avtale
from hageplan.records.plan import Plan, PlanRequest, StopRule
from hageplan.tours.desk_time import desk_time
from hageplan.tours.request import whole_request
from hageplan.tours.solution import prepare
from hageplan.tours.solve.engine import ENOUGH, Engine
from hageplan.travel import DriveTable
from hageplan.travel.estimate import EstimatedRoads
from hageplan.travel.roads import KnownRoads, travel_of
from tests.conftest import Run

TODAY = date(2026, 11, 23)
FIRST = date(2026, 11, 30)
"""A Monday, and three working days after today's have gone by."""
BRIEF = StopRule(iterations=400)


def week(**asked: Any) -> Plan:
    request = PlanRequest(as_week=True, stop_rule=BRIEF, **asked)
    return plan(load(), request, today=TODAY)


@pytest.mark.parametrize(
    ("today", "days", "first"),
    [
        (TODAY, None, FIRST),
        (TODAY + timedelta(days=1), None, FIRST),  # three days stand between Tuesday and Monday
        (TODAY + timedelta(days=2), None, date(2026, 12, 7)),  # two days are too few
        (TODAY, 2, date(2026, 11, 27)),  # a few days are no week: as soon as there was time
        (date(2026, 12, 30), None, date(2027, 1, 11)),  # New Year's Day is no working day
    ],
)
def test_a_week_begins_on_a_monday_after_days_to_invite(
    today: date, days: int | None, first: date
) -> None:
    asked = whole_request(load(), PlanRequest(as_week=True, days=days), today=today)
    assert asked.propose_from == first
    assert asked.from_ == today + timedelta(days=1)


def test_no_visit_is_proposed_before_there_was_time_to_invite(run: Run) -> None:
    usual = ("plan", "-k", "Os", "--iterations", "20", "--today", f"{TODAY}", "--lang", "en")
    told = run(*usual).stdout
    assert "proposed from Monday 30 November" in told
    assert "--from 24.11." in told
    assert not re.search(r"\n\w+day 2\d November", told)
    sooner = run(*usual, "--from", "24.11.").stdout
    assert re.search(r"\n\w+day 2[4-7] November", sooner)
    assert "proposed from" not in sooner


def test_what_is_booked_before_that_stays() -> None:
    example = load()
    company = next(
        b for b in example.bedrifter if b.kommunenummer == "3427" and b.status != "avslag"
    )
    agreed = Avtale(
        id="a-1",
        organisasjonsnummer=company.organisasjonsnummer,
        tid=datetime(2026, 11, 25, 10),
        medarbeider="sigrid",
    )
    workspace = replace(example, avtaler=(*example.avtaler, agreed))
    made = plan(workspace, PlanRequest(as_week=True, stop_rule=BRIEF), today=TODAY)
    early = [stop for tour in made.tours if tour.date < FIRST for stop in tour.stops]
    assert [stop.avtale for stop in early] == ["a-1"]


def test_a_week_has_as_many_visits_as_can_be_followed_up() -> None:
    made = week(from_=date(2026, 11, 24), days=5)
    desk = made.desk_time
    assert desk is not None
    assert desk.is_enough
    assert desk.worth is not None
    assert 10 < made.totals.visits < desk.worth
    more = week(from_=date(2026, 11, 24), days=5, max_visits=desk.worth)
    assert more.totals.visits > made.totals.visits


@pytest.mark.parametrize("most", [None, 1000], ids=["of the right size", "all worth a visit"])
def test_a_week_leaves_to_later_ones_what_they_do_better(most: int | None) -> None:
    made = week(from_=date(2026, 11, 24), days=5, max_visits=most)
    later = [left for left in made.left_out if left.reason == "later"]
    assert len(later) > 20
    alone = plan(load(), made.request.model_copy(update={"as_week": False}), today=TODAY)
    assert not any(left.reason == "later" for left in alone.left_out)


def test_several_weeks_have_each_their_own_size_and_know_the_others() -> None:
    asked = PlanRequest(as_week=True, days=15, stop_rule=StopRule(iterations=1200))
    workspace = load()
    made = plan(workspace, asked, today=TODAY)
    visited = [stop.organisasjonsnummer for tour in made.tours for stop in tour.stops]
    assert len(visited) == len({*visited}) == made.totals.visits > 50
    assert not {*visited} & {left.organisasjonsnummer for left in made.left_out}
    considered = {left.organisasjonsnummer for left in made.left_out} | {*visited}
    for number in range(3):
        monday = FIRST + timedelta(weeks=number)
        tours = [t for t in made.tours if monday <= t.date < monday + timedelta(weeks=1)]
        of_week = made.request.model_copy(update={"propose_from": monday, "days": 5})
        desk = desk_time(workspace, of_week, tours)
        assert desk.is_enough
        assert sum(len(tour.stops) for tour in tours) > 15
    alone = plan(workspace, asked.model_copy(update={"days": 5, "stop_rule": BRIEF}), today=TODAY)
    assert alone.tours == made.tours[: len(alone.tours)]
    assert considered == {left.organisasjonsnummer for left in alone.left_out} | {
        stop.organisasjonsnummer for tour in alone.tours for stop in tour.stops
    }


def test_large_and_small_problems_get_fewer_rounds() -> None:
    workspace = load()

    def rounds(days: int, copies: float) -> int:
        request = PlanRequest(days=days)
        problem = prepare(workspace, request, today=TODAY, travel=travel_of(workspace))[1].problem
        visits = (8 * problem.visits)[: int(copies * len(problem.visits))]
        return Engine().rounds(replace(problem, visits=visits))

    assert rounds(5, 1) == ENOUGH
    assert ENOUGH > rounds(20, 4) > rounds(20, 8)
    assert ENOUGH > rounds(5, 0.5) > rounds(5, 0.25) > 0


@pytest.mark.parametrize(
    ("stop", "told"),
    [
        (None, r"solver-usual name=hageplan rounds=\d{4,}"),
        (StopRule(iterations=50), "solver-asked name=hageplan rounds=50"),
        (StopRule(seconds=0.1), r"solver-seconds name=hageplan seconds=0\.1"),
    ],
)
def test_a_plan_says_how_long_its_tours_were_looked_for(stop: StopRule | None, told: str) -> None:
    made = plan(load(), PlanRequest(kommuner=("3427",), days=2, stop_rule=stop), today=TODAY)
    assert re.fullmatch(told, made.travel.assumptions[-1])


@pytest.mark.parametrize("closes", [False, True], ids=["open", "a road closes in it"])
def test_driving_is_asked_for_once_a_season(closes: bool) -> None:
    class Counted(KnownRoads):
        asked = 0

        def table(self, places: Sequence[Sted], day: date) -> DriveTable:
            self.asked += 1
            return super().table(places, day)

    workspace = replace(load(), avtaler=())
    known = workspace.veier if closes else workspace.veier.model_copy(update={"stengt": ()})
    roads = Counted(EstimatedRoads(workspace.oppsett.kjoring), known, workspace.kommuner)
    prepare(workspace, PlanRequest(days=20), today=TODAY, travel=roads)
    assert roads.asked == (2 if closes else 1)
