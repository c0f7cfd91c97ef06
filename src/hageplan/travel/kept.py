"""Driving that is asked for once: kept in memory for this run, and on disk for the next ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from hageplan.messages import MEANWHILE, msg
from hageplan.records.base import Sted
from hageplan.travel import Closed, DriveTable, Leg
from hageplan.travel.engines import Engine
from hageplan.travel.grid import Grid, Wanted
from hageplan.travel.rows import SharedRows
from hageplan.travel.shelf import Shelf

_MANY: Final = 1600
"""Pairs that take a while to find."""


class Kept:
    """Driving by `engine`, asked for what neither this run nor the `shelf` knows."""

    def __init__(self, engine: Engine, rows: SharedRows, shelf: Shelf | None) -> None:
        self._engine, self._rows, self._shelf = engine, rows, shelf
        self._slots: dict[int, int] = {}
        self._places: list[Sted] = []
        self._grids: dict[Closed, Grid] = {}
        self._legs: dict[tuple[int, int, Closed], Leg] = {}
        self.source = engine.source

    def table(self, places: Sequence[Sted], closed: Closed = ()) -> DriveTable:
        """Return the driving between all `places`; NaN where there is no way."""
        at = np.array([self._slot(place) for place in places], dtype=np.intp)
        grid = self._grids.setdefault(closed, Grid())
        grid.grow(len(self._places))
        wanted = np.unique(at)
        if self._shelf and not grid.knows(wanted):
            self._shelf.fill(grid, wanted, self._places, closed)
        self._ask(grid, wanted, closed)
        pairs = np.ix_(at, at)
        return DriveTable(grid.minutes[pairs], grid.km[pairs], grid.off_m[at], grid.stood_in[pairs])

    def leg(self, start: Sted, end: Sted, closed: Closed = ()) -> Leg:
        """Return the way from `start` to `end`, by their rows."""
        slots = self._slot(start), self._slot(end)
        if (*slots, closed) not in self._legs:
            first, last = (self._places[slot] for slot in slots)
            self._legs[*slots, closed] = self._engine.leg(first, last, closed)
        return self._legs[*slots, closed]

    def assumptions(self) -> tuple[str, ...]:
        """Return those of the engine."""
        return self._engine.assumptions()

    def _slot(self, place: Sted) -> int:
        """Return where a place's row stands in the grids: in the order in which rows are asked."""
        row = self._rows.of(place)
        if row not in self._slots:
            self._slots[row] = len(self._places)
            self._places.append(self._rows.places[row])
        return self._slots[row]

    def _ask(self, grid: Grid, wanted: Wanted, closed: Closed) -> None:
        """Ask for what is not known: from each new place to all, and from all others to it."""
        lacks = ~grid.known[np.ix_(wanted, wanted)]
        is_new = lacks.sum(axis=1) * 2 > len(wanted)
        new, others = wanted[is_new], wanted[~is_new]
        missed = wanted[lacks[~is_new].any(axis=0)]
        for starts, ends in ((new, wanted), (others, missed)):
            if not len(starts) or not len(ends):
                continue
            if len(starts) * len(ends) >= _MANY:
                count = len(starts) * len(ends)
                MEANWHILE.get()(msg("Finding {count} driving times by road", count=count))
            from_, to = ([self._places[slot] for slot in slots] for slots in (starts, ends))
            block = self._engine.between(from_, to, closed)
            grid.put(starts, ends, block)
            if self._shelf and not block.is_estimated:
                self._shelf.add(from_, to, closed, block)
