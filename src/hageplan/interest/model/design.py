"""The cells that companies fall into, the design row of each, and what is assumed beforehand.

A company enters the model by its municipality and its cell: size class, industry group, and
whether it came to us. So there are 98 distinct design rows however many companies there are.
The first `OUTBOUND` cells are those of companies that we chose; then the same for those that came.
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
        mean: Log odds, (COLUMNS,).
        sd: Log odds, (COLUMNS,).
        sigmas: Standard deviations between municipalities that are weighed, ascending, (K,).
        sigma_log_weights: Logarithms of their prior weights, not normalized, (K,).
    """

    mean: Floats
    sd: Floats
    sigmas: tuple[float, ...]
    sigma_log_weights: Floats

    @property
    def precision(self) -> Floats:
        """1/sd² of the coefficients, (COLUMNS,)."""
        return np.asarray(self.sd**-2.0)

    def with_self_selection(self, strength: float) -> Priors:
        """Return these priors with the self-selection given (log odds ratio) and not learned."""
        return replace(
            self,
            mean=_with(self.mean, INBOUND, strength),
            sd=_with(self.sd, INBOUND, PINNED_SD),
        )


def priors_of(modell: Interessemodell) -> Priors:
    """Return the priors that the settings describe.

    A company of unknown size gets one level that stands for both the slope and the class, so its
    variance is the sum of theirs (the size scale's mean square is about 1): not knowing the size
    never makes a prediction surer.
    """
    mean, sd = np.zeros(COLUMNS), np.empty(COLUMNS)
    mean[LEVEL], sd[LEVEL] = modell.nivaa, modell.nivaa_sd
    sd[SLOPE] = modell.stigning_sd
    sd[SIZES] = modell.storrelse_sd
    sd[SIZES][SizeClass.UNKNOWN] = np.hypot(modell.storrelse_sd, modell.stigning_sd)
    sd[INDUSTRIES] = modell.naering_sd
    mean[INBOUND], sd[INBOUND] = modell.selvseleksjon, modell.selvseleksjon_sd
    grid = np.array(modell.kommune_sd)
    width = np.gradient(grid) if len(grid) > 1 else np.ones(1)
    log_weights = np.log(width) - 0.5 * (grid / modell.kommune_sd_skala) ** 2
    return Priors(mean=mean, sd=sd, sigmas=modell.kommune_sd, sigma_log_weights=log_weights)


def _with(values: Floats, column: int, value: float) -> Floats:
    changed = values.copy()
    changed[column] = value
    return changed
