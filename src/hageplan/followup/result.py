"""What `followup` returns: open tasks."""

from typing import Annotated, Literal

from pydantic import Field

from hageplan.records.base import Dato, Document, Many, Record, Schema
from hageplan.records.logg import Flagg

Urgency = Literal["escalated", "overdue", "now", "later"]
"""Overdue for so long that it goes to somebody else; overdue; due today, or red; later."""


class Oppgave(Record):
    """Something to be done: a promise, or what nobody took up yet: a flag, or a register's alarm.

    `id` is that of the `[[oppfolging]]`, of the contact with the flag, or of what the register
    told, whose `tekst` is a coded remark. `overdue_days` count from the day after `frist`.
    `ring_ikke` tells that nobody is to telephone, `owner_assumed` that
    nobody was named, and who stands in; `escalated_to` is the medarbeider to whom an escalated
    task goes, where there is one.
    """

    id: str
    kind: Literal["oppfolging", "flagg", "hendelse"]
    organisasjonsnummer: str
    navn: str
    ring_ikke: bool = False
    frist: Dato
    ansvarlig: str
    tekst: str
    flagg: Flagg | None = None
    overdue_days: Annotated[int, Field(ge=0)] = 0
    urgency: Urgency = "later"
    owner_assumed: bool = False
    escalated_to: str | None = None


class Oppfolgingsliste(Document):
    """Open tasks, the most urgent first."""

    schema_: Schema[Literal["hageplan/followup/1"]] = "hageplan/followup/1"
    example_data: bool
    today: Dato
    oppgaver: Many[Oppgave]
