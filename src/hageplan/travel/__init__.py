"""Driving times between places, behind one Protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hageplan.records.base import Sted


@dataclass(frozen=True)
class DriveTable:
    """Driving from each place (row) to each place (column): minutes at the wheel and km.

    Both arrays have shape (places, places). Time to park is not part of it.
    """

    minutes: NDArray[np.float64]
    km: NDArray[np.float64]


class Travel(Protocol):
    """Where driving times come from."""

    @property
    def provider(self) -> str:
        """A short name for it."""

    def table(self, places: Sequence[Sted], day: date) -> DriveTable:
        """Return the driving between all `places` on `day`."""

    def season(self, day: date) -> float:
        """Return how many times as long driving takes on `day`; days alike in it share a table."""

    def assumptions(self) -> tuple[str, ...]:
        """Return what the times rest on, as coded remarks (see `hageplan.messages`)."""
