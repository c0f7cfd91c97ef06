"""What `next` returns: the visits to make, and why; chances in [0, 1]."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from hageplan.records.base import Document, Many, Record, Schema
from hageplan.records.logg import Grad

Value = Literal["members", "jobs", "hours"]
"""What a member is worth: 1 each, its jobs, or the hours a year it is worked with."""


class Odds(Record):
    """What speaks for and against a company: odds ratios of interest, 1 for the region's average.

    Attributes:
        size: Of its size class.
        industry: Of its industry group.
        kommune: Of its municipality.
    """

    size: float
    industry: float
    kommune: float


class NextVisit(Record):
    """One suggested visit.

    Attributes:
        organisasjonsnummer: The company's number.
        navn: Its name.
        kommunenummer: Its municipality's number.
        kommune: Its municipality's name.
        ring_ikke: Whether nobody is to telephone.
        antall_ansatte: Employees; None where unknown.
        interesse: Its latest answer; None where it never answered.
        answered: When that was.
        interest: Chance that it is interested, in [0, 1].
        membership: Chance that it becomes a member if it is visited, in [0, 1].
        unvisited: Chance that it becomes one within a year if it is not.
        value: What it is worth as a member: 1, jobs, or hours a year.
        prize: `member_part` + `information_gain` + `occasion_part`; in mean prizes, so 1 + κ is
            average where nothing happened.
        member_part: What the visit changes of the chance of a member, times its value; 1 is
            average.
        information_gain: What the answer teaches about all municipalities, those before it in the
            list taken in; κ is average at the beginning of the list. Its key is `lesson_part`.
        occasion_part: What happened to it of late adds to that, in mean prizes.
        occasions: What happened, as coded remarks.
        randomised: Whether it was drawn by lot. Its key is `drawn`.
        odds: What its chance rests on, where that was asked for.
    """

    organisasjonsnummer: str
    navn: str
    kommunenummer: str
    kommune: str
    ring_ikke: bool
    antall_ansatte: int | None
    interesse: Grad | None
    answered: date | None
    interest: float
    membership: float
    unvisited: float
    value: float
    prize: float
    member_part: float
    information_gain: Annotated[float, Field(serialization_alias="lesson_part")]
    occasion_part: float = 0.0
    occasions: Many[str] = ()
    randomised: Annotated[bool, Field(serialization_alias="drawn")]
    odds: Odds | None


class NextVisits(Document):
    """The next visits, in the order in which they were chosen.

    Attributes:
        today: The day it is as of.
        value: What a member is taken to be worth.
        visits: The suggestions.
        considered: Companies they were chosen among.
        excluded: Companies that are not to be visited now, members included.
        outside: Companies there that stand outside the target group, in neither count.
        seed: Decides who is drawn.
        average: What an average visit is worth, in the unit of `prize`.
        assumptions: What the numbers rest on, as coded remarks.
        example_data: Whether the companies are invented.
    """

    schema_: Schema[Literal["hageplan/next/1"]] = "hageplan/next/1"
    today: date
    value: Value
    visits: Many[NextVisit]
    considered: int
    excluded: int
    outside: int
    seed: int
    average: float
    assumptions: Many[str]
    example_data: bool
