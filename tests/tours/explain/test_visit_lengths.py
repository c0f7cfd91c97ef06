"""How long visits are, learnt from the log: against the conjugate model, and what a plan says."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hageplan import load, plan
from hageplan.records.logg import Henvendelse
from hageplan.records.plan import Plan, PlanRequest, StopRule
from hageplan.tours.explain.visit_lengths import as_planned, learnt


@given(st.floats(0.05, 0.8))
def test_without_visits_the_settings_hold(spread: float) -> None:
    assert learnt([], spread) == as_planned(spread)
    assert as_planned(spread).average == pytest.approx(1)


def test_the_factor_is_the_predictive_one_of_the_normal_model() -> None:
    """Student's t has n0 + n = 14 degrees of freedom around (5 m0 + 4 mean) / 9."""
    ratios, spread = [1.5, 1.2, 1.4, 1.3], 0.25
    logs = [math.log(ratio) for ratio in ratios]
    mean, prior = sum(logs) / 4, -(0.25**2) / 2
    scale = 0.25**2 / (1.2 * 10 / 8)
    within = sum((one - mean) ** 2 for one in logs) + 5 * 4 / 9 * (mean - prior) ** 2
    predictive = stats.t(
        14, (5 * prior + 4 * mean) / 9, math.sqrt((10 * scale + within) / 14 * 10 / 9)
    )
    found = learnt(ratios, spread)
    assert found.count == 4
    assert found.mean == pytest.approx(predictive.mean())
    assert found.spread == pytest.approx(predictive.std())


def test_many_visits_outweigh_the_settings() -> None:
    long = learnt([2.0] * 50 + [1.0] * 50, 0.1)
    assert long.mean == pytest.approx(math.log(2) / 2, abs=0.03)
    assert long.spread == pytest.approx(math.log(2) / 2, rel=0.1)


def test_a_robust_plan_says_what_the_log_taught_and_is_less_sure() -> None:
    def planned(minutter: int | None) -> Plan:
        example = load()
        chosen = [b for b in example.bedrifter if b.status == "prospekt"][:12]
        log = tuple(
            Henvendelse(
                organisasjonsnummer=b.organisasjonsnummer,
                tid=datetime(2025, 5, 1 + n, 10),
                minutter=minutter,
            )
            for n, b in enumerate(chosen)
        )
        workspace = replace(example, henvendelser=log, avtaler=(), oppfolginger=())
        request = PlanRequest(days=2, stop_rule=StopRule(iterations=200))
        return plan(workspace, request, today=date(2026, 11, 23), robust=True)

    usual, longer = planned(None), planned(110)
    said = [one for one in longer.travel.assumptions if one.startswith("visit-length")]
    assert len(said) == 1
    assert "visit-length-prospekt" in said[0]
    assert not any(one.startswith("visit-length") for one in usual.travel.assumptions)
    assert usual.safety
    assert longer.safety
    assert longer.safety.usual_on_time < usual.safety.usual_on_time
