"""What a solver of the visit problem must do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from hageplan.records.plan import StopRule
from hageplan.tours.solve.problem import Routes, VisitProblem

Progress = Callable[[float], None]
"""Told the share of the work done, 0 to 1."""


def part(progress: Progress, number: int, of: int) -> Progress:
    """Return the progress of one (from 0) of several equal pieces of work."""
    return lambda share: progress((number + share) / of)


class Solver(Protocol):
    """Chooses visits and their order so that prizes less driving and waiting are large."""

    @property
    def name(self) -> str:
        """What plans say they were made with."""

    def rounds(self, problem: VisitProblem) -> int:
        """Return iterations that give a good plan in some seconds at most, told by its size."""

    def solve(
        self,
        problem: VisitProblem,
        *,
        stop: StopRule,
        seed: int,
        progress: Progress,
        start: Routes | None = None,
    ) -> Routes:
        """Return one route a shift, in the order of `problem.shifts`; `start` may be a help.

        Every route has a schedule. The same `seed`, `start` and iterations give the same routes.
        """
