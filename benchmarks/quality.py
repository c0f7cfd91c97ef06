"""What the engine finds on the example region, beside PyVRP, and what more rounds are worth.

    pip install '.[bench]'
    python benchmarks/quality.py

Both medarbeidere, all eight municipalities. The value is prizes less minutes of driving and
waiting, the mean over some seeds; "lacks" is against the best value of the table's days.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date

from pyvrp_solver import PyVRPSolver

from hageplan import load
from hageplan.records.plan import PlanRequest, StopRule
from hageplan.tours.solution import prepare
from hageplan.tours.solve.engine import Engine
from hageplan.tours.solve.local_search import InsertionCache, local_search
from hageplan.tours.solve.problem import VisitProblem
from hageplan.tours.solve.solver import Solver
from hageplan.tours.solve.value import value
from hageplan.travel.roads import travel_of

DAYS = (3, 5, 10)
SEEDS = (1, 2, 3)
TODAY = date(2026, 11, 23)
RUNS: Sequence[tuple[Solver, int]] = (
    (PyVRPSolver(), 3000),
    (PyVRPSolver(), 10_000),
    (Engine(), 10_000),
    (Engine(), 60_000),
    (Engine(), 200_000),
)


def problem_of(days: int) -> VisitProblem:
    """Return the example region's problem of so many days."""
    workspace = load()
    request, travel = PlanRequest(days=days), travel_of(workspace)
    return prepare(workspace, request, today=TODAY, travel=travel)[1].problem


def measured(problem: VisitProblem, solver: Solver, iterations: int) -> tuple[float, float]:
    """Return mean value and mean seconds over the seeds."""
    values = []
    began = time.perf_counter()
    for seed in SEEDS:
        found = solver.solve(
            problem, stop=StopRule(iterations=iterations), seed=seed, progress=lambda _: None
        )
        values.append(value(problem, local_search(InsertionCache(problem), found)))
    return sum(values) / len(SEEDS), (time.perf_counter() - began) / len(SEEDS)


def main() -> None:
    """Print the table."""
    print("| days | solver | iterations | value (min) | lacks | seconds |")
    print("|---|---|---|---|---|---|")
    for days in DAYS:
        problem = problem_of(days)
        rows = [(s, n, *measured(problem, s, n)) for s, n in RUNS]
        best = max(mean for _, _, mean, _ in rows)
        for solver, iterations, mean, seconds in rows:
            lacks = 100 * (best - mean) / best
            name = f"{days} | {solver.name} | {iterations}"
            print(f"| {name} | {mean:.0f} | {lacks:.2f} % | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
