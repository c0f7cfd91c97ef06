"""How far above the exact optimum the bounds of `hageplan plan --prove` are, on small weeks.

    python benchmarks/bound.py            the table
    python benchmarks/bound.py --quick    three cases of each kind

The weeks are those of `exact.py`, of every rule, the optimum is `optimum.py`'s. "Above" is the sum
of what the bounds are more, over all optima; "tight" are the bounds that are the optimum.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from exact import CASES, FIRST, KINDS, TODAY, Week
from optimum import DUTY, Optimum

from hageplan.records.plan import PlanRequest
from hageplan.tours.prove.bound import bounds
from hageplan.tours.prove.pose import posed
from hageplan.tours.rules.precedence import after_agreed
from hageplan.tours.solution import prepare
from hageplan.travel.roads import travel_of

QUICK = 3


@dataclass(frozen=True)
class Compared:
    """A bound and the optimum, without what visits bring that must be made."""

    bound: float
    optimum: float
    seconds: float

    @property
    def above(self) -> float:
        """How much the bound is more."""
        return self.bound - self.optimum


def compared(made: Week) -> Compared:
    """Return the bound and the optimum of a week."""
    workspace = made.workspace
    request = PlanRequest(from_=FIRST, days=made.days)
    _, case, choice = prepare(workspace, request, today=TODAY, travel=travel_of(workspace))
    saving = workspace.oppsett.planlegging.overnatting_minutter
    best = Optimum(case, choice.precedences, saving).value()
    duty = round(best / DUTY)
    began = time.process_time()
    case = after_agreed(case, choice.precedences)
    *_, bound = bounds(posed(case, choice.precedences, saving=saving, duty=duty))
    return Compared(bound, best - DUTY * duty, time.process_time() - began)


def row(kind: Callable[[Random], Week], cases: int) -> str:
    """Return the line of a kind."""
    found = [compared(kind(Random(f"{kind.__name__} {seed}"))) for seed in range(cases)]
    above = 100 * sum(one.above for one in found) / sum(max(1.0, one.optimum) for one in found)
    below = sum(one.above < -1e-6 for one in found)
    tight = sum(one.above < 1e-3 for one in found)
    seconds = max(one.seconds for one in found)
    name = f"{kind.__name__} | {cases} | {below} | {tight}"
    return f"| {name} | {above:.2f} % | {max(one.above for one in found):.0f} | {seconds:.2f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    cases = QUICK if parser.parse_args().quick else CASES
    print("| weeks | cases | below | tight | above | most (min) | seconds at most |")
    print("|---|---|---|---|---|---|---|")
    for kind in KINDS:
        print(row(kind, cases), flush=True)


if __name__ == "__main__":
    main()
