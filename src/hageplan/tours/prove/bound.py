"""A bound on what any plan is worth: column generation, cuts, and branching.

The program with some routes tells prices of its rows, the prices find routes that are worth more
than they cost, and these join it. Whatever the prices are: what keeping to each rule costs, and
what each shift's best route is worth beside its prices, is together no less than any plan
(Lagrange). When no route is left, cuts make it tighter. Then plans are parted by a number that is
whole in all of them: a company is visited or not, a night is slept away or not. The bound is the
higher one of the two parts.

Sources: Desaulniers, Desrosiers, Solomon (2005), Column Generation; for orienteering: Boussier,
Feillet, Gendreau (2007), 4OR 5, 211-230.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from math import floor, inf, isinf
from typing import Final

from hageplan.tours.prove.cuts import broken
from hageplan.tours.prove.master import Master
from hageplan.tours.prove.model import Limits, Prices, Program, dot
from hageplan.tours.prove.pricing import Pricer

WORKERS: Final = 2
"""Days that are priced at a time; the routes are the same for any number."""
ROUNDS: Final = 400
"""Programs solved, at most: minutes on a large problem."""
LITTLE: Final = 1e-4
"""Of the bound: cuts that bring less are the last ones."""
PARTED: Final = 1e-3
"""By so much a number must miss being whole for plans to be parted by it."""
HAIR: Final = 1e-5
"""What sums of prices may be off."""


@dataclass(frozen=True)
class _Part:
    """A part of all plans: those within some limits, of which none is worth more than `bound`."""

    bound: float
    limits: Limits


def bounds(program: Program, reached: float = -inf) -> Iterator[float]:
    """Give ever lower bounds, until one is `reached` or no lower one is found."""
    parts, whole, rounds = [_Part(inf, {})], -inf, 0
    with ThreadPoolExecutor(WORKERS) as pool:
        relaxed = _Relaxed(program, pool)
        while parts:
            part = max(parts, key=lambda part: part.bound)
            parts.remove(part)
            rest = max((other.bound for other in parts), default=whole)
            for bound in relaxed.bounds(part):
                rounds += 1
                yield _rounded(program, max(bound, rest, whole))
                if max(bound, rest, whole) <= reached + HAIR or rounds >= ROUNDS:
                    return
            parted = relaxed.parted(replace(part, bound=bound))
            if not parted:
                whole = max(whole, bound)
            parts = [one for one in (*parts, *parted) if one.bound > whole]


class _Relaxed:
    """The program with routes by parts, and all that finds routes for it."""

    def __init__(self, program: Program, pool: Executor) -> None:
        self._program, self._pool = program, pool
        self._master = Master(program)
        self._pricers = [Pricer(day, program.minute_cost) for day in program.days]
        self._variables: Sequence[float] = ()

    def bounds(self, part: _Part) -> Iterator[float]:
        """Give ever lower bounds of a part of all plans, until routes and cuts bring no more."""
        master, best, before_cuts, is_quick = self._master, part.bound, inf, True
        master.limit(part.limits)
        while True:
            solved = master.solved()
            self._variables = solved.variables
            ask = partial(Pricer.priced, prices=solved.prices, cuts=master.cuts, is_quick=is_quick)
            answers = list(self._pool.map(ask, self._pricers))
            most = [most for most, _ in answers]
            best = min(best, _bound(self._program, part.limits, solved.prices, most))
            yield best
            found = [column for _, columns in answers for column in columns]
            for column in found:
                master.add(column)
            if not found and not is_quick:
                cuts = broken(solved.driven, master.cuts)
                is_little = best > (1 - LITTLE) * before_cuts
                if not cuts or (is_little and self.parted(part)):
                    return
                master.cut(cuts)
                before_cuts = best
            # What is found quickly is not all there is: where it ends, it is looked for in full.
            is_quick = bool(found) or not is_quick

    def parted(self, part: _Part) -> list[_Part]:
        """Return a part of all plans as two, none where all that should be whole is.

        Parted is what costs most, and of that what is farthest from being whole.
        """
        values = zip(self._program.variables, self._variables, strict=True)
        open_ = {
            number: (-variable.gain, min(value % 1, -value % 1))
            for number, (variable, value) in enumerate(values)
            if variable.is_whole and min(value % 1, -value % 1) > PARTED
        }
        if not open_:
            return []
        number = max(open_, key=lambda number: open_[number])
        variable = self._program.variables[number]
        low, high = part.limits.get(number, (0.0, variable.most))
        below = float(floor(self._variables[number]))
        above: Limits = {number: (below + 1, high)}
        if variable.undone is not None:
            above = {**above, variable.undone: (0.0, 0.0)}
        return [
            _Part(part.bound, {**part.limits, **more}) for more in ({number: (low, below)}, above)
        ]


def _bound(program: Program, limits: Limits, prices: Prices, most: Sequence[float]) -> float:
    """Return what no plan is worth more than, where `most` is that of each day's best route.

    The route that visits nobody is in the program: it is worth no more than its shift's price.
    """
    by_shift = prices.days.tolist()
    for day, best in zip(program.days, most, strict=True):
        by_shift[day.number] = max(by_shift[day.number], best)
    kept = sum(row.high * price for row, price in zip(program.rows, prices.rows, strict=True))
    beside = 0.0
    for number, variable in enumerate(program.variables):
        each = variable.gain - dot(variable.terms, prices.rows)
        beside += max(each * limit for limit in limits.get(number, (0.0, variable.most)))
    return float(kept + prices.cuts.sum() + sum(by_shift) + beside)


def _rounded(program: Program, bound: float) -> float:
    """Return the bound; rounded down where plans are worth whole minutes alone."""
    if isinf(bound) or not program.is_whole:
        return bound + HAIR
    return float(floor(bound + HAIR))
