"""What routes are worth: prizes less driving and waiting, and less what is uneven."""

from __future__ import annotations

from collections import Counter
from typing import Final

from hageplan.tours.solve.problem import Routes, VisitProblem
from hageplan.tours.solve.schedule import schedule

SHORTAGE: Final = 1000
"""Minutes that a visit is worth which its municipality lacks: more than any prize, so that it is
made wherever it can be."""


def value(problem: VisitProblem, routes: Routes) -> float:
    """Return what `routes` are worth, in minutes; raises ValueError where one has no schedule."""
    made = sum(route_value(problem, shift, route) for shift, route in enumerate(routes))
    return made - imbalance(problem, routes)


def route_value(problem: VisitProblem, shift: int, route: tuple[int, ...]) -> float:
    """Return the prizes of one route less its driving and waiting, in minutes."""
    times = schedule(problem, shift, route)
    if times is None:
        raise ValueError(f"route {shift} has no schedule")
    prizes = sum(problem.prize(number, shift) for number in route)
    return prizes - problem.goals.minute_cost * times.drive_and_wait


def worth(problem: VisitProblem, routes: Routes) -> tuple[int, float]:
    """Return what to compare routes by: required visits made, then value."""
    required = sum(problem.visits[number].duty for route in routes for number in route)
    return required, value(problem, routes)


def imbalance(problem: VisitProblem, routes: Routes) -> float:
    """Return what uneven loads and municipalities without their visits cost, in minutes."""
    goals = problem.goals
    made = Counter(problem.visits[number].group for route in routes for number in route)
    lacking = sum(max(0, least - made[group]) for group, least in enumerate(goals.least))
    return SHORTAGE * lacking + (goals.spread and goals.spread * _spread(problem, routes))


def _spread(problem: VisitProblem, routes: Routes) -> float:
    """Return visits between the most and the least loaded person, for days as many as the mean."""
    loads = dict.fromkeys(problem.people, 0.0)
    each = loads_of(problem)
    for shift, route in zip(problem.shifts, routes, strict=True):
        loads[shift.medarbeider] += len(route) * each[shift.medarbeider]
    return max(loads.values(), default=0.0) - min(loads.values(), default=0.0)


def loads_of(problem: VisitProblem) -> dict[str, float]:
    """Return what a visit adds to each person's load: 1 for one with a mean number of days."""
    days = Counter(shift.medarbeider for shift in problem.shifts)
    mean = sum(days.values()) / max(1, len(days))
    return {person: mean / days[person] for person in problem.people}
