"""Appointments for a reader: what `avtaler`, `book`, `move`, `cancel` and `done` answer.

The field names are the keys of the schema `hageplan/avtaler/1`. Times are local, durations whole
minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import Field

from hageplan.records.avtaler import minutes_of
from hageplan.records.base import Dato, Klokkeslett, Many, Record
from hageplan.records.logg import Avtale
from hageplan.records.workspace import Workspace

SCHEMA: Final = "hageplan/avtaler/1"


class Linje(Record):
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


class Avtaleliste(Record):
    """Appointments by time."""

    schema_: Annotated[Literal["hageplan/avtaler/1"], Field(alias="schema")] = SCHEMA
    example_data: bool
    avtaler: Many[Linje]


def listed(avtaler: Iterable[Avtale], workspace: Workspace) -> Avtaleliste:
    """Return `avtaler`, of companies of `workspace`, with what a reader wants to know of each."""
    rules = workspace.oppsett.planlegging

    def line(avtale: Avtale) -> Linje:
        bedrift = workspace.bedrift_by_number[avtale.organisasjonsnummer]
        minutes = minutes_of(avtale, bedrift, rules)
        return Linje(
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
