"""A solver that solves a problem once: the estimates of a module ask for the same years."""

from __future__ import annotations

import pickle

from hageplan.records.plan import StopRule
from hageplan.staff.basis import PART
from hageplan.tours.solve.engine import Engine
from hageplan.tours.solve.problem import Routes, VisitProblem
from hageplan.tours.solve.solver import Progress


class Remembering:
    """The engine, and what it answered before."""

    def __init__(self) -> None:
        self._engine = Engine(part=PART)
        self._known: dict[bytes, Routes] = {}
        self.name, self.rounds = self._engine.name, self._engine.rounds

    def solve(
        self,
        problem: VisitProblem,
        *,
        stop: StopRule,
        seed: int,
        progress: Progress,
        start: Routes | None = None,
    ) -> Routes:
        """Return what the engine does."""
        asked = pickle.dumps((problem, stop, seed, start))
        if asked not in self._known:
            self._known[asked] = self._engine.solve(
                problem, stop=stop, seed=seed, progress=progress, start=start
            )
        return self._known[asked]
