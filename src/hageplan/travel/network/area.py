"""The part of the world around some places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil, cos, radians
from typing import Final

from hageplan.travel import Point

KM_A_DEGREE: Final = 111.2
"""Of latitude."""
_CELLS: Final = 20
"""A degree has so many cells north; one is some 5.6 km high."""


@dataclass(frozen=True)
class Area:
    """All that is within `km` of one of `points`, in whole cells of a grid."""

    points: tuple[Point, ...]
    km: float

    @cached_property
    def cells(self) -> frozenset[tuple[int, int]]:
        """The cells of the grid; see `cell_of`."""
        return frozenset(
            cell for cell in {cell_of(*p) for p in self.points} for cell in self._near(cell)
        )

    def holds(self, point: Point) -> bool:
        """Tell whether a point is in it."""
        return cell_of(*point) in self.cells

    def _near(self, cell: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """Give the cells that are as near to a cell, or nearer."""
        reach = ceil(self.km / KM_A_DEGREE * _CELLS)
        for north in range(-reach, reach + 1):
            at = radians(min(89.0, abs((cell[0] + north + 0.5) / _CELLS)))
            wide = KM_A_DEGREE / _CELLS * cos(at)
            left = max(0.0, self.km**2 - (max(0, abs(north) - 1) * KM_A_DEGREE / _CELLS) ** 2)
            across = ceil(left**0.5 / wide)
            for east in range(-across, across + 1):
                yield cell[0] + north, cell[1] + east


def cell_of(lat: float, lon: float) -> tuple[int, int]:
    """Return the cell of the grid that a point is in."""
    return int((lat + 90) * _CELLS) - 90 * _CELLS, int((lon + 180) * _CELLS) - 180 * _CELLS


def around(points: Iterable[Point], km: float) -> Area:
    """Return the area around points; those in one cell are as good as one."""
    first = {cell_of(*point): point for point in sorted(points, reverse=True)}
    return Area(tuple(sorted(first.values())), km)
