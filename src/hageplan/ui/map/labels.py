"""Where the names of areas stand: within the area, or beside the map with a line to it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise, product
from typing import Final

from hageplan.ui.map.borders import Point
from hageplan.ui.map.view import Size

ROW: Final = 3
"""Pixels between two rows in which areas are looked at, and between two tries in a row."""
LONGEST_LEADER: Final = 90.0
"""Pixels; an area farther from the edge of all areas has its name nowhere."""
_PADDING: Final = 1.5
_DEEP: Final = 0.6
"""A line ends so far from the borders, as a part of what is possible, that its area is plain."""
_STARTS: Final = 8
"""So many ends of a line are tried in an area, and so many directions from each:"""
_TURNS: Final = tuple(2 * math.pi * turn / 24 for turn in range(24))

Run = tuple[float, float]
"""A part of a row, from left to right."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """The middle of a label; `leader` is the line from it to a point in the area, if any."""

    at: Point
    leader: tuple[Point, Point] | None = None


@dataclass(frozen=True)
class Extent:
    """Width and height of a label."""

    width: float
    height: float

    def edge(self, middle: Point, target: Point) -> Point:
        """Return where a line from the middle of the label to a point leaves it."""
        dx, dy = target[0] - middle[0], target[1] - middle[1]
        wide = (self.width / 2 + _PADDING) / abs(dx) if dx else 1.0
        high = (self.height / 2 + _PADDING) / abs(dy) if dy else 1.0
        part = min(wide, high, 1.0)
        return middle[0] + dx * part, middle[1] + dy * part

    def covers(self, middle: Point, point: Point) -> bool:
        """Tell whether a label there would hide a point."""
        return (
            abs(point[0] - middle[0]) <= self.width / 2 + _PADDING
            and abs(point[1] - middle[1]) <= self.height / 2 + _PADDING
        )


class Shape:
    """An area, row by row."""

    def __init__(self, rings: Sequence[Sequence[Point]]) -> None:
        self._rings = rings

    @cached_property
    def rows(self) -> dict[int, list[Run]]:
        """The parts of each row that lie within (even-odd rule); rows are `ROW` pixels apart."""
        crossings: dict[int, list[float]] = {}
        for ring in self._rings:
            for (x1, y1), (x2, y2) in pairwise((*ring, ring[0])):
                low, high = sorted((y1, y2))
                for row in range(math.ceil(low / ROW), math.ceil(high / ROW)):
                    x = x1 + (row * ROW - y1) / (y2 - y1) * (x2 - x1)
                    crossings.setdefault(row, []).append(x)
        return {row: [*_pairs(sorted(xs))] for row, xs in sorted(crossings.items())}

    @cached_property
    def middle(self) -> Point:
        """The mean of all that is within; it may lie outside a bent area."""
        runs = [(row, low, high) for row, of_row in self.rows.items() for low, high in of_row]
        weight = sum(high - low for _row, low, high in runs)
        if not weight:
            return self._rings[0][0]
        x = sum((high - low) * (low + high) / 2 for _row, low, high in runs) / weight
        return x, sum((high - low) * row * ROW for row, low, high in runs) / weight

    def depth(self, row: int, x: float) -> float:
        """Return how far a point within is from the borders, beside, above and below it."""
        beside = min(abs(x - edge) for run in self.rows[row] for edge in run)
        for step in range(1, int(beside // ROW) + 1):
            for other in (row - step, row + step):
                if not any(low <= x <= high for low, high in self.rows.get(other, ())):
                    return float((step - 1) * ROW)
        return beside

    def places_for(self, label: Extent) -> Iterator[Point]:
        """Give the middles at which a label lies within the area wholly."""
        half = math.ceil((label.height / 2 + _PADDING) / ROW)
        for row in self.rows:
            runs = self._shared(range(row - half, row + half + 1))
            for low, high in runs:
                left, right = (low + label.width / 2 + _PADDING), high - label.width / 2 - _PADDING
                for step in range(int(max(-1.0, (right - left) // ROW)) + 1):
                    yield left + step * ROW, row * ROW

    def _shared(self, rows: range) -> list[Run]:
        """Return the parts that lie within in all of some rows."""
        found = self.rows.get(rows[0], [])
        for row in rows[1:]:
            found = [
                (max(a, c), min(b, d))
                for a, b in found
                for c, d in self.rows.get(row, ())
                if max(a, c) < min(b, d)
            ]
        return found


class _Ground:
    """All that areas cover of a picture, so that one look tells whether a label would touch any."""

    def __init__(self, shapes: Sequence[Shape], size: Size) -> None:
        columns = int(size.width // ROW) + 2
        covered: dict[int, list[int]] = {}
        for shape in shapes:
            for row, runs in shape.rows.items():
                cells = covered.setdefault(row, [0] * columns)
                for low, high in runs:
                    first, last = max(0, int(low // ROW)), min(columns, int(high // ROW) + 1)
                    cells[first:last] = [1] * (last - first)
        self._sums = {row: [0, *accumulate(cells)] for row, cells in covered.items()}

    def is_free(self, middle: Point, label: Extent) -> bool:
        """Tell whether a label there would lie beside all areas."""
        left, right = (middle[0] + sign * (label.width / 2 + _PADDING) for sign in (-1, 1))
        top, bottom = (middle[1] + sign * (label.height / 2 + _PADDING) for sign in (-1, 1))
        first, last = max(0, int(left // ROW)), int(right // ROW) + 1
        for row in range(math.floor(top / ROW), math.ceil(bottom / ROW) + 1):
            sums = self._sums.get(row)
            if sums is not None and sums[min(last, len(sums) - 1)] > sums[first]:
                return False
        return True


def spots(
    shapes: Sequence[Shape], labels: Sequence[Extent], size: Size, taken: Sequence[Point] = ()
) -> tuple[Spot | None, ...]:
    """Return where the label of each shape stands, None where there is no room for it.

    A label hides as few of the `taken` points as it can. Those beside the map keep apart.
    """
    found: list[Spot | None] = [
        inside(shape, label, taken) for shape, label in zip(shapes, labels, strict=True)
    ]
    ground = _Ground(shapes, size)
    outside: list[tuple[Point, Extent]] = []
    for number, (shape, label) in enumerate(zip(shapes, labels, strict=True)):
        if found[number] is None:
            spot = found[number] = _outside(shape, label, ground, outside, size)
            if spot is not None:
                outside.append((spot.at, label))
    return tuple(found)


def inside(shape: Shape, label: Extent, taken: Sequence[Point]) -> Spot | None:
    """Return where a label stands within a shape, near its middle; None where it has no room."""
    middle = shape.middle

    def cost(at: Point) -> tuple[int, float]:
        return sum(label.covers(at, point) for point in taken), math.dist(at, middle)

    best = min(shape.places_for(label), key=cost, default=None)
    return None if best is None else Spot(at=best)


def _outside(
    shape: Shape,
    label: Extent,
    ground: _Ground,
    others: Sequence[tuple[Point, Extent]],
    size: Size,
) -> Spot | None:
    """Return the label beside all areas, and the other labels there, that has the shortest line."""
    starts = _starts(shape)
    for distance in range(4 * ROW, int(LONGEST_LEADER), 2 * ROW):
        for start, angle in product(starts, _TURNS):
            at = (
                start[0] + (distance + label.width / 2) * math.cos(angle),
                start[1] - (distance + label.height / 2) * math.sin(angle),
            )
            is_within = (
                label.width / 2 <= at[0] <= size.width - label.width / 2
                and label.height / 2 <= at[1] <= size.height - label.height / 2
            )
            if (
                is_within
                and not any(_meet(at, label, *other) for other in others)
                and ground.is_free(at, label)
            ):
                return Spot(at=at, leader=(label.edge(at, start), start))
    return None


def _starts(shape: Shape) -> list[Point]:
    """Return points well within an area: the middles of runs that are far from its borders."""
    found = [
        (shape.depth(row, (low + high) / 2), ((low + high) / 2, float(row * ROW)))
        for row, runs in shape.rows.items()
        for low, high in runs
    ]
    if not found:
        return [shape.middle]
    least = _DEEP * max(depth for depth, _ in found)
    deep = [point for depth, point in found if depth >= least]
    return deep[:: max(1, len(deep) // _STARTS)]


def _meet(one: Point, label: Extent, other: Point, its: Extent) -> bool:
    return (
        abs(one[0] - other[0]) < (label.width + its.width) / 2 + _PADDING
        and abs(one[1] - other[1]) < (label.height + its.height) / 2 + _PADDING
    )


def _pairs(xs: Sequence[float]) -> Iterator[Run]:
    yield from zip(xs[::2], xs[1::2], strict=False)
