"""Plans with at most so many visits."""

from __future__ import annotations

from typing import Final

from hageplan.records.plan import StopRule
from hageplan.tours.improve import Routes, drop_worthless, insert_worthwhile, value
from hageplan.tours.problem import VisitProblem
from hageplan.tours.solver import Progress, Solver

FEES_TRIED: Final = 6
"""Bisections of the fee; prizes of some 150 minutes are halved to about two."""


def solve(
    problem: VisitProblem,
    solver: Solver,
    stop: StopRule,
    seed: int,
    progress: Progress,
    max_visits: int | None,
) -> Routes:
    """Return the routes for at most `max_visits` visits.

    Solvers know no limit on all shifts together. A fee on each visit lowers their number, and the
    right fee (a Lagrange multiplier, found by bisection) keeps those that are worth most together.
    """

    def solved(fee: int, rule: StopRule, told: Progress) -> Routes:
        return solver.solve(problem, rule, seed, told, fee)

    if max_visits is None:
        return _finished(problem, solved(0, stop, progress), None)
    rule = _share(stop, FEES_TRIED + 1)
    best: Routes = tuple(() for _ in problem.shifts)
    low, high = 0, max((visit.prize for visit in problem.visits), default=0)
    fee = 0
    for attempt in range(FEES_TRIED + 1):
        routes = solved(fee, rule, _part(progress, attempt))
        finished = _finished(problem, routes, max_visits)
        best = max(best, finished, key=lambda r: value(problem, r))
        if fee == 0 and sum(map(len, routes)) <= max_visits:
            break
        low, high = (fee, high) if sum(map(len, routes)) > max_visits else (low, fee)
        fee = (low + high) // 2
    progress(1.0)
    return best


def _finished(problem: VisitProblem, routes: Routes, limit: int | None) -> Routes:
    return insert_worthwhile(problem, drop_worthless(problem, routes, limit), limit)


def _share(stop: StopRule, parts: int) -> StopRule:
    """Return the stop rule of one of several solves that share what the user gave."""
    if stop.seconds is not None:
        return StopRule(seconds=stop.seconds / parts)
    return StopRule(iterations=max(1, (stop.iterations or 1) // parts))


def _part(progress: Progress, attempt: int) -> Progress:
    return lambda share: progress((attempt + share) / (FEES_TRIED + 1))
