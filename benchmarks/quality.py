"""What the engine finds on the example region, beside PyVRP, and what none can exceed.

    pip install '.[bench]'
    python benchmarks/quality.py            the table
    python benchmarks/quality.py --quick    three days, and the engine alone

Both medarbeidere, all eight municipalities. The value is prizes less minutes of driving and
waiting, the mean over some seeds, and the best of them; "lacks" is against the best value of the
table's days, "proven" against the bound of `hageplan plan --prove`: no plan lacks more.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hageplan import load
from hageplan.records.plan import PlanRequest, StopRule
from hageplan.tours.build import PlanningCase
from hageplan.tours.prove.bound import bounds
from hageplan.tours.prove.pose import posed
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
ROUNDS = (10_000, 60_000, 200_000)
RIVAL_ROUNDS = (3000, 10_000)


@dataclass(frozen=True)
class Found:
    """What a solver reached with so many iterations, over the seeds."""

    solver: str
    iterations: int
    values: Sequence[float]
    seconds: float

    @property
    def mean(self) -> float:
        """The mean value."""
        return sum(self.values) / len(self.values)


def case_of(days: int) -> PlanningCase:
    """Return the example region's problem of so many days."""
    workspace = load()
    request, travel = PlanRequest(days=days), travel_of(workspace)
    return prepare(workspace, request, today=TODAY, travel=travel)[1]


def found(problem: VisitProblem, solver: Solver, iterations: int) -> Found:
    """Return what a solver reaches."""
    values = []
    began = time.perf_counter()
    for seed in SEEDS:
        routes = solver.solve(
            problem, stop=StopRule(iterations=iterations), seed=seed, progress=lambda _: None
        )
        values.append(value(problem, local_search(InsertionCache(problem), routes)))
    seconds = (time.perf_counter() - began) / len(SEEDS)
    return Found(solver.name, iterations, values, seconds)


def proven(case: PlanningCase) -> tuple[float, float]:
    """Return what no plan is worth more than, and the seconds it took."""
    began = time.perf_counter()
    *_, bound = bounds(posed(case, (), saving=0, duty=0))
    return bound, time.perf_counter() - began


def runs(*, is_quick: bool) -> Sequence[tuple[Solver, int]]:
    """Return who is tried, with how many iterations."""
    if is_quick:
        return [(Engine(), ROUNDS[0])]
    from pyvrp_solver import PyVRPSolver  # an extra

    rival: Solver = PyVRPSolver()
    return [*((rival, n) for n in RIVAL_ROUNDS), *((Engine(), n) for n in ROUNDS)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    is_quick = parser.parse_args().quick
    print("| days | solver | iterations | value (min) | best | lacks | bound | proven | seconds |")
    print("|---|---|---|---|---|---|---|---|---|")
    for days in DAYS[:1] if is_quick else DAYS:
        case = case_of(days)
        rows = [found(case.problem, solver, n) for solver, n in runs(is_quick=is_quick)]
        best = max(row.mean for row in rows)
        bound, seconds = proven(case)
        for row in rows:
            print(_line(days, row, best, bound), flush=True)
        print(f"| {days} | proof | | | | | {bound:.0f} | | {seconds:.1f} |", flush=True)


def _line(days: int, row: Found, best: float, bound: float) -> str:
    lacks, proven = (f"{100 * (most - row.mean) / most:.2f} %" for most in (best, bound))
    who = f"{days} | {row.solver} | {row.iterations} | {row.mean:.0f} | {max(row.values):.0f}"
    return f"| {who} | {lacks} | {bound:.0f} | {proven} | {row.seconds:.1f} |"


if __name__ == "__main__":
    main()
