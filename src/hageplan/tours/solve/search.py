"""Find the routes: the solver's, and the decisions that it is asked to make one by one.

A solver knows hours, windows, driving and goals. Where two people meet at a company, which visit
waits for another and who spends a night away is tried out: each choice becomes a problem that the
solver knows, and the one with the best routes stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from hageplan.records.plan import StopRule
from hageplan.records.settings.planlegging import Planlegging
from hageplan.tours.build import PlanningCase
from hageplan.tours.rules.nights import nights_away
from hageplan.tours.rules.precedence import Precedence, after_agreed, is_kept, obey_precedences
from hageplan.tours.rules.synchronisation import synchronise
from hageplan.tours.solve.local_search import (
    InsertionCache,
    drop_worthless,
    local_search,
    scheduled,
)
from hageplan.tours.solve.problem import Routes, VisitProblem
from hageplan.tours.solve.solver import Progress, Solver
from hageplan.tours.solve.value import worth

BRIEF: Final = 8
"""A choice is tried with this part of the effort, from the routes at hand."""
PART: Final = 2
"""The weeks ahead get this part of it."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """A solver with its effort; progress is told of the first, long solve alone."""

    solver: Solver
    stop: StopRule | None
    seed: int
    progress: Progress

    def stop_of(self, problem: VisitProblem) -> StopRule:
        """Return the whole effort: as asked for, else by the size of the problem."""
        return self.stop or StopRule(iterations=self.solver.rounds(problem))

    def first(self, problem: VisitProblem) -> Routes:
        """Return finished routes, found with the whole effort."""
        stop = self.stop_of(problem)
        found = self.solver.solve(problem, stop=stop, seed=self.seed, progress=self.progress)
        return local_search(InsertionCache(problem), found)

    def roughly(self, problem: VisitProblem) -> Routes:
        """Return routes found with a part of the effort."""
        stop = self.stop_of(problem).part(PART)
        return self.solver.solve(problem, stop=stop, seed=self.seed, progress=lambda _: None)

    def briefly(self, problem: VisitProblem, start: Routes) -> Routes:
        """Return routes found in no time from `start`, of which all need not be kept."""
        start = drop_worthless(problem, start)
        stop = self.stop_of(problem).part(2 * BRIEF)
        found = self.solver.solve(
            problem, stop=stop, seed=self.seed, progress=lambda _: None, start=start
        )
        return drop_worthless(problem, found)

    def again(self, problem: VisitProblem, start: Routes) -> Routes:
        """Return finished routes, found from what of `start` is possible, and not worse."""
        start = scheduled(problem, start)
        found = self.solver.solve(
            problem,
            stop=self.stop_of(problem).part(BRIEF),
            seed=self.seed,
            progress=lambda _: None,
            start=start,
        )
        insertions = InsertionCache(problem)
        both = local_search(insertions, found), local_search(insertions, start)
        return max(both, key=lambda routes: worth(problem, routes))


def find_routes(
    case: PlanningCase, precedences: Sequence[Precedence], rules: Planlegging, search: Search
) -> tuple[PlanningCase, Routes]:
    """Return the routes, and the case with all that was decided on the way."""
    case = after_agreed(case, precedences)
    routes = search.first(case.problem)
    case, routes = _with_shares(case, routes, rules.kommune_andel, search)
    case, routes = synchronise(case, routes, search.again)
    case, routes = obey_precedences(case, routes, precedences, search.again)

    def is_allowed(problem: VisitProblem, found: Routes) -> bool:
        return is_kept(problem, found, precedences)

    return nights_away(
        case,
        routes,
        saving=rules.overnatting_minutter,
        again=search.again,
        is_allowed=is_allowed,
    )


def _with_shares(
    case: PlanningCase, routes: Routes, share: float, search: Search
) -> tuple[PlanningCase, Routes]:
    """Ask for a share of all visits in each municipality, as far as it has companies."""
    goals = case.problem.goals
    wanted = ceil(share * sum(map(len, routes)) - 1e-9)
    there = Counter(visit.group for visit in case.problem.visits if any(visit.windows))
    least = tuple(max(now, min(wanted, there[group])) for group, now in enumerate(goals.least[:-1]))
    if not share or least == goals.least[:-1]:
        return case, routes
    problem = replace(case.problem, goals=replace(goals, least=(*least, goals.least[-1])))
    return replace(case, problem=problem), search.again(problem, routes)
