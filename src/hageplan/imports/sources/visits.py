"""Visits in somebody's calendar: those that were, and those that are to come.

Only events that name a company of the records are shown: the rest of a calendar is private.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import recurring_ical_events
from icalendar import Calendar, Component, Event

from hageplan.calendars.clock import local
from hageplan.errors import RequestError
from hageplan.imports.result import CalendarImport, EntryCounts, RejectedRow
from hageplan.messages import Message, msg
from hageplan.records.avtaler import booked, new_avtale
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import id_of
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.records.spelling import ascii_key, compact, name_key
from hageplan.records.workspace import Workspace

SPAN: Final = timedelta(days=366)
"""How far back and ahead a calendar is read."""
CALLED_OFF: Final = re.compile(r"^\s*(avlyst|kansellert|cancell?ed)\b", re.IGNORECASE)
"""What calendar programs write before the name of what is called off."""
SHORTEST_NAME: Final = 4
"""Letters that a name must have to be looked for in what an event is called."""
_NUMBER: Final = re.compile(r"\b\d{3}[ \xa0]?\d{3}[ \xa0]?\d{3}\b")
_WORD: Final = re.compile(r"\w+")
_PUT_OFF: Final = re.compile(r"\b(avlyst|utsatt|flyttet|forelopig|kansell|cancel|postponed)")
"""Words of a title by which it is not clear that the event takes place."""
_TIMES: Final = ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID")
_CALLED: Final = ("SUMMARY", "UID")
"""Where an event that is a visit names the company; where it is may name just that."""
Name = tuple[str, Bedrift]
"""A company by what names are compared by."""


def read_visits(
    workspace: Workspace, path: Path, medarbeider: str, now: datetime, *, dry_run: bool
) -> CalendarImport:
    """Return the visits in a calendar file, as of the local time `now`.

    It is the calendar of `medarbeider`, or where "" is given of the only one. What may be of
    several companies, or collides with what is booked, is rejected, with the number of the event as
    its line. Raises RequestError where there is no such person, or where it is no calendar.
    """
    diary = _Diary(workspace, _owner(workspace, medarbeider), now)
    names = [(_needle(b.navn), b) for b in workspace.bedrifter]
    calendar = _calendar(path)
    events = _events(calendar, path, now.date())
    rejected: list[RejectedRow] = []
    outside = 0
    for number, event in enumerate(events, start=1):
        companies = _companies(event, names)
        if not companies:
            outside += 1
            continue
        doubt = _doubt(event, companies, names) or diary.take(event, companies[0])
        if doubt is not None:
            rejected.append(RejectedRow(line=number, reason=doubt))
    for number, (what, is_told) in enumerate(_unreadable(calendar, names), start=len(events) + 1):
        if is_told:
            rejected.append(RejectedRow(line=number, reason=what))
        else:
            outside += 1
    new = len(diary.past) + len(diary.coming)
    return CalendarImport(
        file=path.name,
        dry_run=dry_run,
        counts=EntryCounts.of(new=new, same=diary.same, rejected=len(rejected)),
        outside=outside,
        to_be_logged=tuple(diary.past),
        to_be_booked=tuple(diary.coming),
        rejected=tuple(rejected),
        written=(),
    )


def _owner(workspace: Workspace, medarbeider: str) -> str:
    """Return whose calendar it is; raises RequestError."""
    people = [person.id for person in workspace.oppsett.medarbeider]
    if not medarbeider and len(people) == 1:
        return people[0]
    if medarbeider not in people:
        raise RequestError(
            msg("there is no medarbeider {name}", name=medarbeider)
            if medarbeider
            else msg("it is not said whose calendar it is"),
            msg("say whose calendar it is: --medarbeider {name}", name="|".join(people) or "ID"),
        )
    return medarbeider


class _Diary:
    """What is logged and booked, with what a calendar adds to it.

    `past` are contacts to be logged, as proposals, `coming` appointments to be booked. `same` is
    how many events are in the log already.
    """

    def __init__(self, workspace: Workspace, medarbeider: str, now: datetime) -> None:
        self.past: list[Henvendelse] = []
        self.coming: list[Avtale] = []
        self.same = 0
        self._medarbeider = medarbeider
        self._now = now
        self._logged = {(h.organisasjonsnummer, h.tid.date()) for h in workspace.henvendelser}
        self._agreed = {
            avtale.organisasjonsnummer: avtale
            for avtale in booked(workspace.avtaler)
            if avtale.tid >= now
        }
        self._ids = {id_of(avtale) for avtale in workspace.avtaler}
        self._series: set[str] = set()

    def take(self, event: Event, bedrift: Bedrift) -> Message | None:
        """Take in an event at a company; return why it collides with what is there."""
        tid, minutes = _span(event)
        if tid < self._now:
            self._log(bedrift.organisasjonsnummer, tid, minutes)
            return None
        return self._book(bedrift, tid, minutes, str(event.get("UID")))

    def _log(self, number: str, tid: datetime, minutes: int) -> None:
        if (number, tid.date()) in self._logged:
            self.same += 1
            return
        self._logged.add((number, tid.date()))
        who = self._medarbeider
        self.past.append(
            Henvendelse(organisasjonsnummer=number, tid=tid, medarbeider=who, minutter=minutes)
        )

    def _book(self, bedrift: Bedrift, tid: datetime, minutes: int, uid: str) -> Message | None:
        """Book the next event of a series; those after it are there with it."""
        there = self._agreed.get(bedrift.organisasjonsnummer)
        if there is not None and there.tid != tid and uid not in self._series:
            return msg(
                "{at}: {name} is booked at {when}; was that moved, then hageplan move",
                at=f"{tid:%Y-%m-%d %H:%M}",
                name=bedrift.navn,
                when=f"{there.tid:%Y-%m-%d %H:%M}",
            )
        self._series.add(uid)
        if there is not None:
            self.same += 1
            return None
        number = bedrift.organisasjonsnummer
        avtale = new_avtale(number, tid, self._medarbeider, minutes, self._ids)
        self._ids.add(avtale.id)
        self._agreed[number] = avtale
        self.coming.append(avtale)
        return None


def _doubt(event: Event, companies: Sequence[Bedrift], names: Sequence[Name]) -> Message | None:
    """Return why it isn't clear that an event is a visit to one company; None where it is."""
    at = f"{local(event.start):%Y-%m-%d %H:%M}"
    if len(companies) > 1:
        which = ", ".join(sorted(bedrift.navn for bedrift in companies))
        return msg("{at}: it may be {which}", at=at, which=which)
    is_put_off = _PUT_OFF.search(ascii_key(str(event.get("SUMMARY", ""))))
    if is_put_off or str(event.get("STATUS", "")) == "TENTATIVE":
        return msg("{at}: it is not sure that {name} is visited", at=at, name=companies[0].navn)
    if not _companies(event, names, _CALLED):
        return msg(
            "{at}: {name} may be just where it is; was it a visit, then hageplan log",
            at=at,
            name=companies[0].navn,
        )
    return None


def _calendar(path: Path) -> Calendar:
    try:
        return Calendar.from_ical(path.read_bytes())
    except OSError as fault:
        raise RequestError(
            msg("{path}: cannot be read: {why}", path=path, why=fault.strerror or str(fault))
        ) from fault
    except Exception as fault:  # a library may raise anything on a foreign file
        raise _no_calendar(path, fault) from fault


def _no_calendar(path: Path, fault: Exception) -> RequestError:
    return RequestError(
        msg("{path}: not a calendar (iCalendar): {why}", path=path, why=type(fault).__name__),
        msg("export the calendar again; nothing was changed"),
    )


def _events(calendar: Calendar, path: Path, today: date) -> list[Any]:
    """Return the events with a time of day that take their owner's time, in order."""
    series = recurring_ical_events.of(calendar, skip_bad_series=True)
    try:
        events = series.between(today - SPAN, today + SPAN)
    except Exception as fault:
        raise _no_calendar(path, fault) from fault
    timed = (event for event in events if isinstance(event["DTSTART"].dt, datetime))
    open_ = (
        event
        for event in timed
        if str(event.get("STATUS", "")) != "CANCELLED"
        and not CALLED_OFF.match(str(event.get("SUMMARY", "")))
        and str(event.get("TRANSP", "")) != "TRANSPARENT"
    )
    return sorted(open_, key=lambda event: (local(event.start), str(event.get("UID", ""))))


def _unreadable(calendar: Calendar, names: Sequence[Name]) -> Iterator[tuple[Message, bool]]:
    """Give what cannot be read of each event without a sound time, and whether it names a company.

    Its own words are shown only where they do.
    """
    for event in calendar.walk("VEVENT"):
        faults = [why for name, why in event.errors if name in _TIMES]
        companies = _companies(event, names)
        if faults:
            which = ", ".join(bedrift.navn for bedrift in companies)
            yield msg("{name}: {why}", name=which, why=faults[0]), bool(companies)


def _span(event: Event) -> tuple[datetime, int]:
    """Return the local beginning and the minutes, as many as a visit may take."""
    start, end = local(event.start), local(event.end)
    return start, min(max(int((end - start).total_seconds() // 60), 5), 480)


def _companies(
    event: Component, names: Iterable[Name], keys: Sequence[str] = (*_CALLED, "LOCATION")
) -> list[Bedrift]:
    """Return the companies that an event names: by number, else by name.

    A name within a longer one that is named is no name of its own.
    """
    told = "\n ".join(str(event.get(key, "")) for key in keys)
    numbers = {compact(number) for number in _NUMBER.findall(told)}
    known = [*names]
    if by_number := [b for _key, b in known if b.organisasjonsnummer in numbers]:
        return by_number
    texts = [_searched(str(event.get(key, ""))) for key in keys if key != "UID"]
    found = [
        (key, bedrift)
        for key, bedrift in known
        if len(key) >= SHORTEST_NAME and any(f" {key} " in text for text in texts)
    ]
    spelt = {f" {key} " for key, _bedrift in found}
    whole = {one for one in spelt if not any(one in other for other in spelt - {one})}
    return [bedrift for key, bedrift in found if f" {key} " in whole]


def _needle(navn: str) -> str:
    """Return what a company is looked for by: its name, with its form where it is short."""
    key = name_key(navn)
    return key if len(key) >= SHORTEST_NAME else _words(navn)


def _searched(text: str) -> str:
    """Return a text in both ways, with and without the forms of companies."""
    return f" {name_key(text)}  {_words(text)} "


def _words(text: str) -> str:
    return " ".join(_WORD.findall(ascii_key(text)))
