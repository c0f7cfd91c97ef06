"""What more rounds of search are worth on the example region.

    python benchmarks/quality.py        a line for each number of iterations

Both medarbeidere, all eight municipalities, five days. The value is prizes less minutes of driving
and waiting; each line is the mean over some seeds.
"""

from __future__ import annotations

import time
from datetime import date

from hageplan import load, plan
from hageplan.records.plan import Plan, StopRule
from hageplan.tours.plan import PlanRequest

ITERATIONS = (300, 1000, 3000, 10_000)
SEEDS = (1, 2, 3)
TODAY = date(2026, 11, 23)


def value(result: Plan) -> int:
    """Return what a plan is worth, in minutes."""
    totals = result.totals
    return totals.prize_minutes - totals.drive_minutes - totals.wait_minutes


def main() -> None:
    """Print the table."""
    workspace = load()
    print("| iterations | value (min) | seconds |")
    print("|---|---|---|")
    for iterations in ITERATIONS:
        began = time.perf_counter()
        requests = [PlanRequest(stop=StopRule(iterations=iterations), seed=s) for s in SEEDS]
        values = [value(plan(workspace, request, today=TODAY)) for request in requests]
        mean = sum(values) / len(values)
        print(f"| {iterations} | {mean:.0f} | {(time.perf_counter() - began) / len(SEEDS):.1f} |")


if __name__ == "__main__":
    main()
