"""Plans of the right size: as many visits as the office can follow up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from hageplan.records.plan import DeskTime, Tour
from hageplan.tours.solve.problem import Routes, VisitProblem

DEAR: Final = 1.25
"""What the visits that would go first cost, in mean ones: drives to them are the longest."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class PlanSize:
    """How many visits there may be beside those that must be.

    Attributes:
        at_least: Visits there may be though they cannot be followed up.
        worth: All visits that would be worth their drive; None where nobody asked.
    """

    at_most: int
    at_least: int = 0
    worth: int | None = None


def size_of(
    problem: VisitProblem,
    solve: Callable[[VisitProblem, Routes], Routes],
    fewer: Callable[[Routes], int | None],
    *,
    at_least: int,
    set_already: int,
) -> PlanSize:
    """Return the most visits that can be followed up, `at_least` so many beside those set already.

    `solve` finds routes with little effort, from others; `fewer` is what `fitted` asks.
    """
    routes = solve(problem, tuple(() for _ in problem.shifts))
    worth = problem.chosen(routes).total()
    at_most = fewer(routes)
    if at_most is None:
        at_most = problem.goals.at_most[0]
    else:
        at_most, _ = fitted(
            lambda most: solve(limited(problem, most), routes),
            fewer,
            at_most=max(at_least, at_most),
            at_least=at_least,
        )
    return PlanSize(at_most=at_most, at_least=at_least, worth=worth + set_already)


def fitted(
    find: Callable[[int], T], fewer: Callable[[T], int | None], *, at_most: int, at_least: int
) -> tuple[int, T]:
    """Return what is found with the most visits, up to `at_most`, for which there is time.

    `fewer` tells with how many to try again, None where they are not too many.
    """
    found = find(at_most)
    while at_most > at_least and (most := fewer(found)) is not None:
        at_most = max(at_least, min(most, at_most - 1))
        found = find(at_most)
    return at_most, found


def too_many(desk: DeskTime, tours: Sequence[Tour]) -> int:
    """Return how many visits fewer would leave time enough at the desk, rather too few of them."""
    visits = sum(len(tour.stops) for tour in tours)
    if desk.is_enough or not visits:
        return 0
    outside = sum(tour.drive_minutes + tour.visit_minutes + tour.wait_minutes for tour in tours)
    part = desk.expected_followups / (desk.expected_followups + desk.due_tasks)
    each = (outside + part * desk.needed_minutes) / visits
    return max(1, int((desk.needed_minutes - desk.left_minutes) / (DEAR * each)))


def limited(problem: VisitProblem, at_most: int) -> VisitProblem:
    """Return the problem with at most so many visits beside those that must be made."""
    return replace(problem, goals=replace(problem.goals, at_most=(at_most,)))
