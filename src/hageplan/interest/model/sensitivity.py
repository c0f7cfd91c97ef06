"""Why an estimate is what it is, and what it would take to change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial
from typing import Final

import numpy as np

from hageplan.interest.model.design import (
    INDUSTRIES,
    OUTBOUND,
    ROWS,
    SIZES,
    SLOPE,
    Bools,
    Floats,
    Priors,
    logit,
)
from hageplan.interest.model.estimate import Estimate, averaged, estimate
from hageplan.interest.model.posterior import Mode, Posterior, fit
from hageplan.interest.model.table import AnswerTable, Companies, KommuneTotals, tabulate

STRENGTHS: Final = (0.0, 0.35, 0.69, 1.39)
"""Self-selection, or refusals, looked at, as log odds ratios: none, 1.4, 2 and 4."""
COURTESY: Final = (0.1, 0.25, 0.5)
"""Parts of the answers `interessert` looked at that may be said out of courtesy."""


def manski_bounds(totals: KommuneTotals) -> Floats:
    """Return what the answers alone prove of the shares, (J, 2), NaN without companies.

    Nobody unanswered is interested, or everybody is: no assumption is needed.
    Source: Manski (1989), Journal of Human Resources 24, 343-360.
    """
    return totals.share(np.stack([totals.yes, totals.yes + totals.unanswered])).T


def sensitivity(
    table: AnswerTable, priors: Priors, strengths: tuple[float, ...] = STRENGTHS
) -> tuple[Estimate, ...]:
    """Return the estimates if self-selection had each of these strengths (log odds ratios)."""
    return tuple(
        estimate(table, fit(table, priors.with_self_selection(strength))) for strength in strengths
    )


def refusal_sensitivity(
    table: AnswerTable, priors: Priors, strengths: tuple[float, ...] = STRENGTHS
) -> tuple[Estimate, ...]:
    """Return the estimates if those who talk were so much more interested than the others."""
    return tuple(
        estimate(table, fit(table, priors.with_refusals(strength))) for strength in strengths
    )


def courtesy_sensitivity(
    companies: Companies, kind: Bools, table: AnswerTable, priors: Priors
) -> tuple[Estimate, ...]:
    """Return the estimates if these parts of the answers of a `kind`, (C,), were no interest.

    Nothing in the answers tells which; so each counts for that much less.
    """
    found = []
    for part in COURTESY:
        meant = np.where(kind, companies.interested * (1 - part), companies.interested)
        other = tabulate(replace(companies, interested=meant), table.kommuner)
        found.append(estimate(other, fit(other, priors)))
    return tuple(found)


def tipping_point(estimated: Estimate, threshold: float) -> Floats:
    """Return how far off the unanswered must be for the share to be at `threshold`, (J,).

    On the log-odds scale, relative to the estimate: -0.4 says that the share falls to the threshold
    if the odds of the unanswered are in truth exp(-0.4) = 0.67 times what we expect of them.
    -inf: the known yes reach it alone. +inf: it is out of reach. NaN: nobody is unanswered.
    """
    totals = estimated.totals
    missing = threshold * totals.companies - totals.yes
    left = totals.unanswered
    needed = np.divide(missing, left, out=np.full_like(left, np.nan), where=left > 0)
    return logit(np.clip(needed, 0, 1)) - logit(estimated.unanswered_share)


@dataclass(frozen=True, kw_only=True)
class Split:
    """The terms of each municipality's share, in shares (0.01 = a percentage point), each (J,).

    They add up to the estimate.

    Attributes:
        region: An average company in a municipality of which nothing is known; the same for all.
        size: Its companies are of other sizes than the region's.
        industry: They are in other industries.
        kommune: The municipality itself, as its answers show it.
        self_selection: The answers taken at face value would say so much less or more.
        refusals: So much more where those who talked are taken for all.
    """

    region: Floats
    size: Floats
    industry: Floats
    kommune: Floats
    self_selection: Floats
    refusals: Floats


_FACTORS: Final = ("size", "industry", "kommune")


def split(table: AnswerTable, estimated: Estimate, priors: Priors) -> Split:
    """Return the terms of `estimated`.

    Answers are first taken at face value (no self-selection). From the region's level, the
    municipality's sizes, industries and own effect are then brought in in every order, and each
    term is its mean step (Shapley value), so that no order is favoured; what its answers say beyond
    the model is the municipality's own. Then comes the correction for those who came to us, and
    last that for those who would not talk.
    """
    unrefused = priors.with_refusals(0)
    plain = fit(table, unrefused.with_self_selection(0))
    face_value = estimate(table, plain).share
    value = {
        chosen: _expected(table, plain, frozenset(chosen))
        for count in range(len(_FACTORS) + 1)
        for chosen in combinations(_FACTORS, count)
    }
    steps = {factor: _shapley(value, factor) for factor in _FACTORS}
    steps["kommune"] = steps["kommune"] + face_value - value[_FACTORS]
    chosen = estimate(table, fit(table, unrefused)).share
    return Split(
        region=value[()],
        self_selection=chosen - face_value,
        refusals=estimated.share - chosen,
        **steps,
    )


def _shapley(value: dict[tuple[str, ...], Floats], factor: str) -> Floats:
    others = len(_FACTORS) - 1
    total = np.zeros_like(value[()])
    for chosen, reached in value.items():
        if factor in chosen:
            before = tuple(other for other in chosen if other != factor)
            orders = factorial(len(before)) * factorial(others - len(before))
            total += orders * (reached - value[before])
    return total / factorial(len(_FACTORS))


def _expected(table: AnswerTable, posterior: Posterior, factors: frozenset[str]) -> Floats:
    """Return the mean chance over a municipality's companies, with only `factors` its own, (J,)."""
    rows = ROWS[:OUTBOUND].copy()
    average = table.companies.sum(axis=0) @ rows / max(table.companies.sum(), 1)
    if "size" not in factors:
        rows[:, SLOPE], rows[:, SIZES] = average[SLOPE], average[SIZES]
    if "industry" not in factors:
        rows[:, INDUSTRIES] = average[INDUSTRIES]
    predict = Mode.predictor if "kommune" in factors else _anywhere
    chance = posterior.mix([averaged(*predict(mode, rows)) for mode in posterior.modes])
    return table.totals.share((table.companies * chance).sum(axis=1))


def _anywhere(mode: Mode, rows: Floats) -> tuple[Floats, Floats]:
    """Return the predictor's mean and variance in a municipality of which nothing is known."""
    mean = mode.row_mean(rows)
    return mean[np.newaxis], (mode.row_variance(rows) + mode.sigma**2)[np.newaxis]
