"""What the tool remembers between runs: sources, calendar events, and what summaries reported."""

from typing import Annotated, ClassVar, Final

from pydantic import Field

from hageplan.records.base import Dato, Identifikator, Many, Record, Tidspunkt
from hageplan.records.kommune import Kommunenummer
from hageplan.records.spelling import Organisasjonsnummer
from hageplan.records.status import Status

Value = bool | str | int | float | list[str]
"""A field of a company as files write it; days are texts."""
Fields = dict[str, Value]
Since = int | Dato
"""From where on a feed of updates is read: the number of an update, or a day."""
SourceSnapshot = dict[str, Fields]
"""What a source says of companies, by organisasjonsnummer."""

BRREG: Final = "brreg"
BRREG_CHANGES: Final = "brreg-endringer"
KARTVERKET: Final = "kartverket"
REGNSKAP: Final = "regnskap"
ACCOUNTS: Final = "Regnskapsregisteret (Brønnøysundregistrene)"
ADDRESSES: Final = "Kartverket, adresser"
CC_BY: Final = "CC BY 4.0"
REGISTER: Final = "Enhetsregisteret (Brønnøysundregistrene)"
UPDATES: Final = "Enhetsregisteret, oppdateringer (Brønnøysundregistrene)"
NLOD: Final = "NLOD 2.0"
"""Norsk lisens for offentlige data, under which the register gives its data away."""


class Kilde(Record):
    """Where records came from, in kilder/NAME.toml.

    Attributes:
        navn: The name of its file.
        tittel: What reports call it.
        lisens: On which terms its data may be used; "" if nobody has said.
        hentet: The day of the last import.
        form: What tells lists of one kind: a digest of their headings, "" of what is no list.
        kolonner: Headings by field, as somebody said them for this kind of list.
        status: Statuses by the words of this kind of list, as somebody said them.
        lest: From where on each feed of the source is read next.
    """

    navn: Identifikator
    tittel: str
    lisens: str = ""
    hentet: Dato
    form: str = ""
    kolonner: dict[str, str] = Field(default_factory=dict)
    status: dict[str, Status] = Field(default_factory=dict)
    lest: dict[str, Since] = Field(default_factory=dict)


class Kalenderhendelse(Record):
    """An event that was put into a calendar file, as it was last written, in kalender.toml.

    Times are local.

    Attributes:
        uid: What calendars know it by; it stays when the event changes.
        organisasjonsnummer: Whom it visits; None for driving.
        sekvens: How many times it has changed.
        avtrykk: A digest of what it said.
        endret: The day it last changed.
        avlyst: Whether it was taken back.
    """

    TABLE: ClassVar[str] = "hendelse"

    uid: Annotated[str, Field(min_length=1)]
    organisasjonsnummer: Organisasjonsnummer | None = None
    medarbeider: str
    start: Tidspunkt
    slutt: Tidspunkt
    sekvens: Annotated[int, Field(ge=0)] = 0
    avtrykk: str = ""
    endret: Dato
    avlyst: bool = False


class Andel(Record):
    """The interest of a municipality as last reported: the expected share and new members."""

    kommunenummer: Kommunenummer
    andel: float
    nye_medlemmer: float


class Oppsummert(Record):
    """How far the weekly summary has come, in oppsummert.toml, without any name or number.

    Attributes:
        til: The last day of the last whole week that it has told of.
        fortalt: Digests of contacts, members, introductions and tasks done that it has told.
        spurt: Digests of tasks and decisions that it has asked for.
        nye: New jobs of all time up to what it has told, and `bevarte` kept ones.
        andeler: The interest as it was told last.
    """

    til: Dato
    fortalt: Many[str] = ()
    spurt: Many[str] = ()
    nye: int = 0
    bevarte: int = 0
    andeler: Many[Andel] = ()
