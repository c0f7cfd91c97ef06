"""What the board's page says, in figures: whom to serve, how many that takes, what it costs."""

from typing import Literal

from hageplan.forecast.result import Forecast
from hageplan.interest.result import Counted, Estimated
from hageplan.records.base import Many, Record
from hageplan.staff.result import Calibration, Driver, Enough, Money, Quantiles

Question = Literal["offer", "ask-more", "hire", "money", "tasks"]
"""What is to be decided: whom to offer an agreement, whether to ask more companies first, whether
to hire, who pays what fees do not, who takes up what has been due for too long."""


class BoardKommune(Record):
    """One municipality.

    Attributes:
        kommunenummer: Its number.
        navn: Its name.
        covered: Whether the næringshage serves it already.
        asked: What was counted.
        estimated: What is estimated.
        sure: Whether it is considered, and surely above the threshold.
        positions: What it takes in a year; None where that was not asked.
    """

    kommunenummer: str
    navn: str
    covered: bool
    asked: Counted
    estimated: Estimated
    sure: bool
    positions: Quantiles | None


class Option(Record):
    """Municipalities to serve beside those that are: all figures are of the same draws.

    Attributes:
        kommuner: Their names.
        positions: What they take in a year by themselves.
        required: What they and the covered ones take together.
        hire: Positions that are missing then; negative where some are free.
        hire_enough: Chances that so many more suffice, half by half from nobody on.
        step: The least of these that suffices with 8 of 10.
        new_members: Expected.
        money: Cost and income of serving them; None until the office has set its own figures.
    """

    kommuner: Many[str]
    positions: Quantiles
    required: Quantiles
    hire: Quantiles
    hire_enough: Many[Enough]
    step: float
    new_members: float
    money: Money | None

    @property
    def suffices_today(self) -> float:
        """The chance that those who are employed today suffice."""
        return self.hire_enough[0].probability


class Board(Record):
    """The board's page.

    Attributes:
        threshold: The share of interested companies that decides.
        kommuner: Those that are covered, then those that are considered, each by the share.
        year: That the positions are of.
        existing: Positions today.
        calibration: The hours a member that the positions rest on.
        required_today: What the covered ones take with today's members.
        options: What may be chosen, the fewest municipalities first; the last has all of them.
        questions: What is to be decided.
        open_tasks: Tasks to be done.
        escalated: Of these, those that have been due for too long.
        red: Names of companies with an open red flag.
        position_cost: Kroner a year; None until the office has set its own figures.
        drivers: What the uncertainty of the positions comes from, the most first.
        ahead: Month by month, with today's staff and if somebody is hired now.
    """

    threshold: float
    kommuner: Many[BoardKommune]
    year: int
    existing: float
    calibration: Calibration
    required_today: Quantiles
    options: Many[Option]
    questions: Many[Question]
    open_tasks: int
    escalated: int
    red: Many[str]
    position_cost: float | None
    drivers: Many[Driver]
    ahead: Forecast

    @property
    def sure(self) -> tuple[BoardKommune, ...]:
        """The considered that are surely above the threshold."""
        return tuple(row for row in self.kommuner if row.sure)

    @property
    def considered(self) -> tuple[BoardKommune, ...]:
        """All that are considered."""
        return tuple(row for row in self.kommuner if not row.covered)
