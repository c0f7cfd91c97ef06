"""Visits in somebody's calendar: those that were, and those that are to come.

Only events that name a company of the records are shown, or say that somebody is visited: the rest
of a calendar is private.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from hageplan.calendars.clock import DateRange, Period
from hageplan.calendars.faults import (
    WHAT,
    Fault,
    NoCalendarError,
    cut_off,
    part_problem,
)
from hageplan.calendars.parts import CALENDAR, KEPT, RawComponent, property_of, read_file
from hageplan.calendars.times import Occurrence, understood
from hageplan.errors import Problem, RecordsError, RequestError, why_of
from hageplan.imports.newcomers import each_once, visited
from hageplan.imports.result import CalendarImport, EntryCounts, Newcomer, RejectedRow
from hageplan.imports.sources.named import NamedCompanies
from hageplan.messages import Message, msg
from hageplan.records.avtaler import booked, new_avtale
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import id_of
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.records.spelling import ascii_key
from hageplan.records.workspace import Workspace

SPAN: Final = timedelta(days=366)
"""How far back and ahead a calendar is read."""
CALLED_OFF: Final = re.compile(r"^\s*(avlyst|kansellert|cancell?ed)\b", re.IGNORECASE)
"""What calendar programs write before the name of what is called off."""
_PUT_OFF: Final = re.compile(r"\b(avlyst|utsatt|flyttet|forelopig|kansell|cancel|postponed)")
"""Words of a title by which it is not clear that the event takes place."""
_KEPT: Final = KEPT | {"SUMMARY", "LOCATION"}
"""What is read of an event: when it is, and what names a company."""


def read_visits(
    workspace: Workspace, path: Path, medarbeider: str, now: datetime, *, dry_run: bool
) -> CalendarImport:
    """Return the visits in a calendar file, as of the local time `now`.

    It is the calendar of `medarbeider`, or where "" is given of the only one. What may be of
    several companies, or collides with what is booked, is rejected, with the number of the event as
    its line; what cannot be understood, with the line of the file. Raises RequestError where there
    is no such person or file, RecordsError where it is no calendar, or too large a one.
    """
    diary = _Diary(workspace, _owner(workspace, medarbeider), now)
    named = NamedCompanies(workspace.bedrifter)
    events, broken = _read(path, now.date())
    rejected: list[RejectedRow] = []
    unknown: list[Newcomer] = []
    outside = 0
    for number, (event, period) in enumerate(events, start=1):
        companies = _companies(event, named)
        if not companies:
            outside += 1
            said = visited(_told(event, "SUMMARY"), _told(event, "LOCATION"), workspace.kommuner)
            unknown += [said] if said else []
            continue
        doubt = _doubt(event, period, companies, named) or diary.take(event, period, companies[0])
        if doubt is not None:
            rejected.append(RejectedRow(line=number, reason=doubt))
    for part, fault in broken:
        names = ", ".join(bedrift.navn for bedrift in _companies(_said(part), named))
        what = msg("{name}: {why} (line {line})", name=names, why=WHAT[fault], line=part.line)
        rejected += [RejectedRow(line=part.line, reason=what)] if names else []
        outside += not names
    new = len(diary.past) + len(diary.coming)
    return CalendarImport(
        file=path.name,
        dry_run=dry_run,
        counts=EntryCounts.of(new=new, same=diary.same, rejected=len(rejected)),
        outside=outside,
        to_be_logged=tuple(diary.past),
        to_be_booked=tuple(diary.coming),
        unknown=each_once(unknown),
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
            msg("no medarbeider is called {name}", name=medarbeider)
            if medarbeider
            else msg("the owner of the calendar is not given"),
            msg("give the owner: --medarbeider {name}", name="|".join(people) or "ID"),
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

    def take(self, event: Mapping[str, Any], period: Period, bedrift: Bedrift) -> Message | None:
        """Take in an event at a company; return why it collides with what is there."""
        tid, minutes = period[0], _minutes(period)
        if tid < self._now:
            self._log(bedrift.organisasjonsnummer, tid, minutes)
            return None
        return self._book(bedrift, tid, minutes, _told(event, "UID"))

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
                "{at}: {name} has an appointment {when}. If it was moved: hageplan move",
                at=tid,
                name=bedrift.navn,
                when=there.tid,
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


def _doubt(
    event: Mapping[str, Any], period: Period, companies: Sequence[Bedrift], named: NamedCompanies
) -> Message | None:
    """Return why it isn't clear that an event is a visit to one company; None where it is."""
    at = period[0]
    if len(companies) > 1:
        which = ", ".join(sorted(bedrift.navn for bedrift in companies))
        return msg("{at}: it may be {which}", at=at, which=which)
    is_put_off = _PUT_OFF.search(ascii_key(_told(event, "SUMMARY")))
    if is_put_off or _told(event, "STATUS") == "TENTATIVE":
        return msg("{at}: this may not be a visit to {name}", at=at, name=companies[0].navn)
    if not named.find(_told(event, "SUMMARY"), _told(event, "UID")):
        return msg(
            "{at}: {name} may be only the location. If it was a visit: hageplan log",
            at=at,
            name=companies[0].navn,
        )
    return None


def _read(path: Path, today: date) -> tuple[list[Occurrence], list[tuple[RawComponent, Fault]]]:
    """Return the events with a time of day that take their owner's time, in order, and the others.

    These are what cannot be understood. Raises RequestError where the file cannot be opened,
    RecordsError where it is no calendar, or one that cannot be gone through.
    """
    try:
        parts = read_file(path, path.name, _KEPT)
    except NoCalendarError as fault:
        raise _refused(path, fault.problem) from fault
    except OSError as fault:
        raise RequestError(
            msg("{path}: cannot be read: {why}", path=path, why=why_of(fault))
        ) from fault
    for part in parts:
        if part.name == CALENDAR and not part.is_whole:
            raise _refused(path, cut_off(path.name, part.line))
    events, _published, faults = understood(parts, DateRange(today - SPAN, today + SPAN))
    for line, why in faults.items():
        if why == "ics-too-much":
            raise _refused(path, part_problem(path.name, line, why))
    broken = [(part, faults[part.line]) for part in parts if part.line in faults]
    there = [(event, period) for event, period in events if _takes_place(event)]
    return sorted(there, key=lambda one: (one[1], _told(one[0], "UID"))), broken


def _takes_place(event: Mapping[str, Any]) -> bool:
    """Whether an event has a time of day, takes its owner's time and was not called off."""
    return (
        isinstance(event["DTSTART"].dt, datetime)
        and _told(event, "STATUS") != "CANCELLED"
        and _told(event, "TRANSP") != "TRANSPARENT"
        and not CALLED_OFF.match(_told(event, "SUMMARY"))
    )


def _refused(path: Path, problem: Problem) -> RecordsError:
    return RecordsError(msg("{path} cannot be imported; nothing was changed", path=path), [problem])


def _companies(event: Mapping[str, Any], named: NamedCompanies) -> list[Bedrift]:
    return named.find(_told(event, "SUMMARY"), _told(event, "UID"), _told(event, "LOCATION"))


def _told(event: Mapping[str, Any], key: str) -> str:
    return str(event.get(key, ""))


def _said(part: RawComponent) -> dict[str, str]:
    """Return what an event that is not understood says, by property."""
    return {property_of(line): line.partition(":")[2] for line in part.lines}


def _minutes(period: Period) -> int:
    """Return the minutes of an event, as many as a visit may take."""
    return min(max(int((period[1] - period[0]).total_seconds() // 60), 5), 480)
