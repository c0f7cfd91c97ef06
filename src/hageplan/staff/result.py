"""What `staffing` returns: frozen values; hours and kroner a year, positions of a full year."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from hageplan.records.base import Document, Many, Record, Schema

Given = Literal["default", "calibrated", "settings", "scenario", "set"]
"""Where an input's value is from; the later outweighs the earlier. `calibrated` is the default and
the office's own figure together."""


class Quantiles(Record):
    """What a number may turn out to be: 5, 50 and 95 of 100 draws are at most so high."""

    q05: float
    q50: float
    q95: float

    def less(self, positions: float) -> "Quantiles":
        """Return what is missing of these, as readers find it who subtract what they read."""
        have = round(positions, 1)
        return Quantiles(
            q05=round(round(self.q05, 1) - have, 1),
            q50=round(round(self.q50, 1) - have, 1),
            q95=round(round(self.q95, 1) - have, 1),
        )


class Hours(Record):
    """Expected hours a year by activity; `administration` is WISN's two allowances."""

    visits: float
    driving: float
    development: float
    events: float
    followup: float
    administration: float


class KommuneStaffing(Record):
    """One municipality.

    Attributes:
        kommunenummer: Its number.
        navn: Its name.
        covered: Whether the næringshage serves it already.
        members: Members today.
        new_members: Expected new ones.
        visits: Expected visits a year.
        hours: By activity.
        fte: Positions.
    """

    kommunenummer: str
    navn: str
    covered: bool
    members: int
    new_members: float
    visits: float
    hours: Hours
    fte: Quantiles


class Enough(Record):
    """The chance that so many positions suffice."""

    positions: float
    probability: float


class Driver(Record):
    """The share of the variance of the positions that an input brings."""

    input: str
    share: float


class Wisn(Record):
    """Existing over required positions: below 1 is too few.

    Attributes:
        existing: Positions today.
        required_today: Positions that the covered municipalities need with today's members.
        required_after: These and the expansion together.
        ratio_today: Existing over required, today; None where nothing is.
        ratio_after: Existing over required, if nobody is hired; None likewise.
        hire: Positions that are missing after it; negative where some are free.
        hire_enough: Chances that so many more suffice, half by half from nobody on.
        hire_needed: The least of these that suffices with a chance of 80 %.
    """

    existing: float
    required_today: Quantiles
    required_after: Quantiles
    ratio_today: Quantiles | None
    ratio_after: Quantiles | None
    hire: Quantiles
    hire_enough: Many[Enough]
    hire_needed: float


class Money(Record):
    """Kroner a year.

    Attributes:
        cost: Positions and kilometres.
        income: Membership fees and grants.
        net: Income less cost.
    """

    cost: Quantiles
    income: Quantiles
    net: Quantiles


class PlannedDriving(Record):
    """The planned year that driving hours come from, for the expected members.

    Attributes:
        place: Where the days begin and end.
        visits: Visits planned.
        days: Days on the road.
        hours: At the wheel, parking included.
        km: Kilometres.
        unplanned: Visits that fit into no day, counted as driven there and back.
    """

    place: str
    visits: int
    days: int
    hours: float
    km: float
    unplanned: int


class Assumption(Record):
    """An input, its value and where that is from."""

    input: str
    value: float
    given: Given


class Calibration(Record):
    """The hours a member and year: what was assumed, what the office shows, and both together.

    Attributes:
        positions: Positions today.
        members: Today's members where we are.
        assumed: What is assumed, or given.
        own: What today's positions leave for each member when visits, driving, events, follow-ups
            and administration are done; None without members, and where they leave nothing.
        hours: What the estimate rests on.
        combined: Whether that is both together; not where the hours are given, or `own` is None.
    """

    positions: float
    members: int
    assumed: Quantiles
    own: Quantiles | None
    hours: Quantiles
    combined: bool


class Staffing(Document):
    """Positions that the municipalities need.

    Attributes:
        today: The day the interest is known as of.
        year: The year of working days, holidays and roads.
        scenario: Its name.
        kommuner: One a municipality.
        hours: Expected, of all together.
        new_members: Expected, of all together.
        fte: Positions, of all together, from joint draws.
        enough: Chances that so many positions suffice, half by half.
        needed: The least of these that suffices with a chance of 80 %.
        distribution: Shares of the draws in bins of `bin_width` positions, from 0 on.
        bin_width: See `distribution`.
        wisn: Beside today's staff: what must be hired.
        calibration: The hours a member.
        money: Cost and income; None until the office has said what a position costs and a member
            pays.
        drivers: What the uncertainty hangs on, the most first.
        driving: The planned year.
        available_hours: Working time of a position in the year.
        working_days: Weekdays of the year less public holidays, half days as halves.
        before: Positions without what `--set` changed; None where nothing is.
        assumptions: All inputs.
        outside: Companies there that stand outside the target group.
        remarks: What the interest and the driving rest on, as coded remarks.
        example_data: Whether the companies are invented.
    """

    schema_: Schema[Literal["hageplan/staffing/1"]] = "hageplan/staffing/1"
    today: date
    year: int
    scenario: str
    kommuner: Many[KommuneStaffing]
    hours: Hours
    new_members: float
    fte: Quantiles
    enough: Many[Enough]
    needed: float
    distribution: Many[float]
    bin_width: float
    wisn: Wisn
    calibration: Calibration
    money: Money | None
    drivers: Many[Driver]
    driving: PlannedDriving
    available_hours: float
    working_days: float
    before: Quantiles | None
    assumptions: Many[Assumption]
    outside: int
    remarks: Many[str]
    example_data: bool


class Home(Record):
    """A place to begin and end the days.

    Attributes:
        place: Its name.
        kind: The office, or a municipality's centre.
        hours: At the wheel in the planned year.
        km: Kilometres.
        days: Days on the road.
        saved_hours: Hours less than from the office; negative where more.
        saved_positions: The same as a part of a position.
    """

    place: str
    kind: Literal["office", "kommune"]
    hours: float
    km: float
    days: int
    saved_hours: float
    saved_positions: float


class Homes(Document):
    """Where the next person may live, the least driving first.

    Attributes:
        today: The day the interest is known as of.
        year: The planned year.
        kommuner: Names of the municipalities that are served.
        visits: Visits in the planned year.
        homes: The office, and each municipality's centre.
        hours_by_kommune: Hours at the wheel for each municipality by place, {place: {name: hours}}.
        outside: Companies there that stand outside the target group.
        remarks: What it rests on, as coded remarks.
        example_data: Whether the companies are invented.
    """

    schema_: Schema[Literal["hageplan/homes/1"]] = "hageplan/homes/1"
    today: date
    year: int
    kommuner: Many[str]
    visits: int
    homes: Many[Home]
    hours_by_kommune: Mapping[str, Mapping[str, float]]
    outside: int
    remarks: Many[str]
    example_data: bool
