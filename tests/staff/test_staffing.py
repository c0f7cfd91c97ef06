"""The estimate of positions, through the public library."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import hageplan
from hageplan.errors import RecordsError, RequestError
from hageplan.records.workspace import Workspace
from hageplan.staff.homes import homes
from hageplan.staff.result import Staffing
from hageplan.staff.scenario import StaffingRequest
from tests.conftest import NUMBERS, SETTINGS, Write, bedrift
from tests.staff.remembering import Remembering

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)
CERTAIN = """
[bemanning]
timer_per_medlem = 40
timer_spredning = 0
besok_per_medlem = 2
prospektbesok_andel = 0
kontorminutter_per_besok = 45
oppfolginger_per_besok = 0.5
oppfolginger_lavt = 0.5
oppfolginger_hoyt = 0.5
timer_per_oppfolging = 2
arrangementer_per_kommune = 6
timer_per_arrangement = 80
kjoring_spredning = 0
stotte_andel = 0.2
timer_per_kommune = 150
sykedager = 0
kursdager = 0
"""
SOLVER = Remembering()
AT_THE_OFFICE = {"lat": 62.57468, "lon": 11.3842}


@pytest.fixture(scope="module")
def example() -> Workspace:
    return hageplan.load(today=TODAY)


@pytest.fixture(scope="module")
def usual(example: Workspace) -> Staffing:
    return hageplan.staffing(example, today=TODAY)


def workspace(write: Write, companies: list[str], settings: str = CERTAIN) -> Workspace:
    files = {"hageplan.toml": SETTINGS + settings, "bedrifter/a.toml": "".join(companies)}
    return hageplan.load(write(files))


def needed(records: Workspace, **asked: Any) -> Staffing:
    return hageplan.staffing(records, StaffingRequest(**asked), today=TODAY, solver=SOLVER)


def test_where_all_is_certain_the_positions_are_computed_by_hand(write: Write) -> None:
    """Three members beside the office; 2027 has 254 working days, one of them in two halves."""
    members = [bedrift(n, status="medlem", **AT_THE_OFFICE) for n in NUMBERS[:3]]
    found = needed(workspace(write, members), kommuner=("3430",), year=2027)
    assert found.working_days == 254
    assert found.available_hours == (254 - 25) * 7.5
    visits = 3 * 2
    by_hand = {
        "visits": visits * (60 + 15 + 45) / 60,
        "driving": visits * 3 / 60,
        "development": 3 * 40,
        "events": 6 * 80,
        "followup": visits * 0.5 * 2,
    }
    direct = sum(by_hand.values())
    assert found.hours.model_dump() == pytest.approx(
        by_hand | {"administration": direct * 0.25 + 150}
    )
    fte = (direct * 1.25 + 150) / found.available_hours
    assert found.fte.model_dump() == pytest.approx({"q05": fte, "q50": fte, "q95": fte})
    assert (found.needed, found.new_members) == (1.0, 0.0)
    assert [one.probability for one in found.enough] == [0.0, 1.0]
    assert {driver.share for driver in found.drivers} == {0.0}


def test_a_maalbedrift_that_joins_is_visited_as_a_member_alone(write: Write) -> None:
    """Five were committed today, two of them målbedrifter: all join, and get two visits each."""
    own = CERTAIN.replace("andel = 0\n", "andel = 0.5\nbesok_per_maalbedrift = 4\n", 1)
    own += "konvertering = { forpliktet = 1 }\n"
    status = ["maalbedrift", "maalbedrift", "prospekt", "prospekt", "prospekt"]
    companies = [
        bedrift(number, status=of, **AT_THE_OFFICE)
        for number, of in zip(NUMBERS[:5], status, strict=True)
    ]
    log = "".join(
        f'[[henvendelse]]\norganisasjonsnummer = "{number}"\ntid = {TODAY} 09:00:00\n'
        'kanal = "telefon"\ninteresse = "forpliktet"\n'
        for number in NUMBERS[:5]
    )
    files = {
        "hageplan.toml": SETTINGS + own,
        "bedrifter/a.toml": "".join(companies),
        "logg/2026.toml": log,
    }
    found = needed(hageplan.load(write(files)), kommuner=("3430",), year=2027)
    assert found.new_members == pytest.approx(5)
    assert sum(row.visits for row in found.kommuner) == pytest.approx(5 * 2)
    assert found.driving.visits == 5 * 2


def test_money_is_positions_and_kilometres_against_fees_and_grants(write: Write) -> None:
    money = "kroner_per_aarsverk = 1000000\nmedlemsavgift = 7000\ntilskudd = 50000\n"
    members = [bedrift(n, status="medlem", **AT_THE_OFFICE) for n in NUMBERS[:3]]
    found = needed(workspace(write, members, CERTAIN + money), kommuner=("3430",))
    assert found.money is not None
    assert found.money.cost.q50 == pytest.approx(found.fte.q50 * 1_000_000)
    assert found.money.income.q50 == 3 * 7000 + 50_000
    assert found.money.net.q50 == pytest.approx(found.money.income.q50 - found.money.cost.q50)


def test_money_is_left_out_until_the_office_has_said_its_own(example: Workspace) -> None:
    assert needed(example).money is None
    assert any(one.startswith("staffing-no-money") for one in needed(example).remarks)
    own = {"kroner_per_aarsverk": 1e6, "medlemsavgift": 7000.0}
    assert needed(example, sets=own).money is not None


def test_the_ratio_is_todays_staff_over_what_is_needed(write: Write) -> None:
    covered = [
        bedrift(n, status="medlem", kommunenummer="5025", **AT_THE_OFFICE) for n in NUMBERS[:4]
    ]
    members = [bedrift(n, status="medlem", **AT_THE_OFFICE) for n in NUMBERS[4:6]]
    found = needed(workspace(write, [*covered, *members]), kommuner=("3430",)).wisn
    both = needed(workspace(write, [*covered, *members]), kommuner=("5025", "3430"))
    assert found.existing == pytest.approx(5 * 7.5 / 37.5)
    assert found.required_after.q50 == pytest.approx(both.fte.q50)
    assert found.ratio_today is not None
    assert found.ratio_after is not None
    assert found.ratio_today.q50 == pytest.approx(found.existing / found.required_today.q50)
    assert found.ratio_after.q50 == pytest.approx(found.existing / found.required_after.q50)
    assert found.required_today.q50 == pytest.approx(both.wisn.required_today.q50)
    assert both.wisn.required_after.q50 == pytest.approx(both.fte.q50)


def test_the_expansion_is_what_is_considered(usual: Staffing, example: Workspace) -> None:
    assert [row.kommunenummer for row in usual.kommuner] == list(example.vurderer)
    assert usual.year == 2027


def test_quantiles_chances_and_the_distribution_agree(usual: Staffing) -> None:
    assert usual.fte.q05 < usual.fte.q50 < usual.fte.q95
    chances = [one.probability for one in usual.enough]
    assert chances == sorted(chances)
    assert [one.positions for one in usual.enough] == [0.5 * n for n in range(1, len(chances) + 1)]
    assert usual.needed == next(e.positions for e in usual.enough if e.probability >= 0.8)
    assert sum(usual.distribution) == pytest.approx(1.0)
    below = round(1.0 / usual.bin_width)
    assert sum(usual.distribution[:below]) == pytest.approx(usual.enough[1].probability, abs=1e-6)


def test_hours_add_up_over_municipalities_and_quantiles_do_not(usual: Staffing) -> None:
    for name, value in usual.hours.model_dump().items():
        parts = (row.hours.model_dump()[name] for row in usual.kommuner)
        assert sum(parts) == pytest.approx(value)
    assert sum(row.fte.q95 for row in usual.kommuner) > usual.fte.q95


def test_new_members_are_those_that_the_score_expects(usual: Staffing, example: Workspace) -> None:
    scored = hageplan.score(example, today=TODAY, kommuner=example.vurderer)
    assert usual.new_members == pytest.approx(scored.total.new_members, rel=0.02)


def test_most_of_the_planned_visits_are_driven_in_the_planned_year(usual: Staffing) -> None:
    expected = sum(row.visits for row in usual.kommuner)
    assert usual.driving.visits == pytest.approx(expected, abs=len(usual.kommuner) + 1)
    assert usual.hours.driving == pytest.approx(usual.driving.hours, rel=0.15)


@pytest.mark.parametrize(
    ("sets", "grows"),
    [
        ({"timer_per_medlem": 100.0}, True),
        ({"timer_per_medlem": 10.0}, False),
        ({"konvertering": {"interessert": 0.9}}, True),
        ({"konvertering": {"interessert": 0.0, "forpliktet": 0.0}}, False),
        ({"besok_per_medlem": 6.0}, True),
        ({"stotte_andel": 0.0}, False),
        ({"oppfolginger_per_besok": 3.0}, True),
        ({"arrangementer_per_kommune": 0.0}, False),
        ({"sykedager": 40.0}, True),
    ],
)
def test_what_ifs_move_the_positions_their_way(
    example: Workspace, usual: Staffing, sets: dict[str, Any], *, grows: bool
) -> None:
    found = needed(example, sets=sets)
    assert found.before == usual.fte
    assert (found.fte.q50 > usual.fte.q50) is grows
    assert found.fte.q50 != usual.fte.q50
    key = next(iter(sets))
    changed = {one.input for one in found.assumptions if one.given == "set"}
    assert len(changed) == (len(sets[key]) if isinstance(sets[key], dict) else 1)


def test_a_known_conversion_is_no_longer_unsure(example: Workspace, usual: Staffing) -> None:
    known = {"ikke": 0.0, "noytral": 0.0, "interessert": 0.4, "forpliktet": 0.4}
    found = needed(example, sets={"konvertering": known})
    before = {driver.input: driver.share for driver in usual.drivers}
    after = {driver.input: driver.share for driver in found.drivers}
    assert before["conversion"] > 0.1
    assert after["conversion"] < 0.01
    assert sum(after.values()) == pytest.approx(1.0)


def test_scenarios_lie_apart_in_their_order(example: Workspace, usual: Staffing) -> None:
    low, high = (needed(example, scenario=name) for name in ("low", "high"))
    assert low.fte.q50 < usual.fte.q50 < high.fte.q50
    hours = {
        found.scenario: next(a.value for a in found.assumptions if a.input == "hours_per_member")
        for found in (low, usual, high)
    }
    assert hours["low"] < hours["base"] < hours["high"]


OWN = CERTAIN.replace("timer_per_medlem = 40\n", "aarsverk = 0.8\n").replace(
    "timer_spredning = 0\n", "timer_spredning = 0.7\negne_timer_spredning = 0.3\n"
)
ASSUMED = "\n[interesse]\nmedlemstimer = { fast = 30, per_ansatt = 0, tak = 60 }\n"


def test_the_offices_own_positions_calibrate_the_hours_a_member(write: Write) -> None:
    """Four members where we are; what 0.8 positions leave for each is computed by hand."""
    covered = [
        bedrift(n, status="medlem", kommunenummer="5025", **AT_THE_OFFICE) for n in NUMBERS[:4]
    ]
    found = needed(workspace(write, [*covered, bedrift(NUMBERS[5])], OWN + ASSUMED), year=2027)
    visits = 4 * 2
    other = visits * (2 + 0.5 * 2 + 3 / 60) + 6 * 80
    own = ((0.8 * found.available_hours - 150) * 0.8 - other) / 4
    told, direct = found.calibration, (0.8 * found.available_hours - 150) * 0.8
    spread = math.hypot(0.3 * direct / (4 * own), 0.7 / 2)
    assert told.own is not None
    assert (told.members, told.positions, told.combined) == (4, 0.8, True)
    assert (told.assumed.q50, told.own.q50) == pytest.approx((30, own))
    assert told.own.q95 / told.own.q50 == pytest.approx(math.exp(1.6449 * spread), rel=1e-3)
    weight = 0.7**2 / (0.7**2 + spread**2)
    hours = 30 ** (1 - weight) * own**weight
    assert told.hours.q50 == pytest.approx(hours)
    inputs = {one.input: (one.value, one.given) for one in found.assumptions}
    assert inputs["hours_per_member"][0] == pytest.approx(hours)
    assert inputs["hours_per_member"][1] == "calibrated"
    assert inputs["hours_spread"][0] == pytest.approx(0.7 * spread / math.hypot(0.7, spread))
    assert told.hours.q50 < told.own.q50


@pytest.mark.parametrize(
    ("settings", "members", "hours", "own"),
    [
        (OWN.replace("aarsverk = 0.8", "aarsverk = 0.1"), 4, 30, False),  # nothing is left
        (OWN, 0, 30, False),  # nobody shows it
        (OWN + "timer_per_medlem = 44\n", 4, 44, True),  # given, so it stands
    ],
)
def test_hours_that_are_given_or_do_not_show_are_not_calibrated(
    write: Write, settings: str, members: int, hours: float, *, own: bool
) -> None:
    covered = [
        bedrift(n, status="medlem", kommunenummer="5025", **AT_THE_OFFICE)
        for n in NUMBERS[:members]
    ]
    records = workspace(write, [*covered, bedrift(NUMBERS[5])], settings + ASSUMED)
    told = needed(records).calibration
    assert (told.combined, told.own is not None) == (False, own)
    assert told.hours.q50 == pytest.approx(hours)
    assert told.hours.q95 / told.hours.q50 == pytest.approx(math.exp(1.6449 * 0.7), rel=1e-3)


def test_the_settings_replace_what_is_assumed(write: Write) -> None:
    members = [bedrift(n, status="medlem", **AT_THE_OFFICE) for n in NUMBERS[:3]]
    found = needed(workspace(write, members), kommuner=("3430",), scenario="high")
    inputs = {one.input: (one.value, one.given) for one in found.assumptions}
    assert inputs["hours_per_member"] == (60.0, "scenario")
    assert inputs["hours_per_event"] == (80.0, "settings")
    assert inputs["holiday_days"] == (25.0, "default")


def test_the_same_seed_gives_the_same_result(example: Workspace, usual: Staffing) -> None:
    assert hageplan.staffing(example, today=TODAY) == usual
    other = needed(example, seed=7)
    assert other.fte != usual.fte
    assert other.fte.q50 == pytest.approx(usual.fte.q50, rel=0.05)


def test_a_municipality_without_companies_needs_only_its_own_work(write: Write) -> None:
    found = needed(workspace(write, [bedrift(NUMBERS[0])]), kommuner=("3427",))
    assert found.driving.visits == 0
    assert found.fte.q50 == pytest.approx((6 * 80 * 1.25 + 150) / found.available_hours)


def test_no_work_at_all_needs_nobody(example: Workspace) -> None:
    nothing = (
        "timer_per_medlem", "arrangementer_per_kommune", "stotte_andel", "timer_per_kommune",
        "besok_per_medlem", "besok_per_maalbedrift", "prospektbesok_andel",
    )  # fmt: skip
    found = needed(example, sets=dict.fromkeys(nothing, 0.0))
    assert (found.fte.q95, found.needed, found.driving.visits) == (0.0, 0.5, 0)
    assert sum(found.distribution) == 1.0
    assert (found.wisn.ratio_today, found.wisn.ratio_after) == (None, None)


def test_a_year_without_a_calendar_is_a_fault(example: Workspace) -> None:
    with pytest.raises(RequestError, match="no calendar of public holidays for 1850"):
        needed(example, year=1850)


def test_faulty_settings_are_named_with_their_line(write: Write, tmp_path: Path) -> None:
    with pytest.raises(RecordsError) as fault:
        workspace(write, [], "[bemanning]\ntimer_per_medlem = -1\nstotte_andel = 1.5\n")
    places = [(problem.place, problem.key) for problem in fault.value.problems]
    lines = (tmp_path / "hage/hageplan.toml").read_text(encoding="utf-8").splitlines()
    first = lines.index("timer_per_medlem = -1") + 1
    assert places == [
        (f"hageplan.toml:{first}", "bemanning.timer_per_medlem"),
        (f"hageplan.toml:{first + 1}", "bemanning.stotte_andel"),
    ]


def test_a_home_among_the_companies_saves_their_driving(write: Write) -> None:
    """All members lie in Tynset: from there nobody drives farther than to park."""
    tynset = {"kommunenummer": "3427", "lat": 62.2759, "lon": 10.7833}
    members = [bedrift(n, status="medlem", **tynset) for n in NUMBERS[:6]]
    records = workspace(write, members)
    found = homes(records, StaffingRequest(kommuner=("3427",)), today=TODAY)
    assert found.homes[0].place == "Tynset"
    office = next(home for home in found.homes if home.kind == "office")
    assert (office.saved_hours, office.saved_positions) == (0.0, 0.0)
    best = found.homes[0]
    assert best.saved_hours == pytest.approx(office.hours - best.hours)
    assert best.hours < 3
    assert found.visits == 12
    assert [home.hours for home in found.homes] == sorted(home.hours for home in found.homes)


def test_who_covers_nothing_yet_has_no_ratio_today(write: Write) -> None:
    members = [bedrift(NUMBERS[0], status="medlem", **AT_THE_OFFICE)]
    settings = SETTINGS.replace('dekker = ["Røros"]', "dekker = []") + CERTAIN
    files = {"hageplan.toml": settings, "bedrifter/a.toml": "".join(members)}
    found = needed(hageplan.load(write(files)), kommuner=("3430",)).wisn
    assert found.ratio_today is None
    assert found.required_today.q95 == 0
    assert found.ratio_after is not None
