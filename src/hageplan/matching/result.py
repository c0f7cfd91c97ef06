"""Suggested introductions for a reader: what `match` answers.

The field names are the keys of the schema `hageplan/match/1`. Scores and parts are in [0, 1].
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from hageplan.records.base import Dato, Many, Record
from hageplan.records.ressurs import Slag

SCHEMA: Final = "hageplan/match/1"


PartName = Literal["needs", "text", "industry", "supply", "size", "distance"]


class Part(Record):
    """One part of a score: `value` times `weight` is what it adds."""

    name: PartName
    value: float
    weight: float


class Side(Record):
    """A company, or a resource (`slag` says of what kind; it has no municipality)."""

    id: str
    navn: str
    kommunenummer: str = ""
    slag: Slag | None = None


class Meeting(Record):
    """What meets: `who` needs the tag that the other one offers, each as they wrote it."""

    who: str
    needs: str
    offers: str


class Forslag(Record):
    """A suggestion: who should meet whom, and why.

    `km` of road are estimated from the coordinates, None to a resource; `chosen` tells whether it
    is one of the pairs that are best for all together.
    """

    a: Side
    b: Side
    score: float
    km: float | None
    chosen: bool
    parts: Many[Part]
    meetings: Many[Meeting]


class Certificate(Record):
    """How good a choice is: the sum of its scores, what no choice can exceed, the share lost."""

    value: float
    bound: float
    lost_at_most: float


class Koblingsliste(Record):
    """Suggestions, the best first, among companies and with the national network."""

    schema_: Annotated[Literal["hageplan/match/1"], Field(alias="schema")] = SCHEMA
    example_data: bool
    today: Dato
    cap: int
    organisasjonsnummer: str | None = None
    companies: int
    resources: int
    introduced: int
    bedrifter: Many[Forslag]
    ressurser: Many[Forslag]
    bedrifter_certificate: Certificate
    ressurser_certificate: Certificate
    assumptions: Many[str]
