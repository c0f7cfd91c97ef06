"""Visits that come back: intervals, how due they are, and what that makes them worth."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import hageplan
from hageplan.interest.model.history import history_of
from hageplan.interest.revisits import coverage_of, due_visits, revisits, worth_of
from hageplan.interest.suggest import next_visits
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Henvendelse
from hageplan.records.plan import PlanRequest, StopRule
from hageplan.records.workspace import Workspace
from hageplan.staff.scenario import StaffingRequest
from hageplan.tours.choose import choose
from hageplan.tours.request import whole_request
from hageplan.tours.screen.plan_terminal import print_plan
from tests.conftest import NUMBERS, Run, Write, bedrift

TODAY = date(2026, 11, 23)
A, B, C, D = NUMBERS[:4]


def visit(number: str, days_ago: int, **keys: object) -> str:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()]
    day = TODAY - timedelta(days_ago)
    return "\n".join(
        [
            "[[henvendelse]]",
            f'organisasjonsnummer = "{number}"',
            f"tid = {day}T10:00:00",
            *lines,
            "",
        ]
    )


def hage(write: Write, companies: list[str], contacts: list[str], more: str = "") -> Workspace:
    years: dict[str, str] = {}
    for contact in contacts:
        year = contact.split("tid = ")[1][:4]
        years[f"logg/{year}.toml"] = years.get(f"logg/{year}.toml", "") + contact + "\n"
    files = {"bedrifter/a.toml": "\n".join(companies), **years}
    folder = write(files)
    settings = folder / "hageplan.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\n{more}", encoding="utf-8")
    return hageplan.load(folder)


def minutes_worth(records: Workspace, today: date = TODAY) -> Mapping[str, int]:
    asked = PlanRequest(from_=today, days=1, kommuner=("3430",))
    request = whole_request(records, asked, today=today)
    choice = choose(records, request, [today], earlier=None, today=today)
    return {one.organisasjonsnummer: one.prize_minutes for one in choice.candidates}


@pytest.mark.parametrize(
    ("elapsed", "worth"),
    [(0, 0), (0.5, 0), (0.75, 0.5), (1, 1), (1.5, 1.5), (2, 2), (9, 2)],
)
def test_a_revisit_is_worth_nothing_at_half_the_interval_and_twice_at_twice(
    elapsed: float, worth: float
) -> None:
    assert worth_of(elapsed) == pytest.approx(worth)


@given(st.lists(st.floats(0, 10), min_size=2, max_size=2).map(sorted))
def test_later_is_never_worth_less(two: list[float]) -> None:
    assert worth_of(two[0]) <= worth_of(two[1])


def test_a_member_unseen_for_two_years_stands_above_one_seen_of_late(write: Write) -> None:
    # An attempt is no visit.
    seen = [visit(A, 120), visit(B, 730), visit(C, 31), visit(B, 8, utfall="ikke_truffet")]
    members = [bedrift(number, status="medlem") for number in (A, B, C, D)]
    records = hage(write, members, seen)
    # D was never visited since the log began, as far as anybody knows.
    order = [one.organisasjonsnummer for one in due_visits(records, today=TODAY).visits]
    assert order == [B, D]
    # 80 minutes, half of them for a member: g(120/180) = 1/3, g(730/180) = 2; C rests till 90 days.
    assert minutes_worth(records) == {A: 13, B: 80, D: 80}


def test_a_plan_takes_the_member_that_waits_longest(write: Write) -> None:
    near = {"lat": 62.58, "lon": 11.39}
    away = {"lat": 62.60, "lon": 11.45}
    members = [bedrift(A, status="medlem", **near), bedrift(B, status="medlem", **away)]
    records = hage(write, members, [visit(A, 100), visit(B, 730)])
    asked = PlanRequest(kommuner=("3425", "3426", "3430"), days=1, max_visits=1)
    found = hageplan.plan(records, asked, today=TODAY)
    assert [stop.organisasjonsnummer for tour in found.tours for stop in tour.stops] == [B]
    assert any(one.startswith("visit-intervals") for one in found.travel.assumptions)


@pytest.mark.parametrize("status", ["medlem", "maalbedrift"])
@given(age=st.integers(0, 400), interval=st.integers(1, 400), later=st.integers(0, 400))
def test_waiting_longer_makes_no_visit_worth_less(
    status: str, age: int, interval: int, later: int
) -> None:
    records = in_memory(status, age, interval)
    first, then = (TODAY + timedelta(n) for n in (0, later))
    one = revisits(records, history_of(records.henvendelser, TODAY))[A]
    assert one.elapsed(first) == pytest.approx(age / interval)
    assert worth_of(one.elapsed(first)) <= worth_of(one.elapsed(then))
    assert (one.rests_until <= first) == (age >= interval / 2)


def in_memory(status: str, age: int, interval: int) -> Workspace:
    example = hageplan.load()
    company = Bedrift.model_validate({
        "organisasjonsnummer": A, "navn": "Prøve AS", "kommunenummer": "3430", "status": status,
        "besoksintervall_dager": interval,
    })  # fmt: skip
    contact = Henvendelse.model_validate(
        {"organisasjonsnummer": A, "tid": f"{TODAY - timedelta(age)}T10:00:00"}
    )
    return replace(example, bedrifter=(company,), henvendelser=(contact,), avtaler=())


def test_prospects_are_due_by_what_they_answered(write: Write) -> None:
    """Two that are alike but for the day of the visit: the one that is due stands first."""
    prospects = [bedrift(number) for number in (A, B, C)]
    answer = {"interesse": "interessert"}
    records = hage(write, prospects, [visit(A, 40, **answer), visit(B, 61, **answer),
                                      visit(C, 100, interesse="ikke")])  # fmt: skip
    found = next_visits(records, today=TODAY, count=3)
    assert [one.organisasjonsnummer for one in found.visits if not one.randomised] == [B, A]
    assert found.excluded == 1, "who is not interested is left alone for half a year"
    assert [one.organisasjonsnummer for one in due_visits(records, today=TODAY).visits] == [B]


def test_the_companys_own_interval_wins(write: Write) -> None:
    often = bedrift(A, status="medlem", besoksintervall_dager=20)
    records = hage(write, [often, bedrift(B, status="medlem")], [visit(A, 21), visit(B, 21)])
    assert [one.organisasjonsnummer for one in due_visits(records, today=TODAY).visits] == [A]
    assert A in minutes_worth(records), "it goes before karens_dager"


def test_settings_name_the_interval_of_a_class(write: Write) -> None:
    rules = "[besoksintervall_dager]\nmedlem = 400\n"
    records = hage(write, [bedrift(A, status="medlem")], [visit(A, 300)], rules)
    assert due_visits(records, today=TODAY).visits == ()
    assert due_visits(records, today=TODAY + timedelta(100)).due == 1


def test_again_in_two_weeks_holds_until_the_next_visit(write: Write, run: Run) -> None:
    hage(write, [bedrift(A, navn="Elve AS", status="medlem")], [])
    folder = ("--workspace", write({}))

    def due(day: str) -> int:
        done = run("next", "--overdue", "--json", "--today", day, *folder)
        return int(json.loads(done.stdout)["due"])

    said = run("log", "Elve AS", "--at", "20.11.2026 10:00", "--neste-besok", "om 14 dager",
               "--today", "2026-11-20", "--lang", "nb", *folder)  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert "neste besøk 4. des. 2026" in said.stdout
    assert [due("2026-12-03"), due("2026-12-04")] == [0, 1]
    run("log", "Elve AS", "--at", "4.12.2026 10:00", "--today", "2026-12-04", *folder)
    assert due("2026-12-20") == 0


def test_coverage_counts_those_visited_within_their_interval(write: Write) -> None:
    companies = [
        bedrift(A, status="medlem"), bedrift(B, status="medlem"),
        bedrift(C, status="maalbedrift"), bedrift(D),
    ]  # fmt: skip
    records = hage(write, companies, [visit(A, 180), visit(B, 181), visit(C, 360)])
    found = {one.klasse: one for one in coverage_of(records, TODAY)}
    assert found.keys() == {"medlem", "maalbedrift"}, "who never answered is not visited again"
    members = found["medlem"]
    assert (members.companies, members.visited, members.interval_days) == (2, 1, 180)
    assert members.elapsed == pytest.approx((1 + 181 / 180) / 2)
    remarks = due_visits(records, today=TODAY).assumptions
    # (180 + 181) / 180 and 360 / 90, over three companies.
    assert any(one.startswith("visits-behind") and "200" in one for one in remarks)


def test_a_plan_says_that_more_is_due_where_it_is(write: Write) -> None:
    """In Os a member waits twice its interval; in Røros one was visited within it."""
    companies = [
        bedrift(A, status="medlem"), bedrift(B, status="medlem", kommunenummer="5025"),
        bedrift(C), bedrift(D, kommunenummer="5025"),
    ]  # fmt: skip
    records = hage(write, companies, [visit(A, 360), visit(B, 100)])
    for kommune, is_behind in (("3430", True), ("5025", False)):
        asked = PlanRequest(kommuner=(kommune,), days=1, stop_rule=StopRule(iterations=20))
        made = hageplan.plan(records, asked, today=TODAY)
        told = [one for one in made.travel.assumptions if one.startswith("visits-behind")]
        assert bool(told) is is_behind
        stream = io.StringIO()
        out = Console(file=stream, width=120)
        print_plan(made, records.kommuner, records.handles, records.people, out)
        above, _heading, below = stream.getvalue().partition("Assumptions")
        assert ("More visits come due" in above) is is_behind
        assert "More visits come due" not in below


def test_summary_tells_coverage_and_overdue_fits_the_screen(run: Run) -> None:
    done = run("summary", "--today", "2026-11-23", "--lang", "en")
    assert re.search(r"Visited in time: members \d+ of 25", done.stdout)
    due = run("next", "--overdue", "--today", "2026-11-23", "--lang", "en")
    assert re.search(r"\b\d\d are due in all", due.stdout)
    assert max(map(len, due.stdout.splitlines())) <= 80
    assert len(due.stdout.splitlines()) <= 40


def test_staffing_takes_its_visits_from_the_intervals(write: Write) -> None:
    rules = "[besoksintervall_dager]\nmedlem = 73\n"
    members = [bedrift(A, status="medlem"), bedrift(B, status="medlem", besoksintervall_dager=146)]
    records = hage(write, members, [], rules)
    found = hageplan.staffing(records, StaffingRequest(kommuner=("3430",)), today=TODAY)
    targets = next(one for one in found.assumptions if one.input == "visits_per_target")
    assert targets.value == pytest.approx(365.25 / 90)
    visits = next(one for one in found.assumptions if one.input == "visits_per_member")
    assert visits.value == pytest.approx((365.25 / 73 + 365.25 / 146) / 2)
    assert visits.given == "default"


def test_a_year_has_the_visits_of_a_maalbedrift(write: Write) -> None:
    """91 days apart are four visits a year and a little, until it joins; none as of a prospect."""
    rules = "[besoksintervall_dager]\nmaalbedrift = 91\n"
    records = hage(write, [bedrift(A, status="maalbedrift")], [], rules)
    found = hageplan.staffing(records, StaffingRequest(kommuner=("3430",)), today=TODAY)
    joined = found.new_members * 365.25 / 180
    staying = 1 - found.new_members
    assert found.kommuner[0].visits == pytest.approx(staying * 365.25 / 91 + joined)
    assert found.driving.visits == 4
