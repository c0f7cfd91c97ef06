"""How suggestions of companies that should meet are made: `[kobling]` in `hageplan.toml`."""

from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import Many, Record

Vekt = Annotated[float, Field(ge=0, le=1)]
Naering = Annotated[str, Field(pattern=r"^\d{2}$")]
"""A division of industries: the first two digits of a code."""

SUPPLIES: Final = (
    ("01", "10"),
    ("01", "56"),
    ("02", "16"),
    ("03", "10"),
    ("10", "47"),
    ("10", "55"),
    ("10", "56"),
    ("16", "31"),
    ("16", "41"),
    ("16", "43"),
    ("22", "10"),
    ("23", "41"),
    ("25", "28"),
    ("25", "41"),
    ("43", "41"),
    ("46", "47"),
    ("49", "02"),
    ("49", "16"),
    ("62", "47"),
    ("79", "55"),
    ("93", "55"),
)
"""Divisions, seller and buyer, that trade with each other in most regions: farms and dairies,
forests and sawmills, sawmills and builders, kitchens and hotels. Our own choice, to replace."""


class Koblingsvekter(Record):
    """How much each part of a score counts; the defaults add up to 1.

    Attributes:
        behov: Needs that the other one offers.
        tekst: Words alike in what one needs and the other offers.
        naering: Industries near each other.
        leveranse: Industries that supply each other.
        storrelse: Sizes alike.
        avstand: Near each other.
    """

    behov: Vekt = 0.45
    tekst: Vekt = 0.20
    naering: Vekt = 0.15
    leveranse: Vekt = 0.10
    storrelse: Vekt = 0.05
    avstand: Vekt = 0.05

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.behov + self.tekst:
            raise PydanticCustomError("vekter", "nothing that is needed counts")
        return self


class Koblinger(Record):
    """How companies are matched.

    Attributes:
        vekter: Weights of the parts.
        maks: Suggestions for one company, at most.
        halv_avstand_km: Kilometres of road at which nearness counts half.
        tekst_minst: Likeness of words from which on it is a reason of its own to meet.
        oppfolging_dager: Days after an introduction until it is asked how it went.
        leverandorpar: Pairs of industry divisions, seller and buyer.
    """

    vekter: Koblingsvekter = Koblingsvekter.model_construct()
    maks: Annotated[int, Field(ge=1, le=100)] = 3
    halv_avstand_km: Annotated[float, Field(gt=0, le=2000)] = 40.0
    tekst_minst: Annotated[float, Field(ge=0, le=1)] = 0.3
    oppfolging_dager: Annotated[int, Field(ge=0, le=365)] = 14
    leverandorpar: Many[Annotated[Many[Naering], Field(min_length=2, max_length=2)]] = SUPPLIES
