"""What `avtaler`, `book`, `move`, `cancel`, `done` and `slots` return.

Times are local, durations whole minutes.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from hageplan.records.avtaler import minutes_of
from hageplan.records.base import Dato, Document, Klokkeslett, Many, Record, Schema
from hageplan.records.logg import Avtale
from hageplan.records.workspace import Workspace


class AppointmentLine(Record):
    """One appointment; `replaces` is the id of the entry that it changes."""

    id: str
    organisasjonsnummer: str
    navn: str
    kommunenummer: str
    date: Dato
    start: Klokkeslett
    end: Klokkeslett
    minutes: Annotated[int, Field(ge=0)]
    medarbeider: str
    status: Literal["foreslatt", "avtalt", "flyttet", "avlyst", "gjennomfort"]
    replaces: str | None = None


class Avtaleliste(Document):
    """Appointments by time."""

    schema_: Schema[Literal["hageplan/avtaler/1"]] = "hageplan/avtaler/1"
    example_data: bool
    avtaler: Many[AppointmentLine]


class Offer(Record):
    """A time at which a medarbeider can come, beside what is planned.

    `detour_minutes` is the driving and waiting that it adds; `after` and `before` name the stops
    between which it lies, None at the ends of the day. Where it does not fit in between, `drops`
    names the stops that would go, none of them agreed, and `cost_minutes` counts their worth too.
    """

    medarbeider: str
    date: Dato
    start: Klokkeslett
    end: Klokkeslett
    detour_minutes: int
    after: str | None = None
    before: str | None = None
    drops: Many[str] = ()
    cost_minutes: int


class Slots(Document):
    """The offers, best first, against a saved plan or, unless `is_saved_plan`, a new one."""

    schema_: Schema[Literal["hageplan/slots/1"]] = "hageplan/slots/1"
    example_data: bool
    organisasjonsnummer: str
    navn: str
    ring_ikke: bool
    is_saved_plan: bool
    offers: Many[Offer]


def listed(avtaler: Iterable[Avtale], workspace: Workspace) -> Avtaleliste:
    """Return `avtaler`, of companies of `workspace`, with what a reader wants to know of each."""
    rules = workspace.oppsett.planlegging

    def line(avtale: Avtale) -> AppointmentLine:
        bedrift = workspace.bedrift_by_number[avtale.organisasjonsnummer]
        minutes = minutes_of(avtale, bedrift, rules)
        return AppointmentLine(
            id=avtale.id,
            organisasjonsnummer=bedrift.organisasjonsnummer,
            navn=bedrift.navn,
            kommunenummer=bedrift.kommunenummer,
            date=avtale.tid.date(),
            start=avtale.tid.time(),
            end=(avtale.tid + timedelta(minutes=minutes)).time(),
            minutes=minutes,
            medarbeider=avtale.medarbeider,
            status=avtale.status,
            replaces=avtale.erstatter,
        )

    return Avtaleliste(example_data=workspace.example_data, avtaler=tuple(map(line, avtaler)))
