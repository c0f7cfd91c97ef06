"""What answers teach and why an estimate is what it is, against refitting without shortcuts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hageplan.interest.model.classes import Industry, SizeClass
from hageplan.interest.model.design import OUTBOUND, Floats
from hageplan.interest.model.estimate import Estimate, estimate
from hageplan.interest.model.learning import Learning, influences, joint_covariance
from hageplan.interest.model.posterior import fit
from hageplan.interest.model.prize import Chances, Round
from hageplan.interest.model.sensitivity import STRENGTHS, sensitivity, split
from hageplan.interest.model.table import Companies, tabulate
from tests.interest.model.regions import PRIORS, companies_of, only_the_level, random_companies


def fitted(companies: Companies, kommuner: int) -> Estimate:
    table = tabulate(companies, kommuner)
    return estimate(table, fit(table, PRIORS))


@pytest.mark.parametrize("seed", range(5))
def test_an_answers_influence_is_what_leaving_it_out_changes(seed: int) -> None:
    companies = random_companies(np.random.default_rng(seed), 4, 200)
    table = tabulate(companies, 4)
    posterior = fit(table, PRIORS)
    answered = np.flatnonzero(companies.weight)
    shortcut = influences(companies, table, posterior, answered)
    exact = np.array([_without(companies, int(a)) for a in answered])
    assert shortcut == pytest.approx(exact, abs=0.006)
    assert np.corrcoef(shortcut.ravel(), exact.ravel())[0, 1] > 0.98


def _without(companies: Companies, company: int) -> Floats:
    weight = companies.weight.copy()
    weight[company] = 0
    less = replace(companies, weight=weight)
    return fitted(companies, 4).share - fitted(less, 4).share


def test_the_joint_covariance_is_that_of_many_draws() -> None:
    table = tabulate(random_companies(np.random.default_rng(3), 2, 80), 2)
    posterior = fit(table, PRIORS)
    covariance = joint_covariance(posterior)
    rng = np.random.default_rng(4)
    draws = []
    for mode, weight in zip(posterior.modes, posterior.weights, strict=True):
        count = int(weight * 200_000)
        b = rng.multivariate_normal(mode.coefficients, mode.covariance, count)
        own = rng.standard_normal((count, 2)) * np.sqrt(mode.spreads)
        effects = mode.effects - (b - mode.coefficients) @ mode.loadings.T + own
        draws.append(np.hstack([b, effects]))
    assert covariance == pytest.approx(np.cov(np.concatenate(draws).T), abs=0.02)


def test_a_lesson_is_the_variance_that_an_answer_is_expected_to_remove() -> None:
    """Fit again with a yes and with a no, weigh both by their chance."""
    companies = companies_of(
        [
            {SizeClass.FROM_1: (30, 0, 0, 8, 3), SizeClass.FROM_10: (10, 0, 0, 4, 2)},
            {SizeClass.FROM_1: (25, 0, 0, 2, 1), SizeClass.FROM_20: (8, 0, 0, 0, 0)},
        ]
    )
    priors = replace(PRIORS, sigmas=(0.45,), sigma_log_weights=np.zeros(1))
    table = tabulate(companies, 2)
    posterior = fit(table, priors)
    free = np.flatnonzero(companies.weight == 0)
    cells = companies.kommune * OUTBOUND + companies.cell
    places, first = np.unique(cells[free], return_index=True)
    learning = Learning(table, posterior, places)
    information_gains = learning.information_gains(np.arange(len(places)), np.ones(len(places)))
    for information_gain, chance, company in zip(
        information_gains, learning.chance, free[first], strict=True
    ):
        after = [_variance_after(companies, int(company), priors, yes=yes) for yes in (False, True)]
        expected = (1 - chance) * after[0] + chance * after[1]
        before = _share_variance(estimate(table, posterior))
        assert information_gain == pytest.approx(before - expected, rel=0.5)


def _variance_after(companies: Companies, company: int, priors: object, *, yes: bool) -> float:
    weight, interested = companies.weight.copy(), companies.interested.copy()
    weight[company], interested[company] = 1, yes
    table = tabulate(replace(companies, weight=weight, interested=interested), 2)
    return _share_variance(estimate(table, fit(table, priors)))  # type: ignore[arg-type]


def _share_variance(estimated: Estimate) -> float:
    return float((estimated.variance / estimated.totals.companies**2).sum())


def test_the_terms_add_up_and_name_the_cause() -> None:
    rng = np.random.default_rng(8)
    companies = random_companies(rng, 3, 150)
    large = np.where(companies.kommune == 0, int(SizeClass.FROM_50), int(SizeClass.NONE))
    likes = rng.random(150) < np.where(large == SizeClass.FROM_50, 0.8, 0.2)
    companies = replace(companies, size=large, interested=likes, inbound=np.zeros(150, bool))
    table = tabulate(companies, 3)
    result = estimate(table, fit(table, PRIORS))
    terms = split(table, result, PRIORS)
    total = terms.region + terms.size + terms.industry + terms.kommune + terms.self_selection
    assert total == pytest.approx(result.share)
    assert terms.size[0] > 0.1
    assert (terms.size[1:] < 0).all()


def test_equal_kommuner_have_no_terms_of_their_own() -> None:
    companies = companies_of([{SizeClass.FROM_5: (30, 0, 0, 10, 4)}] * 2)
    table = tabulate(companies, 2)
    terms = split(table, estimate(table, fit(table, PRIORS)), PRIORS)
    assert terms.size == pytest.approx(np.zeros(2), abs=1e-9)
    assert terms.industry == pytest.approx(np.zeros(2), abs=1e-9)
    assert terms.kommune[0] == pytest.approx(terms.kommune[1])


def test_stronger_self_selection_lowers_what_those_who_came_say() -> None:
    companies = companies_of([{SizeClass.FROM_1: (50, 12, 9, 0, 0)}])
    table = tabulate(companies, 1)
    shares = [float(result.share[0]) for result in sensitivity(table, PRIORS)]
    assert len(shares) == len(STRENGTHS)
    assert shares == sorted(shares, reverse=True)
    assert shares[0] - shares[-1] > 0.1


ALL90 = np.ones(90, dtype=np.bool_)


def a_round(companies: Companies, kommuner: int, kappa: float = 0.5) -> Round:
    table = tabulate(companies, kommuner)
    nothing = np.zeros(len(companies.kommune))
    chances = Chances(nothing, nothing, 0.0, 1.0, nothing)
    value = np.ones(len(companies.kommune))
    return Round(
        table=table,
        posterior=fit(table, PRIORS),
        candidates=companies,
        value=value,
        dueness=np.ones(len(value)),
        chances=chances,
        kappa=kappa,
        besides=nothing,
    )


def test_prizes_are_relative_to_the_mean() -> None:
    companies = random_companies(np.random.default_rng(2), 3, 90)
    prizes = a_round(companies, 3).prizes()
    assert prizes.member.mean() == pytest.approx(1)
    assert prizes.information_gain.mean() == pytest.approx(0.5)
    assert ((prizes.interest >= 0) & (prizes.interest <= 1)).all()


def test_without_learning_the_likeliest_come_first() -> None:
    companies = random_companies(np.random.default_rng(2), 3, 90)
    round_ = a_round(companies, 3, kappa=0)
    prizes = round_.prizes()
    chosen = [p.candidate for p in round_.pick(90, ALL90, 0.0, np.random.default_rng(0))]
    assert sorted(chosen) == list(range(90))
    assert prizes.membership[chosen] == pytest.approx(-np.sort(-prizes.membership))


def test_asking_spreads_over_kommuner_that_teach() -> None:
    companies = companies_of([{SizeClass.FROM_1: (40, 0, 0, 0, 0)}] * 4)
    picks = a_round(companies, 4).pick(8, np.ones(160, bool), 0.0, np.random.default_rng(0))
    visited = [int(companies.kommune[p.candidate]) for p in picks]
    assert sorted(visited[:4]) == [0, 1, 2, 3]
    assert [p.information_gain for p in picks] == sorted(
        (p.information_gain for p in picks), reverse=True
    )


def test_every_fourth_is_drawn_and_the_seed_decides() -> None:
    companies = random_companies(np.random.default_rng(2), 3, 90)
    lists = [
        a_round(companies, 3).pick(20, ALL90, 0.25, np.random.default_rng(seed))
        for seed in (1, 1, 2)
    ]
    assert lists[0] == lists[1] != lists[2]
    assert [p.randomised for p in lists[0]] == [False, False, False, True] * 5
    assert len({p.candidate for p in lists[0]}) == 20


def test_a_fresh_answer_teaches_nothing_more() -> None:
    companies = companies_of([{SizeClass.FROM_1: (10, 0, 0, 3, 1)}])
    information_gain = a_round(companies, 1).prizes().information_gain
    assert information_gain[:3].tolist() == [0, 0, 0]
    assert (information_gain[3:] > 0).all()
    old = replace(companies, weight=companies.weight * 0.5)
    information_gain = a_round(old, 1).prizes().information_gain
    assert (information_gain[:3] > 0).all()
    assert (information_gain[:3] < information_gain[3]).all()


def test_nobody_to_visit() -> None:
    nobody = companies_of([{}])
    assert a_round(nobody, 1).pick(5, np.ones(0, bool), 0.25, np.random.default_rng(0)) == ()


def test_priors_of_one_level_leave_all_alike() -> None:
    companies = random_companies(np.random.default_rng(2), 2, 60)
    table = tabulate(companies, 2)
    posterior = fit(table, only_the_level(-0.85, 1.5))
    learning = Learning(table, posterior, np.arange(2 * OUTBOUND))
    assert np.ptp(learning.chance) < 1e-3
    assert len(Industry) * len(SizeClass) == OUTBOUND


def test_only_those_asked_for_are_picked_and_prizes_stay_the_same() -> None:
    companies = random_companies(np.random.default_rng(2), 3, 90)
    among = companies.kommune == 1
    picks = a_round(companies, 3).pick(90, among, 0.25, np.random.default_rng(0))
    assert sorted(p.candidate for p in picks) == np.flatnonzero(among).tolist()
