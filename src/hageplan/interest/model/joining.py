"""When companies join: some time after they were asked, or by word of mouth if nobody asks."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from hageplan.interest.model.design import Floats
from hageplan.records.settings.interesse import UtenBesok

MONTHS_A_YEAR: Final = 12
SHAPE: Final = 2
"""Of the gamma distribution of the delay: few join at once, and few after very long."""
HORIZON_YEARS: Final = 1.0
"""Within so long it counts who would have joined anyway: the time that a plan of visits covers."""


def joined_by(months: ArrayLike, mean_months: float) -> Floats:
    """Return F, the share of those who join that have joined so long after they were asked.

    The delay is a gamma of shape 2: F = 1 - exp(-x)(1 + x), with x = 2·months / mean.
    """
    x = SHAPE * np.maximum(np.asarray(months, dtype=np.float64), 0) / mean_months
    return np.asarray(1 - np.exp(-x) * (1 + x))


def left_to_join(share: ArrayLike, joined: ArrayLike) -> Floats:
    """Return what having waited in vain leaves of a `share` c: (1 - F) / (1 - cF).

    `joined` is F, the part of those who would join that had joined by now.
    """
    c, f = np.broadcast_arrays(np.asarray(share, np.float64), np.asarray(joined, np.float64))
    rest = 1 - c * f
    return np.asarray(np.divide(1 - f, rest, out=np.zeros_like(rest), where=rest > 0))


def word_of_mouth(member_share: ArrayLike, settings: UtenBesok) -> Floats:
    """Return the yearly rate at which those who would join do so without having been asked.

    `member_share` is the share of the municipality's companies that are members. Source of the
    form: Bass (1969), Management Science 15, 215-227.
    """
    share = np.asarray(member_share, dtype=np.float64)
    return np.asarray(settings.grunnrate + settings.per_medlemsandel * share)


def joined_unasked(yearly_rate: ArrayLike, years: float = HORIZON_YEARS) -> Floats:
    """Return the share of those who would join that has done so within `years`, unasked."""
    return np.asarray(1 - np.exp(-np.asarray(yearly_rate, dtype=np.float64) * years))
