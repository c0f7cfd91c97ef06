"""What the national network offers: `[[ressurs]]` in `ressurser.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hageplan.records.base import Identifikator, Many, Record

Slag = Literal[
    "naeringshage", "siva", "finansiering", "forskning", "testing", "radgivning", "annet"
]
Tag = Annotated[str, Field(min_length=1, pattern=r"\S")]


class Ressurs(Record):
    """A programme, a fund, a laboratory, another næringshage: whom to send a company to.

    Attributes:
        slag: What it is.
        tilbyr: Tags of what a company can get there; one at least.
        beskrivelse: What it is about, in words that companies use for their needs.
        naeringskoder: Codes of whom it is meant for, or their beginnings; none: for all.
        nettsted: Where to read more.
        maks: Companies that it takes at a time; none: any number.
    """

    id: Identifikator
    navn: Annotated[str, Field(min_length=1, pattern=r"\S")]
    slag: Slag
    tilbyr: Annotated[Many[Tag], Field(min_length=1)]
    beskrivelse: str = ""
    naeringskoder: Many[Annotated[str, Field(pattern=r"^\d{2}(\.\d{1,3})?$")]] = ()
    nettsted: str = ""
    maks: Annotated[int, Field(ge=1)] | None = None
