"""The months of a policy, through the public function that blocks and machines share."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import hageplan
from hageplan.forecast.draws import draw_block
from hageplan.forecast.forecast import ForecastRequest, forecast
from hageplan.forecast.gather import inputs_of
from hageplan.forecast.inputs import Inputs
from hageplan.forecast.members import counted
from hageplan.forecast.model import Paths, forecast_of, together
from hageplan.forecast.policies import Ansettelse, Policy, VedUnderskudd, ours
from hageplan.staff.basis import basis_of, working_days_of, year_planner
from hageplan.staff.scenario import StaffingRequest
from hageplan.staff.wisn import available_hours

TODAY = date(2026, 11, 23)
KEEP = Policy(navn="keep")
ONE = range(1)


@pytest.fixture(scope="module")
def usual() -> Inputs:
    workspace = hageplan.load(today=TODAY)
    basis = basis_of(workspace, (), TODAY)
    settings = StaffingRequest().on(basis).settings
    planner = year_planner(workspace, 2027, 0, travel=None, solver=None, progress=lambda _: None)
    hours = available_hours(working_days_of(2027, basis), settings)
    return inputs_of(basis, settings, today=TODAY, months=36, year_hours=hours, planner=planner)


def paths(inputs: Inputs, policy: Policy = KEEP) -> Paths:
    return forecast_of(inputs, policy, seed=0, blocks=ONE)


def prognose(inputs: Inputs, **changes: float) -> Inputs:
    return replace(inputs, prognose=inputs.prognose.model_copy(update=changes))


def nobody_unasked(inputs: Inputs) -> Inputs:
    none = inputs.interesse.uten_besok.model_copy(update={"grunnrate": 0.0, "per_medlemsandel": 0})
    return replace(inputs, interesse=inputs.interesse.model_copy(update={"uten_besok": none}))


def test_blocks_are_the_same_alone_together_and_elsewhere(usual: Inputs) -> None:
    policy = ours("when-short", usual.prognose, usual.kommuner)
    whole = forecast_of(usual, policy, seed=3, blocks=range(3))
    elsewhere = pickle.loads(pickle.dumps(usual))
    parts = {n: forecast_of(elsewhere, policy, seed=3, blocks=[n]) for n in (2, 0, 1)}
    joined = together(parts[n] for n in range(3))
    for name, column in vars(whole).items():
        assert column.tobytes() == vars(joined)[name].tobytes(), name
    assert len(pickle.dumps(usual)) < 100_000
    assert b"organisasjonsnummer" not in pickle.dumps(usual)


def test_the_seed_decides(usual: Inputs) -> None:
    other = forecast_of(usual, KEEP, seed=1, blocks=ONE)
    assert not np.array_equal(paths(usual).members, other.members)


def test_without_visits_members_come_by_word_of_mouth_alone(usual: Inputs) -> None:
    bemanning = usual.bemanning.model_copy(update={"besok_per_maalbedrift": 0.0})
    unvisited = prognose(replace(usual, bemanning=bemanning), besok_per_maaned=0.0)
    assert not paths(nobody_unasked(unvisited)).joined.any()
    spoken_of = paths(unvisited)
    assert 0 < spoken_of.joined.sum() < paths(usual).joined.sum()
    assert not spoken_of.visits.any()


def test_those_who_were_missed_say_how_many_talk_to_us(usual: Inputs) -> None:
    reach = [
        draw_block(replace(usual, talked=40.0, missed=missed), 0, 0).reach
        for missed in (0.0, 5.0, 60.0)
    ]
    unknown = replace(usual, talked=0.0, missed=0.0)
    assert np.array_equal(reach[0], draw_block(unknown, 0, 0).reach)
    assert reach[1].mean() > 0.75 > 0.65 > reach[2].mean() > 0.4
    assert reach[2].std() < reach[0].std()


def test_members_are_those_before_with_those_who_came_and_without_those_who_left(
    usual: Inputs,
) -> None:
    found = paths(usual)
    changes = (found.joined - found.left).cumsum(axis=1)
    assert np.allclose(found.members, usual.members_today + changes)
    assert np.array_equal(found.members, np.round(found.members))
    assert found.members.min() >= 0


def test_nobody_leaves_where_none_does(usual: Inputs) -> None:
    stay = prognose(
        usual, frafall=0.0, frafall_sd=0, frafall_forste_aar=0.0, frafall_forste_aar_sd=0
    )
    assert not paths(stay).left.any()


def test_without_hiring_staff_stays_as_it_is(usual: Inputs) -> None:
    assert np.all(paths(usual).staff == usual.existing)


def test_who_is_hired_comes_in_the_month_that_was_said(usual: Inputs) -> None:
    hired = Policy(navn="a", ansett=(Ansettelse(maaned=5, aarsverk=0.5),))
    staff = paths(usual, hired).staff - usual.existing
    assert np.all(staff[:, :4] == 0)
    assert np.all(staff[:, 4:] == 0.5)


def test_hiring_waits_until_it_has_been_short_for_long_and_then_for_who_comes(
    usual: Inputs,
) -> None:
    rule = VedUnderskudd(maaneder=2, aarsverk=50.0, ventetid_maaneder=3)
    few = replace(usual, existing=0.1)
    staff = paths(few, Policy(navn="a", ved_underskudd=rule)).staff
    assert np.all(staff[:, :5] == 0.1)
    assert np.all(staff[:, 5:] == 50.1)


def test_more_of_us_never_visit_less(usual: Inputs) -> None:
    few, more = (replace(usual, existing=n) for n in (1.2, 2.0))
    first = [paths(one).visits[:, 0] for one in (few, more)]
    assert np.all(first[0] <= first[1] + 1e-9)
    assert paths(few).visits.sum() < paths(more).visits.sum()
    assert paths(few).members[:, -1].mean() < paths(more).members[:, -1].mean()


def test_less_is_visited_in_july_and_december(usual: Inputs) -> None:
    many = paths(replace(usual, existing=20.0)).visits.mean(axis=0)
    december, january, july = many[0], many[1], many[7]
    assert (usual.month, january) == (12, pytest.approx(10))
    assert december == pytest.approx(5)
    assert july == pytest.approx(2.5)


def test_a_municipality_is_served_from_its_first_visit_on(usual: Inputs) -> None:
    far = Policy(navn="a", kommuner=("3426", "3429"))
    found, together_ = paths(usual, far), paths(usual)
    assert np.all(found.need[:, 0] < together_.need[:, 0])
    none = paths(prognose(usual, besok_per_maaned=0.0), far)
    assert none.need[:, -1].mean() < found.need[:, -1].mean()


def test_of_municipalities_that_nobody_asks_for_nothing_is_counted() -> None:
    workspace = hageplan.load(today=TODAY)
    both = [
        forecast(tried, ForecastRequest(kommuner=("3429",), months=2, policies=(KEEP,),
                                        with_drivers=False), today=TODAY)
        for tried in (workspace, replace(workspace, vurderer=("3429",)))
    ]  # fmt: skip
    assert both[0].kommuner == both[1].kommuner == ("Røros", "Holtålen", "Folldal")
    needs = [found.policies[0].months[0].need.q50 for found in both]
    assert needs[0] == pytest.approx(needs[1], rel=0.1)  # an event's hours would be more


def test_policies_meet_the_same_futures(usual: Inputs) -> None:
    hired = Policy(navn="a", ansett=(Ansettelse(maaned=12, aarsverk=1.0),))
    assert np.array_equal(paths(usual).members[:, :11], paths(usual, hired).members[:, :11])


def test_whole_numbers_are_drawn_with_the_mean_and_variance_of_binomials() -> None:
    rng = np.random.default_rng(1)
    mean, chance = np.full((40_000, 1), 3.3), np.full((40_000, 1), 0.3)
    found = counted(mean, chance, rng.random(mean.shape))
    assert found.mean() == pytest.approx(3.3, abs=0.05)
    assert found.var() == pytest.approx(3.3 * 0.7, abs=0.08)
    uniform = np.array([[0.2], [0.9]])
    low, high = counted(np.full((2, 1), 2.0), np.full((2, 1), 0.1), uniform)
    assert low < high
    assert counted(np.full((1, 1), 1e6), np.full((1, 1), 0.2), uniform[:1]) == 1e6


def test_a_year_in_which_all_are_asked_and_stay_agrees_with_staffing() -> None:
    """Where everybody is asked at once and joins at once, a year ends where `staffing` begins."""
    workspace = hageplan.load(today=TODAY)
    oppsett = workspace.oppsett
    unasked = oppsett.interesse.uten_besok.model_copy(
        update={"grunnrate": 0.0, "per_medlemsandel": 0.0}
    )
    soon = oppsett.interesse.konvertering.model_copy(update={"forsinkelse_maaneder": 0.01})
    interesse = oppsett.interesse.model_copy(
        update={"uten_besok": unasked, "konvertering": soon, "halveringstid_aar": 100.0}
    )
    certain = oppsett.prognose.model_copy(update={
        "besok_per_maaned": 1000.0, "treffer": 1.0, "treffer_lavt": 1.0, "treffer_hoyt": 1.0,
        "frafall": 0.0, "frafall_sd": 0.0, "frafall_forste_aar": 0.0, "frafall_forste_aar_sd": 0.0,
        "opplaering_andel": 0.0, "juli_andel": 1.0, "desember_andel": 1.0,
    })  # fmt: skip
    bemanning = oppsett.bemanning.model_copy(update={
        "aarsverk": 50.0, "timer_per_medlem": 28.0, "timer_spredning": 0.2,
    })  # fmt: skip
    settings = {"interesse": interesse, "prognose": certain, "bemanning": bemanning}
    tried = replace(workspace, oppsett=oppsett.model_copy(update=settings))
    everywhere = (*workspace.dekker, *workspace.vurderer)
    year = hageplan.staffing(tried, StaffingRequest(kommuner=everywhere), today=TODAY)
    asked = ForecastRequest(months=12, policies=(KEEP,), with_drivers=False)
    months = forecast(tried, asked, today=TODAY).policies[0].months
    joined = sum(month.joined for month in months)
    assert joined == pytest.approx(year.new_members, rel=0.03)
    need = months[-1].need
    for mine, theirs in (
        (need.q05, year.fte.q05),
        (need.q50, year.fte.q50),
        (need.q95, year.fte.q95),
    ):
        assert mine == pytest.approx(theirs, rel=0.05)
