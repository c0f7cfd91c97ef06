"""Small visit problems for brute force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations_with_replacement, permutations
from random import Random
from typing import ClassVar

import numpy as np
from hypothesis import strategies as st

from hageplan.records.base import Sted
from hageplan.records.plan import StopRule
from hageplan.tours.clock import NO_BREAKS
from hageplan.tours.solve.problem import Legs, Routes, Shift, TimeWindow, VisitProblem, VisitTask
from hageplan.tours.solve.schedule import schedule
from hageplan.tours.solve.solver import Progress
from hageplan.tours.solve.value import worth
from hageplan.tours.solve.windows import merged

DAY = date(2026, 12, 1)


def make_problem(
    points: list[tuple[int, int]],
    windows: list[list[list[tuple[int, int]]]],
    prizes: list[int],
    latest: list[int],
    start_step: int = 5,
) -> VisitProblem:
    """Return a problem on a plane: place 0 is home, place n + 1 is visit n's.

    `windows` are by visit and shift, and meetings start on multiples of `start_step` within them;
    `latest` is the end of each shift, which begins at 0.
    """
    xy = np.array([(0, 0), *points])
    minutes = np.abs(xy[:, None] - xy).sum(axis=2)
    legs = Legs(minutes + 3, minutes, minutes.astype(float))
    shifts = tuple(
        Shift(
            medarbeider=f"m{n}",
            day=DAY,
            earliest=0,
            latest=end,
            clock=NO_BREAKS,
            start_place=0,
            end_place=0,
            legs=legs,
        )
        for n, end in enumerate(latest)
    )
    visits = tuple(
        VisitTask(
            organisasjonsnummer=str(n),
            place=n + 1,
            minutes=30,
            slack=5,
            prize=prize,
            windows=tuple(merged(_round(ws, start_step), start_step) for ws in by_shift),
            start_step=start_step,
        )
        for n, (prize, by_shift) in enumerate(zip(prizes, windows, strict=True))
    )
    return VisitProblem(
        places=tuple(Sted(navn=str(n), lat=62, lon=11) for n in range(len(xy))),
        visits=visits,
        shifts=shifts,
    )


def _round(windows: list[tuple[int, int]], step: int) -> Iterator[TimeWindow]:
    for first, last in windows:
        if (start := -(-first // step) * step) <= last:
            yield TimeWindow(start, last)


def possible_routes(problem: VisitProblem) -> Iterator[Routes]:
    """Give every choice, order and share of the visits that has times; for small problems."""
    for size in range(len(problem.visits) + 1):
        for order in permutations(range(len(problem.visits)), size):
            for cuts in combinations_with_replacement(range(size + 1), len(problem.shifts) - 1):
                ends = zip((0, *cuts), (*cuts, size), strict=True)
                routes = tuple(order[first:last] for first, last in ends)
                if all(schedule(problem, s, r) is not None for s, r in enumerate(routes)):
                    yield routes


def best_routes(problem: VisitProblem, _start: Routes = ()) -> Routes:
    """Return what is worth most of all."""
    possible = (r for r in possible_routes(problem) if min(problem.room(r)) >= 0)
    return max(possible, key=lambda routes: worth(problem, routes))


class BruteForce:
    """Tries all possible routes."""

    name: ClassVar[str] = "brute force"

    def rounds(self, _problem: VisitProblem) -> int:
        return 1

    def solve(
        self,
        problem: VisitProblem,
        *,
        stop: StopRule,  # noqa: ARG002
        seed: int,  # noqa: ARG002
        progress: Progress,
        start: Routes | None = None,  # noqa: ARG002
    ) -> Routes:
        """Return the best routes there are."""
        found = best_routes(problem)
        progress(1.0)
        return found


def drawn_problem(draw: Random, visits: int) -> VisitProblem:
    """Return a problem of up to `visits` visits and four shifts, with up to three windows each."""
    count, shifts = draw.randint(1, visits), draw.randint(1, 4)
    points = [(draw.randint(-40, 40), draw.randint(-40, 40)) for _ in range(count)]

    def windows() -> list[tuple[int, int]]:
        begins = draw.sample(range(0, 300, 5), draw.randint(0, 3))
        return [(first, first + 5 * draw.randint(0, 20)) for first in begins]

    return make_problem(
        points,
        [[windows() for _ in range(shifts)] for _ in range(count)],
        [draw.randint(0, 150) for _ in range(count)],
        [draw.randint(60, 400) for _ in range(shifts)],
        draw.choice([1, 5, 15]),
    )


@st.composite
def problems(draw: st.DrawFn, visits: int = 4, shifts: int = 2) -> VisitProblem:
    """Draw a problem with up to `visits` visits; each has none to two windows a shift."""
    count = draw(st.integers(1, visits))
    coordinate = st.integers(-40, 40)
    window = st.tuples(st.integers(0, 40), st.integers(0, 20)).map(
        lambda w: (5 * w[0], 5 * w[0] + 5 * w[1])
    )
    return make_problem(
        draw(st.lists(st.tuples(coordinate, coordinate), min_size=count, max_size=count)),
        [
            [draw(st.lists(window, min_size=0, max_size=2)) for _ in range(shifts)]
            for _ in range(count)
        ],
        draw(st.lists(st.integers(5, 150), min_size=count, max_size=count)),
        [draw(st.integers(60, 300)) for _ in range(shifts)],
        start_step=draw(st.sampled_from([1, 5, 15])),
    )
