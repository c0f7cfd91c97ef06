"""What is assumed before anyone has answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from hageplan.interest.model.design import COLUMNS, INBOUND, INDUSTRIES, LEVEL, SIZES, SLOPE, Floats
from hageplan.interest.model.size import Size
from hageplan.records.settings.interesse import Interessemodell

PINNED_SD: Final = 0.001
"""So narrow a prior fixes a coefficient for every practical purpose, and keeps the algebra."""


@dataclass(frozen=True)
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
    sd[SIZES][Size.UNKNOWN] = np.hypot(modell.storrelse_sd, modell.stigning_sd)
    sd[INDUSTRIES] = modell.naering_sd
    mean[INBOUND], sd[INBOUND] = modell.selvseleksjon, modell.selvseleksjon_sd
    grid = np.array(modell.kommune_sd)
    width = np.gradient(grid) if len(grid) > 1 else np.ones(1)
    log_weights = np.log(width) - 0.5 * (grid / modell.kommune_sd_skala) ** 2
    return Priors(mean, sd, modell.kommune_sd, log_weights)


def _with(values: Floats, column: int, value: float) -> Floats:
    changed = values.copy()
    changed[column] = value
    return changed
