"""The næringshage itself, its people and its settings: `hageplan.toml`."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from hageplan.records.base import (
    ARBEIDSUKE,
    Dato,
    Identifikator,
    Klokkeslett,
    Lat,
    Lon,
    Many,
    Record,
    Ukedag,
    check_order,
)
from hageplan.records.bedrift import BesokMinutter
from hageplan.records.settings.bemanning import Bemanning
from hageplan.records.settings.epost import Epost
from hageplan.records.settings.interesse import Interesse
from hageplan.records.settings.kalender import Kalender
from hageplan.records.settings.kobling import Koblinger
from hageplan.records.settings.oppfolging import Oppfolgingsregler
from hageplan.records.settings.personvern import Personvern
from hageplan.records.settings.rapport import Rapport
from hageplan.records.settings.skjema import Skjema
from hageplan.records.settings.usikkerhet import Usikkerhet

HalvDag = Literal["onsdag-for-skjaertorsdag", "julaften", "nyttaarsaften"]
MaksKjoring = Annotated[int, Field(ge=10, le=1440)]
Endested = Literal["kontor", "hjem"]


class Adresse(Record):
    """An office or a home, as a point on the map."""

    navn: Annotated[str, Field(min_length=1)]
    lat: Lat
    lon: Lon


class Naeringshage(Record):
    """Who we are; `dekker` and `vurderer` name municipalities by number or name."""

    navn: str = ""
    kontor: Adresse | None = None
    dekker: Many[str] = ()
    vurderer: Many[str] = ()


class Arbeidstid(Record):
    """Working hours of a day."""

    fra: Klokkeslett = time(8)
    til: Klokkeslett = time(16)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_order(self.fra, self.til)
        return self


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
        check_order(self.fra, self.til)
        return self


class Medarbeider(Record):
    """One who drives out: `start` and `slutt` say where the day begins and ends.

    Attributes:
        arbeidstider: Hours of weekdays on which they are others than `arbeidstid`.
        kan: What companies may ask for (`Bedrift.krever`).
        kun_dagslys: Whether driving after dark is out of the question.
        kalender: An .ics file, relative to the workspace, whose events block time.
    """

    id: Identifikator
    navn: str = ""
    hjem: Adresse | None = None
    start: Endested = "kontor"
    slutt: Endested = "kontor"
    arbeidstid: Arbeidstid = Arbeidstid()
    ukedager: Many[Ukedag] = ARBEIDSUKE
    arbeidstider: Many[Dagstid] = ()
    fravaer: Many[Fravaer] = ()
    kan: Many[str] = ()
    kun_dagslys: bool = False
    maks_kjoring_minutter: MaksKjoring | None = None
    kalender: str | None = None


SOMEBODY: Final = Medarbeider(id="medarbeider")
"""Stands in where hageplan.toml names nobody."""


class Planlegging(Record):
    """How days are planned; all durations in minutes.

    Attributes:
        maks_kjoring_minutter: At the wheel in a day, at most; a medarbeider may have their own.
        ledig_minutter: Kept free each day, from `ledig_fra` or when the visit under way ends.
        flytting_minutter: What a change of what was planned before must bring.
        overnatting_minutter: What a night away must save.
        jevn_fordeling: What a visit's difference between two medarbeidere costs.
        kommune_minst: Visits in each municipality, at least; `kommune_andel` as a share of all.
    """

    dager: Annotated[int, Field(ge=1, le=60)] = 5
    besok_minutter: BesokMinutter = 60
    slakk_minutter: Annotated[int, Field(ge=0, le=120)] = 15
    klokkeslett_hver_minutter: Annotated[int, Field(ge=1, le=60)] = 5
    besok_fra: Klokkeslett = time(8)
    besok_til: Klokkeslett = time(16)
    lunsj_fra: Klokkeslett = time(11, 30)
    lunsj_minutter: Annotated[int, Field(ge=0, le=120)] = 30
    halve_dager: Many[HalvDag] = ("onsdag-for-skjaertorsdag", "julaften")
    halv_dag_slutt: Klokkeslett = time(12)
    karens_dager: Annotated[int, Field(ge=0, le=365)] = 30
    maks_kjoring_minutter: MaksKjoring | None = None
    ledig_fra: Klokkeslett = time(13)
    ledig_minutter: Annotated[int, Field(ge=0, le=240)] = 0
    flytting_minutter: Annotated[int, Field(ge=0, le=480)] = 60
    overnatting_minutter: Annotated[int, Field(ge=0, le=1440)] = 120
    jevn_fordeling: Annotated[float, Field(ge=0, le=1000)] = 0.0
    kommune_minst: Annotated[int, Field(ge=0, le=50)] = 0
    kommune_andel: Annotated[float, Field(ge=0, le=1)] = 0.0

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_order(self.besok_fra, self.besok_til)
        return self


class Kjoring(Record):
    """How driving is estimated where no known minutes say otherwise."""

    omvei: Annotated[float, Field(ge=1, le=3)] = 1.25
    km_per_time: Annotated[float, Field(gt=5, le=110)] = 62.0
    parkering_minutter: Annotated[float, Field(ge=0, le=60)] = 3.0


class Innlesing(Record):
    """What imports may take.

    Attributes:
        maks_megabyte: Of a file that is read, unpacked, at most: a packed file may hold a thousand
            times its size.
        brreg_url: Where Enhetsregisteret's service is.
        adresse_url: Where Kartverket's service for addresses is.
        pause_sekunder: Between two requests to a service, at least.
    """

    maks_megabyte: Annotated[int, Field(ge=1, le=1_000_000)] = 8000
    brreg_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = (
        "https://data.brreg.no/enhetsregisteret/api"
    )
    adresse_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = (
        "https://ws.geonorge.no/adresser/v1"
    )
    pause_sekunder: Annotated[float, Field(ge=0, le=60)] = 0.2


class Oppsett(Record):
    """All of `hageplan.toml`."""

    naeringshage: Naeringshage = Naeringshage()
    medarbeider: Many[Medarbeider] = ()
    planlegging: Planlegging = Planlegging()
    kjoring: Kjoring = Kjoring()
    interesse: Interesse = Interesse()
    usikkerhet: Usikkerhet = Usikkerhet()
    bemanning: Bemanning = Bemanning()
    kobling: Koblinger = Koblinger()
    oppfolging: Oppfolgingsregler = Oppfolgingsregler()
    kalender: Kalender = Kalender()
    rapport: Rapport = Rapport()
    personvern: Personvern = Personvern()
    innlesing: Innlesing = Innlesing()
    skjema: Skjema = Skjema()
    epost: Epost | None = None
    overnattingssted: Many[Adresse] = ()
    sprak: Literal["nb", "en"] = "nb"
    eksempel: bool = False
