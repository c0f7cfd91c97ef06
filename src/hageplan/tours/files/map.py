"""The maps of a plan: one for each day of each of us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hageplan.tours.files.itinerary import Itinerary, ItineraryDay
from hageplan.ui.clean import printable
from hageplan.ui.map.borders import borders
from hageplan.ui.map.routes import RouteMap, route_map
from hageplan.ui.map.texts import route_caption, route_label
from hageplan.ui.map.trips import End, Place, Trip, Visited
from hageplan.ui.map.view import Size
from hageplan.ui.numbers import day_in_text

SIZE: Final = Size(width=400, height=360)
"""Pixels; on a telephone it is as wide as the text."""


@dataclass(frozen=True, kw_only=True)
class DayMap:
    """A map with what is said beside it, and in its place."""

    map: RouteMap
    label: str
    caption: str


def day_map(day: ItineraryDay, itinerary: Itinerary) -> DayMap | None:
    """Return the map of a day, zoomed to its stops; None where it has none.

    Who else is under way that day is shown too, as far as they come near.
    """
    own = _trip(day, itinerary)
    others = [one for one in itinerary.days if one.tour.date == day.tour.date and one != day]
    quiet = [
        Place(name=printable(one.navn), lat=one.lat, lon=one.lon) for one in itinerary.left_out
    ]
    drawn = route_map(
        [own, *(_trip(one, itinerary) for one in others)],
        SIZE,
        borders(),
        zoom=[own],
        quiet=quiet,
        towns=[Place(name=one.navn, lat=one.lat, lon=one.lon) for one in itinerary.centres],
    )
    if drawn is None:
        return None
    return DayMap(
        map=drawn,
        label=route_label(drawn.trips, day_in_text(day.tour.date)),
        caption=route_caption(drawn.trips),
    )


def _trip(day: ItineraryDay, itinerary: Itinerary) -> Trip:
    """Return a tour; who has which shape is the same on all days, and in all files."""
    tour = day.tour
    drivers = [
        *dict.fromkeys((*itinerary.people, *(one.medarbeider for one in itinerary.plan.tours)))
    ]
    return Trip(
        who=day.navn,
        style=drivers.index(tour.medarbeider),
        start=End.of(tour.start.sted, itinerary.kontor),
        stops=tuple(
            Visited(
                name=printable(one.stop.navn),
                lat=one.stop.lat,
                lon=one.stop.lon,
                number=one.number,
                title=printable(f"{one.number}. {one.stop.navn}, {one.stop.start:%H:%M}"),
            )
            for one in day.visits
        ),
        end=End.of(tour.end.sted, itinerary.kontor),
        roads=tuple((lon, lat) for lat, lon in day.driven.line if day.driven.roads),
    )
