"""Companies (`bedrifter/*.toml`), and whom to send them to (`ressurser.toml`)."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import (
    ARBEIDSUKE,
    Aarstid,
    Dato,
    Identifikator,
    Lat,
    Lon,
    Many,
    Record,
    Tidsrom,
    Ukedag,
)
from hageplan.records.kommune import Kommunenummer
from hageplan.records.spelling import Organisasjonsnummer
from hageplan.records.status import Status

Posisjon = Literal["adresse", "vei", "poststed"]
"""What `lat` and `lon` are the position of, where the tool has found them."""
Slag = Literal[
    "naeringshage", "siva", "finansiering", "forskning", "testing", "radgivning", "annet"
]
Naeringskode = Annotated[str, Field(pattern=r"^\d{2}(\.\d{1,3})?$")]
Navn = Annotated[str, Field(min_length=1, pattern=r"\S")]
BesokMinutter = Annotated[int, Field(ge=5, le=480)]
Intervall = Annotated[int, Field(ge=1, le=3650)]
"""Days from a visit until the next one is due."""


class Besokstid(Tidsrom):
    """When a company can be visited: a window of the day, on some weekdays."""

    ukedager: Annotated[Many[Ukedag], Field(min_length=1)] = ARBEIDSUKE


class Stengt(Aarstid):
    """A part of every year without visits, as lambing is for a sheep farm."""

    grunn: str = ""


class Kontakt(Record):
    """Whom to ask for.

    Attributes:
        samtykke: The day the contact agreed to get marketing by e-mail.
    """

    navn: str = ""
    rolle: str = ""
    telefon: str = ""
    epost: str = ""
    samtykke: Dato | None = None


class Regnskap(Record):
    """A year's accounts, in kroner; what is not known is left out.

    They are those of twelve months that end in the year. Of a place of business they are its
    owner's, but for its employees.

    Attributes:
        driftsresultat: Operating result.
        verdiskaping: Value added: operating result and wages.
        ansatte: Employees at the end of the year, or when they were last counted in it.
    """

    aar: Annotated[int, Field(ge=1990, le=2100)]
    omsetning: Annotated[int, Field(ge=0)] | None = None
    driftsresultat: int | None = None
    verdiskaping: int | None = None
    ansatte: Annotated[int, Field(ge=0)] | None = None


class Tilfredshet(Record):
    """What a company answered when it was asked how satisfied it is with us: 1 to 6."""

    dato: Dato
    svar: Annotated[int, Field(ge=1, le=6)]


class Bedrift(Record):
    """One company or place of business; field names follow Enhetsregisteret where it has one.

    Attributes:
        posisjon: How well `lat` and `lon` are known, where they were looked up.
        status_endret: The day it got the status that it has, where that is known.
        medlem_siden: The day it became a member, where that is known.
        sluttet: The day it closed down or ceased to be a member.
        ring_ikke: Whether nobody is to telephone; visits and letters are welcome all the same.
        besoksintervall_dager: Days from one visit to the next, where not those of its class.
        krever: What a visitor must know (`Medarbeider.kan`), such as an industry or a language.
        to_medarbeidere: Whether two visit together.
        etter: Companies that must be visited before this one.
        ledere: People in leading positions, and `kvinner_i_ledelse` the women among them.
    """

    organisasjonsnummer: Organisasjonsnummer
    navn: Navn
    kommunenummer: Kommunenummer
    overordnet_enhet: Organisasjonsnummer | None = None
    organisasjonsform: str = ""
    naeringskode: Naeringskode | None = None
    antall_ansatte: Annotated[int, Field(ge=0)] | None = None
    adresse: str = ""
    postnummer: Annotated[str, Field(pattern=r"^\d{4}$")] | None = None
    poststed: str = ""
    lat: Lat | None = None
    lon: Lon | None = None
    posisjon: Posisjon | None = None
    kontakt: Kontakt = Kontakt.model_construct()
    besokstider: Many[Besokstid] = ()
    besok_minutter: BesokMinutter | None = None
    besoksintervall_dager: Intervall | None = None
    stengt: Many[Stengt] = ()
    krever: Many[str] = ()
    to_medarbeidere: bool = False
    etter: Many[Organisasjonsnummer] = ()
    status: Status = "prospekt"
    status_endret: Dato | None = None
    medlem_siden: Dato | None = None
    sluttet: Dato | None = None
    ring_ikke: bool = False
    reservert: bool = False
    behov: Many[str] = ()
    tilbyr: Many[str] = ()
    regnskap: Many[Regnskap] = ()
    ledere: Annotated[int, Field(ge=0)] | None = None
    kvinner_i_ledelse: Annotated[int, Field(ge=0)] | None = None
    tilfredshet: Many[Tilfredshet] = ()
    notat: str = ""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.kvinner_i_ledelse is not None and self.kvinner_i_ledelse > (self.ledere or 0):
            raise PydanticCustomError("ledere", "more women in leading positions than leaders")
        years = [one.aar for one in self.regnskap]
        if len(set(years)) < len(years):
            raise PydanticCustomError("regnskap", "a year twice")
        if (self.lat is None) != (self.lon is None):
            raise PydanticCustomError("koordinater", "only one of lat and lon")
        return self

    @property
    def has_joined(self) -> bool:
        """Whether it is a member, or has been one."""
        return self.status == "medlem" or None not in (self.medlem_siden, self.sluttet)

    @property
    def joined(self) -> date | None:
        """The day it became a member, as far as that is known; None for who never was one."""
        return (self.medlem_siden or self.status_endret) if self.has_joined else None

    @property
    def may_be_visited(self) -> bool:
        """Whether it is there and has not opted out: else nobody comes, not even as agreed."""
        return not self.reservert and self.status != "nedlagt"


class Ressurs(Record):
    """What the national network offers: a programme, a fund, a laboratory, another næringshage.

    Attributes:
        slag: What it is.
        tilbyr: Tags of what a company can get there; one at least.
        beskrivelse: What it is about, in words that companies use for their needs.
        naeringskoder: Codes of whom it is meant for, or their beginnings; none: for all.
        nettsted: Where to read more.
        maks: Companies that it takes at a time; none: any number.
    """

    id: Identifikator
    navn: Navn
    slag: Slag
    tilbyr: Annotated[Many[Navn], Field(min_length=1)]
    beskrivelse: str = ""
    naeringskoder: Many[Naeringskode] = ()
    nettsted: str = ""
    maks: Annotated[int, Field(ge=1)] | None = None
