"""Plans with at most so many visits, by a solver that knows no such limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from hageplan.records.plan import StopRule
from hageplan.tours.solve.local_search import InsertionCache, local_search
from hageplan.tours.solve.problem import UNLIMITED, Routes, VisitProblem
from hageplan.tours.solve.solver import Progress, part
from hageplan.tours.solve.value import worth

FEES_TRIED: Final = 6
"""Bisections of the fee; prizes of some 150 minutes are halved to about two."""

Solve = Callable[[VisitProblem, StopRule, Progress], Routes]


def with_at_most(
    problem: VisitProblem, solve: Solve, *, stop: StopRule, progress: Progress
) -> Routes:
    """Return the routes that `solve` finds, with at most `problem.goals.at_most` visits.

    A fee on each visit lowers their number, and the right fee (a Lagrange multiplier, found by
    bisection) keeps those that are worth most together.
    """
    limit = problem.goals.at_most
    if limit == UNLIMITED:
        return solve(problem, stop, progress)
    rule = stop.part(FEES_TRIED + 1)
    insertions = InsertionCache(problem)
    best: Routes = tuple(() for _ in problem.shifts)
    low, high = 0, max((visit.prize for visit in problem.visits), default=0)
    fee = 0
    for attempt in range(FEES_TRIED + 1):
        routes = solve(_with_fee(problem, fee), rule, part(progress, attempt, FEES_TRIED + 1))
        best = max(best, local_search(insertions, routes), key=lambda r: worth(problem, r))
        visits = sum(map(len, routes))
        if fee == 0 and visits <= limit:
            break
        low, high = (fee, high) if visits > limit else (low, fee)
        fee = (low + high) // 2
    progress(1.0)
    return best


def _with_fee(problem: VisitProblem, fee: int) -> VisitProblem:
    dearer = tuple(replace(visit, prize=visit.prize - fee) for visit in problem.visits)
    return replace(problem, visits=dearer)
