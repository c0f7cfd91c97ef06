"""Tasks for a reader: what `followup` answers.

The field names are the keys of the schema `hageplan/followup/1`.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from hageplan.records.base import Dato, Many, Record
from hageplan.records.logg import Flagg

SCHEMA: Final = "hageplan/followup/1"

Urgency = Literal["escalated", "overdue", "now", "later"]
"""Overdue for so long that it goes to somebody else; overdue; due today, or red; later."""


class Oppgave(Record):
    """Something to be done: a promise, or a flag that nobody took up yet.

    `id` is that of the `[[oppfolging]]`, or of the contact with the flag; `overdue_days` count from
    the day after `frist`. `owner_assumed` tells that nobody was named, and who stands in;
    `escalated_to` is the medarbeider to whom an escalated task goes, where there is one.
    """

    id: str
    kind: Literal["oppfolging", "flagg"]
    organisasjonsnummer: str
    navn: str
    frist: Dato
    ansvarlig: str
    tekst: str
    flagg: Flagg | None = None
    overdue_days: Annotated[int, Field(ge=0)] = 0
    urgency: Urgency = "later"
    owner_assumed: bool = False
    escalated_to: str | None = None


class Oppfolgingsliste(Record):
    """Open tasks, the most urgent first."""

    schema_: Annotated[Literal["hageplan/followup/1"], Field(alias="schema")] = SCHEMA
    example_data: bool
    today: Dato
    oppgaver: Many[Oppgave]
