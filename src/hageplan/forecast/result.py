"""What `forecast` returns: members and positions at the end of each month, in many futures."""

from datetime import date
from typing import Literal

from hageplan.records.base import Document, Many, Record, Schema
from hageplan.staff.result import Assumption, Driver, Money, Quantiles


class Band(Record):
    """What a number may turn out to be: of 100 draws 5, 25, 50, 75 and 95 are at most so high."""

    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


class Month(Record):
    """The end of a month.

    Attributes:
        month: Its first day.
        members: Members.
        need: Positions that its work takes.
        staff: Positions at work, expected.
        short: The chance that they are too few.
        joined: Members that joined in it, expected.
        left: Those that left, expected.
        visits: Visits to others than members, expected.
    """

    month: date
    members: Band
    need: Band
    staff: float
    short: float
    joined: float
    left: float
    visits: float


class Beyond(Record):
    """What a policy costs and brings beyond keeping today's staff, future by future.

    Attributes:
        position_years: Positions times years.
        members: Members at the end.
        member_years: Members times years.
        visits: Visits to others than members.
        net: Kroner, income less cost; None until the office has set its own figures.
    """

    position_years: Quantiles
    members: Quantiles
    member_years: Quantiles
    visits: Quantiles
    net: Quantiles | None


class PolicyForecast(Record):
    """One policy.

    Attributes:
        policy: One of ours, or what its file calls it.
        is_ours: Whether it is one of ours.
        months: Month by month.
        short_for_long: The chance of being short for so many months on end as the settings say.
        hire_by: The first day of the month by which (more) must be hired, so that the chance of
            being short stays below the limit once they are at work; None where it does anyway.
        beyond: Against keeping today's staff.
        money: Of all months; None until the office has set its own figures.
    """

    policy: str
    is_ours: bool
    months: Many[Month]
    short_for_long: float
    hire_by: date | None
    beyond: Beyond
    money: Money | None


class Forecast(Document):
    """Months to come, under policies side by side that meet the same futures.

    Attributes:
        today: The day everything is known as of.
        kommuner: Names of the municipalities, those that are served first.
        members: Members today.
        existing: Positions today.
        short_months: So many months on end of too few of us count as being short for long.
        limit: The chance of being short that calls for hiring.
        hire_months: Months from that decision to the first day at work.
        policies: That of keeping today's staff, and those asked for.
        drivers: What the members at the end hang on if today's staff is kept, the most first; none
            where that was not asked.
        draws: Futures.
        seed: Of what is random.
        assumptions: The settings.
        outside: Companies there that stand outside the target group.
        remarks: What else it rests on, as coded remarks.
        example_data: Whether the companies are invented.
    """

    schema_: Schema[Literal["hageplan/forecast/1"]] = "hageplan/forecast/1"
    today: date
    kommuner: Many[str]
    members: float
    existing: float
    short_months: int
    limit: float
    hire_months: int
    policies: Many[PolicyForecast]
    drivers: Many[Driver]
    draws: int
    seed: int
    assumptions: Many[Assumption]
    outside: int
    remarks: Many[str]
    example_data: bool
