"""The linear program whose value no plan exceeds, apart from the routes, which are its columns.

Every plan is one route a shift, and keeps rules that are linear in the routes. A program in which
routes may be chosen by parts is worth no less than the best plan, for it may choose that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hageplan.tours.solve.problem import Shift, TimeWindow, VisitTask

Floats = NDArray[np.float64]
Cut = tuple[int, int, int]
"""Companies; a route pays for every second one of them."""
Terms = Mapping[int, float]
"""What something counts in the rows of a program, by row; or a row in its columns, by column."""

UNMADE: Final = 10_000.0
"""What it costs that something is not made that must be: far more than it could bring."""
Limits = Mapping[int, tuple[float, float]]
"""The least and the most of variables, by number."""


@dataclass(frozen=True, kw_only=True)
class PricedVisit:
    """A visit that can be made in a shift, within `windows`, where it is worth `prize`.

    `company` is one number for visits of which only one can be made, but for the halves of a visit
    for two, which go together.
    """

    visit: VisitTask
    company: int
    windows: tuple[TimeWindow, ...]
    prize: float
    terms: Terms
    is_half: bool = False


@dataclass(frozen=True, kw_only=True)
class Day:
    """A shift, number `number`, with its ends as they may be: at home, or at a hotel.

    `terms` are what a route counts beside its visits.
    """

    number: int
    shift: Shift
    options: tuple[PricedVisit, ...]
    terms: Terms
    may_be_empty: bool


@dataclass(frozen=True)
class Rule:
    """A rule: all that counts in it is `high` at most, or just that."""

    high: float
    is_equal: bool = False


@dataclass(frozen=True)
class Variable:
    """What is chosen beside routes: what one brings, how many there may be, what it counts.

    In plans it is a whole number where it `is_whole`; the variable number `undone` is then 0 where
    this one is not.
    """

    gain: float
    most: float
    terms: Terms
    is_whole: bool = False
    undone: int | None = None


@dataclass(frozen=True)
class Program:
    """The rows, the variables beside the routes, and the days to make routes of."""

    minute_cost: float
    rows: list[Rule] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)

    @property
    def shifts(self) -> int:
        """How many shifts there are."""
        return 1 + max((day.number for day in self.days), default=-1)

    @property
    def is_whole(self) -> bool:
        """Whether every plan is worth a whole number."""
        gains = (variable.gain for variable in self.variables)
        prizes = (option.prize for day in self.days for option in day.options)
        # What rows count may be chosen, as the largest load is.
        counts = (count for variable in self.variables for count in variable.terms.values())
        loads = (
            count for day in self.days for option in day.options for count in option.terms.values()
        )
        return all(
            float(number).is_integer()
            for number in (self.minute_cost, *gains, *prizes, *counts, *loads)
        )

    def choice(self, gain: float) -> int:
        """Add what is done once or not, as all that counts in a row says; return the row's number.

        It may be paid for and not done, until plans are parted by it: then it is done, or stood in
        for dearly where no route is known that does it.
        """
        row, undone = self.row(0, is_equal=True), len(self.variables) + 1
        self.variables.append(Variable(gain, 1.0, {row: -1}, is_whole=True, undone=undone))
        self.variables.append(Variable(0.0, 1.0, {row: 1}))
        self.variables.append(Variable(-UNMADE, 1.0, {row: 1}))
        return row

    def row(self, high: float, *, is_equal: bool = False) -> int:
        """Add a rule; return its number."""
        self.rows.append(Rule(high, is_equal))
        return len(self.rows) - 1


@dataclass(frozen=True, kw_only=True)
class RouteColumn:
    """A route in shift `day`: what it is worth, and what it counts in the rows.

    `companies` are those that it visits without another of us.
    """

    day: int
    companies: tuple[int, ...]
    value: float
    terms: Terms


@dataclass(frozen=True)
class Prices:
    """The price of a unit of each row, of a route of each shift, and of each cut."""

    rows: Floats
    days: Floats
    cuts: Floats


def dot(terms: Terms, prices: Floats) -> float:
    """Return the price of what something counts."""
    return float(sum(prices[row] * each for row, each in terms.items()))
