"""Suggested introductions for a reader: what `match` answers.

The field names are the keys of the schema `hageplan/match/1`. Scores and parts are in [0, 1].
"""

from typing import Annotated, Literal

from pydantic import Field

from hageplan.records.base import Dato, Document, Many, Record, Schema
from hageplan.records.bedrift import Slag

PartName = Literal["needs", "text", "industry", "supply", "size", "distance"]


class ScorePart(Record):
    """One part of a score: `value` times `weight` is what it adds."""

    name: PartName
    value: float
    weight: float


class PairEnd(Record):
    """A company, or a resource (`slag` says of what kind; it has no municipality)."""

    id: str
    navn: str
    kommunenummer: str = ""
    slag: Slag | None = None


class MetNeed(Record):
    """What meets: `who` needs the tag that the other one offers, each as they wrote it."""

    who: str
    needs: str
    offers: str


class SharedWord(Record):
    """Words alike: `who` needs the one, and the other one offers the other, each as written."""

    who: str
    needs: str
    offers: str


class Suggestion(Record):
    """A suggestion: who should meet whom, and why.

    `km` of road are None to a resource, and estimated from the coordinates unless there are roads;
    `stood_in` tells that they are estimated though there are. `chosen` tells whether it
    is one of the pairs that are best for all together. `meetings` are the tags that meet, `words`
    what the texts have in common, the likest first; of a resource also its description.
    """

    a: PairEnd
    b: PairEnd
    score: float
    km: float | None
    stood_in: Annotated[bool, Field(exclude_if=lambda told: not told)] = False
    chosen: bool
    parts: Many[ScorePart]
    meetings: Many[MetNeed]
    words: Many[SharedWord]


class Certificate(Record):
    """How good a choice is: the sum of its scores, what no choice can exceed, the share lost."""

    value: float
    bound: float
    lost_at_most: float


class Koblingsliste(Document):
    """Suggestions, the best first, among companies and with the national network.

    `outside` counts the companies that stand outside the target group, and meet nobody.
    """

    schema_: Schema[Literal["hageplan/match/1"]] = "hageplan/match/1"
    example_data: bool
    today: Dato
    cap: int
    organisasjonsnummer: str | None = None
    companies: int
    resources: int
    introduced: int
    outside: int
    bedrifter: Many[Suggestion]
    ressurser: Many[Suggestion]
    bedrifter_certificate: Certificate
    ressurser_certificate: Certificate
    assumptions: Many[str]
