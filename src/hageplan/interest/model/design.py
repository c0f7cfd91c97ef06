"""The cells that companies fall into, the design row of each, and what is assumed beforehand.

A company enters the model by its municipality and its cell: size class, industry group, and
whether it came to us. So there are 98 distinct design rows however many companies there are.
The first `OUTBOUND` cells are those of companies that we chose; then the same for those that came.

An answer has columns of its own behind these: that somebody talked whom we sought out, how long ago
it was, and who of us heard it. They are 0 where a company is predicted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hageplan.interest.model.classes import SIZE_Z, Industry, SizeClass
from hageplan.records.settings.interesse import Interessemodell

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.integer]
Bools: TypeAlias = NDArray[np.bool_]

OUTBOUND: Final = len(SizeClass) * len(Industry)
"""Cells of one direction: 49."""
CELLS: Final = 2 * OUTBOUND
"""All cells: 98."""

LEVEL: Final = slice(0, 1)
SLOPE: Final = slice(1, 2)
SIZES: Final = slice(2, 2 + len(SizeClass))
INDUSTRIES: Final = slice(SIZES.stop, SIZES.stop + len(Industry))
INBOUND: Final = INDUSTRIES.stop
"""Columns of the design: level, slope of size, a level a class, a level a group, inbound."""
COLUMNS: Final = INBOUND + 1
"""Columns of a company; those of an answer alone follow."""
TALKED: Final = COLUMNS
TREND: Final = COLUMNS + 1
HEARD: Final = COLUMNS + 2
"""Columns of an answer: talked when we came, its age in years, then one for each who heard some."""


def cell_of(size: Ints, industry: Ints) -> NDArray[np.intp]:
    """Return the outbound cell of each company, in [0, OUTBOUND); add OUTBOUND where it came."""
    return np.asarray(size, dtype=np.intp) * len(Industry) + industry


def _design_rows() -> Floats:
    inbound, size, industry = (
        index.ravel() for index in np.indices((2, len(SizeClass), len(Industry)))
    )
    rows = np.zeros((CELLS, COLUMNS))
    rows[:, LEVEL] = 1
    rows[:, SLOPE] = np.array(SIZE_Z)[size, np.newaxis]
    rows[:, SIZES] = np.eye(len(SizeClass))[size]
    rows[:, INDUSTRIES] = np.eye(len(Industry))[industry]
    rows[:, INBOUND] = inbound
    rows.flags.writeable = False
    return rows


ROWS: Final = _design_rows()
"""Design rows x of all cells, (CELLS, COLUMNS); `ROWS[:OUTBOUND]` predict the unanswered."""


def logistic(eta: Floats) -> Floats:
    """Return 1 / (1 + exp(-eta)), without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * eta))


def logit(share: Floats) -> Floats:
    """Return the log odds of shares in [0, 1]; infinite at the ends."""
    with np.errstate(divide="ignore"):
        return np.log(share) - np.log1p(-share)


PINNED_SD: Final = 0.001
"""So narrow a prior fixes a coefficient for every practical purpose, and keeps the algebra."""


@dataclass(frozen=True, kw_only=True)
class Priors:
    """Independent normal priors of the coefficients, and the grid of sigma.

    Attributes:
        mean: Log odds, (HEARD + those who heard answers,).
        sd: Log odds, as `mean`.
        sigmas: Standard deviations between municipalities that are weighed, ascending, (K,).
        sigma_log_weights: Logarithms of their prior weights, not normalized, (K,).
        minds_refusals: Whether those who talk may differ from those who do not.
    """

    mean: Floats
    sd: Floats
    sigmas: tuple[float, ...]
    sigma_log_weights: Floats
    minds_refusals: bool = False

    @property
    def precision(self) -> Floats:
        """1/sd² of the coefficients."""
        return np.asarray(self.sd**-2.0)

    def with_self_selection(self, strength: float) -> Priors:
        """Return these priors with the self-selection given (log odds ratio) and not learned."""
        return self._pinned(INBOUND, strength)

    def with_refusals(self, strength: float) -> Priors:
        """Return these priors with it given how those who talk differ (log odds ratio)."""
        return self._pinned(TALKED, strength)

    def _pinned(self, column: int, value: float) -> Priors:
        return replace(
            self,
            mean=_with(self.mean, column, value),
            sd=_with(self.sd, column, PINNED_SD),
        )


def priors_of(modell: Interessemodell, *, reached: float = 1.0, heard_by: int = 0) -> Priors:
    """Return the priors that the settings describe.

    `reached` is the share of those we sought out that answered; the fewer, the more they may differ
    from the others, and the less is known of how. `heard_by` of us heard answers.

    A company of unknown size gets one level that stands for both the slope and the class, so its
    variance is the sum of theirs (the size scale's mean square is about 1): not knowing the size
    never makes a prediction surer.
    """
    mean, sd = np.zeros(HEARD + heard_by), np.empty(HEARD + heard_by)
    mean[LEVEL], sd[LEVEL] = modell.nivaa, modell.nivaa_sd
    sd[SLOPE] = modell.stigning_sd
    sd[SIZES] = modell.storrelse_sd
    sd[SIZES][SizeClass.UNKNOWN] = np.hypot(modell.storrelse_sd, modell.stigning_sd)
    sd[INDUSTRIES] = modell.naering_sd
    mean[INBOUND], sd[INBOUND] = modell.selvseleksjon, modell.selvseleksjon_sd
    missed = 1 - reached
    mean[TALKED], sd[TALKED] = modell.avslag * missed, modell.avslag_sd * missed
    sd[TREND], sd[HEARD:] = modell.trend_sd, modell.medarbeider_sd
    grid = np.array(modell.kommune_sd)
    width = np.gradient(grid) if len(grid) > 1 else np.ones(1)
    log_weights = np.log(width) - 0.5 * (grid / modell.kommune_sd_skala) ** 2
    return Priors(
        mean=mean,
        sd=np.maximum(sd, PINNED_SD),
        sigmas=modell.kommune_sd,
        sigma_log_weights=log_weights,
        minds_refusals=bool(modell.avslag or modell.avslag_sd),
    )


def _with(values: Floats, column: int, value: float) -> Floats:
    changed = values.copy()
    changed[column] = value
    return changed
