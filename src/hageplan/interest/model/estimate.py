"""How many companies are interested, by municipality: what is known exactly, the rest predicted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from hageplan.interest.model.beta import Beta
from hageplan.interest.model.design import COLUMNS, OUTBOUND, ROWS, Floats, logistic
from hageplan.interest.model.posterior import Mode, Posterior
from hageplan.interest.model.table import AnswerTable, KommuneTotals

FEW_COMPANIES: Final = 10
"""Below so many one company is more than a tenth of the share."""
ROUNDING: Final = 1e-6
"""Companies; what a quantile may be off whole ones by its last digits."""


@dataclass(frozen=True)
class Estimate:
    """Interested companies of each municipality, given the answers.

    Attributes:
        totals: What is known, and of how many.
        mean: Expected number of interested companies, (J,).
        variance: Of that number, (J,).
    """

    totals: KommuneTotals
    mean: Floats
    variance: Floats

    @property
    def share(self) -> Floats:
        """Expected share of the companies, (J,); NaN in a municipality without companies."""
        return self.totals.share(self.mean)

    @property
    def unanswered_share(self) -> Floats:
        """Expected share among the unanswered, (J,); NaN where everyone answered."""
        count, left = self.mean - self.totals.yes, self.totals.unanswered
        return np.divide(count, left, out=np.full_like(left, np.nan), where=left > 0)

    def interval(self, level: float) -> Floats:
        """Return the central interval of the number at `level`, such as 0.9: (J, 2).

        A beta on [known yes, known yes + unanswered] with the number's mean and variance, so that
        no interval says what the answers have ruled out. Where companies are few its ends are whole
        companies: of three, none or one may not be left out by half a company.
        """
        ends = self._beta.interval(level)
        few = self.totals.companies < FEW_COMPANIES
        ends[few, 0] = np.floor(ends[few, 0] + ROUNDING)
        ends[few, 1] = np.ceil(ends[few, 1] - ROUNDING)
        return ends

    def share_interval(self, level: float) -> Floats:
        """Return the central interval of the share at `level`, (J, 2), NaN without companies."""
        return self.totals.share(self.interval(level).T).T

    @cached_property
    def _beta(self) -> Beta:
        return Beta(
            mean=self.mean,
            variance=self.variance,
            low=self.totals.yes,
            width=self.totals.unanswered,
        )


def estimate(table: AnswerTable, posterior: Posterior) -> Estimate:
    """Return the expected number of interested companies and its variance."""
    narrow = posterior.minds_refusals
    parts = [_prediction(table, mode, narrow=narrow) for mode in posterior.modes]
    mean = posterior.mix([expected for expected, _ in parts])
    square = posterior.mix([variance + expected**2 for expected, variance in parts])
    return Estimate(table.totals, table.yes + mean, np.maximum(square - mean**2, 0))


def chances(posterior: Posterior) -> Floats:
    """Return the chance that a company of which nothing is known is interested, (J, OUTBOUND)."""
    return posterior.mix([averaged(*mode.predictor(ROWS[:OUTBOUND])) for mode in posterior.modes])


def averaged(mean: Floats, variance: Floats) -> Floats:
    """Return the mean of logistic(η) for normal η, to within .02.

    Source: MacKay (1992), Neural Computation 4, 720-736: logistic(mean / sqrt(1 + π·variance/8)).
    """
    return logistic(mean / np.sqrt(1 + np.pi * variance / 8))


def _prediction(table: AnswerTable, mode: Mode, *, narrow: bool) -> tuple[Floats, Floats]:
    """Return mean and variance of the unanswered that say yes, at one sigma, both (J,).

    With g = U·p(1-p)/√(1+πv/8), v the variance of η, and G = Σ g Z, the variance is
    G'VG + (Σg)²/D_j, that of what we have not learned, plus that of the companies themselves,
    U·[p(1-p) - v·(p(1-p))²/(1+πv/8)]. Taken for v = 0, which is not `narrow`, it is 3-21 % wider
    than a full posterior: room for what the model does not know where it minds no refusals.
    """
    eta, off = mode.predictor(ROWS[:OUTBOUND])
    chance = averaged(eta, off)
    one = chance * (1 - chance)
    flatter = 1 + np.pi * off / 8 if narrow else np.ones_like(off)
    spread = table.unanswered * one / np.sqrt(flatter)
    own = table.unanswered * (one - (off * one**2 / flatter if narrow else 0))
    total = spread.sum(axis=1)
    pull = -total[:, np.newaxis] * mode.loadings
    pull[:, :COLUMNS] += spread @ ROWS[:OUTBOUND]
    learnable = np.einsum("jk,kl,jl->j", pull, mode.covariance, pull) + total**2 * mode.spreads
    return (table.unanswered * chance).sum(axis=1), learnable + own.sum(axis=1)
