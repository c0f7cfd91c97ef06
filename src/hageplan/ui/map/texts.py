"""What is said of a map: beside it, and in its place to who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hageplan.i18n import _, say, shown
from hageplan.messages import Message, msg
from hageplan.ui.clean import printable
from hageplan.ui.map.region import MapArea
from hageplan.ui.map.routes import STYLES
from hageplan.ui.map.trips import Trip
from hageplan.ui.numbers import percent

_SHAPES: Final = (
    msg("Round, solid: {who}, from {place}."),
    msg("Square, dashed: {who}, from {place}."),
    msg("Diamond, dotted: {who}, from {place}."),
    msg("Hexagon, long dashes: {who}, from {place}."),
)


def route_caption(trips: Sequence[Trip]) -> str:
    """Return how a map of trips is read."""
    lines = (
        _("Lines follow the roads (© OpenStreetMap); north is up.")
        if any(trip.roads for trip in trips)
        else _("Straight lines from stop to stop; north is up.")
    )
    return " ".join((*_shapes(trips), lines, source()))


def source() -> str:
    """Return where borders come from, as their licence asks (CC BY 4.0)."""
    return _("Borders: Kartverket.")


def route_label(trips: Sequence[Trip], when: str) -> str:
    """Return what a map of trips shows, for who cannot see it."""
    stops = ", ".join(f"{printable(trip.who)} {len(trip.stops)}" for trip in trips)
    return say(
        "Map for {when}; stops: {stops}. The lists show them with name and time.",
        when=when,
        stops=stops,
    )


def region_caption() -> str:
    """Return how a map of interest is read."""
    return " ".join(
        (_("Darker: a larger share is interested. Heavy line: municipalities covered."), source())
    )


def region_label(areas: Sequence[MapArea]) -> str:
    """Return what a map of interest shows, for who cannot see it."""
    told = (f"{area.name} {percent(area.share)}" for area in areas if area.share is not None)
    return say("Map of the share interested: {told}.", told=", ".join(told))


def _shapes(trips: Sequence[Trip]) -> Iterator[str]:
    """Give whose badges look how, where there are several people."""
    found = {(trip.style, trip.who): trip.start.name for trip in trips}
    for (style, who), place in sorted(found.items()) if len(found) > 1 else ():
        text = _SHAPES[style % STYLES]
        yield shown(Message(text.template, {"who": printable(who), "place": printable(place)}))
