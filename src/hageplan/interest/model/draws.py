"""Joint draws of all municipalities' totals: for sums, for ranks, for what is built on them.

Municipalities share the coefficients, so their totals move together. A sum's interval and the
chance of being the best need draws of all at once; variances must never be added.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from hageplan.interest.model.beta import matched
from hageplan.interest.model.design import COLUMNS, OUTBOUND, ROWS, Floats, logistic
from hageplan.interest.model.posterior import Mode, Posterior
from hageplan.interest.model.table import AnswerTable, KommuneTotals

DRAWS: Final = 4000
"""The simulation error of a probability is at most .008, of a 5 % quantile 1/30 of an sd."""


def draw_totals(
    table: AnswerTable, posterior: Posterior, rng: np.random.Generator, draws: int = DRAWS
) -> Floats:
    """Return joint draws of the number of interested companies, (draws, J)."""
    counts = rng.multinomial(draws, posterior.weights)
    parts = [
        _totals(table, mode, rng, int(count))
        for mode, count in zip(posterior.modes, counts, strict=True)
    ]
    return rng.permutation(np.concatenate(parts))


def draw_effects(
    posterior: Posterior, rng: np.random.Generator, draws: int
) -> tuple[Floats, Floats]:
    """Return joint draws of (b, u), coefficients (draws, COLUMNS) and effects (draws, J)."""
    counts = rng.multinomial(draws, posterior.weights)
    pairs = [
        _effects(mode, rng, int(count)) for mode, count in zip(posterior.modes, counts, strict=True)
    ]
    order = rng.permutation(draws)
    coefficients, effects = (np.concatenate(of)[order] for of in zip(*pairs, strict=True))
    return coefficients, effects


def _effects(mode: Mode, rng: np.random.Generator, draws: int) -> tuple[Floats, Floats]:
    """Return draws of (b, u) at one sigma, of b what a company has."""
    root = np.linalg.cholesky(mode.covariance)
    off = rng.standard_normal((draws, len(root))) @ root.T
    own = rng.standard_normal((draws, len(mode.spreads))) * np.sqrt(mode.spreads)
    return (mode.coefficients + off)[:, :COLUMNS], mode.effects - off @ mode.loadings.T + own


def _totals(table: AnswerTable, mode: Mode, rng: np.random.Generator, draws: int) -> Floats:
    """Return draws at one sigma: (b, u) first, then who of the unanswered is interested."""
    coefficients, effects = _effects(mode, rng, draws)
    totals = np.empty((draws, table.kommuner))
    for j, unanswered in enumerate(table.unanswered):
        cells = np.flatnonzero(unanswered)
        eta = coefficients @ ROWS[:OUTBOUND][cells].T + effects[:, [j]]
        totals[:, j] = table.yes[j] + draw_count(unanswered[cells], logistic(eta), rng)
    return totals


def draw_count(counts: Floats, chances: Floats, rng: np.random.Generator) -> Floats:
    """Return how many of `counts` companies, (..., G), say yes at `chances`, (draws, G): (draws,).

    A beta with the mean and the variance of the binomials' sum, since counts of aged answers are
    no whole numbers.
    """
    total = np.broadcast_to(counts, chances.shape).sum(axis=1)
    safe = np.maximum(total, 1e-12)
    mean = (chances * counts).sum(axis=1) / safe
    variance = (chances * (1 - chances) * counts).sum(axis=1) / safe**2
    random = (variance > 0) & (mean > 0) & (mean < 1)
    alpha, beta = matched(np.where(random, mean, 0.5), np.where(random, variance, 0.1))
    return np.asarray(total * np.where(random, rng.beta(alpha, beta), mean))


def rank_probabilities(totals: Floats, known: KommuneTotals, rng: np.random.Generator) -> Floats:
    """Return the chance that municipality j has the r-th highest share, (J, J).

    Ranks count from 0, the best; ties are broken by lot. A municipality without companies has no
    rank: its row is 0.
    """
    share = np.nan_to_num(known.share(totals), nan=-1.0)
    order = np.lexsort((rng.random(share.shape), -share), axis=1)
    kommuner = share.shape[1]
    counts = np.zeros((kommuner, kommuner))
    for rank, holders in enumerate(order.T):
        counts[:, rank] = np.bincount(holders, minlength=kommuner)
    counts[known.companies == 0] = 0
    return counts / len(totals)
