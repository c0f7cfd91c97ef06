"""The driving of a year of visits: planned like any week, from one place.

The year is cut into rounds; in each the companies that are due are planned onto days spread over
that part of the year, so that winter roads and closed seasons count as often as they come. Nobody
knows yet who calls when: appointments, absences and calendars play no part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil
from typing import Final

import numpy as np

from hageplan.records.base import Sted
from hageplan.records.bedrift import Bedrift
from hageplan.records.naeringshage import SOMEBODY, Medarbeider
from hageplan.records.workspace import Workspace
from hageplan.tours.build import VisitCandidate, build_case, place_of
from hageplan.tours.calendar import working_days
from hageplan.tours.days import WorkDay, days_of
from hageplan.tours.solve.problem import Routes, VisitProblem
from hageplan.tours.solve.search import Search
from hageplan.tours.solve.solver import Progress, Solver, part
from hageplan.travel import Travel

ROUNDS: Final = 2
"""At least: a winter and a summer."""
A_ROUND: Final = 150
"""Visits in a round, at most; more only take longer to plan, tours become no shorter."""
VISITS_A_DAY: Final = 2.5
"""Days offered to the solver are so many that it may leave some out."""
DAYS_A_YEAR: Final = 366
"""More than the working days of any year."""


@dataclass(frozen=True)
class Driven:
    """Visits made, minutes at the wheel (parking included) and kilometres."""

    visits: int
    minutes: float
    km: float

    def plus(self, other: Driven) -> Driven:
        """Return both together."""
        return Driven(self.visits + other.visits, self.minutes + other.minutes, self.km + other.km)


NONE_DRIVEN: Final = Driven(0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class DrivingYear:
    """The driving of a planned year.

    Attributes:
        base: Where every day begins and ends.
        kommuner: By municipality number; a tour's driving is shared out in proportion to each
            stop's own way there.
        days: Days on the road.
        unplanned: Visits that fit into no day; they count as driven there and back by themselves.
    """

    base: Sted
    kommuner: Mapping[str, Driven]
    days: int
    unplanned: int

    @property
    def total(self) -> Driven:
        """All municipalities together."""
        total = NONE_DRIVEN
        for driven in self.kommuner.values():
            total = total.plus(driven)
        return total


def drive_year(
    workspace: Workspace,
    visits: Sequence[tuple[Bedrift, int]],
    year: int,
    base: Sted,
    *,
    travel: Travel,
    solver: Solver,
    seed: int = 0,
    progress: Progress = lambda _: None,
) -> DrivingYear:
    """Return the driving that `visits`, companies and how often a year, take from `base`."""
    rounds = _rounds(visits)
    parts = _parts(year, len(rounds))
    kommuner: defaultdict[str, Driven] = defaultdict(lambda: NONE_DRIVEN)
    days = unplanned = 0
    for number, (due, dates) in enumerate(zip(rounds, parts, strict=True)):
        told = part(progress, number, len(rounds))
        search = Search(solver=solver, stop=None, seed=seed, progress=told)
        problem, routes = _plan(
            workspace, due, dates=dates, base=base, travel=travel, search=search
        )
        for visit, driven in (*_shared_out(problem, routes), *_by_themselves(problem, routes)):
            kommune = due[visit].kommunenummer
            kommuner[kommune] = kommuner[kommune].plus(driven)
        days += sum(map(bool, routes))
        unplanned += len(due) - sum(map(len, routes))
    return DrivingYear(base=base, kommuner=dict(kommuner), days=days, unplanned=unplanned)


def _rounds(visits: Sequence[tuple[Bedrift, int]]) -> list[list[Bedrift]]:
    """Return who is due in each round: evenly through the year, a municipality's at once."""
    total = sum(times for _, times in visits)
    count = max(ROUNDS, max((times for _, times in visits), default=0), ceil(total / A_ROUND))
    kommuner = sorted({bedrift.kommunenummer for bedrift, _ in visits})
    first = {kommune: number % count for number, kommune in enumerate(kommuner)}
    rounds: list[list[Bedrift]] = [[] for _ in range(count)]
    for bedrift, times in visits:
        for turn in range(times):
            due = (first[bedrift.kommunenummer] + turn * count // times) % count
            rounds[due].append(bedrift)
    return rounds


def _parts(year: int, count: int) -> list[list[date]]:
    """Return the working days of `year` in `count` parts one after another."""
    found = working_days(date(year, 1, 1), DAYS_A_YEAR, SOMEBODY.ukedager)
    days = [day for day in found if day.year == year]
    ends = [round(part * len(days) / count) for part in range(count + 1)]
    return [days[first:last] for first, last in pairwise(ends)]


def _plan(
    workspace: Workspace,
    due: Sequence[Bedrift],
    dates: Sequence[date],
    base: Sted,
    travel: Travel,
    search: Search,
) -> tuple[VisitProblem, Routes]:
    days = _days(workspace, len(due), dates, base)
    far = _farthest(workspace, due, base, dates[0], travel)
    rules = workspace.oppsett.planlegging
    worth = 2 * far + rules.besok_minutter + rules.slakk_minutter
    candidates = [
        VisitCandidate(
            bedrift=bedrift.model_copy(update={"to_medarbeidere": False}), prize_minutes=worth
        )
        for bedrift in due
    ]
    problem = build_case(workspace, candidates, days, travel=travel).problem
    return problem, search.first(problem)


def _days(
    workspace: Workspace, visits: int, dates: Sequence[date], base: Sted
) -> tuple[WorkDay, ...]:
    """Return more days than the visits need, spread evenly; people side by side if need be."""
    wanted = ceil(visits / VISITS_A_DAY) + 1
    people = ceil(wanted / len(dates))
    chosen = np.linspace(0, len(dates) - 1, min(ceil(wanted / people), len(dates))).round()
    drivers = [Medarbeider(id=f"m{number}") for number in range(people)]
    everyone_can = {skill for b in workspace.bedrifter for skill in b.krever}
    drivers = [driver.model_copy(update={"kan": tuple(everyone_can)}) for driver in drivers]
    on = [dates[int(index)] for index in dict.fromkeys(chosen)]
    return days_of(workspace, drivers, on, kontor=base)


def _farthest(
    workspace: Workspace, due: Sequence[Bedrift], base: Sted, day: date, travel: Travel
) -> int:
    """Return the minutes to the company that is farthest off: a visit is worth more than that."""
    places = [base, *(place_of(bedrift, workspace.kommuner) for bedrift in due)]
    return ceil(float(travel.table(places, day).minutes[0].max()))


def _shared_out(problem: VisitProblem, routes: Routes) -> list[tuple[int, Driven]]:
    """Return each visit made with its part of its tour's driving."""
    found = []
    for shift, route in zip(problem.shifts, routes, strict=True):
        places = [shift.start_place, *(problem.visits[number].place for number in route)]
        if not route:
            continue
        legs = list(pairwise(places))
        home = places[-1], shift.end_place
        minutes = sum(int(shift.legs.to_stop[leg]) for leg in legs) + int(shift.legs.to_end[home])
        km = sum(float(shift.legs.km[leg]) for leg in (*legs, home))
        way = np.array([max(shift.legs.to_stop[shift.start_place, p], 1) for p in places[1:]])
        found += [
            (number, Driven(1, float(part * minutes), float(part * km)))
            for number, part in zip(route, way / way.sum(), strict=True)
        ]
    return found


def _by_themselves(problem: VisitProblem, routes: Routes) -> list[tuple[int, Driven]]:
    """Return the visits that are in no route, each driven there and back."""
    made = {number for route in routes for number in route}
    shift = problem.shifts[0]
    found = []
    for number, visit in enumerate(problem.visits):
        if number not in made:
            there, back = (shift.start_place, visit.place), (visit.place, shift.end_place)
            minutes = shift.legs.to_stop[there] + shift.legs.to_end[back]
            km = shift.legs.km[there] + shift.legs.km[back]
            found.append((number, Driven(1, float(minutes), float(km))))
    return found
