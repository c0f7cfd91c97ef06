"""What `bedrift` returns: all that is known of a company."""

from typing import Literal

from hageplan.followup.result import Oppgave
from hageplan.mail.consent import EmailConsent
from hageplan.records.base import Dato, Document, Klokkeslett, Many, Record, Schema, Sparse
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import Logged
from hageplan.records.hendelser import Hendelse
from hageplan.records.logg import Avtale, Henvendelse, Oppfolging


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
        hendelser: What registers told, the latest first.
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
    hendelser: Many[Sparse[Hendelse]]
    behov: Many[str]
    tilbyr: Many[str]
    outside: str | None
    email: EmailConsent
