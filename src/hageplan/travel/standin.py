"""The estimate where roads give no answer, with a mark at each leg."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from hageplan.errors import ServiceError
from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.travel import Closed, DriveTable, Leg, Roads, Source
from hageplan.travel.engines import DriveBlock, Engine
from hageplan.travel.estimate import EstimatedRoads

OUTSIDE_M: Final = 5000.0
"""A place as far from the nearest road stands outside the map."""


class WithStandIn:
    """Driving by `roads`; where they know no way, as it is estimated."""

    def __init__(self, roads: Roads, estimated: EstimatedRoads) -> None:
        self._roads, self._estimated = roads, estimated
        self.source = roads.source

    def table(self, places: Sequence[Sted], closed: Closed = ()) -> DriveTable:
        """Return the driving between all `places`."""
        found = self._roads.table(places, closed)
        outside = found.off_road_m > OUTSIDE_M
        lacks = np.isnan(found.minutes) | outside[:, None] | outside
        if not lacks.any():
            return found
        stand_in = self._estimated.table(places)
        return replace(
            found,
            minutes=np.where(lacks, stand_in.minutes, found.minutes),
            km=np.where(lacks, stand_in.km, found.km),
            off_road_m=np.where(outside, 0, found.off_road_m),
            stood_in=found.stood_in | (lacks & (stand_in.km > 0)),
        )

    def leg(self, start: Sted, end: Sted, closed: Closed = ()) -> Leg:
        """Return the way from `start` to `end`, a straight line where no way is known."""
        if not self.table([start, end], closed).stood_in[0, 1]:
            found = self._roads.leg(start, end, closed)
            if found.line:
                return found
        return replace(self._estimated.leg(start, end), stood_in=True)

    def assumptions(self) -> tuple[str, ...]:
        """Return those of the roads."""
        return self._roads.assumptions()


class OrEstimate:
    """Ways by the engine that `make` returns; from its first failure on all is estimated."""

    def __init__(self, make: Callable[[], Engine], estimated: EstimatedRoads) -> None:
        self._estimated, self._why = estimated, ""
        self._engine: Engine | None = None
        try:
            self._engine = make()
        except ServiceError as fault:
            self._why = str(fault)
        self.source = self._engine.source if self._engine else Source("estimate")

    def between(self, starts: Sequence[Sted], ends: Sequence[Sted], closed: Closed) -> DriveBlock:
        """Return the driving from each start to each end; see `Engine`."""
        if self._engine:
            try:
                return self._engine.between(starts, ends, closed)
            except ServiceError as fault:
                self._engine, self._why = None, str(fault)
        table = self._estimated.table([*starts, *ends])
        part, zeros = np.s_[: len(starts), len(starts) :], np.zeros(len(table.km))
        off = zeros[: len(starts)], zeros[len(starts) :]
        return DriveBlock(table.minutes[part], table.km[part], *off, is_estimated=True)

    def leg(self, start: Sted, end: Sted, closed: Closed = ()) -> Leg:
        """Return the way from `start` to `end`."""
        if self._engine:
            try:
                return self._engine.leg(start, end, closed)
            except ServiceError as fault:
                self._engine, self._why = None, str(fault)
        return replace(self._estimated.leg(start, end), stood_in=True)

    def assumptions(self) -> tuple[str, ...]:
        """Return the engine's; where it failed, why, and what the estimate rests on."""
        if self._engine:
            return self._engine.assumptions()
        return (encode("roads-failed", why=self._why), *self._estimated.assumptions())
