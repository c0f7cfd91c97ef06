"""The map of a day: numbered stops in the order driven, zoomed to where they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hageplan.ui.map.badges import is_moved, placed
from hageplan.ui.map.borders import Borders, Point
from hageplan.ui.map.names import Mark, names_beside
from hageplan.ui.map.paths import Outlines, path, simplified
from hageplan.ui.map.trips import End, EndKind, Place, Trip, Visited
from hageplan.ui.map.view import ScaleBar, Size, View, rounded, scale_bar, view_within

STYLES: Final = 4
"""Kinds of badges and lines; a fifth person has those of the first again."""
NEAR: Final = 1.6
"""An office or home is in the picture where its scale is at most so many times smaller for it."""
BADGE_PX: Final = 10.0
"""Half the width of a badge."""
_MARGIN_PX: Final = 22.0
_BAR_PX: Final = 26.0
"""Height that the scale bar takes from the lower edge."""


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A numbered stop; `place` is where it is truly, `is_moved` whether a hairline leads there."""

    number: int
    title: str
    style: int
    at: Point
    place: Point
    is_moved: bool


@dataclass(frozen=True, kw_only=True)
class EndMark(Mark):
    """Where tours begin or end."""

    kind: EndKind


@dataclass(frozen=True, kw_only=True)
class Way:
    """The path of a line."""

    path: str
    style: int


@dataclass(frozen=True, kw_only=True)
class RouteMap:
    """All that a template needs to draw it; positions are pixels.

    Attributes:
        trips: Those that have a stop in the picture.
        borders: The path of all borders in the picture.
        quiet: Companies that are not visited.
        names: Of places in the picture, and of those that a line leaves it for.
    """

    size: Size
    trips: tuple[Trip, ...]
    borders: str
    ways: tuple[Way, ...]
    badges: tuple[Badge, ...]
    ends: tuple[EndMark, ...]
    quiet: tuple[Mark, ...]
    names: tuple[Mark, ...]
    bar: ScaleBar


def route_map(
    trips: Sequence[Trip],
    size: Size,
    known: Borders,
    *,
    zoom: Sequence[Trip] = (),
    quiet: Iterable[Place] = (),
    towns: Iterable[Place] = (),
) -> RouteMap | None:
    """Return the map of some trips, None where there are no stops to show.

    It shows all stops of the trips to `zoom` to (none: of all), and what else is near them.
    """
    if not any(trip.stops for trip in zoom or trips):
        return None
    view = _view(zoom or trips, size)
    trips = tuple(trip for trip in trips if any(_seen(trip, view)))
    outlines = Outlines(known, view)
    badges, marks = tuple(_badges(trips, view)), tuple(ends(trips, view))
    taken = [*(badge.at for badge in badges), *(mark.at for mark in marks)]
    return RouteMap(
        size=size,
        trips=trips,
        borders=path(outlines.lines(), closed=False),
        ways=tuple(ways(trips, view)),
        badges=badges,
        ends=marks,
        quiet=tuple(
            Mark(name=one.name, at=rounded(view(one.degrees)))
            for one in quiet
            if size.holds(view(one.degrees), 4)
        ),
        names=names_beside(taken, trips, towns, view),
        bar=scale_bar(view),
    )


def ways(trips: Iterable[Trip], view: View) -> Iterator[Way]:
    """Give the lines of trips along the roads, or straight from place to place."""
    for trip in trips:
        places = [place.degrees for place in (trip.start, *trip.stops, trip.end)]
        points = simplified([*map(view, trip.roads or places)])
        yield Way(path=path([points], closed=False), style=trip.style % STYLES)


def ends(trips: Iterable[Trip], view: View) -> Iterator[EndMark]:
    """Give the offices and homes in the picture, each once."""
    found = dict.fromkeys(end for trip in trips for end in (trip.start, trip.end))
    for end in found:
        at = view(end.degrees)
        if view.size.holds(at):
            yield EndMark(name=end.name, at=rounded(at), kind=end.kind)


def _view(trips: Sequence[Trip], size: Size) -> View:
    """Return the view of all stops, and of offices and homes that are near them."""
    inner = _above_bar(size)
    places = [stop.degrees for trip in trips for stop in trip.stops]
    view = view_within(places, inner, _MARGIN_PX)
    for end in _by_distance([end for trip in trips for end in (trip.start, trip.end)], places):
        wider = view_within([*places, end.degrees], inner, _MARGIN_PX)
        if view.scale <= wider.scale * NEAR:
            places.append(end.degrees)
    view = view_within(places, inner, _MARGIN_PX)
    return View(west=view.west, north=view.north, shrink=view.shrink, scale=view.scale, size=size)


def _above_bar(size: Size) -> Size:
    """Return the part of a picture that the scale bar leaves."""
    return Size(width=size.width, height=size.height - _BAR_PX)


def _by_distance(found: Iterable[End], places: Sequence[Point]) -> list[End]:
    return sorted(
        dict.fromkeys(found), key=lambda end: min(math.dist(end.degrees, one) for one in places)
    )


def _seen(trip: Trip, view: View) -> Iterator[Visited]:
    """Give the stops of a trip that have room in the picture."""
    inner = _above_bar(view.size)
    return (stop for stop in trip.stops if inner.holds(view(stop.degrees), BADGE_PX))


def _badges(trips: Sequence[Trip], view: View) -> Iterator[Badge]:
    stops = [(trip, stop) for trip in trips for stop in _seen(trip, view)]
    places = [view(stop.degrees) for _trip, stop in stops]
    middles = placed(places, BADGE_PX, _above_bar(view.size), [end.at for end in ends(trips, view)])
    for (trip, stop), place, middle in zip(stops, places, middles, strict=True):
        yield Badge(
            number=stop.number,
            title=stop.title,
            style=trip.style % STYLES,
            at=rounded(middle),
            place=rounded(place),
            is_moved=is_moved(middle, place),
        )
