"""A plan as GPX 1.1 for navigators: a route a day, and a track where the roads are known."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from gpxpy.gpx import GPX, GPXRoute, GPXRoutePoint, GPXTrack, GPXTrackPoint, GPXTrackSegment

from hageplan.i18n import _
from hageplan.tours.files.itinerary import Itinerary, ItineraryDay, ItineraryStop
from hageplan.tours.files.visit_texts import unknown_position
from hageplan.ui.clean import printable
from hageplan.ui.numbers import day_name, time_span
from hageplan.ui.texts import remark

ZONE: Final = ZoneInfo("Europe/Oslo")


def plan_gpx(itinerary: Itinerary) -> str:
    """Return the tours; points have the time at which one is to be there."""
    gpx = GPX()
    gpx.creator = "hageplan"
    gpx.name = _("EXAMPLE") if itinerary.plan.example_data else printable(itinerary.naeringshage)
    gpx.routes = [_route(day) for day in itinerary.days]
    gpx.tracks = [_track(day) for day in itinerary.days if day.driven.roads]
    return str(gpx.to_xml(version="1.1")) + "\n"


def _route(day: ItineraryDay) -> GPXRoute:
    tour = day.tour
    route = GPXRoute(name=_name(day))
    ends = [
        GPXRoutePoint(end.lat, end.lon, name=printable(end.place), time=_moment(day, end.time))
        for end in (tour.start, tour.end)
    ]
    route.points = [ends[0], *(_point(day, visit) for visit in day.visits), ends[1]]
    return route


def _track(day: ItineraryDay) -> GPXTrack:
    """Return the way along the roads, to look at: navigators find their own to the stops."""
    track = GPXTrack(name=_name(day))
    track.segments = [GPXTrackSegment([GPXTrackPoint(lat, lon) for lat, lon in day.driven.line])]
    return track


def _name(day: ItineraryDay) -> str:
    return printable(f"{day_name(day.tour.date)} {day.navn}")


def _point(day: ItineraryDay, visit: ItineraryStop) -> GPXRoutePoint:
    stop = visit.stop
    told = [time_span(stop.start, stop.end), visit.adresse, unknown_position(stop)]
    told += map(remark, visit.ask)
    return GPXRoutePoint(
        stop.lat,
        stop.lon,
        name=printable(f"{visit.number}. {stop.navn}"),
        description=printable("; ".join(filter(None, told))),
        time=_moment(day, stop.start),
    )


def _moment(day: ItineraryDay, at: time) -> datetime:
    """Return a time of the day as GPX wants it, in UTC."""
    return datetime.combine(day.tour.date, at, ZONE).astimezone(UTC)
