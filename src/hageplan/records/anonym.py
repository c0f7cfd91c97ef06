"""What is left of companies that were forgotten: counts that name nobody, in `anonyme.toml`."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from hageplan.records.base import Record
from hageplan.records.bedrift import Status
from hageplan.records.kommune import Kommunenummer
from hageplan.records.logg import Grad

Storrelse = Literal["0", "1-4", "5-9", "10-19", "20-49", "50+", "ukjent"]
STORRELSER: Final[tuple[Storrelse, ...]] = ("0", "1-4", "5-9", "10-19", "20-49", "50+", "ukjent")
"""Classes of headcounts, in the order of `hageplan.interest.model.classes.Size`."""
Naering = Literal["primaer", "produksjon", "bygg", "handel", "forretning", "andre", "ukjent"]
NAERINGER: Final[tuple[Naering, ...]] = (
    "primaer",
    "produksjon",
    "bygg",
    "handel",
    "forretning",
    "andre",
    "ukjent",
)
"""Groups of industries, in the order of `hageplan.interest.model.classes.Industry`."""


class Anonym(Record):
    """Companies that were alike: where, how large, in what, and what they last answered when.

    Attributes:
        maaned: The month of that answer, "YYYY-MM".
        antall: How many they are.
    """

    kommunenummer: Kommunenummer
    storrelse: Storrelse
    naering: Naering
    status: Status = "prospekt"
    interesse: Grad | None = None
    retning: Literal["ut", "inn"] = "ut"
    maaned: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] | None = None
    antall: Annotated[int, Field(ge=1)] = 1
