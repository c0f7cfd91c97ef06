"""The map of a region: municipalities, each tinted by a share that stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hageplan.ui.map.borders import Borders, Point
from hageplan.ui.map.labels import Extent, Shape, Spot, inside, spots
from hageplan.ui.map.paths import Outlines, path
from hageplan.ui.map.routes import EndMark, Way, ends, ways
from hageplan.ui.map.tint import ink_on, tint
from hageplan.ui.map.trips import Trip
from hageplan.ui.map.view import Size, View, rounded, view_as_wide
from hageplan.ui.numbers import percent

LINE_PX: Final = 14.0
"""Height of a line of a label."""
SIGN_PX: Final = 6.8
"""Width of a sign of a label, bold and 12 px high; few are wider."""
_MARGIN_PX: Final = 6.0
_STEP_PX: Final = 6.0
"""So far apart, points of a line are kept free of names."""


@dataclass(frozen=True, kw_only=True)
class MapArea:
    """A municipality; `share` is None where nothing is estimated."""

    number: str
    name: str
    share: float | None
    is_covered: bool


@dataclass(frozen=True, kw_only=True)
class AreaLabel:
    """Name and percentage, one below the other.

    Attributes:
        name: "" where there is room for the percentage alone.
        at: The middle.
        ink: The colour, "" beside the area, where the page's own is read.
        leader: The line from it to the area.
    """

    name: str
    share: str
    at: Point
    ink: str
    leader: tuple[Point, Point] | None


@dataclass(frozen=True, kw_only=True)
class DrawnArea:
    """The path and colour of a municipality; one that has no room for a label has none."""

    path: str
    fill: str
    is_covered: bool
    title: str
    label: AreaLabel | None


@dataclass(frozen=True, kw_only=True)
class RegionMap:
    """All that a template needs to draw it; positions are pixels."""

    size: Size
    areas: tuple[DrawnArea, ...]
    ways: tuple[Way, ...]
    stops: tuple[Point, ...]
    ends: tuple[EndMark, ...]


def region_map(
    areas: Sequence[MapArea],
    width: float,
    known: Borders,
    *,
    highest: float | None = None,
    trips: Sequence[Trip] = (),
) -> RegionMap | None:
    """Return the map of some municipalities, None where none of them has known borders.

    It is as high as it needs to be for its `width`, and at most `highest` (else twice as high).
    """
    drawn = [area for area in areas if area.number in known.rings]
    if not drawn:
        return None
    places = known.points(area.number for area in drawn)
    view = view_as_wide(places, width, highest or 2 * width, _MARGIN_PX)
    outlines = Outlines(known, view)
    rings = [outlines.rings(area.number) for area in drawn]
    labels = _labels(drawn, [*map(Shape, rings)], view, [*_taken(trips, view)])
    return RegionMap(
        size=view.size,
        areas=tuple(
            DrawnArea(
                path=path(of_area, closed=True),
                fill=tint(area.share),
                is_covered=area.is_covered,
                title=" ".join(filter(None, (area.name, _share(area)))),
                label=label,
            )
            for area, of_area, label in zip(drawn, rings, labels, strict=True)
        ),
        ways=tuple(ways(trips, view)),
        stops=tuple(rounded(view(stop.degrees)) for trip in trips for stop in trip.stops),
        ends=tuple(ends(trips, view)),
    )


def _labels(
    areas: Sequence[MapArea], shapes: Sequence[Shape], view: View, taken: Sequence[Point]
) -> list[AreaLabel | None]:
    """Return the label of each area; where the name has no room the percentage may have."""
    found = spots(shapes, [_extent(area.name, _share(area)) for area in areas], view.size, taken)
    labels: list[AreaLabel | None] = []
    for area, shape, spot in zip(areas, shapes, found, strict=True):
        if spot is not None:
            labels.append(_label(area, area.name, spot))
        elif _share(area) and (small := inside(shape, _extent(_share(area)), taken)):
            labels.append(_label(area, "", small))
        else:
            labels.append(None)
    return labels


def _label(area: MapArea, name: str, spot: Spot) -> AreaLabel:
    return AreaLabel(
        name=name,
        share=_share(area),
        at=rounded(spot.at),
        ink="" if spot.leader else ink_on(tint(area.share)),
        leader=spot.leader and (rounded(spot.leader[0]), rounded(spot.leader[1])),
    )


def _share(area: MapArea) -> str:
    return "" if area.share is None else percent(area.share)


def _extent(*lines: str) -> Extent:
    told = [line for line in lines if line]
    return Extent(max(map(len, told), default=0) * SIGN_PX, LINE_PX * len(told))


def _taken(trips: Sequence[Trip], view: View) -> Iterator[Point]:
    """Give the points that names had better not hide: stops, and the lines between them."""
    for trip in trips:
        points = [view(place.degrees) for place in (trip.start, *trip.stops, trip.end)]
        for (x1, y1), (x2, y2) in pairwise(points):
            steps = int(max(abs(x2 - x1), abs(y2 - y1)) / _STEP_PX) + 1
            for step in range(steps + 1):
                yield x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
