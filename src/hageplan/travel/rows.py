"""Places that share a row of a table: those within a hundred metres of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import cos, hypot, radians
from typing import Final

from hageplan.records.base import Sted

NEAR_M: Final = 100.0
_METRES_A_DEGREE: Final = 111_195.0
_CELL: Final = NEAR_M / _METRES_A_DEGREE
"""In degrees north; east a cell is as many degrees, and so narrower."""


class SharedRows:
    """The row of each place.

    The places that are known from the start are taken in order of where they lie, so that a
    region's rows are the same in every command.
    """

    def __init__(self, known: Iterable[Sted]) -> None:
        self.places: list[Sted] = []
        self._at: dict[tuple[float, float], int] = {}
        self._cells: dict[tuple[int, int], list[int]] = {}
        for place in sorted(known, key=lambda place: (place.lat, place.lon)):
            self.of(place)

    def of(self, place: Sted) -> int:
        """Return the row of a place; a new one where no other's is near."""
        point = place.lat, place.lon
        if point not in self._at:
            near = ((self._metres(row, place), row) for row in self._around(place))
            found = min((one for one in near if one[0] <= NEAR_M), default=None)
            self._at[point] = self._new(place) if found is None else found[1]
        return self._at[point]

    def _new(self, place: Sted) -> int:
        self.places.append(place)
        self._cells.setdefault(_cell(place), []).append(len(self.places) - 1)
        return len(self.places) - 1

    def _around(self, place: Sted) -> Iterator[int]:
        north, east = _cell(place)
        wide = int(1 / max(0.05, cos(radians(place.lat)))) + 1
        for up in (-1, 0, 1):
            for aside in range(-wide, wide + 1):
                yield from self._cells.get((north + up, east + aside), ())

    def _metres(self, row: int, place: Sted) -> float:
        other, shrink = self.places[row], cos(radians(place.lat))
        north, east = other.lat - place.lat, (other.lon - place.lon) * shrink
        return hypot(north, east) * _METRES_A_DEGREE


def _cell(place: Sted) -> tuple[int, int]:
    return int(place.lat // _CELL), int(place.lon // _CELL)
