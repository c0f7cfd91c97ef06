"""What is to be told of the drives of tours: what is closed that day, ferries, long ways up."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hageplan.records.plan import Tour
from hageplan.travel import Travel


def with_roads_told(tours: Iterable[Tour], travel: Travel) -> tuple[Tour, ...]:
    """Return the tours with what holds on the way to each stop, and back."""
    return tuple(_told(tour, travel) for tour in tours)


def _told(tour: Tour, travel: Travel) -> Tour:
    places = [tour.start.sted, *(stop.sted for stop in tour.stops), tour.end.sted]
    *there, back = (travel.remarks(a, b, tour.date) for a, b in pairwise(places))
    stops = (
        stop.model_copy(update={"road": told}) if told else stop
        for stop, told in zip(tour.stops, there, strict=True)
    )
    return tour.model_copy(update={"stops": tuple(stops), "return_road": back})
