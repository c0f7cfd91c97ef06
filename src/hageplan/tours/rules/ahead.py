"""The weeks after a plan: what they would do better is left to them.

A week that takes what is best for itself leaves the next ones long drives to single visits. So the
weeks ahead are planned together with it, with less effort, and what falls to a later one is not
for this plan. A prize is worth less the later it comes, or the best would wait as readily as any.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from hageplan.records.plan import Request
from hageplan.records.settings.planlegging import Planlegging
from hageplan.tours.build import PlanningCase
from hageplan.tours.calendar import A_WEEK
from hageplan.tours.solve.problem import Routes

WEEKS: Final = 4
"""That are planned together, this one included."""
LATER: Final = 0.05
"""The share of a prize that is lost by waiting a week. At 0 the first of six weeks on the example
got 1 700 of 6 700 minutes of value, with it 2 400 of 6 800, by itself 2 700 of 6 600."""


def looks_ahead(asked: Request, rules: Planlegging) -> bool:
    """Tell whether weeks after the plan's days are thought of.

    Not where single days are asked for or companies are named, nor where each municipality is to
    have its share of these days.
    """
    is_week = asked.as_week and A_WEEK <= asked.days < WEEKS * A_WEEK
    return is_week and not asked.only and not rules.has_shares


def ahead(
    asked: Request, last: date, pose: Callable[[Request], PlanningCase], at_most: int
) -> PlanningCase:
    """Return the problem of a plan's days and the weeks after the `last` of them.

    The plan's days may have `at_most` so many visits, each later week as many in proportion.
    """
    case = pose(asked.model_copy(update={"days": WEEKS * A_WEEK}))
    after = sorted({day.date for day in case.days if day.date > last})
    weeks = {day: 1 + number // A_WEEK for number, day in enumerate(after)}
    shifts = tuple(
        replace(shift, week=week, delay=1 - (1 - LATER) ** week)
        for shift in case.problem.shifts
        for week in [weeks.get(shift.day, 0)]
    )
    a_week = round(at_most * A_WEEK / asked.days)
    goals = replace(case.problem.goals, at_most=(at_most, *(a_week for _ in after[::A_WEEK])))
    return replace(case, problem=replace(case.problem, shifts=shifts, goals=goals))


def left_to_later(case: PlanningCase, last: date, routes: Routes) -> Mapping[str, date]:
    """Return which companies `routes` visit after the `last` of the plan's days, and when.

    Who must be visited, and whom an earlier plan has in these days, is left to no other week.
    """
    found: dict[str, date] = {}
    for shift, route in zip(case.problem.shifts, routes, strict=True):
        for candidate in map(case.candidate, route):
            is_kept = any(when.date <= last for when in candidate.kept)
            if shift.day > last and not (candidate.is_set or is_kept):
                found[candidate.organisasjonsnummer] = shift.day
    return found
