"""What registers told of companies, in `hendelser/YYYY.toml`: written once, never changed."""

from datetime import date
from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from hageplan.messages import encode
from hageplan.records.base import Dato, Identifikator, Record
from hageplan.records.memory import BRREG, NLOD
from hageplan.records.spelling import Organisasjonsnummer

Hendelsesslag = Literal[
    "ny",
    "flyttet_inn",
    "flyttet_ut",
    "navn",
    "naering",
    "ansatte",
    "avvikling",
    "konkurs",
    "slettet",
    "rolle",
]
HENDELSESSLAG: Final[tuple[Hendelsesslag, ...]] = get_args(Hendelsesslag)
ALARMS: Final[frozenset[Hendelsesslag]] = frozenset({"avvikling", "konkurs"})
"""What somebody of us has to look into at once."""


class Hendelse(Record):
    """One thing that happened to a company, as a register told it.

    Attributes:
        dato: The day of it, else the day the register made it known, else the day it was read.
        slag: What happened.
        fra: What it was before, and `til` what it became: a name, a municipality, a code of an
            industry, a number of employees, or who has a role; "" where nobody knows.
        rolle: Which role, as the register calls it.
        kilde: The source, by the name of its file in kilder/, and `lisens` its terms.
        enhet: The owner's number, where the register told it of the owner.
        oppdatering: The register's number of the update that told it.
    """

    organisasjonsnummer: Organisasjonsnummer
    dato: Dato
    slag: Hendelsesslag
    fra: str = ""
    til: str = ""
    rolle: str = ""
    kilde: Identifikator = BRREG
    lisens: str = NLOD
    enhet: Organisasjonsnummer | None = None
    oppdatering: Annotated[int, Field(ge=0)] | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from all others: the same, told twice, happened once."""
        return (self.organisasjonsnummer, self.slag, self.rolle, self.fra, self.til, f"{self.dato}")

    @property
    def id(self) -> str:
        """What its task is known by: a company winds up, or goes bankrupt, once a day at most."""
        return f"r-{self.dato:%Y%m%d}-{self.slag.replace('_', '-')}-{self.organisasjonsnummer}"


def remark_of(one: Hendelse, since: date | None = None) -> str:
    """Return what happened, as a coded remark: without its day, or `since` a day."""
    parts = {"fra": one.fra, "til": one.til, "rolle": one.rolle, "date": f"{since or ''}"}
    told = {key: part for key, part in parts.items() if part}
    if one.slag == "ansatte":
        more = int(one.til) - int(one.fra) if one.fra.isdigit() and one.til.isdigit() else 0
        code = "happened-more" if more > 0 else "happened-fewer"
        return encode(code, count=abs(more), **told)
    code = f"happened-{one.slag.replace('_', '-')}" + ("-from" if one.fra else "")
    return encode(code, **told)
