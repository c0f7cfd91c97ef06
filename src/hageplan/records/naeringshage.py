"""The næringshage itself, its people and its settings: `hageplan.toml`."""

from datetime import time
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from hageplan.records.base import (
    ARBEIDSUKE,
    Dato,
    Identifikator,
    Klokkeslett,
    Many,
    NavngittSted,
    Record,
    Tidsrom,
    Ukedag,
    check_order,
)
from hageplan.records.settings.bemanning import Bemanning
from hageplan.records.settings.epost import Epost, Epostadresse
from hageplan.records.settings.hendelser import Hendelsesverdier
from hageplan.records.settings.interesse import Interesse
from hageplan.records.settings.kobling import Koblinger
from hageplan.records.settings.maalgruppe import Maalgruppe
from hageplan.records.settings.planlegging import (
    Besoksintervaller,
    Kalender,
    Kjoring,
    MaksKjoring,
    Planlegging,
    Usikkerhet,
)
from hageplan.records.settings.prognose import Prognose
from hageplan.records.settings.rules import (
    Innlesing,
    Oppfolgingsregler,
    Personvern,
    Rapport,
    Skjema,
)
from hageplan.records.settings.veinett import Veinett

Endested = Literal["kontor", "hjem"]


class Naeringshage(Record):
    """The næringshage; `dekker` and `vurderer` name municipalities by number or name.

    Attributes:
        epost: The office's address, which answers from the telephone go to.
    """

    navn: str = ""
    epost: Epostadresse | None = None
    kontor: NavngittSted | None = None
    dekker: Many[str] = ()
    vurderer: Many[str] = ()


class Arbeidstid(Tidsrom):
    """Working hours of a day."""

    fra: Klokkeslett = time(8)
    til: Klokkeslett = time(16)


class Dagstid(Arbeidstid):
    """Working hours of some weekdays, as a part-time worker has them."""

    ukedager: Annotated[Many[Ukedag], Field(min_length=1)]


class Fravaer(Record):
    """Days away, both ends included."""

    fra: Dato
    til: Dato
    grunn: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_order(self.fra <= self.til)
        return self


class Medarbeider(Record):
    """One who drives out: `start` and `slutt` say where the day begins and ends.

    Attributes:
        arbeidstider: Hours of weekdays on which they are others than `arbeidstid`.
        kan: What companies may ask for (`Bedrift.krever`).
        epost: The address that this one's answers come from.
        kun_dagslys: Whether driving after dark is out of the question.
        kalender: An .ics file, relative to the workspace, or a link to a published calendar, whose
            events block time.
    """

    id: Identifikator
    navn: str = ""
    epost: Epostadresse | None = None
    hjem: NavngittSted | None = None
    start: Endested = "kontor"
    slutt: Endested = "kontor"
    arbeidstid: Arbeidstid = Arbeidstid.model_construct()
    ukedager: Many[Ukedag] = ARBEIDSUKE
    arbeidstider: Many[Dagstid] = ()
    fravaer: Many[Fravaer] = ()
    kan: Many[str] = ()
    kun_dagslys: bool = False
    maks_kjoring_minutter: MaksKjoring | None = None
    kalender: str | None = None

    @property
    def called(self) -> str:
        """What people call the medarbeider: the name, or the id where there is none."""
        return self.navn or self.id


SOMEBODY: Final = Medarbeider.model_construct(id="medarbeider")
"""Stands in where hageplan.toml names nobody."""


class Oppsett(Record):
    """All of `hageplan.toml`."""

    naeringshage: Naeringshage = Naeringshage.model_construct()
    medarbeider: Many[Medarbeider] = ()
    planlegging: Planlegging = Planlegging.model_construct()
    kjoring: Kjoring = Kjoring.model_construct()
    veier: Veinett = Veinett.model_construct()
    interesse: Interesse = Interesse.model_construct()
    besoksintervall_dager: Besoksintervaller = Besoksintervaller.model_construct()
    usikkerhet: Usikkerhet = Usikkerhet.model_construct()
    bemanning: Bemanning = Bemanning.model_construct()
    prognose: Prognose = Prognose.model_construct()
    kobling: Koblinger = Koblinger.model_construct()
    hendelser: Hendelsesverdier = Hendelsesverdier.model_construct()
    maalgruppe: Maalgruppe | None = None
    oppfolging: Oppfolgingsregler = Oppfolgingsregler.model_construct()
    kalender: Kalender = Kalender.model_construct()
    rapport: Rapport = Rapport.model_construct()
    personvern: Personvern = Personvern.model_construct()
    innlesing: Innlesing = Innlesing.model_construct()
    skjema: Skjema = Skjema.model_construct()
    epost: Epost | None = None
    overnattingssted: Many[NavngittSted] = ()
    sprak: Literal["nb", "en"] = "nb"
    eksempel: bool = False

    @property
    def svar_til(self) -> str:
        """The address that answers go to, "" where none is known."""
        own = self.naeringshage.epost
        return own or (self.epost.avsender if self.epost else "")

    @property
    def own_addresses(self) -> frozenset[str]:
        """The addresses that answers may come from: the office's and those of its people."""
        people = (person.epost for person in self.medarbeider)
        sender = self.epost.avsender if self.epost else None
        known = (self.naeringshage.epost, sender, *people)
        return frozenset(address.casefold() for address in known if address)
