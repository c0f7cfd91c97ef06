"""Numbers that can be worked out on paper, mostly those of the beta-binomial distribution.

A population of N companies of which n answered, y of these yes, with a prior beta(a, b) of the
share: the unanswered U = N - n are beta-binomial with beta(a + y, b + n - y).
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from hageplan.interest.model.beta import beta_quantile
from hageplan.interest.model.classes import SizeClass
from hageplan.interest.model.estimate import Estimate
from hageplan.interest.model.learning import Learning
from hageplan.interest.model.posterior import fit
from hageplan.interest.model.sensitivity import manski_bounds, tipping_point
from hageplan.interest.model.table import KommuneTotals, tabulate
from hageplan.interest.score import wilson_interval
from tests.interest.model.regions import companies_of, only_the_level

N, ASKED, YES, STRENGTH, PRIOR_MEAN = 80, 20, 8, 20, 0.3
ALPHA, BETA = STRENGTH * PRIOR_MEAN + YES, STRENGTH * (1 - PRIOR_MEAN) + ASKED - YES
UNANSWERED = N - ASKED
EXACT = stats.betabinom(UNANSWERED, ALPHA, BETA)
TOTALS = KommuneTotals(np.array([80.0]), np.array([8.0]), np.array([60.0]))
ESTIMATE = Estimate(TOTALS, np.array([YES + EXACT.mean()]), np.array([EXACT.var()]))


def test_the_total_and_its_interval() -> None:
    assert ESTIMATE.mean[0] == pytest.approx(29.0)
    assert math.sqrt(ESTIMATE.variance[0]) == pytest.approx(5.770, abs=5e-4)
    exact = (YES + EXACT.ppf(0.05), YES + EXACT.ppf(0.95))
    assert exact == (20, 39)
    assert ESTIMATE.interval(0.9)[0] == pytest.approx(exact, abs=0.8)


def test_bounds_and_tipping_point() -> None:
    assert manski_bounds(TOTALS)[0] == pytest.approx([0.10, 0.85])
    assert tipping_point(ESTIMATE, 0.30)[0] == pytest.approx(-0.3926, abs=5e-5)


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [(0.05, -math.inf), (0.10, -math.inf), (0.85, math.inf), (0.90, math.inf)],
)
def test_a_threshold_beyond_the_bounds_cannot_be_tipped(threshold: float, expected: float) -> None:
    assert tipping_point(ESTIMATE, threshold)[0] == expected


def test_plain_intervals() -> None:
    wilson = wilson_interval(8, 20)
    assert (wilson.low, wilson.high) == pytest.approx((0.2424, 0.5814), abs=5e-5)
    jeffreys = [beta_quantile(q, 8.5, 12.5)[0] for q in (0.05, 0.95)]
    assert jeffreys == pytest.approx((0.2376, 0.5824), abs=5e-5)


@pytest.mark.parametrize(("interested", "asked"), [(0, 0), (3, 2), (-1, 2)])
def test_impossible_counts_have_no_interval(interested: int, asked: int) -> None:
    with pytest.raises(ValueError, match="expected 0 <= interested"):
        wilson_interval(interested, asked)


@pytest.mark.parametrize("alpha", [1e-3, 0.02, 0.5, 1, 3, 40, 900, 2e4])
@pytest.mark.parametrize("beta", [1e-3, 0.5, 1, 7, 1500, 2e4])
def test_beta_quantiles_are_scipys(alpha: float, beta: float) -> None:
    for probability in (0.05, 0.1, 0.5, 0.9, 0.95):
        ours = beta_quantile(probability, alpha, beta)[0]
        theirs = stats.beta.ppf(probability, alpha, beta)
        assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-9)


def removed_by_one(m: float, n0: float, unanswered: int) -> float:
    return m * (1 - m) * ((n0 + unanswered) / (n0 + 1)) ** 2


def expected_variance(m: float, n0: float, unanswered: int, answers: int) -> float:
    left = unanswered - answers
    return m * (1 - m) * left * (n0 + unanswered) * n0 / ((n0 + 1) * (n0 + answers))


def test_the_formulas_of_what_answers_remove() -> None:
    assert expected_variance(0.3, 10, 60, 0) == pytest.approx(80.1818, abs=5e-5)
    one = expected_variance(0.3, 10, 60, 1)
    assert one == pytest.approx(71.6777, abs=5e-5)
    assert one == pytest.approx(80.1818 - removed_by_one(0.3, 10, 60), abs=5e-5)
    assert expected_variance(0.3, 10, 60, 5) == pytest.approx(49.0)
    assert expected_variance(0.3, 10, 60, 15) == pytest.approx(24.0545, abs=5e-5)


@pytest.mark.parametrize("strength", [400.0, 4000.0])
def test_what_the_model_learns_tends_to_the_closed_form(strength: float) -> None:
    """A logistic-normal share of small variance is a beta share of the same mean and variance."""
    m, unanswered = 0.3, 60
    sd = 1 / math.sqrt(m * (1 - m) * (strength + 1))
    priors = only_the_level(math.log(m / (1 - m)), sd)
    table = tabulate(companies_of([{SizeClass.FROM_1: (unanswered, 0, 0, 0, 0)}]), 1)
    learning = Learning(table, fit(table, priors), np.array([SizeClass.FROM_1 * 7 + 3]))
    here, whole = np.array([0]), np.array([1.0])
    removed = [float(learning.information_gains(here, whole)[0]) * unanswered**2]
    assert removed[0] == pytest.approx(removed_by_one(m, strength, unanswered), rel=0.02)
    for _ in range(14):
        learning.observe(0, 1.0)
        removed.append(float(learning.information_gains(here, whole)[0]) * unanswered**2)
    for answers in (5, 15):
        left = expected_variance(m, strength, unanswered, 0) - sum(removed[:answers])
        exact = expected_variance(m, strength, unanswered, answers)
        assert left == pytest.approx(exact, rel=0.02)
