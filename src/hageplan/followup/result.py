"""What `followup` and `bedrift` return: open tasks, and all that is known of a company."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hageplan.mail.consent import EmailConsent
from hageplan.records.base import Dato, Document, Klokkeslett, Many, Record, Schema, Sparse
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import Logged
from hageplan.records.logg import Avtale, Flagg, Henvendelse, Oppfolging

Urgency = Literal["escalated", "overdue", "now", "later"]
"""Overdue for so long that it goes to somebody else; overdue; due today, or red; later."""


class Oppgave(Record):
    """Something to be done: a promise, or a flag that nobody took up yet.

    `id` is that of the `[[oppfolging]]`, or of the contact with the flag; `overdue_days` count from
    the day after `frist`. `ring_ikke` tells that nobody is to telephone, `owner_assumed` that
    nobody was named, and who stands in; `escalated_to` is the medarbeider to whom an escalated
    task goes, where there is one.
    """

    id: str
    kind: Literal["oppfolging", "flagg"]
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


class PlannedVisit(Record):
    """A visit that a saved plan has, local time; `avtale` is the id where it is booked."""

    date: Dato
    start: Klokkeslett
    medarbeider: str
    avtale: str | None


class IntroductionLine(Record):
    """Whom a company was introduced to, and when; `other` is a company's or resource's name."""

    id: str
    date: Dato
    other: str
    medarbeider: str
    notat: str


class CompanyPage(Document):
    """One company's page; contacts and appointments by time.

    Attributes:
        kommune: The name of its municipality.
        rettet: Its contacts that were corrected or taken back.
        avtaler: What its appointments have come to.
        oppfolginger: All that was promised.
        oppgaver: Its open tasks.
        planned: What the latest plan has.
        behov: All tags of its record and its contacts, as are those of `tilbyr`.
        outside: Why it stands outside the target group, as a coded remark; None where it is in it.
        email: Whether marketing e-mail may go to its contact.
    """

    schema_: Schema[Literal["hageplan/bedrift/1"]] = "hageplan/bedrift/1"
    example_data: bool
    kommune: str
    bedrift: Sparse[Bedrift]
    henvendelser: Many[Logged[Henvendelse]]
    rettet: Many[Logged[Henvendelse]]
    avtaler: Many[Logged[Avtale]]
    oppfolginger: Many[Logged[Oppfolging]]
    oppgaver: Many[Oppgave]
    planned: Many[PlannedVisit]
    koblinger: Many[IntroductionLine]
    behov: Many[str]
    tilbyr: Many[str]
    outside: str | None
    email: EmailConsent
