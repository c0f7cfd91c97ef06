"""Plans of real records: the rules of the week, the reasons, and the check of it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan import load, plan
from hageplan.errors import RequestError
from hageplan.records.plan import Pause, Plan, PlanRequest, Stop, StopRule
from hageplan.records.workspace import Workspace
from hageplan.tours.checker import check_plan
from hageplan.travel.roads import travel_of
from tests.conftest import NUMBERS, SETTINGS, Write, bedrift

EXAMPLE = load()
MONDAY = date(2026, 11, 23)
QUICK = StopRule(iterations=200)


def planned(workspace: Workspace = EXAMPLE, today: date = MONDAY, **keys: Any) -> Plan:
    return plan(workspace, PlanRequest(**{"stop_rule": QUICK, **keys}), today=today)


def by_number(result: Plan) -> dict[str, Stop]:
    return {stop.organisasjonsnummer: stop for tour in result.tours for stop in tour.stops}


def test_default_is_the_next_five_working_days_for_everyone() -> None:
    result = planned(kommuner=("3427",))
    assert result.request.from_ == date(2026, 11, 24)
    assert {tour.medarbeider for tour in result.tours} == {"sigrid", "ola"}
    assert max(tour.date for tour in result.tours) <= date(2026, 11, 30)
    assert {stop.kommunenummer for tour in result.tours for stop in tour.stops} == {"3427"}
    visited = {stop.organisasjonsnummer for tour in result.tours for stop in tour.stops}
    left = {company.organisasjonsnummer for company in result.left_out}
    ours = {b.organisasjonsnummer for b in EXAMPLE.bedrifter if b.kommunenummer == "3427"}
    assert visited | left == ours
    assert not visited & left


def test_ola_is_away_at_christmas_and_half_days_end_at_noon() -> None:
    result = planned(today=date(2026, 12, 20), days=4)
    assert {tour.medarbeider for tour in result.tours} == {"sigrid"}
    by_day = {tour.date: tour for tour in result.tours}
    assert by_day[date(2026, 12, 24)].end.time <= time(12)
    assert by_day[date(2026, 12, 24)].lunch is None
    assert date(2026, 12, 25) not in by_day


def test_the_request_says_what_was_asked_for_also_where_days_fall_away() -> None:
    result = planned(
        today=date(2026, 12, 18), days=3, medarbeidere=("ola",), from_=date(2026, 12, 17)
    )
    assert result.request.days == 3
    assert {tour.date for tour in result.tours} == {date(2026, 12, 17)}


def test_the_limit_holds_for_the_whole_plan() -> None:
    assert planned(max_visits=3).totals.visits == 3


def test_meetings_start_on_five_minutes() -> None:
    starts = [stop.start.minute for tour in planned().tours for stop in tour.stops]
    assert starts
    assert all(minute % 5 == 0 for minute in starts)


def companies(write: Write, *tables: str, settings: str = SETTINGS, **files: str) -> Workspace:
    return load(write({"hageplan.toml": settings, "bedrifter/a.toml": "".join(tables), **files}))


HERE = {"lat": 62.57, "lon": 11.38}


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"reservert": True, **HERE}, "opted-out"),
        ({"status": "nedlagt", **HERE}, "closed-down"),
        ({"status": "avslag", **HERE}, "declined"),
        ({"besokstider": [{"fra": "17:00", "til": "19:00"}], **HERE}, "outside-hours"),
        ({"besokstider": [{"fra": "09:00", "til": "12:00", "ukedager": ["lor"]}]}, "outside-hours"),
        ({"lat": 70.0, "lon": 25.0}, "too-far"),
        ({"lat": 61.5, "lon": 10.3}, "not-worth-the-drive"),
    ],
)
def test_why_a_company_is_left_out(write: Write, keys: dict[str, object], reason: str) -> None:
    result = planned(companies(write, bedrift(NUMBERS[0], **keys)), kommuner=("3430",))
    assert result.tours == ()
    assert [company.reason for company in result.left_out] == [reason]


def test_no_time_left_and_the_limit(write: Write) -> None:
    workspace = companies(write, *(bedrift(n, **HERE) for n in NUMBERS))
    result = planned(workspace, kommuner=("3430",), days=1)
    assert {company.reason for company in result.left_out} == {"no-time-left"}
    assert result.totals.visits == 5
    limited = planned(workspace, kommuner=("3430",), days=1, max_visits=1)
    assert {company.reason for company in limited.left_out} == {"visit-limit"}


def test_those_beyond_the_best_prizes_are_said_not_to_be_tried(write: Write) -> None:
    numbers = [b.organisasjonsnummer for b in EXAMPLE.bedrifter[:70]]
    tables = (bedrift(n, antall_ansatte=k % 30, **HERE) for k, n in enumerate(numbers))
    result = planned(companies(write, *tables), kommuner=("3430",), days=1)
    untried = [c.prize_minutes for c in result.left_out if c.reason == "not-tried"]
    tried = [c.prize_minutes for c in result.left_out if c.reason == "no-time-left"]
    assert len(untried) == 10
    assert max(untried) <= min(tried)


def test_one_met_lately_waits_and_the_log_of_later_days_is_unknown(write: Write) -> None:
    log = f"""[[henvendelse]]
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2026-11-10T10:00:00
interesse = "interessert"
"""
    tables = (bedrift(NUMBERS[0], **HERE), bedrift(NUMBERS[1], **HERE))
    workspace = companies(write, *tables, **{"logg/2026.toml": log})
    result = planned(workspace, kommuner=("3430",))
    assert [company.reason for company in result.left_out] == ["recently-contacted"]
    assert "again=2026-12-10" in result.left_out[0].detail
    earlier = by_number(planned(workspace, today=date(2026, 11, 9), kommuner=("3430",)))
    assert "never-contacted" in earlier[NUMBERS[0]].reasons
    assert earlier[NUMBERS[0]].prize_minutes == earlier[NUMBERS[1]].prize_minutes
    later = by_number(planned(workspace, today=date(2026, 12, 20), kommuner=("3430",)))
    assert "interest grade=interessert date=2026-11-10" in later[NUMBERS[0]].reasons
    assert "member-chance percent=35" in later[NUMBERS[0]].reasons
    assert later[NUMBERS[0]].prize_minutes != later[NUMBERS[1]].prize_minutes


def test_without_office_people_and_coordinates_the_assumptions_say_so(write: Write) -> None:
    workspace = companies(write, bedrift(NUMBERS[0]), settings="")
    result = planned(workspace, kommuner=("3430",))
    assert result.tours[0].medarbeider == "medarbeider"
    assert result.tours[0].stops[0].position == "kommune"
    assert result.totals.at_kommune_centre == 1
    codes = {assumption.split()[0] for assumption in result.travel.assumptions}
    assert {"no-office", "no-medarbeider", "parking", "estimate"} <= codes


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"medarbeidere": ("per",)}, "per"),
        ({"kommuner": ("0301",)}, "no companies"),
        ({"from_": date(2026, 12, 28), "medarbeidere": ("ola",), "days": 2}, "nobody"),
    ],
)
def test_impossible_requests_say_what_to_do(keys: dict[str, Any], words: str) -> None:
    with pytest.raises(RequestError) as caught:
        planned(**keys)
    assert words in str(caught.value.message)
    assert str(caught.value.todo)


def test_no_municipality_at_all(write: Write) -> None:
    with pytest.raises(RequestError, match="no municipality"):
        planned(companies(write, bedrift(NUMBERS[0]), settings=""))


SPANS = st.tuples(st.integers(28, 60), st.integers(5, 24)).map(
    lambda s: {"fra": clock(15 * s[0]), "til": clock(min(15 * (s[0] + s[1]), 1425))}
)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@settings(max_examples=25)
@given(
    st.lists(st.lists(SPANS, max_size=2), min_size=3, max_size=8),
    st.integers(41, 52),
    st.integers(0, 60),
    st.integers(0, 40),
    st.sampled_from([1, 5, 15]),
)
def test_every_plan_passes_the_independent_check(
    hours: list[list[dict[str, str]]], lunch: int, lunch_minutes: int, slack: int, grid: int
) -> None:
    """The check runs inside `plan`, which raises where a rule is broken."""
    data = EXAMPLE.oppsett.model_dump()
    data["planlegging"] |= {
        "lunsj_fra": clock(15 * lunch),
        "lunsj_minutter": lunch_minutes,
        "slakk_minutter": slack,
        "klokkeslett_hver_minutter": grid,
    }
    some = EXAMPLE.bedrifter[:: len(EXAMPLE.bedrifter) // len(hours)][: len(hours)]
    changed = tuple(
        type(b).model_validate({**b.model_dump(exclude_none=True), "besokstider": h})
        for b, h in zip(some, hours, strict=True)
    )
    oppsett = type(EXAMPLE.oppsett).model_validate(data)
    workspace = replace(EXAMPLE, bedrifter=changed, oppsett=oppsett)
    result = planned(workspace, stop_rule=StopRule(iterations=30), days=3)
    assert check_plan(result, workspace, travel_of(workspace)) == []


def _changed(plan: Plan, **stop: Any) -> Plan:
    tour = plan.tours[0]
    stops = (tour.stops[0].model_copy(update=stop), *tour.stops[1:])
    return plan.model_copy(
        update={"tours": (tour.model_copy(update={"stops": stops}), *plan.tours[1:])}
    )


def _tour(plan: Plan, **keys: Any) -> Plan:
    return plan.model_copy(
        update={"tours": (plan.tours[0].model_copy(update=keys), *plan.tours[1:])}
    )


BREACHES: list[tuple[str, Callable[[Plan], Plan]]] = [
    ("is not reached", lambda p: _changed(p, arrive=time(8, 1))),
    ("does not last until", lambda p: _changed(p, start=time(9, 55), end=time(10, 55))),
    ("wrong length", lambda p: _changed(p, end=time(9, 0))),
    ("no multiple of 5", lambda p: _changed(p, start=time(9, 1), end=time(10, 1))),
    ("pause for free too many", lambda p: _tour(p, pauses=(Pause(kind="free", start=time(13), end=time(13, 30)),))),
    ("that the calendar blocks", lambda p: _tour(p, pauses=(Pause(kind="busy", start=time(13), end=time(13, 30)),))),
    ("the drive to", lambda p: _changed(p, drive_minutes=1)),
    ("in no record", lambda p: _changed(p, organisasjonsnummer="974760673")),
    ("cannot be visited", lambda p: _changed(p, start=time(5), end=time(6))),
    ("2 tours", lambda p: p.model_copy(update={"tours": (p.tours[0], *p.tours)})),
    ("is visited by 2", lambda p: p.model_copy(update={"tours": (p.tours[0], *p.tours)})),
    ("public holiday", lambda p: _tour(p, date=date(2026, 12, 25))),
    ("does not work", lambda p: _tour(p, date=date(2026, 11, 28))),
    ("is away", lambda p: _tour(p, date=date(2026, 12, 22), medarbeider="ola")),
    ("has no pause for lunch", lambda p: _tour(p, lunch=None)),
    ("before working hours", lambda p: _tour(p, start=p.tours[0].start.model_copy(update={"time": time(7)}))),
    ("after working hours", lambda p: _tour(p, end=p.tours[0].end.model_copy(update={"time": time(17)}))),
    ("does not end when", lambda p: _tour(p, end=p.tours[0].end.model_copy(update={"time": time(13)}))),
    ("begin or end at", lambda p: _tour(p, start=p.tours[0].start.model_copy(update={"lat": 62.0}))),
    ("way back", lambda p: _tour(p, return_minutes=p.tours[0].return_minutes + 1)),
    ("legs' sum", lambda p: _tour(p, drive_minutes=1)),
    ("stops' sum", lambda p: _tour(p, wait_minutes=99)),
    ("meetings of", lambda p: _tour(p, visit_minutes=99)),
    ("days' sum", lambda p: p.model_copy(update={"totals": p.totals.model_copy(update={"drive_minutes": 1})})),
    ("both visited and left out", lambda p: p.model_copy(update={"left_out": (p.left_out[0].model_copy(update={"organisasjonsnummer": p.tours[0].stops[0].organisasjonsnummer}),)})),
    ("at most 1 wanted", lambda p: p.model_copy(update={"request": p.request.model_copy(update={"max_visits": 1})})),
    ("not asked for", lambda p: p.model_copy(update={"request": p.request.model_copy(update={"kommuner": ()})})),
]  # fmt: skip


@pytest.mark.parametrize(("words", "broken"), BREACHES, ids=[words for words, _ in BREACHES])
def test_the_check_finds_every_breach(words: str, broken: Callable[[Plan], Plan]) -> None:
    good = planned(kommuner=("3427",))
    travel = travel_of(EXAMPLE)
    assert check_plan(good, EXAMPLE, travel) == []
    assert any(words in breach for breach in check_plan(broken(good), EXAMPLE, travel))


def test_the_check_finds_lunch_at_the_wrong_time_and_forbidden_visits() -> None:
    good = planned(kommuner=("3427",))
    tour = next(t for t in good.tours if t.lunch)
    travel = travel_of(EXAMPLE)
    lunch = tour.lunch
    assert lunch is not None
    for change, words in (
        ({"start": time(10)}, "wrong length"),
        ({"start": time(10), "end": time(10, 30)}, "wrong time"),
    ):
        moved = tour.model_copy(update={"lunch": lunch.model_copy(update=change)})
        assert any(
            words in b
            for b in check_plan(good.model_copy(update={"tours": (moved,)}), EXAMPLE, travel)
        )
    first = good.tours[0].stops[0].organisasjonsnummer
    closed = tuple(
        b.model_copy(update={"reservert": True}) if b.organisasjonsnummer == first else b
        for b in EXAMPLE.bedrifter
    )
    workspace = replace(EXAMPLE, bedrifter=closed)
    assert any("must not be visited" in b for b in check_plan(good, workspace, travel))
