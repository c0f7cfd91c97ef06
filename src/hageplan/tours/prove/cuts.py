"""Subset-row cuts: of three companies one route alone can visit two.

In whole routes that goes without saying; routes by halves may visit each pair of the three in one.
Source: Jepsen, Petersen, Spoorendonk, Pisinger (2008), Operations Research 56, 497-511.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from hageplan.tours.prove.model import Cut, RouteColumn

MOST: Final = 128
"""Cuts, as `pricing.cpp` has it."""
VIOLATED: Final = 0.02
"""Routes beyond one by which a cut is broken, to be worth its work."""
AT_ONCE: Final = 20
"""New cuts of a round, at most."""
EACH: Final = 4
"""New cuts of a round with the same company, at most."""


def broken(driven: Sequence[tuple[RouteColumn, float]], known: Collection[Cut]) -> list[Cut]:
    """Return new cuts that routes break of which shares are `driven`, most broken first."""
    companies = sorted({company for column, _ in driven for company in column.companies})
    visits = np.array([[c in route.companies for c in companies] for route, _ in driven], float)
    shares = np.array([share for _, share in driven])
    pairs = visits.T @ (visits * shares[:, None])
    found: list[tuple[float, Cut]] = []
    for one, company in enumerate(companies):
        three = visits.T @ (visits * (shares * visits[:, one])[:, None])
        # The share of routes that go to two of the three, or to all.
        sums = pairs[one][:, None] + pairs[one] + pairs - 2 * three
        for two, other in np.argwhere(np.triu(sums, 1) > 1 + VIOLATED).tolist():
            if two > one:
                cut = company, companies[two], companies[other]
                found.append((-float(sums[two, other]), cut))
    return _apart(sorted(found), known)[: MOST - len(known)]


def _apart(found: Sequence[tuple[float, Cut]], known: Collection[Cut]) -> list[Cut]:
    """Return the first cuts that are new, not too many of them with the same company."""
    used: Counter[int] = Counter()
    chosen: list[Cut] = []
    for _, cut in found:
        if len(chosen) < AT_ONCE and cut not in known and max(used[c] for c in cut) < EACH:
            chosen.append(cut)
            used.update(cut)
    return chosen
