"""What is said of a plan and its stops, wherever they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from hageplan.i18n import _, say, short_date
from hageplan.messages import decode
from hageplan.records.names import People
from hageplan.records.plan import Conflict, Introduction, Pause, Stop
from hageplan.tours.files.itinerary import Itinerary, ItineraryStop
from hageplan.ui.clean import printable
from hageplan.ui.links import navigation, navigation_by_address
from hageplan.ui.numbers import day_span, decimal
from hageplan.ui.texts import remark

_KNOWN: Final = frozenset(
    {"do-not-phone", "employees", "interest", "last-contact", "never-contacted", "status"}
)
"""Reasons that say again what stands under what is known."""

_PLACES_NAMED: Final = 3


def title(itinerary: Itinerary) -> str:
    """Return what the plan is called: who, and from when to when."""
    days = [day.tour.date for day in itinerary.days] or [itinerary.plan.request.from_]
    words = f"{_('Visits')} {day_span(min(days), max(days))}"
    return f"{words}, {itinerary.naeringshage}" if itinerary.naeringshage else words


def heading(itinerary: Itinerary) -> str:
    """Return what a page of the plan is called: where, and who; the days stand below it."""
    stops = [visit.stop for day in itinerary.days for visit in day.visits]
    names = ", ".join(dict.fromkeys(printable(day.navn) for day in itinerary.days))
    if not stops:
        return ": ".join(filter(None, (_("Visits"), names)))
    places = places_words(stops, itinerary)
    return say("Visits in {places}: {names}", places=places, names=names)


def places_words(stops: Iterable[Stop], itinerary: Itinerary) -> str:
    """Return the municipalities of stops, or how many they are where they are many."""
    names = {centre.number: centre.navn for centre in itinerary.centres}
    found = dict.fromkeys(names.get(stop.kommunenummer, stop.place) for stop in stops)
    different = [*map(printable, found)]
    if len(different) > _PLACES_NAMED:
        return say("{count} municipalities", count=len(different))
    *others, last = different
    return say("{first} and {last}", first=", ".join(others), last=last) if others else last


def calendar_name(itinerary: Itinerary) -> str:
    """Return what a calendar of visits is called: the same whatever is planned."""
    names = dict.fromkeys(day.navn for day in itinerary.days) if itinerary.only else ()
    return ", ".join(filter(None, (_("Visits"), itinerary.naeringshage, *names)))


def introduction(other: Introduction) -> str:
    """Return whom to ask about, and in brackets what the one needs that the other has."""
    km = decimal(other.km, 0)
    told = (
        say(
            "mention {name} ({km} km away, visited the same day) as a possible partner",
            name=other.navn,
            km=km,
        )
        if other.same_day
        else say("mention {name} ({km} km away) as a possible partner", name=other.navn, km=km)
    )
    return f"{told} ({', '.join(other.needs)})" if other.needs else told


def conflict_text(one: Conflict, people: People) -> str:
    """Return which appointment breaks a rule, and which; first where the plan cannot keep it."""
    values = {
        "when": f"{short_date(one.date)} {one.start:%H:%M}",
        "who": printable(people[one.medarbeider]),
        "name": printable(one.navn),
        "why": "; ".join(map(remark, one.why)),
    }
    if one.is_kept:
        return say("{when} {who}, {name}: {why}", **values)
    return say("{when} {who}, {name} cannot be kept: {why}", **values)


def pause_name(pause: Pause) -> str:
    """Return what a pause is called."""
    return {"lunch": _("Lunch"), "free": _("Free"), "busy": _("Busy")}[pause.kind]


def to_ask(visit: ItineraryStop) -> list[str]:
    """Return what to ask at a stop, and whom about."""
    asked = [remark(coded) for coded in visit.ask]
    return asked + ([introduction(visit.stop.introduce)] if visit.stop.introduce else [])


def planned(visit: ItineraryStop) -> Iterator[str]:
    """Give what the plan says of a stop: what the way is like, if it is agreed, with whom, why."""
    yield from map(remark, visit.stop.road)
    if visit.stop.avtale is not None:
        yield _("booked")
    if visit.together:
        yield say("together with {name}", name=visit.together)
    yield from map(remark, reasons(visit))


def reasons(visit: ItineraryStop) -> Iterator[str]:
    """Give why a stop is planned, as coded remarks, without what is known of it anyway."""
    return (one for one in visit.stop.reasons if decode(one)[0] not in _KNOWN)


def is_at_centre(stop: Stop) -> bool:
    """Tell whether the stop's coordinates are its municipality's for want of its own."""
    return stop.position == "kommune"


def unknown_position(stop: Stop) -> str:
    """Return the remark that the coordinates are not the company's own, "" where they are."""
    return _("location unknown: the municipal centre is used") if is_at_centre(stop) else ""


def way(visit: ItineraryStop) -> str:
    """Return the link that leads to a stop: by its address where the coordinates are unknown."""
    stop, address = visit.stop, printable(visit.adresse)
    if not is_at_centre(stop) or not address:
        return navigation(stop.lat, stop.lon)
    # A street's name alone stands in many places; the postcode says which.
    whole = address if re.search(r"\b\d{4}\b", address) else f"{address}, {printable(stop.place)}"
    return navigation_by_address(whole)
