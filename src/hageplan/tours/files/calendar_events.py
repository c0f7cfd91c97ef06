"""A plan as events of a calendar, told against what the calendar has been given before.

A calendar knows an event by its uid and takes the higher sequence for the newer one (RFC 5545,
3.8.7.4). So a visit keeps its uid when it is planned anew, its sequence rises when it changes, and
what is not planned any more comes once more, as cancelled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from hageplan.records.entries import id_of
from hageplan.records.memory import Kalenderhendelse
from hageplan.records.plan import Tour
from hageplan.records.settings.planlegging import Kalender
from hageplan.tours.files.drives import Drive, drives_of
from hageplan.tours.files.itinerary import Itinerary, ItineraryDay, ItineraryStop

LUNCH: Final = "-lunsj@hageplan"
"""How the uid of a lunch ends."""


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """What a calendar shows; times are local.

    Attributes:
        hendelse: Its uid, times and sequence, as the workspace remembers them.
        navn: The company, or the place that is driven to; "" where nobody knows any more.
        who: Who is there.
        visit: What is known of the visit; None for driving, and for what was cancelled.
        leave: When one has to leave for it.
        kind: A visit, the driving to one and back, or lunch.
    """

    hendelse: Kalenderhendelse
    navn: str
    who: str
    visit: ItineraryStop | None = None
    leave: datetime | None = None

    @property
    def kind(self) -> Literal["visit", "drive", "lunch"]:
        """A visit, the driving to one and back, or lunch."""
        if self.hendelse.uid.endswith(LUNCH):
            return "lunch"
        return "visit" if self.hendelse.organisasjonsnummer else "drive"


@dataclass(frozen=True, kw_only=True)
class CalendarUpdate:
    """The events of a plan, and all that is to be remembered of them and of those before."""

    events: tuple[CalendarEvent, ...]
    remembered: tuple[Kalenderhendelse, ...]


def events_of(
    itinerary: Itinerary,
    before: Sequence[Kalenderhendelse],
    settings: Kalender,
    names: Mapping[str, str],
    last: date,
    today: date,
) -> CalendarUpdate:
    """Return the events of a plan, `before` being what was remembered when it was made.

    Of those before, the ones that the plan takes the place of are cancelled: those of its people on
    its days, up to `last`, and visits that it drops or gives to somebody else. Nothing is changed
    that began before `today`. `names` are companies' names by organisasjonsnummer.
    """
    known = {one.uid: one for one in before}
    wanted = [event for day in itinerary.days for event in _of_day(day, before, settings, today)]
    current = [_numbered(event, known.get(event.hendelse.uid), today) for event in wanted]
    taken = {event.hendelse.uid for event in current}
    is_replaced = _replacing(itinerary, last)
    gone = [
        _cancelled(one, today)
        for one in before
        if one.uid not in taken and one.start.date() >= today and is_replaced(one)
    ]
    cancelled = [
        CalendarEvent(
            hendelse=one,
            navn=names.get(one.organisasjonsnummer or "", ""),
            who=itinerary.people[one.medarbeider],
        )
        for one in gone
    ]
    events = sorted((*current, *cancelled), key=lambda e: (e.hendelse.start, e.hendelse.uid))
    told = {event.hendelse.uid: event.hendelse for event in events}
    remembered = {**known, **told}.values()
    return CalendarUpdate(
        events=tuple(events),
        remembered=tuple(sorted(remembered, key=lambda one: (one.start, one.uid))),
    )


def _replacing(itinerary: Itinerary, last: date) -> Callable[[Kalenderhendelse], bool]:
    """Return what tells whether a plan takes the place of an event that it does not have."""
    plan = itinerary.plan
    dropped = {change.organisasjonsnummer for change in plan.changes or () if change.after is None}
    visited = {stop.organisasjonsnummer for tour in plan.tours for stop in tour.stops}

    def is_replaced(one: Kalenderhendelse) -> bool:
        if itinerary.only and one.medarbeider not in itinerary.only:
            return False
        is_theirs = one.medarbeider in plan.request.medarbeidere
        is_then = plan.request.from_ <= one.start.date() <= last
        return (is_theirs and is_then) or one.organisasjonsnummer in dropped | visited

    return is_replaced


def _of_day(
    day: ItineraryDay, before: Sequence[Kalenderhendelse], settings: Kalender, today: date
) -> Iterator[CalendarEvent]:
    drives = drives_of(day.tour)
    for visit, drive in zip(day.visits, drives, strict=False):  # the last one is the way back
        yield _visit(visit, drive, day, before=before, settings=settings, today=today)
    yield from _lunch(day, today)
    if settings.kjoring:
        yield from _drives(day, drives, today)


def _visit(
    visit: ItineraryStop,
    drive: Drive,
    day: ItineraryDay,
    *,
    before: Iterable[Kalenderhendelse],
    settings: Kalender,
    today: date,
) -> CalendarEvent:
    stop, tour, leave = visit.stop, day.tour, drive.leave
    start, end = (datetime.combine(tour.date, at) for at in (stop.start, stop.end))
    told = (start, end, leave, day.navn, stop.navn, stop.place, stop.lat, stop.lon, stop.avtale)
    more = (stop.together_with, stop.introduce, visit.adresse, visit.kontakt, stop.position)
    said = (f"{id_of(one.about)} {one.flagg} {one.frist}" for one in visit.alerts)
    contacts = (one.model_dump_json() for one in visit.contacts)
    known = (*visit.known, *visit.ask, *said, *contacts)
    hendelse = Kalenderhendelse(
        uid=_uid_of_visit(stop.organisasjonsnummer, tour, before, today),
        organisasjonsnummer=stop.organisasjonsnummer,
        medarbeider=tour.medarbeider,
        start=start,
        slutt=end,
        avtrykk=_digest((*told, *more, settings.varsel_minutter, *known)),
        endret=today,
    )
    return CalendarEvent(hendelse=hendelse, navn=stop.navn, who=day.navn, visit=visit, leave=leave)


def _uid_of_visit(number: str, tour: Tour, before: Iterable[Kalenderhendelse], today: date) -> str:
    """Return the uid of that day's visit, else of the one that is still to come, else a new one."""
    who = tour.medarbeider
    own = [one for one in before if (one.organisasjonsnummer, one.medarbeider) == (number, who)]
    then = [one for one in own if one.start.date() == tour.date]
    ahead = [one for one in own if one.start.date() >= today]
    if found := then or ahead:
        return max(found, key=lambda one: (not one.avlyst, own.index(one))).uid
    return f"{number}-{who}-{len(own) + 1}@hageplan"


def _lunch(day: ItineraryDay, today: date) -> Iterator[CalendarEvent]:
    tour, pause = day.tour, day.tour.lunch
    if pause is not None:
        start, end = (datetime.combine(tour.date, at) for at in (pause.start, pause.end))
        hendelse = Kalenderhendelse(
            uid=f"{tour.date}-{tour.medarbeider}{LUNCH}",
            medarbeider=tour.medarbeider,
            start=start,
            slutt=end,
            avtrykk=_digest((start, end)),
            endret=today,
        )
        yield CalendarEvent(hendelse=hendelse, navn="", who=day.navn)


def _drives(day: ItineraryDay, drives: Iterable[Drive], today: date) -> Iterator[CalendarEvent]:
    """Give the drives of a day, the way back last; nothing where one is there already."""
    tour = day.tour
    for number, drive in enumerate(drives, start=1):
        start, end, place = drive.leave, drive.arrive, drive.place
        if drive.minutes:
            hendelse = Kalenderhendelse(
                uid=f"{tour.date}-{tour.medarbeider}-{number}@hageplan",
                medarbeider=tour.medarbeider,
                start=start,
                slutt=end,
                avtrykk=_digest((start, end, place)),
                endret=today,
            )
            yield CalendarEvent(hendelse=hendelse, navn=place, who=day.navn)


def _numbered(event: CalendarEvent, before: Kalenderhendelse | None, today: date) -> CalendarEvent:
    """Return the event with the sequence and day that follow from what was told before."""
    if before is None:
        return event
    is_same = before.avtrykk == event.hendelse.avtrykk and not before.avlyst
    update = (
        {"sekvens": before.sekvens, "endret": before.endret}
        if is_same
        else {"sekvens": before.sekvens + 1, "endret": today}
    )
    return replace(event, hendelse=event.hendelse.model_copy(update=update))


def _cancelled(one: Kalenderhendelse, today: date) -> Kalenderhendelse:
    if one.avlyst:
        return one
    return one.model_copy(update={"avlyst": True, "sekvens": one.sekvens + 1, "endret": today})


def _digest(parts: Iterable[object]) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
