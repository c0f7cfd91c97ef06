"""What the drives of tours meet, and what they are paid with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from hageplan.messages import encode
from hageplan.records.plan import Tour
from hageplan.records.settings.planlegging import Kjoring
from hageplan.travel import Travel


def with_roads_told(tours: Iterable[Tour], travel: Travel, kjoring: Kjoring) -> tuple[Tour, ...]:
    """Return the tours with what holds on the way to each stop and back, and the mileage."""
    return tuple(_paid(_told(tour, travel), kjoring) for tour in tours)


def rates(tours: Iterable[Tour], kjoring: Kjoring) -> Iterator[str]:
    """Give the rates that kilometres are paid with, as coded remarks."""
    for rate in dict.fromkeys(kjoring.rate(tour.date) for tour in tours):
        if rate is not None:
            yield encode("mileage", kroner=f"{rate.kroner:.2f}", fra=rate.fra)


def _told(tour: Tour, travel: Travel) -> Tour:
    places = [tour.start.sted, *(stop.sted for stop in tour.stops), tour.end.sted]
    *there, back = (travel.remarks(a, b, tour.date) for a, b in pairwise(places))
    stops = (
        stop.model_copy(update={"road": told}) if told else stop
        for stop, told in zip(tour.stops, there, strict=True)
    )
    return tour.model_copy(update={"stops": tuple(stops), "return_road": back})


def _paid(tour: Tour, kjoring: Kjoring) -> Tour:
    rate = kjoring.rate(tour.date)
    kroner = round(tour.drive_km * rate.kroner, 2) if rate else None
    return tour.model_copy(update={"mileage_kr": kroner})
