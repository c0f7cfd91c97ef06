"""A plan as one page for the telephone in the car: it needs no network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from hageplan.i18n import _, language, say, shown
from hageplan.interest.result import KommuneScore, Score
from hageplan.messages import msg
from hageplan.records.plan import Stop, Tour
from hageplan.tours.files.answer_texts import StopAnswer, answer_script
from hageplan.tours.files.itinerary import Itinerary, ItineraryDay, ItineraryStop
from hageplan.tours.files.map import day_maps
from hageplan.tours.files.visit_texts import (
    conflict_text,
    pause_name,
    planned,
    title,
    to_ask,
    unknown_position,
    way,
)
from hageplan.ui.clean import printable
from hageplan.ui.links import email, telephone
from hageplan.ui.numbers import counts, day_name, decimal, duration, percent, percents
from hageplan.ui.page import page
from hageplan.ui.texts import remark

BAR: tuple[int, int] = (200, 24)
"""Width and height of an interval's drawing, in pixels."""


@dataclass(frozen=True)
class Link:
    """A link and what it says, also to who cannot see it."""

    url: str
    text: str
    label: str


def plan_html(itinerary: Itinerary, score: Score, today: date) -> str:
    """Return the page; `score` is the interest of the plan's municipalities."""
    return page(
        "hageplan.tours.files",
        "plan.html.j2",
        title=printable(title(itinerary)),
        example=itinerary.plan.example_data,
        today=today,
        conflicts=[conflict_text(one, itinerary.people) for one in itinerary.plan.conflicts],
        days=[_day(day, itinerary) for day in itinerary.days],
        answers=answer_script(itinerary.svar_til),
        svar_til=itinerary.svar_til,
        kommuner=[_kommune(row) for row in score.kommuner if row.estimated.share is not None],
        threshold=percent(score.threshold),
        threshold_x=BAR[0] * score.threshold,
        bar=BAR,
        assumptions=[remark(one) for one in itinerary.plan.travel.assumptions],
        maps=[(day_name(day), drawn) for day, drawn in day_maps(itinerary).items()],
        language=language(),
    )


def _day(day: ItineraryDay, itinerary: Itinerary) -> Mapping[str, Any]:
    tour = day.tour
    return {
        "id": f"d{tour.date}-{tour.medarbeider}",
        "heading": printable(f"{day_name(tour.date)}, {day.navn}"),
        "totals": _totals(tour),
        "steps": [*_steps(day, itinerary)],
    }


def _totals(tour: Tour) -> str:
    told = msg(
        "{visits} visits, {driving} driving ({km} km)",
        visits=len(tour.stops),
        driving=duration(tour.drive_minutes),
        km=decimal(tour.drive_km, 0),
    )
    return shown(told)


def _steps(day: ItineraryDay, itinerary: Itinerary) -> Iterator[Mapping[str, Any]]:
    """Give the day in its order: leaving, pauses, visits, being back."""
    tour, visits = day.tour, iter(day.visits)
    yield _step(tour.start.time, f"{_('Leave')}: {tour.start.place}")
    for event in tour.events:
        if isinstance(event, Stop):
            visit = next(visits)
            yield {**_visit(visit), "answer": StopAnswer.of(visit.stop, tour, itinerary)}
        else:
            yield _step(event.start, f"{pause_name(event)} – {event.end:%H:%M}")
    back = f"{_('Back')}: {tour.end.place} ({duration(tour.return_minutes)})"
    yield _step(tour.end.time, back)


def _step(at: time, words: str) -> Mapping[str, Any]:
    return {"time": f"{at:%H:%M}", "words": printable(words)}


def _visit(visit: ItineraryStop) -> Mapping[str, Any]:
    stop = visit.stop
    km = decimal(stop.drive_km, 0 if stop.drive_km >= 10 else 1)
    contact = visit.kontakt
    # For paper: what the links of number and address hide or hold.
    reached = contact.telefon if telephone(contact.telefon) else "", contact.epost
    return {
        "time": f"{stop.start:%H:%M}",
        "end": f"{stop.end:%H:%M}",
        "number": visit.number,
        "name": printable(stop.navn),
        "address": printable(visit.adresse or stop.place),
        "unknown": unknown_position(stop),
        "driving": f"{stop.drive_minutes} min, {km} km",
        "person": printable(", ".join(filter(None, (contact.navn, contact.rolle)))),
        # A number that no telephone would call is shown all the same.
        "telephone": "" if telephone(contact.telefon) else printable(contact.telefon),
        "reached": printable(", ".join(filter(None, reached))),
        "links": [*_links(visit)],
        "planned": [*planned(visit)],
        "known": [*map(remark, visit.known)],
        "ask": to_ask(visit),
    }


def _links(visit: ItineraryStop) -> Iterator[Link]:
    stop, contact = visit.stop, visit.kontakt
    name = printable(stop.navn)
    yield Link(way(visit), _("Find the way"), say("Find the way to {name}", name=name))
    if call := telephone(contact.telefon):
        number = printable(contact.telefon)
        yield Link(call, number, say("Call {name}, {number}", name=name, number=number))
    if write := email(contact.epost):
        yield Link(write, _("Write"), say("Write to {name}", name=name))


def _kommune(row: KommuneScore) -> Mapping[str, Any]:
    estimated, width = row.estimated, BAR[0]
    share, inner, outer = estimated.share, estimated.share80, estimated.share90
    if share is None or inner is None or outer is None:
        raise ValueError(row.kommunenummer)
    return {
        "name": printable(row.navn),
        "share": percent(share),
        "interval": percents(inner.low, inner.high),
        "x": width * share,
        "inner": (width * inner.low, width * inner.high),
        "outer": (width * outer.low, width * outer.high),
        "answered": f"{row.asked.answered}/{row.asked.companies}",
        "new_members": counts(estimated.new_members80.low, estimated.new_members80.high),
    }
