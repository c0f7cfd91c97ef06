"""The logbook: what was said, agreed and promised, in `logg/YYYY.toml`."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import Dato, Identifikator, Many, Record, Tidspunkt
from hageplan.records.spelling import Organisasjonsnummer, compact
from hageplan.records.status import Utfall

Grad = Literal["ikke", "nøytral", "interessert", "forpliktet"]
GRADER: Final[tuple[Grad, ...]] = get_args(Grad)
Flagg = Literal["rod", "gul"]
Kanal = Literal["besok", "telefon", "epost", "mote", "skjema"]
MET: Final = frozenset({"besok", "mote"})
"""Contacts at which one sits together, at theirs or elsewhere."""


def _spelt_out(value: object) -> object:
    return "nøytral" if value == "noytral" else value


SpeltGrad = Annotated[Grad, BeforeValidator(_spelt_out)]
"""A grade of interest, also without its Norwegian letter."""


def _number_or_id(text: str) -> str:
    return compact(text) if compact(text).isdigit() else text


class Arbeidsplasser(Record):
    """A claim of jobs: how many, who says so, how sure.

    Attributes:
        gjelder: What it is about: a company's words about one matter are one claim.
        grunnlag: Employees before; left out: the registered headcount.
    """

    nye: Annotated[int, Field(ge=0)] = 0
    bevarte: Annotated[int, Field(ge=0)] = 0
    kilde: str = ""
    sikkerhet: str = ""
    gjelder: str = ""
    grunnlag: Annotated[int, Field(ge=0)] | None = None


class Henvendelse(Record):
    """One contact with a company; a later entry corrects an earlier one by its id.

    Attributes:
        erstatter: Id of the entry that this one corrects.
        stroket: Whether this entry only takes back the one it replaces.
        retning: Who came to whom.
        utfall: What came of it: they talked, nobody was met, or they would not talk. Only who
            talked has an answer.
        utvidelse: What they want to do, where `utvider`.
        minutter: How long it took.
        neste_besok: When to come again, where that was said; until the next visit it stands for
            the company's interval.
    """

    id: Identifikator | None = None
    erstatter: Identifikator | None = None
    stroket: bool = False
    organisasjonsnummer: Organisasjonsnummer
    tid: Tidspunkt
    medarbeider: str = ""
    kanal: Kanal = "besok"
    retning: Literal["ut", "inn"] = "ut"
    utfall: Utfall = "snakket"
    interesse: SpeltGrad | None = None
    utvider: bool = False
    utvidelse: str = ""
    flytter: bool = False
    selger: bool = False
    legger_ned: bool = False
    flagg: Flagg | None = None
    behov: Many[str] = ()
    tilbyr: Many[str] = ()
    minutter: Annotated[int, Field(ge=0, le=1440)] | None = None
    arbeidsplasser: Arbeidsplasser | None = None
    neste_besok: Dato | None = None
    notat: str = ""

    @field_validator("interesse")
    @classmethod
    def _said_by_somebody(cls, value: Grad | None, info: ValidationInfo) -> Grad | None:
        if value is not None and info.data.get("utfall", "snakket") != "snakket":
            raise PydanticCustomError("uten_samtale", "nobody talked")
        return value

    @property
    def talked(self) -> bool:
        """Whether somebody talked with us; a contact at which nobody did is an attempt."""
        return self.utfall == "snakket"

    @property
    def took_place(self) -> bool:
        """Whether one sat together and talked: a visit, or a meeting elsewhere."""
        return self.talked and self.kanal in MET


class Avtale(Record):
    """An appointment and what became of it; a later entry replaces an earlier one by its id."""

    id: Identifikator
    erstatter: Identifikator | None = None
    organisasjonsnummer: Organisasjonsnummer
    tid: Tidspunkt
    medarbeider: str
    minutter: Annotated[int, Field(ge=5, le=480)] | None = None
    status: Literal["foreslatt", "avtalt", "flyttet", "avlyst", "gjennomfort"] = "avtalt"


class Oppfolging(Record):
    """Something promised: what, by whom, by when; a later entry replaces an earlier one by its id.

    Attributes:
        henvendelse: Id of the contact that it follows; a flag of that contact is its flag.
        hendelse: Id of what a register told, where it takes that up.
        utfort: The day it was done, and `resultat` what was done.
    """

    id: Identifikator
    erstatter: Identifikator | None = None
    henvendelse: Identifikator | None = None
    hendelse: Identifikator | None = None
    organisasjonsnummer: Organisasjonsnummer
    frist: Dato
    ansvarlig: str
    tekst: str = ""
    utfort: Dato | None = None
    resultat: str = ""


class Kobling(Record):
    """An introduction of a company to another one, or to a resource of the network.

    Attributes:
        erstatter: Id of the entry that this one corrects.
        stroket: Whether this entry only takes back the one it replaces.
        til: The other's organisasjonsnummer, or a resource's id.
    """

    id: Identifikator | None = None
    erstatter: Identifikator | None = None
    stroket: bool = False
    organisasjonsnummer: Organisasjonsnummer
    til: Annotated[str, Field(min_length=1), AfterValidator(_number_or_id)]
    tid: Tidspunkt
    medarbeider: str = ""
    notat: str = ""


Entry = Henvendelse | Avtale | Oppfolging | Kobling
LOG_TABLES: Final[Mapping[str, type[Entry]]] = {
    model.TABLE: model for model in (Henvendelse, Avtale, Oppfolging, Kobling)
}
