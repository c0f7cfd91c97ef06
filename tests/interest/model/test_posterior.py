"""The model against reference numbers, brute force, and the rules it must keep."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan.interest.model.classes import SizeClass
from hageplan.interest.model.design import (
    CELLS,
    COLUMNS,
    HEARD,
    ROWS,
    Floats,
    Priors,
    logistic,
    priors_of,
)
from hageplan.interest.model.draws import draw_totals, rank_probabilities
from hageplan.interest.model.estimate import FEW_COMPANIES, estimate
from hageplan.interest.model.posterior import fit
from hageplan.interest.model.table import AnswerTable, Companies, MembershipOutcome, tabulate
from hageplan.records.settings.interesse import Interessemodell
from tests.interest.model.regions import (
    PLAIN,
    PRIORS,
    Group,
    companies_of,
    only_the_level,
    random_companies,
)

REGION: list[dict[SizeClass, Group]] = [
    {SizeClass.FROM_1: (60, 8, 4, 3, 1), SizeClass.FROM_10: (10, 3, 2, 2, 1)},
    {SizeClass.FROM_1: (50, 2, 2, 0, 0), SizeClass.FROM_10: (6, 1, 1, 0, 0)},
    {SizeClass.FROM_1: (40, 0, 0, 6, 1), SizeClass.FROM_10: (8, 0, 0, 3, 1)},
]
LEARNED = [
    (0.3799, 0.2447, 0.5260, 0.2169, 0.5695),
    (0.4391, 0.2020, 0.6939, 0.1583, 0.7595),
    (0.2968, 0.1545, 0.4542, 0.1274, 0.5027),
]
"""Share, 80 % and 90 % interval of the reference implementation."""
AT_FACE_VALUE = [
    (0.4695, 0.3382, 0.6030, 0.3057, 0.6387),
    (0.5583, 0.3185, 0.7926, 0.2610, 0.8431),
    (0.3437, 0.1885, 0.5099, 0.1563, 0.5576),
]


@pytest.mark.parametrize(
    ("priors", "expected", "self_selection", "weights"),
    [
        (PLAIN, LEARNED, (0.9, 0.537), (0.2131, 0.2292, 0.2383, 0.2245, 0.0950)),
        (
            PLAIN.with_self_selection(0),
            AT_FACE_VALUE,
            (0.0, 0.001),
            (0.1614, 0.1898, 0.2342, 0.2707, 0.1440),
        ),
    ],
)
def test_reference_numbers_to_three_decimals(
    priors: Priors,
    expected: list[tuple[float, ...]],
    self_selection: tuple[float, float],
    weights: tuple[float, ...],
) -> None:
    table = tabulate(companies_of(REGION), len(REGION))
    posterior = fit(table, priors)
    result = estimate(table, posterior)
    found = np.column_stack([result.share, result.share_interval(0.8), result.share_interval(0.9)])
    assert found == pytest.approx(np.array(expected), abs=5e-4)
    assert posterior.self_selection == pytest.approx(self_selection, abs=5e-4)
    assert posterior.weights == pytest.approx(weights, abs=5e-4)


def test_the_mode_is_the_peak_of_the_written_out_posterior() -> None:
    companies = random_companies(np.random.default_rng(5), 4, 150)
    table = tabulate(companies, 4)
    rng = np.random.default_rng(6)
    for mode in fit(table, PRIORS).modes:
        at_mode = _log_posterior(table, mode.coefficients, mode.effects, mode.sigma)
        for _ in range(50):
            b = mode.coefficients + rng.normal(0, 0.02, len(mode.coefficients))
            u = mode.effects + rng.normal(0, 0.02, len(mode.effects))
            assert _log_posterior(table, b, u, mode.sigma) < at_mode


def _log_posterior(table: AnswerTable, b: Floats, u: Floats, sigma: float) -> float:
    total = -0.5 * (((b - PRIORS.mean) / PRIORS.sd) ** 2).sum() - 0.5 * (u**2).sum() / sigma**2
    said = table.answers
    p = logistic(said.rows @ b + u[said.kommune])
    total += (said.interested * np.log(p) + (said.known - said.interested) * np.log1p(-p)).sum()
    return float(total)


def test_the_covariance_is_the_inverse_of_the_whole_hessian() -> None:
    table = tabulate(random_companies(np.random.default_rng(1), 3, 120), 3)
    mode = fit(table, PRIORS).modes[2]
    said = table.answers
    rows = np.hstack([said.rows, np.eye(3)[said.kommune]])
    p = logistic(rows @ np.concatenate([mode.coefficients, mode.effects]))
    hessian = (rows.T * (said.known * p * (1 - p))) @ rows
    hessian += np.diag(np.concatenate([PRIORS.precision, np.full(3, mode.sigma**-2)]))
    inverse = np.linalg.inv(hessian)
    columns = len(PRIORS.mean)
    assert mode.covariance == pytest.approx(inverse[:columns, :columns])
    blank = np.zeros((CELLS, columns - COLUMNS))
    rows = np.vstack([np.hstack([ROWS, blank, [np.eye(3)[j]] * CELLS]) for j in range(3)])
    variance = np.einsum("nd,de,ne->n", rows, inverse, rows).reshape(3, CELLS)
    assert mode.predictor(ROWS)[1] == pytest.approx(variance)


def test_a_single_level_matches_integration_on_a_grid() -> None:
    """With one unknown left, the posterior can be summed up without any approximation."""
    companies = companies_of([{SizeClass.FROM_1: (40, 0, 0, 12, 5)}])
    table = tabulate(companies, 1)
    priors = only_the_level(-0.85, 1.5)
    grid = np.linspace(-8, 8, 20_001)
    log = 5 * grid - 12 * np.logaddexp(0, grid) - 0.5 * ((grid + 0.85) / 1.5) ** 2
    weight = np.exp(log - log.max()) / np.exp(log - log.max()).sum()
    p = logistic(grid)
    mean = 5 + 28 * (weight * p).sum()
    variance = 28 * (weight * p * (1 - p)).sum() + 28**2 * (
        (weight * p**2).sum() - (weight * p).sum() ** 2
    )
    result = estimate(table, fit(table, priors))
    assert result.mean[0] == pytest.approx(mean, rel=0.02)
    assert np.sqrt(result.variance[0]) == pytest.approx(np.sqrt(variance), rel=0.12)


def test_with_no_answers_the_prior_speaks() -> None:
    table = tabulate(companies_of([{SizeClass.FROM_1: (40, 0, 0, 0, 0)}]), 1)
    result = estimate(table, fit(table, PRIORS))
    low, high = result.share_interval(0.9)[0]
    assert 0.25 < result.share[0] < 0.4
    assert low < 0.03
    assert high > 0.8


def test_when_all_have_answered_nothing_is_uncertain() -> None:
    table = tabulate(companies_of([{SizeClass.FROM_1: (9, 2, 2, 7, 1)}]), 1)
    posterior = fit(table, PRIORS)
    result = estimate(table, posterior)
    assert result.mean == pytest.approx([3])
    assert result.interval(0.9) == pytest.approx(np.array([[3, 3]]))
    draws = draw_totals(table, posterior, np.random.default_rng(0), 50)
    assert draws == pytest.approx(3)


def test_more_answers_narrow_the_interval() -> None:
    widths = []
    for asked in (0, 10, 20, 40, 79, 80):
        table = tabulate(
            companies_of([{SizeClass.FROM_5: (80, 0, 0, asked, round(0.4 * asked))}]), 1
        )
        low, high = estimate(table, fit(table, PRIORS)).share_interval(0.9)[0]
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == 0


def test_a_kommune_without_companies_says_nothing_and_hurts_nobody() -> None:
    groups = companies_of([REGION[0], {}])
    table = tabulate(groups, 2)
    result = estimate(table, fit(table, PRIORS))
    assert np.isnan(result.share[1])
    assert result.mean[1] == 0
    alone = tabulate(groups, 1)
    assert result.share[0] == pytest.approx(estimate(alone, fit(alone, PRIORS)).share[0], abs=1e-9)
    draws = draw_totals(table, fit(table, PRIORS), np.random.default_rng(0), 200)
    ranks = rank_probabilities(draws, table.totals, np.random.default_rng(0))
    assert ranks[1].tolist() == [0, 0]
    assert ranks[0].tolist() == [1, 0]


def test_those_who_came_count_for_less_than_those_we_chose() -> None:
    came = companies_of([{SizeClass.FROM_1: (50, 10, 7, 0, 0)}])
    chosen = replace(came, inbound=np.zeros(50, dtype=np.bool_))
    shares = []
    for companies in (came, chosen):
        table = tabulate(companies, 1)
        shares.append(estimate(table, fit(table, PRIORS)).share[0])
    assert shares[0] < shares[1] - 0.05


def test_an_adviser_who_hears_yes_everywhere_is_believed_less() -> None:
    """Eight answers each; one of us always hears yes: the others are heard by somebody else."""
    answers = companies_of([{SizeClass.FROM_1: (80, 0, 0, 16, 8)}])
    heard = np.zeros(80, dtype=np.intp)
    heard[:16] = np.repeat([1, 2], 8)
    apart = replace(answers, heard_by=heard)
    mixed = replace(answers, heard_by=np.where(heard > 0, np.tile([1, 2], 40), 0))
    tables = [tabulate(companies, 1) for companies in (apart, mixed)]
    effects = [
        fit(table, priors_of(Interessemodell(), heard_by=2)).effect(HEARD)[0] for table in tables
    ]
    assert effects[0] > 0.3
    assert effects[1] == pytest.approx(0, abs=0.06)


def test_answers_that_grow_less_willing_by_the_year_show_the_way_it_goes() -> None:
    """Old answers said yes and new ones no: those of today are expected below all of them."""
    answers = companies_of([{SizeClass.FROM_1: (80, 0, 0, 40, 20)}])
    falling = replace(answers, age=np.where(answers.interested, 4.0, 0.0))
    rising = replace(answers, age=np.where(answers.interested, 0.0, 4.0))
    shares = [
        estimate(table, fit(table, PRIORS)).share[0]
        for table in (tabulate(one, 1) for one in (falling, answers, rising))
    ]
    assert shares[0] < shares[1] - 0.02 < shares[2] - 0.04


def test_refusals_take_off_the_more_the_fewer_talk() -> None:
    answers = companies_of([{SizeClass.FROM_1: (80, 0, 0, 20, 10)}])
    shares, widths = [], []
    for missed in (0, 10, 40):
        sought = np.arange(80) >= 80 - missed
        table = tabulate(replace(answers, missed=sought), 1)
        assert table.reached == pytest.approx(20 / (20 + missed))
        found = estimate(table, fit(table, priors_of(Interessemodell(), reached=table.reached)))
        shares.append(found.share[0])
        widths.append(np.ptp(found.share_interval(0.9)[0]))
    assert shares == sorted(shares, reverse=True)
    assert widths == sorted(widths)
    assert shares[2] < shares[0] - 0.05


def test_old_answers_count_for_less() -> None:
    fresh = companies_of([{SizeClass.FROM_1: (50, 0, 0, 15, 12)}])
    old = replace(fresh, weight=fresh.weight * 0.25)
    shares, widths = [], []
    for companies in (fresh, old):
        table = tabulate(companies, 1)
        result = estimate(table, fit(table, PRIORS))
        shares.append(result.share[0])
        low, high = result.share_interval(0.9)[0]
        widths.append(high - low)
    assert shares[1] < shares[0]
    assert widths[1] > widths[0]


def test_status_settles_a_company_and_is_no_evidence() -> None:
    companies = companies_of([{SizeClass.FROM_1: (20, 0, 0, 4, 2)}])
    outcome = companies.outcome.copy()
    outcome[-3:] = [MembershipOutcome.MEMBER, MembershipOutcome.MEMBER, MembershipOutcome.DECLINED]
    before, after = tabulate(companies, 1), tabulate(replace(companies, outcome=outcome), 1)
    assert after.totals.yes.tolist() == [4]
    assert after.totals.unanswered.tolist() == [13]
    assert fit(after, PRIORS).modes[0].coefficients == pytest.approx(
        fit(before, PRIORS).modes[0].coefficients
    )


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(0, 60))
def test_intervals_keep_to_what_is_known(seed: int, kommuner: int, count: int) -> None:
    table = tabulate(random_companies(np.random.default_rng(seed), kommuner, count), kommuner)
    result = estimate(table, fit(table, PRIORS))
    inner, outer = result.interval(0.8), result.interval(0.9)
    few = table.totals.companies < FEW_COMPANIES
    yes, most = table.totals.yes, table.totals.yes + table.totals.unanswered
    yes, most = np.where(few, np.floor(yes), yes), np.where(few, np.ceil(most), most)
    tiny = 1e-6
    assert (yes - tiny <= outer[:, 0]).all()
    assert (outer[:, 0] <= inner[:, 0] + tiny).all()
    assert (inner[:, 0] <= inner[:, 1]).all()
    assert (inner[:, 1] <= outer[:, 1] + tiny).all()
    assert (outer[:, 1] <= most + tiny).all()
    assert (result.mean >= yes - tiny).all()
    assert (result.mean <= most + tiny).all()
    assert (result.variance >= 0).all()


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_companies_and_kommuner_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    companies = random_companies(rng, 3, 60)
    table = tabulate(companies, 3)
    order, renamed = rng.permutation(60), rng.permutation(3)
    mixed = Companies(**{name: column[order] for name, column in vars(companies).items()})
    mixed = replace(mixed, kommune=renamed[mixed.kommune])
    other = tabulate(mixed, 3)
    before, after = estimate(table, fit(table, PRIORS)), estimate(other, fit(other, PRIORS))
    assert after.mean[renamed] == pytest.approx(before.mean, abs=1e-6)
    assert after.variance[renamed] == pytest.approx(before.variance, abs=1e-6)


def test_draws_agree_with_the_estimate_and_hang_together() -> None:
    table = tabulate(companies_of(REGION), 3)
    posterior = fit(table, PRIORS)
    result = estimate(table, posterior)
    draws = draw_totals(table, posterior, np.random.default_rng(3), 20_000)
    assert draws.mean(axis=0) == pytest.approx(result.mean, rel=0.03)
    assert draws.std(axis=0) == pytest.approx(np.sqrt(result.variance), rel=0.12)
    together, apart = draws.sum(axis=1).var(), draws.var(axis=0).sum()
    assert together > 1.2 * apart
    ranks = rank_probabilities(draws, table.totals, np.random.default_rng(3))
    assert ranks.sum(axis=0) == pytest.approx(np.ones(3))
    assert ranks.sum(axis=1) == pytest.approx(np.ones(3))
    shares = draws / table.totals.companies
    best = np.bincount(shares.argmax(axis=1), minlength=3) / len(draws)
    assert ranks[:, 0] == pytest.approx(best, abs=0.01)


def test_columns_out_of_range_are_refused() -> None:
    companies = companies_of([REGION[0]])
    with pytest.raises(ValueError, match="weight"):
        tabulate(replace(companies, weight=companies.weight * 2), 1)
    with pytest.raises(ValueError, match="kommune"):
        tabulate(companies_of([{}, REGION[0]]), 1)
    with pytest.raises(ValueError, match="outcome"):
        tabulate(replace(companies, outcome=np.zeros(3, dtype=int)), 1)
