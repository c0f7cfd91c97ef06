"""Driving with a reserve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.travel import DriveTable, Travel


@dataclass(frozen=True)
class Slower:
    """Another provider's driving, each drive `factor` times as long."""

    inner: Travel
    factor: float

    @property
    def provider(self) -> str:
        """The name of the other."""
        return self.inner.provider

    def table(self, places: Sequence[Sted], day: date) -> DriveTable:
        """Return the driving between all `places` on `day`; see `Travel`."""
        table = self.inner.table(places, day)
        return DriveTable(table.minutes * self.factor, table.km)

    def assumptions(self) -> tuple[str, ...]:
        """Return what the times rest on, as coded remarks."""
        return (*self.inner.assumptions(), encode("drive-reserve", factor=round(self.factor, 2)))
