"""An appointment that somebody asks for, and the medarbeider's day that it falls on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.avtaler import booked, minutes_of
from hageplan.records.base import Sted
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.settings.planlegging import Planlegging
from hageplan.records.workspace import Workspace
from hageplan.tours.build import whole_minutes
from hageplan.tours.days import worked
from hageplan.tours.request import people_of
from hageplan.travel import Travel
from hageplan.workspace.lookup import find_bedrift

MIDNIGHT: Final = time(0)


@dataclass(frozen=True)
class Present:
    """The day it is; `clock` is the time of day, None where any of that day will do."""

    day: date
    clock: time | None = None

    def is_after(self, tid: datetime) -> bool:
        """Tell whether `tid` is over."""
        return tid < datetime.combine(self.day, self.clock or MIDNIGHT)

    def is_before(self, tid: datetime) -> bool:
        """Tell whether `tid` is yet to come."""
        return tid > datetime.combine(self.day, self.clock or time.max)


@dataclass(frozen=True, kw_only=True)
class AppointmentRequest:
    """An appointment that somebody wants: `minutes` of meeting from `tid` on, local time.

    `id` is that of its entry, "" before there is one; `replaces` is the id of the appointment that
    it takes the place of.
    """

    bedrift: Bedrift
    medarbeider: Medarbeider
    tid: datetime
    minutes: int
    id: str = ""
    replaces: str | None = None

    @property
    def avtale(self) -> Avtale:
        """The entry that it makes, or is."""
        return Avtale(
            id=self.id or "avtale",
            organisasjonsnummer=self.bedrift.organisasjonsnummer,
            tid=self.tid,
            medarbeider=self.medarbeider.id,
            minutter=self.minutes,
        )

    @property
    def day(self) -> date:
        """The day of the meeting."""
        return self.tid.date()

    @property
    def end(self) -> datetime:
        """When the meeting is over."""
        return self.tid + timedelta(minutes=self.minutes)


def person_of(workspace: Workspace, wanted: str | None) -> Medarbeider:
    """Return the medarbeider with the id `wanted`, or the only one there is.

    Raises RequestError where nobody has that id, or where several may be meant.
    """
    people = people_of(workspace, () if wanted is None else (wanted,))
    if len(people) > 1:
        raise RequestError(
            msg("give who visits with --medarbeider ID"),
            msg("one of: {words}", words=", ".join(person.id for person in people)),
        )
    return people[0]


def request_of(entry: Avtale, workspace: Workspace) -> AppointmentRequest:
    """Return what an entry asks for; raises RequestError for an unknown company or medarbeider."""
    bedrift = find_bedrift(entry.organisasjonsnummer, workspace.bedrift_by_number)
    return AppointmentRequest(
        bedrift=bedrift,
        medarbeider=person_of(workspace, entry.medarbeider),
        tid=entry.tid,
        minutes=minutes_of(entry, bedrift, workspace.oppsett.planlegging),
        id=entry.id,
        replaces=entry.erstatter,
    )


def meetings_of(wanted: AppointmentRequest, workspace: Workspace) -> list[AppointmentRequest]:
    """Return the other meetings of the medarbeider on that day."""
    mine = (wanted.medarbeider.id, wanted.day)
    return [
        request_of(avtale, workspace)
        for avtale in booked(workspace.avtaler)
        if (avtale.medarbeider, avtale.tid.date()) == mine and avtale.id != wanted.replaces
    ]


def working_hours(
    person: Medarbeider, day: date, rules: Planlegging
) -> tuple[datetime, datetime] | None:
    """Return from when to when `person` works on `day`; None where not at all."""
    hours = worked(person, day, rules)
    if hours is None:
        return None
    midnight = datetime.combine(day, MIDNIGHT)
    return midnight + timedelta(minutes=hours[0]), midnight + timedelta(minutes=hours[1])


def driving(start: Sted, end: Sted, day: date, travel: Travel, parking: float) -> int:
    """Return whole minutes from `start` to `end`, `parking` included."""
    table = travel.table([start, end], day)
    return int(whole_minutes(table.minutes + parking)[0, 1])


def clock(tid: datetime) -> str:
    """Return the time of day as people write it."""
    return f"{tid:%H:%M}"
