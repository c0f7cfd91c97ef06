"""From degrees to pixels: the part of the country that a map shows, and its scale bar."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hageplan.ui.map.borders import Point

KM_A_DEGREE: Final = 111.195
"""Of latitude: a great circle of 40 030 km."""
LEAST_KM: Final = 3.0
"""So wide and high is a view at least: nobody knows where they are within a few streets."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """Width and height in pixels."""

    width: float
    height: float

    def holds(self, point: Point, margin: float = 0.0) -> bool:
        """Tell whether a point lies within, so far from the edge."""
        x, y = point
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin


@dataclass(frozen=True, kw_only=True)
class View:
    """A part of the country in a picture: x = longitude × cos of the mean latitude.

    Attributes:
        west: Longitude of the left edge.
        north: Latitude of the upper edge.
        shrink: The cosine.
        scale: Pixels a degree of latitude.
        size: Of the picture.
    """

    west: float
    north: float
    shrink: float
    scale: float
    size: Size

    def __call__(self, place: Point) -> Point:
        """Return where a longitude and latitude is, in pixels from the upper left."""
        lon, lat = place
        return (lon - self.west) * self.shrink * self.scale, (self.north - lat) * self.scale

    @property
    def px_a_km(self) -> float:
        """Pixels a kilometre."""
        return self.scale / KM_A_DEGREE


@dataclass(frozen=True, kw_only=True)
class ScaleBar:
    """A length to measure by."""

    km: float
    width: float


@dataclass(frozen=True)
class _Box:
    west: float
    south: float
    east: float
    north: float

    @property
    def shrink(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def width(self) -> float:
        """In degrees of latitude, at least so much that one knows where it is."""
        return max((self.east - self.west) * self.shrink, LEAST_KM / KM_A_DEGREE)

    @property
    def height(self) -> float:
        return max(self.north - self.south, LEAST_KM / KM_A_DEGREE)


def view_within(places: Iterable[Point], size: Size, margin: float) -> View:
    """Return the view that shows all places as large as they fit, in the middle of the picture."""
    box = _box(places)
    scale = min((size.width - 2 * margin) / box.width, (size.height - 2 * margin) / box.height)
    return _view(box, scale, size)


def view_as_wide(places: Iterable[Point], width: float, highest: float, margin: float) -> View:
    """Return the view of such a width that is as high as its places are; at most so high."""
    box = _box(places)
    scale = min((width - 2 * margin) / box.width, (highest - 2 * margin) / box.height)
    return _view(box, scale, Size(width=width, height=round(box.height * scale + 2 * margin)))


def _box(places: Iterable[Point]) -> _Box:
    lons, lats = zip(*places, strict=True)
    return _Box(min(lons), min(lats), max(lons), max(lats))


def _view(box: _Box, scale: float, size: Size) -> View:
    shrink = box.shrink
    return View(
        west=(box.west + box.east) / 2 - size.width / 2 / scale / shrink,
        north=(box.south + box.north) / 2 + size.height / 2 / scale,
        shrink=shrink,
        scale=scale,
        size=size,
    )


def rounded(point: Point) -> Point:
    """Return a point to a tenth of a pixel."""
    return round(point[0], 1), round(point[1], 1)


def apart(one: Point, other: Point) -> float:
    """Return how far apart two points are, sideways or up and down, whichever is more."""
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))


def scale_bar(view: View) -> ScaleBar:
    """Return the longest of 1, 2, 5, 10 … km that takes at most a quarter of the width."""
    longest = view.size.width / 4 / view.px_a_km
    power = 10.0 ** math.floor(math.log10(longest))
    km = max(step * power for step in (1, 2, 5) if step * power <= longest)
    return ScaleBar(km=km, width=round(km * view.px_a_km, 1))
