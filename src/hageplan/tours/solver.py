"""What a solver of the visit problem must do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from hageplan.records.plan import StopRule
from hageplan.tours.problem import Route, VisitProblem

Progress = Callable[[float], None]
"""Told the share of the work done, 0 to 1."""


class Solver(Protocol):
    """Chooses visits and their order so that prizes less driving and waiting are large."""

    def solve(
        self, problem: VisitProblem, stop: StopRule, seed: int, progress: Progress, visit_fee: int
    ) -> tuple[Route, ...]:
        """Return one route a shift, in the order of `problem.shifts`.

        Every route has a schedule. The same `seed` and iterations give the same routes.
        `visit_fee` (minutes) is taken off each prize, so that fewer visits are worth it.
        """
