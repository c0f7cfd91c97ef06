"""Borders as paths of a picture (SVG), with no point that nobody would see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from hageplan.ui.map.borders import Borders, Point, Ring
from hageplan.ui.map.view import Size, View, apart

SMALLEST_PX: Final = 0.7
"""A point nearer than that to the one before is left out, and so is an island that is smaller."""


def simplified(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points without those that are too near; both ends stay, so that lines meet."""
    first, *between, last = points
    kept = [first]
    for point in between:
        if apart(point, kept[-1]) >= SMALLEST_PX:
            kept.append(point)
    return (*kept, last)


class Outlines:
    """The outlines of municipalities in one view; a border that two share is drawn alike."""

    def __init__(self, known: Borders, view: View) -> None:
        self._known = known
        self._view = view
        self._arc = cache(self._drawn)

    def rings(self, number: str) -> tuple[tuple[Point, ...], ...]:
        """Return the rings of a municipality, the largest first; islets are left out."""
        found = sorted(
            map(self._ring, self._known.rings.get(number, ())), key=_extent, reverse=True
        )
        seen = (one for one in found[1:] if _extent(one) >= SMALLEST_PX and len(one) > 2)
        return (*found[:1], *seen)

    def lines(self) -> Iterator[tuple[Point, ...]]:
        """Give the parts of all borders that the picture shows."""
        for number in range(len(self._known.arcs)):
            points = [*map(self._view, self._known.arcs[number])]
            if _meets(points, self._view.size):
                yield from _within(simplified(points), self._view.size)

    def _ring(self, ring: Ring) -> tuple[Point, ...]:
        found: list[Point] = []
        for arc in ring:
            points = self._arc(arc) if arc >= 0 else self._arc(~arc)[::-1]
            found += points[1:] if found else points
        return tuple(found[:-1])

    def _drawn(self, arc: int) -> tuple[Point, ...]:
        return simplified([*map(self._view, self._known.arcs[arc])])


def path(lines: Iterable[Sequence[Point]], *, closed: bool) -> str:
    """Return lines as the data of a path: tenths of a pixel, each the step from the one before."""
    return "".join(map(_ring_path if closed else _line_path, lines))


def _ring_path(points: Sequence[Point]) -> str:
    return f"{_line_path(points)}z"


def _line_path(points: Sequence[Point]) -> str:
    """Return the steps between rounded points, so that no error adds up."""
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    steps = ((right - left, down - up) for (left, up), (right, down) in pairwise(tenths))
    moved = "".join(f"{_number(dx)}{_number(dy)}" for dx, dy in steps if dx or dy)
    x, y = tenths[0]
    return f"M{_number(x).strip()}{_number(y)}{f'l{moved.strip()}' if moved else ''}"


def _number(tenths: int) -> str:
    """Return a number with what parts it from the one before: a blank, or its own minus."""
    whole = f"{abs(tenths) // 10}" if abs(tenths) >= 10 or tenths % 10 == 0 else ""
    part = f".{abs(tenths) % 10}" if tenths % 10 else ""
    return f"{'-' if tenths < 0 else ' '}{whole}{part}"


def _extent(ring: Sequence[Point]) -> float:
    xs, ys = zip(*ring, strict=True)
    return float(max(max(xs) - min(xs), max(ys) - min(ys)))


def _meets(points: Sequence[Point], size: Size) -> bool:
    xs, ys = zip(*points, strict=True)
    is_beside = min(xs) > size.width or max(xs) < 0
    return not is_beside and bool(min(ys) <= size.height and max(ys) >= 0)


def _within(points: Sequence[Point], size: Size) -> Iterator[tuple[Point, ...]]:
    """Give the runs of a line whose steps may cross the picture."""
    run: list[Point] = []
    for step in pairwise(points):
        if _meets(step, size):
            run = run or [step[0]]
            run.append(step[1])
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)
