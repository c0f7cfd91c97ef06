"""What a week is worth that knows the weeks after it, on the example region.

    python benchmarks/horizon.py

Both medarbeidere, six weeks, so that what is left over has its time: planned one by one, each for
itself; one by one as `hageplan plan` does, which looks four weeks ahead; and all days at once. The
value is prizes less minutes of driving and waiting, without `--max-visits` as many visits as there
is time to follow up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from hageplan import load, plan
from hageplan.records.base import UKEDAGER
from hageplan.records.plan import Plan, PlanRequest, StopRule
from hageplan.tours.calendar import working_days
from hageplan.tours.rules.ahead import A_WEEK

TODAY = date(2026, 11, 23)
WEEKS = 6
SEEDS = (1, 2, 3)
ALL = 1000
"""Visits, more than there are companies."""


def value(made: Plan) -> int:
    """Return what a plan is worth, in minutes."""
    totals = made.totals
    return totals.prize_minutes - totals.drive_minutes - totals.wait_minutes


def one_by_one(seed: int, *, as_week: bool, max_visits: int | None) -> tuple[int, int]:
    """Return value and visits of weeks of which each knows who was visited before."""
    days = working_days(date(2026, 11, 24), WEEKS * A_WEEK, UKEDAGER[:5])
    done: set[str] = set()
    worth = 0
    for first in days[::A_WEEK]:
        request = PlanRequest(
            from_=first,
            days=A_WEEK,
            without=tuple(sorted(done)),
            seed=seed,
            as_week=as_week,
            max_visits=max_visits,
        )
        made = plan(load(), request, today=TODAY)
        worth += value(made)
        stops = [stop for tour in made.tours for stop in tour.stops]
        done |= {stop.organisasjonsnummer for stop in stops if stop.avtale is None}
    return worth, len(done)


def at_once(seed: int) -> tuple[int, int]:
    """Return value and visits of all days planned together, with more effort."""
    stop = StopRule(iterations=200_000)
    request = PlanRequest(
        from_=date(2026, 11, 24), days=WEEKS * A_WEEK, seed=seed, max_visits=ALL, stop_rule=stop
    )
    made = plan(load(), request, today=TODAY)
    return value(made), made.totals.visits


def row(name: str, way: Callable[[int], tuple[int, int]]) -> None:
    """Print the mean over the seeds."""
    began = time.process_time()
    found = [way(seed) for seed in SEEDS]
    spent = (time.process_time() - began) / len(SEEDS)
    worth, visits = (sum(numbers) / len(SEEDS) for numbers in zip(*found, strict=True))
    print(f"| {name} | {worth:.0f} | {visits:.0f} | {spent:.1f} |", flush=True)


def main() -> None:
    """Print the table."""
    print("| six weeks | value (min) | visits | processor s |\n|---|---|---|---|")
    row("one by one, each for itself", lambda s: one_by_one(s, as_week=False, max_visits=ALL))
    row("one by one, looking ahead", lambda s: one_by_one(s, as_week=True, max_visits=ALL))
    row("all days at once", at_once)
    row("one by one, of the right size", lambda s: one_by_one(s, as_week=True, max_visits=None))


if __name__ == "__main__":
    main()
