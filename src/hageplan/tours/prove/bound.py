"""A bound on what any plan is worth, by column generation.

The program with some routes tells prices of its rows, the prices find routes that are worth more
than they cost, and these join it. Whatever the prices are: what keeping to each rule costs, and
what each shift's best route is worth beside its prices, is together no less than any plan
(Lagrange). When no route is left, cuts make it tighter, and so on.

Sources: Desaulniers, Desrosiers, Solomon (2005), Column Generation; for orienteering: Boussier,
Feillet, Gendreau (2007), 4OR 5, 211-230.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import floor, inf, isinf
from typing import Final

from hageplan.tours.prove.cuts import broken
from hageplan.tours.prove.master import Master
from hageplan.tours.prove.model import Prices, Program, dot
from hageplan.tours.prove.pricing import Pricer

WORKERS: Final = 2
"""Days that are priced at a time; the routes are the same for any number."""
ROUNDS: Final = 400
"""Programs solved, at most: minutes on a large problem."""
HAIR: Final = 1e-5
"""What sums of prices may be off."""


def bounds(program: Program, reached: float = -inf) -> Iterator[float]:
    """Give ever lower bounds, until one is `reached` or no lower one is found."""
    master = Master(program)
    pricers = [Pricer(day, program.minute_cost) for day in program.days]
    best, is_quick = inf, True
    with ThreadPoolExecutor(WORKERS) as pool:
        for _ in range(ROUNDS):
            prices, driven = master.solved()
            ask = partial(Pricer.priced, prices=prices, cuts=master.cuts, is_quick=is_quick)
            answers = list(pool.map(ask, pricers))
            best = min(best, _bound(program, prices, [most for most, _ in answers]))
            yield _whole(program, best)
            if best <= reached + HAIR:
                return
            found = [column for _, columns in answers for column in columns]
            for column in found:
                master.add(column)
            if not found and not is_quick:
                cuts = broken(driven, master.cuts)
                if not cuts:
                    return
                master.cut(cuts)
            # What is found quickly is not all there is: where it ends, it is looked for in full.
            is_quick = bool(found) or not is_quick


def _bound(program: Program, prices: Prices, most: Sequence[float]) -> float:
    """Return what no plan is worth more than, where `most` is that of each day's best route.

    The route that visits nobody is in the program: it is worth no more than its shift's price.
    """
    by_shift = prices.days.tolist()
    for day, best in zip(program.days, most, strict=True):
        by_shift[day.number] = max(by_shift[day.number], best)
    kept = sum(row.high * price for row, price in zip(program.rows, prices.rows, strict=True))
    beside = sum(
        variable.most * max(0.0, variable.gain - dot(variable.terms, prices.rows))
        for variable in program.variables
    )
    return float(kept + prices.cuts.sum() + sum(by_shift) + beside)


def _whole(program: Program, bound: float) -> float:
    """Return the bound; rounded down where plans are worth whole minutes alone."""
    if isinf(bound) or not program.is_whole:
        return bound + HAIR
    return float(floor(bound + HAIR))
