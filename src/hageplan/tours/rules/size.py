"""Plans of the right size: as many visits as the office can follow up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from hageplan.tours.solve.problem import UNLIMITED, Routes, VisitProblem


@dataclass(frozen=True)
class Size:
    """How many visits there may be beside those that must be.

    Attributes:
        chosen: Visits that would be worth their drive.
        is_binding: Whether there would be more of them than there may be.
        set_already: Visits that must be made.
    """

    at_most: int
    chosen: int
    is_binding: bool
    set_already: int = 0

    @property
    def worth(self) -> int:
        """All visits that would be worth their drive."""
        return self.chosen + self.set_already


def size_of(
    problem: VisitProblem,
    solve: Callable[[VisitProblem, Routes], Routes],
    is_enough: Callable[[Routes], bool],
    *,
    at_least: int,
) -> Size:
    """Return the most visits, `at_least` so many, for which the time at the desk `is_enough`.

    `solve` finds routes with little effort, from others. With fewer visits there is more time left.
    """
    routes = solve(problem, tuple(() for _ in problem.shifts))
    worth = problem.chosen(routes)
    if is_enough(routes):
        is_full = worth >= problem.goals.at_most
        return Size(at_most=UNLIMITED, chosen=worth, is_binding=is_full)
    low, high = min(at_least, worth), worth
    while low < high:
        middle = (low + high + 1) // 2
        fewer = limited(problem, middle)
        low, high = (middle, high) if is_enough(solve(fewer, routes)) else (low, middle - 1)
    return Size(at_most=low, chosen=worth, is_binding=True)


def limited(problem: VisitProblem, at_most: int) -> VisitProblem:
    """Return the problem with at most so many visits beside those that must be made."""
    return replace(problem, goals=replace(problem.goals, at_most=at_most))
