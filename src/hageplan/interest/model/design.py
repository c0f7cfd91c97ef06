"""The cells that companies fall into, and the design row of each.

A company enters the model by its municipality and its cell: size class, industry group, and
whether it came to us. So there are 98 distinct design rows however many companies there are.
The first `OUTBOUND` cells are those of companies that we chose; then the same for those that came.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hageplan.interest.model.industry import Industry
from hageplan.interest.model.size import SIZE_Z, Size

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.integer]
Bools: TypeAlias = NDArray[np.bool_]

OUTBOUND: Final = len(Size) * len(Industry)
"""Cells of one direction: 49."""
CELLS: Final = 2 * OUTBOUND
"""All cells: 98."""

LEVEL: Final = slice(0, 1)
SLOPE: Final = slice(1, 2)
SIZES: Final = slice(2, 2 + len(Size))
INDUSTRIES: Final = slice(SIZES.stop, SIZES.stop + len(Industry))
INBOUND: Final = INDUSTRIES.stop
"""Columns of the design: level, slope of size, a level a class, a level a group, inbound."""
COLUMNS: Final = INBOUND + 1


def cell_of(size: Ints, industry: Ints) -> NDArray[np.intp]:
    """Return the outbound cell of each company, in [0, OUTBOUND); add OUTBOUND where it came."""
    return np.asarray(size, dtype=np.intp) * len(Industry) + industry


def _design_rows() -> Floats:
    inbound, size, industry = (index.ravel() for index in np.indices((2, len(Size), len(Industry))))
    rows = np.zeros((CELLS, COLUMNS))
    rows[:, LEVEL] = 1
    rows[:, SLOPE] = np.array(SIZE_Z)[size, np.newaxis]
    rows[:, SIZES] = np.eye(len(Size))[size]
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
