"""Plans of the right size: as many visits as the office can follow up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from hageplan.tours.solve.problem import UNLIMITED, Routes, VisitProblem


@dataclass(frozen=True)
class Size:
    """How many visits there may be beside those that must be, and how many would be worth it."""

    at_most: int
    worth: int


def size_of(
    problem: VisitProblem,
    solve: Callable[[VisitProblem, Routes], Routes],
    is_enough: Callable[[Routes], bool],
    *,
    at_least: int,
) -> Size:
    """Return the most visits for which the time left at the desk `is_enough`, never below `at_least`.

    `solve` finds routes with little effort, from others. With fewer visits there is more time left.
    """
    routes = solve(problem, tuple(() for _ in problem.shifts))
    worth = problem.chosen(routes)
    if is_enough(routes):
        return Size(at_most=UNLIMITED, worth=worth)
    low, high = min(at_least, worth), worth
    while low < high:
        middle = (low + high + 1) // 2
        fewer = limited(problem, middle)
        low, high = (middle, high) if is_enough(solve(fewer, routes)) else (low, middle - 1)
    return Size(at_most=low, worth=worth)


def limited(problem: VisitProblem, at_most: int) -> VisitProblem:
    """Return the problem with at most so many visits beside those that must be made."""
    return replace(problem, goals=replace(problem.goals, at_most=at_most))
