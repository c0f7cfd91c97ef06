"""The næringshage itself, its people and its settings: `hageplan.toml`."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal, Self

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
from hageplan.records.interesse import Interesse

HalvDag = Literal["onsdag-for-skjaertorsdag", "julaften", "nyttaarsaften"]
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
    """One who drives out: `start` and `slutt` say where the day begins and ends."""

    id: Identifikator
    navn: str = ""
    hjem: Adresse | None = None
    start: Endested = "kontor"
    slutt: Endested = "kontor"
    arbeidstid: Arbeidstid = Arbeidstid()
    ukedager: Many[Ukedag] = ARBEIDSUKE
    fravaer: Many[Fravaer] = ()


class Planlegging(Record):
    """How days are planned; all durations in minutes."""

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

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_order(self.besok_fra, self.besok_til)
        return self


class Kjoring(Record):
    """How driving is estimated where no known minutes say otherwise."""

    omvei: Annotated[float, Field(ge=1, le=3)] = 1.25
    km_per_time: Annotated[float, Field(gt=5, le=110)] = 62.0
    parkering_minutter: Annotated[float, Field(ge=0, le=60)] = 3.0


class Oppsett(Record):
    """All of `hageplan.toml`."""

    naeringshage: Naeringshage = Naeringshage()
    medarbeider: Many[Medarbeider] = ()
    planlegging: Planlegging = Planlegging()
    kjoring: Kjoring = Kjoring()
    interesse: Interesse = Interesse()
    sprak: Literal["nb", "en"] = "nb"
    eksempel: bool = False
