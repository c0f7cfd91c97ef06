"""A plan as Markdown: for a note, a chat or a page of a wiki."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hageplan.i18n import _, say
from hageplan.records.bedrift import Kontakt
from hageplan.records.plan import Stop, Tour
from hageplan.tours.files.alert_texts import known_lines
from hageplan.tours.files.itinerary import Itinerary, ItineraryDay, ItineraryStop
from hageplan.tours.files.visit_texts import (
    conflict_text,
    introduction,
    pause_name,
    planned,
    title,
    unknown_position,
    way,
)
from hageplan.ui.clean import markdown
from hageplan.ui.links import telephone
from hageplan.ui.numbers import day_name, distance, duration, sentence
from hageplan.ui.texts import remark


def plan_md(itinerary: Itinerary) -> str:
    """Return the days one after another."""
    lines = [f"# {markdown(title(itinerary))}", ""]
    if itinerary.plan.example_data:
        lines += [f"**{_('EXAMPLE')}**", ""]
    if itinerary.plan.conflicts:
        told = (
            f"- {markdown(conflict_text(one, itinerary.people))}"
            for one in itinerary.plan.conflicts
        )
        lines += [f"**{_('Appointments that break the rules')}**", "", *told, ""]
    for day in itinerary.days:
        lines += _day(day)
    return "\n".join(lines)


def _day(day: ItineraryDay) -> Iterator[str]:
    tour = day.tour
    yield f"## {markdown(f'{day_name(tour.date)}, {day.navn}')}"
    yield ""
    yield f"- {_clock(tour.start.time)} {_('Departure')}: {markdown(tour.start.place)}"
    visits = iter(day.visits)
    for event in tour.events:
        if isinstance(event, Stop):
            yield from _visit(next(visits))
        else:
            yield f"- {_clock(event.start)}–{_clock(event.end)} {pause_name(event)}"
    yield f"- {_clock(tour.end.time)} {_('Return')}: {markdown(tour.end.place)} ({_driving(tour)})"
    if told := _road(tour.return_road):
        yield f"  - {told}"
    yield ""


def _visit(visit: ItineraryStop) -> Iterator[str]:
    stop = visit.stop
    place = f"[{markdown(visit.adresse or stop.place)}]({way(visit)})"
    if unknown := unknown_position(stop):
        place = f"{place} ({markdown(unknown)})"
    yield f"- {_clock(stop.start)}–{_clock(stop.end)} **{markdown(stop.navn)}**, {place}"
    told = [*_contact(visit.kontakt), *map(markdown, planned(visit))]
    told += [*map(markdown, known_lines(visit))]
    told += [f"{_('Ask about')}: {markdown(remark(coded))}" for coded in visit.ask]
    if stop.introduce is not None:
        told.append(markdown(introduction(stop.introduce)))
    yield from (f"  - {line}" for line in filter(None, told))


def _contact(contact: Kontakt) -> Iterator[str]:
    call = telephone(contact.telefon)
    number = f"[{markdown(contact.telefon)}]({call})" if call else markdown(contact.telefon)
    words = (markdown(contact.navn), markdown(contact.rolle), number, markdown(contact.epost))
    if any(words):
        yield ", ".join(filter(None, words))


def _road(told: Sequence[str]) -> str:
    """Return what holds on the way, "" where that is nothing."""
    return markdown(sentence("; ".join(map(remark, told))))


def _driving(tour: Tour) -> str:
    length = distance(tour.drive_km, tour.mileage_kr)
    return say("{driving} of driving, {way}", driving=duration(tour.drive_minutes), way=length)


def _clock(value: object) -> str:
    return f"{value:%H:%M}"
