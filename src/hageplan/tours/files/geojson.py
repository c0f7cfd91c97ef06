"""A plan as GeoJSON (RFC 7946): a line a day, a point a stop; WGS 84, longitude first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hageplan.tours.files.itinerary import Itinerary, ItineraryDay
from hageplan.ui.clean import json_text

Feature = Mapping[str, Any]


def plan_geojson(itinerary: Itinerary) -> str:
    """Return the tours; lines follow the roads where these are known, else they are straight."""
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
    places = [(lon, lat) for lat, lon in day.driven.line]
    shared = {"date": tour.date.isoformat(), "medarbeider": tour.medarbeider}
    km = {"drive_km": tour.drive_km, "drive_minutes": tour.drive_minutes}
    line = {"type": "LineString", "coordinates": places}
    told = {"kind": "tour", **shared, **km, "line": "roads" if day.driven.roads else "straight"}
    yield {"type": "Feature", "geometry": line, "properties": told}
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
