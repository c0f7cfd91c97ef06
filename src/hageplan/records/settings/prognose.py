"""Settings of the forecast by month: `[prognose]` in `hageplan.toml`."""

from collections.abc import Mapping
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import Record
from hageplan.records.settings.interesse import Andel

MOST_MONTHS: Final = 120
"""Ten years: what is assumed of the first says nothing of what comes after."""
Maaneder = Annotated[int, Field(ge=0, le=MOST_MONTHS)]
Aarsandel = Annotated[float, Field(ge=0, le=0.95)]
"""A share that is lost in a year."""
Skjevhet = Annotated[float, Field(ge=0, le=0.3)]
"""The standard deviation of a share."""


class Prognose(Record):
    """What the months to come rest on beside `[interesse]` and `[bemanning]`.

    Where a source is named the default is published. All others are guesses to replace by the
    næringshage's own figures.

    Attributes:
        trekk: Futures that are drawn.
        besok_per_maaned: Visits to others than members in a month, at most: what an office can
            follow up.
        juli_andel: Part of a usual month's visits that is made in July.
        desember_andel: The same in December.
        treffer: Share of visited companies that talk to us, most likely; between `treffer_lavt`
            and `treffer_hoyt`. A guess.
        treffer_lavt: See `treffer`.
        treffer_hoyt: See `treffer`.
        frafall_forste_aar: Share of the members that leaves within the first year. Source:
            Marketing General (2019), Membership Marketing Benchmarking Report: trade associations
            keep 81 % of them, 89 % of all.
        frafall_forste_aar_sd: How unsure that is (beta distribution).
        frafall: Share that leaves in a year after that. Source: the same.
        frafall_sd: How unsure that is.
        opplaering_andel: Hours that a member's first year takes beyond those of a usual year.
        underskudd_maaneder: So many months on end of too few of us count as being short.
        ansettelse_aarsverk: Positions that a policy hires at a time.
        ansettelse_maaneder: Months from that decision to the first day at work.
        grense: The chance of being short that calls for hiring.
    """

    trekk: Annotated[int, Field(ge=100, le=10_000)] = 1000
    besok_per_maaned: Annotated[float, Field(ge=0, le=1000)] = 10.0
    juli_andel: Andel = 0.25
    desember_andel: Andel = 0.5
    treffer: Andel = 0.75
    treffer_lavt: Andel = 0.55
    treffer_hoyt: Andel = 0.9
    frafall_forste_aar: Aarsandel = 0.19
    frafall_forste_aar_sd: Skjevhet = 0.04
    frafall: Aarsandel = 0.11
    frafall_sd: Skjevhet = 0.03
    opplaering_andel: Annotated[float, Field(ge=0, le=10)] = 0.35
    underskudd_maaneder: Annotated[int, Field(ge=1, le=MOST_MONTHS)] = 3
    ansettelse_aarsverk: Annotated[float, Field(ge=0, le=100)] = 0.5
    ansettelse_maaneder: Maaneder = 4
    grense: Andel = 0.2

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if self.treffer_lavt > self.treffer_hoyt:
            raise PydanticCustomError("treffer_lavt_hoyt", "the low figure is above the high one")
        return self


ENGLISH: Final[Mapping[str, str]] = {
    "draws": "trekk",
    "visits_per_month": "besok_per_maaned",
    "july_share": "juli_andel",
    "december_share": "desember_andel",
    "reach": "treffer",
    "reach_low": "treffer_lavt",
    "reach_high": "treffer_hoyt",
    "churn_first_year": "frafall_forste_aar",
    "churn_first_year_sd": "frafall_forste_aar_sd",
    "churn": "frafall",
    "churn_sd": "frafall_sd",
    "onboarding_share": "opplaering_andel",
    "short_months": "underskudd_maaneder",
    "hire_positions": "ansettelse_aarsverk",
    "hire_months": "ansettelse_maaneder",
    "limit": "grense",
}
"""The inputs' English names, as results have them, and their keys in the file."""
