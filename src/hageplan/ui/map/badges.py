"""Where numbered badges stand so that none hides another, nor the place that another marks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from hageplan.ui.map.borders import Point
from hageplan.ui.map.view import Size, apart

_ANGLES: Final = 24
"""Directions that are tried at each distance, to the right first."""
_GAP: Final = 1.5
"""Pixels between two badges."""
_DOT, _MARK = 3.0, 8.0
"""Half the width of the place of a stop, and of an office or home."""
_FAR: Final = 8
"""Radii; so far off, a badge gives way to places and hairlines, and farther to badges alone."""


def placed(
    places: Sequence[Point], radius: float, size: Size, marks: Sequence[Point] = ()
) -> tuple[Point, ...]:
    """Return the middles of the badges of such places, each as near to its place as there is room.

    A badge takes a square of twice the `radius`; one after another finds its room, and stays off
    other `marks` if it can. Where the picture has no room left, the badge stands on its place.
    """
    found: list[Point] = []
    for number, place in enumerate(places):
        others = [*places[:number], *places[number + 1 :]]
        kept = [(other, _DOT) for other in others] + [(mark, _MARK) for mark in marks]
        room = _Room(found, places[:number], kept, radius, size)
        found.append(room.near(place))
    return tuple(found)


def is_moved(badge: Point, place: Point) -> bool:
    """Tell whether a badge needs a hairline to its place."""
    return math.dist(badge, place) > 1


class _Room:
    """What is taken already, by badges and hairlines, and what is `kept` free if it can be."""

    def __init__(
        self,
        badges: Sequence[Point],
        marked: Sequence[Point],
        kept: Sequence[tuple[Point, float]],
        radius: float,
        size: Size,
    ) -> None:
        self._badges = badges
        self._hairlines = [*zip(badges, marked, strict=True)]
        self._kept = kept
        self._radius = radius
        self._size = size

    def near(self, place: Point) -> Point:
        """Return the nearest free point, else the nearest that hides no badge, else the place."""
        fallback = None
        for distance, point in self._tries(place):
            if not self._size.holds(point, self._radius) or self._hides_badge(point):
                continue
            fallback = fallback or point
            if distance > _FAR * self._radius:
                break
            if not self._hides_place(point) and not self._crosses(point, place):
                return point
        return fallback or place

    def _tries(self, place: Point) -> Iterator[tuple[float, Point]]:
        """Give points farther and farther off, until the whole picture is tried."""
        x, y = place
        yield 0.0, place
        step = self._radius / 3
        for ring in range(3, math.ceil((self._size.width + self._size.height) / step)):
            distance = ring * step
            for number in range(_ANGLES):
                angle = 2 * math.pi * number / _ANGLES
                yield distance, (x + distance * math.cos(angle), y - distance * math.sin(angle))

    def _hides_badge(self, point: Point) -> bool:
        return any(apart(point, one) < 2 * self._radius + _GAP for one in self._badges)

    def _hides_place(self, point: Point) -> bool:
        return any(apart(point, one) < self._radius + half for one, half in self._kept)

    def _crosses(self, point: Point, place: Point) -> bool:
        """Tell whether a hairline would run below another badge, or another's below this one."""
        least = self._radius + _GAP
        return any(_from_line(one, point, place) < least for one in self._badges) or any(
            _from_line(point, *line) < least for line in self._hairlines
        )


def _from_line(point: Point, start: Point, end: Point) -> float:
    """Return the distance of a point from a line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))
