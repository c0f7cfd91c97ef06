"""A plan as GeoJSON (RFC 7946): a line a day, a point a stop; WGS 84, longitude first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hageplan.tours.files.itinerary import Itinerary, ItineraryDay
from hageplan.ui.clean import json_text

Feature = Mapping[str, Any]


def plan_geojson(itinerary: Itinerary) -> str:
    """Return the tours; the lines are straight from stop to stop, in the order driven."""
    plan = itinerary.plan
    features = [
        *(feature for day in itinerary.days for feature in _day(day)),
        *(
            _point(one.lon, one.lat, kind="left-out", organisasjonsnummer=one.number, navn=one.navn)
            for one in itinerary.left_out
        ),
    ]
    collection = {
        "type": "FeatureCollection",
        "example_data": plan.example_data,
        "features": features,
    }
    return json_text(collection) + "\n"


def _day(day: ItineraryDay) -> Iterator[Feature]:
    tour = day.tour
    places = [(tour.start.lon, tour.start.lat)]
    places += [(visit.stop.lon, visit.stop.lat) for visit in day.visits]
    places.append((tour.end.lon, tour.end.lat))
    shared = {"date": tour.date.isoformat(), "medarbeider": tour.medarbeider}
    km = {"drive_km": tour.drive_km, "drive_minutes": tour.drive_minutes}
    line = {"type": "LineString", "coordinates": places}
    yield {"type": "Feature", "geometry": line, "properties": {"kind": "tour", **shared, **km}}
    for visit in day.visits:
        stop = visit.stop
        yield _point(
            stop.lon,
            stop.lat,
            kind="stop",
            **shared,
            stop=visit.number,
            **stop.model_dump(
                mode="json", include={"organisasjonsnummer", "navn", "start", "end", "position"}
            ),
            adresse=visit.adresse,
        )


def _point(lon: float, lat: float, **properties: object) -> Feature:
    point = {"type": "Point", "coordinates": (lon, lat)}
    return {"type": "Feature", "geometry": point, "properties": properties}
