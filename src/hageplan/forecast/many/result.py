"""What `forecast` of many næringshager returns: each of them, and all together."""

from datetime import date
from typing import Literal

from hageplan.forecast.result import Band
from hageplan.records.base import Document, Many, Record, Schema


class Counts(Record):
    """A band of whole companies; None is what is below 5, or withheld."""

    q05: float | None
    q25: float | None
    q50: float | None
    q75: float | None
    q95: float | None


class HageMonth(Record):
    """The end of a month at one næringshage, or at all together.

    Attributes:
        month: Its first day.
        members: Members.
        need: Positions that its work takes.
        staff: Positions at work, expected.
        lacking: Positions that are missing where there are too few, expected.
        short: How many næringshager have too few, expected; of one the chance.
    """

    month: date
    members: Counts
    need: Band
    staff: float
    lacking: float
    short: float


class HagePolicy(Record):
    """One policy: one of ours, or what its file calls it."""

    policy: str
    is_ours: bool
    months: Many[HageMonth]


class Hage(Record):
    """A næringshage, or all together.

    Attributes:
        navn: What it is called; "" for all together.
        members: Members today; None where they are withheld.
        existing: Positions today.
        policies: That of keeping today's staff, and those asked for.
    """

    navn: str
    members: int | None
    existing: float
    policies: Many[HagePolicy]


class ForecastOfMany(Document):
    """Months to come of many næringshager, added up future by future.

    Attributes:
        today: The day everything is known as of.
        hager: Each of them, in the order they were given.
        together: All of them.
        withheld: Næringshager whose members are not told.
        unread: Records that are left out since they have faults.
        draws: Futures.
        seed: Of what is random.
        remarks: What it rests on, as coded remarks.
        example_data: Whether companies are invented.
    """

    schema_: Schema[Literal["hageplan/forecast-of-many/1"]] = "hageplan/forecast-of-many/1"
    today: date
    hager: Many[Hage]
    together: Hage
    withheld: int
    unread: int
    draws: int
    seed: int
    remarks: Many[str]
    example_data: bool
