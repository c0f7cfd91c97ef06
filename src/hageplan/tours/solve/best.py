"""Which solver plans are made with."""

from __future__ import annotations

from hageplan.tours.solve.engine import Engine, is_available
from hageplan.tours.solve.solver import Solver


def best_solver() -> Solver:
    """Return our own engine, or PyVRP where it could not be compiled."""
    if is_available():
        return Engine()
    # PyVRP and what it brings along take longer to load than a plan takes to make.
    from hageplan.tours.solve.pyvrp_solver import PyVRPSolver

    return PyVRPSolver()
