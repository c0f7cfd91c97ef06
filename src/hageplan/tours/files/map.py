"""The map of a plan's page, which Bokeh draws in the reader's browser."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from hageplan.i18n import _
from hageplan.tours.files.itinerary import Itinerary, ItineraryDay, MapPoint
from hageplan.ui.clean import printable
from hageplan.ui.numbers import day_name

ELEMENT: Final = "kart"
"""Id of the element that the map is drawn in."""
EARTH_RADIUS_M: Final = 6378137.0
PAPER, INK, GREY = "#ffffff", "#000000", "#595959"
"""The map is a light sheet on a dark page too, as Kartverket's map is: no grey can be read both on
white and on the dark page."""
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a7a00", "#56b4e9")
"""Of the days; the colour-blind tell them apart too (Okabe and Ito, 2008)."""
TILES: Final = "https://cache.kartverket.no/v1/wmts/1.0.0/topo/default/webmercator/{Z}/{Y}/{X}.png"
"""Kartverket's map of the country, CC BY 4.0."""
MARGIN_M: Final = 4000.0

Point = tuple[float, float]


def library() -> str:
    """Return BokehJS, which a page holds whole so that it works without a network.

    The package is not imported: loading its models takes longer than all the rest of the page.
    """
    spec = find_spec("bokeh")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("bokeh")
    folder = Path(spec.submodule_search_locations[0]) / "server/static/js"
    names = ("bokeh.min.js", "bokeh-api.min.js")
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def plan_map(itinerary: Itinerary, *, tiles: bool) -> Mapping[str, Any]:
    """Return the map as `drawMap` in plan_map.js takes it; positions are in metres (EPSG:3857).

    With `tiles` the browser fetches Kartverket's map as background.
    """
    points = [*_points(itinerary)]
    x_range, y_range = (_range([point[axis] for point in points]) for axis in (0, 1))
    below = (
        _places(itinerary.centres, "square", 9, _("Municipality centre")),
        _places(itinerary.left_out, "x", 7, _("Not visited")),
    )
    above = _places(_ends(itinerary.days), "diamond", 30, _("Start and end"), INK)
    return {
        "x": x_range,
        "y": y_range,
        "paper": PAPER,
        "grey": GREY,
        "tiles": TILES if tiles else None,
        "attribution": "© Kartverket",
        "below": [places for places in below if places["data"]["x"]],
        "days": [
            _day(day, COLOURS[number % len(COLOURS)]) for number, day in enumerate(itinerary.days)
        ],
        "above": [above] if above["data"]["x"] else [],
        "labels": [*map(_label, itinerary.centres)],
        "words": {
            "wheel": _("Zoom with the wheel"),
            "move": _("Move the map"),
            "zoom_in": _("Zoom in"),
            "zoom_out": _("Zoom out"),
            "reset": _("Show the whole map"),
            "company": _("Company"),
            "time": _("Time"),
        },
    }


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as `#0072b2` (WCAG 2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Return the colour of text that is read best on `colour`."""
    return max((PAPER, INK), key=lambda ink: contrast(ink, colour))


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ends(days: Sequence[ItineraryDay]) -> Sequence[MapPoint]:
    """Return where tours begin and end, each place once."""
    ends = [end for day in days for end in (day.tour.start, day.tour.end)]
    return [
        *dict.fromkeys(
            MapPoint(number="", navn=end.place, lat=end.lat, lon=end.lon) for end in ends
        )
    ]


def mercator(lat: float, lon: float) -> Point:
    """Return metres on the web's map (EPSG:3857)."""
    north = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return EARTH_RADIUS_M * math.radians(lon), EARTH_RADIUS_M * north


def _points(itinerary: Itinerary) -> Iterable[Point]:
    """Give what must be seen: all that is driven to, and the centres where nothing is."""
    for day in itinerary.days:
        for end in (day.tour.start, day.tour.end):
            yield mercator(end.lat, end.lon)
        for visit in day.visits:
            yield mercator(visit.stop.lat, visit.stop.lon)
    for centre in itinerary.centres:
        yield mercator(centre.lat, centre.lon)


def _range(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    margin = MARGIN_M + 0.1 * (max(values) - min(values))
    return min(values) - margin, max(values) + margin


def _places(
    places: Sequence[MapPoint], marker: str, size: int, kind: str, colour: str = GREY
) -> Mapping[str, Any]:
    names = [printable(place.navn) for place in places]
    return {
        "data": {**_columns([(place.lat, place.lon) for place in places]), "name": names},
        "marker": marker,
        "size": size,
        "kind": kind,
        "colour": colour,
        "width": 2 if colour == INK else 1,
    }


def _day(day: ItineraryDay, colour: str) -> Mapping[str, Any]:
    tour = day.tour
    stops = [(visit.stop.lat, visit.stop.lon) for visit in day.visits]
    start, end = ((end.lat, end.lon) for end in (tour.start, tour.end))
    return {
        "name": printable(f"{day_name(tour.date)}, {day.navn}"),
        "colour": colour,
        "ink": ink_on(colour),
        "way": _columns([start, *stops, end]),
        "stops": {
            **_columns(stops),
            "number": [str(visit.number) for visit in day.visits],
            "name": [printable(visit.stop.navn) for visit in day.visits],
            "time": [f"{visit.stop.start:%H:%M}" for visit in day.visits],
        },
    }


def _label(centre: MapPoint) -> Mapping[str, Any]:
    x, y = mercator(centre.lat, centre.lon)
    return {"x": x, "y": y, "text": printable(centre.navn)}


def _columns(places: Sequence[Point]) -> dict[str, list[float]]:
    """Return the positions of latitudes and longitudes by axis."""
    at = [mercator(*place) for place in places]
    return {"x": [x for x, _y in at], "y": [y for _x, y in at]}
