"""The program with the routes that are known, and the prices that it puts on its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from hageplan.errors import InternalError
from hageplan.highs import Highs
from hageplan.messages import msg
from hageplan.tours.prove.model import Cut, Floats, Limits, Prices, Program, RouteColumn, Terms


@dataclass(frozen=True, kw_only=True)
class Solved:
    """A solution: the prices of all rows, how much of each variable, which share of which route."""

    prices: Prices
    variables: Sequence[float]
    driven: Sequence[tuple[RouteColumn, float]]


class Master:
    """Has the rows of the program, one a shift (a route is driven), and the cuts.

    At first each shift has the route alone that visits nobody.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._columns: list[RouteColumn] = []
        self._numbers: list[int] = []
        self._solver = Highs()
        self.cuts: list[Cut] = []
        for row in program.rows:
            self._row(row.high, {}, is_equal=row.is_equal)
        for _ in range(program.shifts):
            self._row(1.0, {}, is_equal=True)
        for variable in program.variables:
            self._variable(variable.gain, variable.most, variable.terms)
        for day in program.days:
            if day.may_be_empty:
                value = -program.minute_cost * day.shift.idle
                self.add(RouteColumn(day=day.number, companies=(), value=value, terms={}))

    def add(self, column: RouteColumn) -> None:
        """Add a route."""
        first = len(self._program.rows)
        paid = {
            first + self._program.shifts + n: float(each)
            for n, cut in enumerate(self.cuts)
            if (each := _paid(column, cut))
        }
        terms = {**column.terms, first + column.day: 1.0, **paid}
        self._columns.append(column)
        self._numbers.append(self._variable(column.value, inf, terms))

    def limit(self, limits: Limits) -> None:
        """Keep the variables within limits, those that are not named within their own."""
        for number, variable in enumerate(self._program.variables):
            low, high = limits.get(number, (0.0, variable.most))
            self._solver.changeColBounds(number, low, high)

    def cut(self, cuts: Iterable[Cut]) -> None:
        """Add cuts."""
        for cut in cuts:
            paid = ((n, _paid(c, cut)) for n, c in zip(self._numbers, self._columns, strict=True))
            self._row(1.0, {number: float(each) for number, each in paid if each})
            self.cuts.append(cut)

    def _row(self, high: float, terms: Terms, *, is_equal: bool = False) -> None:
        """Add a row with what the columns, by number, count in it."""
        self._solver.addRow(high if is_equal else -inf, high, *_sparse(terms))

    def _variable(self, gain: float, most: float, terms: Terms) -> int:
        self._solver.addCol(-gain, 0.0, most, *_sparse(terms))
        return int(self._solver.getNumCol()) - 1

    def solved(self) -> Solved:
        """Solve it."""
        self._solver.run()
        found = self._solver.getSolution()
        if not found.dual_valid:
            why = self._solver.modelStatusToString(self._solver.getModelStatus())
            raise InternalError(msg("the linear program could not be solved: {why}", why=why))
        duals, shares = -np.array(found.row_dual), np.array(found.col_value)
        driven = zip(self._columns, shares[self._numbers].tolist(), strict=True)
        return Solved(
            prices=self._prices(duals),
            variables=shares[: len(self._program.variables)].tolist(),
            driven=[(column, share) for column, share in driven if share > 0],
        )

    def _prices(self, duals: Floats) -> Prices:
        """Return prices, none of a rule that says at most below 0."""
        rows, days, cuts = np.split(
            duals, [len(self._program.rows), len(self._program.rows) + self._program.shifts]
        )
        is_equal = np.array([row.is_equal for row in self._program.rows], dtype=np.bool_)
        return Prices(
            rows=np.where(is_equal, rows, np.maximum(rows, 0)), days=days, cuts=np.maximum(cuts, 0)
        )


def _sparse(terms: Terms) -> tuple[int, NDArray[np.int32], Floats]:
    """Return terms as HiGHS takes them: how many, their numbers, their values."""
    numbers = np.array(list(terms), np.int32)
    return len(terms), numbers, np.array(list(terms.values()), np.float64)


def _paid(column: RouteColumn, cut: Cut) -> int:
    return sum(company in cut for company in column.companies) // 2
