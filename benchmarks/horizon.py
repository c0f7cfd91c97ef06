"""What a week is worth that knows the weeks after it, on the example region.

    python benchmarks/horizon.py

Both medarbeidere, six weeks, so that what is left over has its time; prizes as on the first day.
Planned one by one, each for itself; one by one as `hageplan plan` does, which looks ahead; and all
at once, each week with as many visits as there is time to follow up. Then the same without that
limit. The value is prizes less minutes of driving and waiting; closed is the share of the gap
between the first way and the last. A week's time is the processor's, for the first of the weeks.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from unittest.mock import patch

from hageplan import load, plan
from hageplan.records.base import UKEDAGER
from hageplan.records.plan import Plan, PlanRequest, Request, StopRule, Tour
from hageplan.tours import solution
from hageplan.tours.build import PlanningCase
from hageplan.tours.calendar import A_WEEK, working_days
from hageplan.tours.desk_time import desk_time
from hageplan.tours.rules.size import too_many
from hageplan.tours.solve.engine import Engine
from hageplan.tours.solve.problem import UNLIMITED
from hageplan.tours.solve.search import Search, find_routes
from hageplan.tours.solve.timetable import tours_of
from hageplan.travel.roads import travel_of

TODAY = date(2026, 11, 23)
WEEKS = 6
DAYS = working_days(date(2026, 11, 24), WEEKS * A_WEEK, UKEDAGER[:5])
SEEDS = (1, 2, 3)
ALL = 1000
"""Visits, more than there are companies."""

Way = Callable[[int, bool], tuple[int, int, float]]
"""Value, visits and seconds of a week, for a seed and whether visits are limited."""


def one_by_one(seed: int, is_limited: bool, *, looks_ahead: bool) -> tuple[int, int, float]:
    """Return what weeks are worth of which each knows who was visited before."""
    done: set[str] = set()
    worth, seconds = 0, 0.0
    for first in DAYS[::A_WEEK]:
        request = PlanRequest(
            from_=DAYS[0],
            propose_from=first,
            days=A_WEEK,
            without=tuple(sorted(done)),
            seed=seed,
            as_week=True,
            max_visits=None if is_limited else ALL,
        )
        began = time.process_time()
        made = made_week(request, looks_ahead=looks_ahead)
        seconds = seconds or time.process_time() - began
        worth += made.totals.prize_minutes - outside(made.tours)
        done |= {stop.organisasjonsnummer for tour in made.tours for stop in tour.stops}
    return worth, len(done), seconds


def made_week(request: PlanRequest, *, looks_ahead: bool) -> Plan:
    """Return the plan of a week, for itself unless it looks ahead."""
    if looks_ahead:
        return plan(load(), request, today=TODAY)
    with patch.object(solution, "looks_ahead", lambda *_: False):
        return plan(load(), request, today=TODAY)


def outside(tours: tuple[Tour, ...]) -> int:
    """Return minutes of driving and waiting."""
    return sum(tour.drive_minutes + tour.wait_minutes for tour in tours)


def at_once(seed: int, is_limited: bool) -> tuple[int, int, float]:
    """Return what all weeks are worth, planned together with half again the effort."""
    workspace = load()
    request = PlanRequest(from_=DAYS[0], days=len(DAYS), seed=seed)
    asked, case, choice = solution.prepare(
        workspace, request, today=TODAY, travel=travel_of(workspace)
    )
    stop, rules = StopRule(iterations=60_000), workspace.oppsett.planlegging
    search = Search(solver=Engine(), stop=stop, seed=seed, progress=lambda _: None)
    at_most = [UNLIMITED] * WEEKS
    while True:
        posed = by_week(case, at_most)
        made, routes = find_routes(posed, choice.precedences, rules, search)
        tours = tours_of(made, routes)
        less = [beyond(asked, tours, week) for week in range(WEEKS)] if is_limited else []
        if not any(less):
            break
        visits = [sum(len(tour.stops) for tour in of_week(tours, n)) for n in range(WEEKS)]
        pairs = zip(at_most, visits, less, strict=True)
        at_most = [now - few if few else most for most, now, few in pairs]
    stops = {stop.organisasjonsnummer: stop for tour in tours for stop in tour.stops}
    return sum(s.prize_minutes for s in stops.values()) - outside(tours), len(stops), 0.0


def by_week(case: PlanningCase, at_most: list[int]) -> PlanningCase:
    """Return the problem with a limit of visits for each week."""
    problem = case.problem
    shifts = tuple(replace(s, week=DAYS.index(s.day) // A_WEEK) for s in problem.shifts)
    goals = replace(problem.goals, at_most=tuple(at_most))
    return replace(case, problem=replace(problem, shifts=shifts, goals=goals))


def of_week(tours: tuple[Tour, ...], week: int) -> tuple[Tour, ...]:
    """Return the tours of one week."""
    return tuple(tour for tour in tours if DAYS.index(tour.date) // A_WEEK == week)


def beyond(asked: Request, tours: tuple[Tour, ...], week: int) -> int:
    """Return how many visits of a week cannot be followed up."""
    days = {"propose_from": DAYS[week * A_WEEK], "days": A_WEEK}
    mine = of_week(tours, week)
    return too_many(desk_time(load(), asked.model_copy(update=days), mine), mine)


def table(*, is_limited: bool) -> None:
    """Print the means over the seeds."""
    ways: dict[str, Way] = {
        "one by one, each for itself": partial(one_by_one, looks_ahead=False),
        "all at once": at_once,
        "one by one, looking ahead": partial(one_by_one, looks_ahead=True),
    }
    found: list[float] = []
    for name, way in ways.items():
        rows = [way(seed, is_limited) for seed in SEEDS]
        worth, visits, seconds = (sum(row) / len(SEEDS) for row in zip(*rows, strict=True))
        found.append(worth)
        closed = f"{(worth - found[0]) / (found[1] - found[0]):.0%}" if len(found) > 2 else ""
        spent = f"{seconds:.1f}" if seconds else ""
        seeds = ", ".join(str(row[0]) for row in rows)
        print(f"| {name} | {worth:.0f} | {seeds} | {visits:.0f} | {closed} | {spent} |", flush=True)


def main() -> None:
    """Print both tables."""
    for is_limited, title in ((True, "what can be followed up"), (False, "all worth a visit")):
        print(f"\n| {title} | value (min) | by seed | visits | closed | a week (s) |")
        print("|---|---|---|---|---|---|")
        table(is_limited=is_limited)


if __name__ == "__main__":
    main()
