"""A day as the page shows it: a timeline, and a card a stop with what lies between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from hageplan.i18n import _, nsay, say
from hageplan.records.plan import Pause
from hageplan.tours.files.answer_texts import StopAnswer
from hageplan.tours.files.drives import Drive, drives_of
from hageplan.tours.files.itinerary import Itinerary, ItineraryDay, ItineraryStop
from hageplan.tours.files.map import DayMap, day_map
from hageplan.tours.files.stop_page import StopCard, stop_card, street
from hageplan.tours.files.visit_texts import conflict_text, pause_name, places_words
from hageplan.ui.clean import printable
from hageplan.ui.numbers import day_in_week, day_name, decimal, distance, duration, sentence
from hageplan.ui.texts import remark

_UNIT: Final = re.compile(r"(?<=\d) (?=[a-z])")
"""Where a line would break between a number and its unit."""


@dataclass(frozen=True, kw_only=True)
class TimelineRow:
    """A row of the timeline: a visit with its `card`, a drive of some `minutes`, or a pause."""

    time: str = ""
    told: str = ""
    minutes: int = 0
    card: StopCard | None = None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A stop of the day: what comes before it, its card, and its report."""

    before: str
    card: StopCard
    answer: StopAnswer
    answer_id: str


@dataclass(frozen=True, kw_only=True)
class DayPage:
    """A day of one of us.

    Attributes:
        name: What its tab says, and `told` below that.
        who: The name of whose day it is.
        after: What comes after the last stop.
    """

    id: str
    name: str
    told: str
    who: str
    heading: str
    totals: Sequence[str]
    conflicts: Sequence[str]
    rows: Sequence[TimelineRow]
    visits: Sequence[Visit]
    after: str
    map: DayMap | None


@dataclass(frozen=True)
class _Event:
    at: datetime
    rank: int
    what: Drive | Pause | ItineraryStop
    km: float = 0.0
    road: Sequence[str] = ()


def day_page(day: ItineraryDay, itinerary: Itinerary, today: date) -> DayPage:
    """Return a day as the page shows it on the day `today`."""
    tour, events = day.tour, sorted(_events(day), key=lambda one: (one.at, one.rank))
    ids = {one.number: f"{tour.date:%m%d}-{tour.medarbeider}-{one.number}" for one in day.visits}
    answers = {one.number: StopAnswer.of(one.stop, day, itinerary) for one in day.visits}
    cards = {
        one.number: stop_card(one, f"s{ids[one.number]}", f"svar-{ids[one.number]}", today)
        for one in day.visits
    }
    befores = [*_befores(events)]
    between = zip(befores, day.visits, strict=False)
    visits = [
        Visit(
            before=told,
            card=cards[one.number],
            answer=answers[one.number],
            answer_id=f"svar-{ids[one.number]}",
        )
        for told, one in between
    ]
    return DayPage(
        id=f"d{tour.date}-{tour.medarbeider}",
        name=_tab(tour.date),
        told=_count(len(tour.stops)),
        who=printable(day.navn),
        heading=day_name(tour.date),
        totals=_totals(day, itinerary),
        conflicts=[
            conflict_text(one, itinerary.people)
            for one in itinerary.plan.conflicts
            if (one.date, one.medarbeider) == (tour.date, tour.medarbeider)
        ],
        rows=[*_rows(day, events, cards)],
        visits=visits,
        after=" · ".join(filter(None, (befores[-1], _end(day)))),
        map=day_map(day, itinerary),
    )


def _events(day: ItineraryDay) -> Iterator[_Event]:
    """Give drives, pauses and visits; of those at one time a drive comes first."""
    tour = day.tour
    lengths = [*(stop.drive_km for stop in tour.stops), tour.return_km]
    roads = [*(stop.road for stop in tour.stops), tour.return_road]
    for drive, km, road in zip(drives_of(tour), lengths, roads, strict=True):
        if drive.minutes:
            yield _Event(drive.leave, 0, drive, km, road)
    for pause in tour.breaks:
        yield _Event(datetime.combine(tour.date, pause.start), 1, pause)
    for visit in day.visits:
        yield _Event(datetime.combine(tour.date, visit.stop.start), 2, visit)


def _rows(
    day: ItineraryDay, events: Sequence[_Event], cards: dict[int, StopCard]
) -> Iterator[TimelineRow]:
    start, end = day.tour.start, day.tour.end
    yield TimelineRow(
        time=f"{start.time:%H:%M}", told=say("From {place}", place=printable(start.place))
    )
    for event in events:
        match event.what:
            case Drive(minutes=minutes):
                yield TimelineRow(minutes=minutes, told=duration(minutes))
            case Pause() as pause:
                yield TimelineRow(time=f"{pause.start:%H:%M}", told=_pause(pause))
            case visit:
                yield TimelineRow(card=cards[visit.number], told=street(visit))
    yield TimelineRow(time=f"{end.time:%H:%M}", told=say("At {place}", place=printable(end.place)))


def _befores(events: Sequence[_Event]) -> Iterator[str]:
    """Give what comes before each visit, and after the last one."""
    told: list[str] = []
    for event in events:
        match event.what:
            case Drive(minutes=minutes):
                km = decimal(event.km, 0 if event.km >= 10 else 1)
                told.append(say("driving {time}, {km} km", time=duration(minutes), km=km))
                told += map(remark, event.road)
            case Pause() as pause:
                told.append(f"{pause_name(pause).lower()} {pause.start:%H:%M}–{pause.end:%H:%M}")
            case _:
                yield _joined(told)
                told = []
    yield _joined(told)


def _joined(parts: Sequence[str]) -> str:
    text = _UNIT.sub("\N{NO-BREAK SPACE}", " · ".join(parts))
    return sentence(text)


def _pause(pause: Pause) -> str:
    return say("{pause} until {end}", pause=pause_name(pause), end=f"{pause.end:%H:%M}")


def _end(day: ItineraryDay) -> str:
    place, at = printable(day.tour.end.place), f"{day.tour.end.time:%H:%M}"
    return say("at {place} {time}", place=place, time=at)


def _tab(day: date) -> str:
    return sentence(day_in_week(day).replace(". ", " ", 1))


def _count(visits: int) -> str:
    return nsay("1 visit", "{count} visits", count=visits)


def _totals(day: ItineraryDay, itinerary: Itinerary) -> Sequence[str]:
    """Return where and how many, and how much driving: a line each."""
    tour = day.tour
    agreed = sum(visit.stop.avtale is not None for visit in day.visits)
    visits = _count(len(tour.stops))
    if tour.stops:
        places = places_words(tour.stops, itinerary)
        told = _("none booked") if not agreed else say("{count} booked", count=agreed)
        visits = f"{say('{visits} in {places}', visits=visits, places=places)}, {told}"
    length, time = distance(tour.drive_km, tour.mileage_kr), duration(tour.drive_minutes)
    return visits, _joined([say("driving {time}, {way}", time=time, way=length)])
