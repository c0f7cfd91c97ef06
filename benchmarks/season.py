"""A seasonal plan: 400 companies, two medarbeidere, 20 days.

    python benchmarks/season.py                the plan as it comes: value, seconds, memory
    python benchmarks/season.py --seconds 600  and what the engine finds in that time
    python benchmarks/season.py --setup        seconds to make the problem, by companies

Companies are those of the example region, copied with small shifts of place. The value is prizes
less minutes of driving and waiting.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import replace
from datetime import date

from cli import many

from hageplan import load, plan
from hageplan.records.plan import Plan, PlanRequest, StopRule
from hageplan.records.workspace import Workspace
from hageplan.tours.solution import prepare
from hageplan.travel.roads import travel_of

COMPANIES = 400
DAYS = 20
TODAY = date(2027, 1, 4)
SIZES = (200, 400, 800, 1600)


def region(companies: int) -> Workspace:
    """Return the example region with so many companies, nobody met lately."""
    example = load()
    return replace(example, bedrifter=tuple(many(companies)), henvendelser=())


def value(result: Plan) -> int:
    """Return what a plan is worth, in minutes."""
    totals = result.totals
    return totals.prize_minutes - totals.drive_minutes - totals.wait_minutes


def season(workspace: Workspace, stop: StopRule | None) -> tuple[int, int, float]:
    """Return value, visits and seconds of a plan."""
    began = time.perf_counter()
    result = plan(workspace, PlanRequest(days=DAYS, stop_rule=stop), today=TODAY)
    return value(result), result.totals.visits, time.perf_counter() - began


def setup(companies: int) -> float:
    """Return seconds until the engine may begin."""
    workspace = region(companies)
    began = time.perf_counter()
    prepare(
        workspace,
        PlanRequest(days=DAYS),
        today=TODAY,
        travel=travel_of(workspace),
    )
    return time.perf_counter() - began


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--setup", action="store_true")
    asked = parser.parse_args()
    if asked.setup:
        print("| companies | set-up (s) |\n|---|---|")
        for companies in SIZES:
            print(f"| {companies} | {setup(companies):.2f} |", flush=True)
        return
    workspace = region(COMPANIES)
    print("| search | value (min) | visits | seconds |\n|---|---|---|---|")
    usual, visits, seconds = season(workspace, None)
    print(f"| as it comes | {usual} | {visits} | {seconds:.1f} |", flush=True)
    if asked.seconds:
        best, visits, seconds = season(workspace, StopRule(seconds=asked.seconds))
        print(f"| {asked.seconds:g} s | {best} | {visits} | {seconds:.1f} |")
        print(f"\nThe first lacks {100 * (best - usual) / best:.2f} % of the second.")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory {peak:.0f} MB.")


if __name__ == "__main__":
    main()
