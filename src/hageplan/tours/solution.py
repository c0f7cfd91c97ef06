"""The tours of a request: choose companies, pose the problem, find routes, put times to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import Plan, PlanRequest, Request, Totals, Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.build import PlanningCase, VisitCandidate, build_case
from hageplan.tours.calendar import A_WEEK
from hageplan.tours.choose import Choice, choose
from hageplan.tours.days import WorkDay, days_of, office_of
from hageplan.tours.desk_time import desk_time
from hageplan.tours.request import dates_of, people_of, whole_request
from hageplan.tours.rules.ahead import ahead, left_to_later, looks_ahead
from hageplan.tours.rules.conflicts import Judged, judged
from hageplan.tours.rules.size import PlanSize, fitted, limited, size_of, too_many
from hageplan.tours.solve.problem import UNLIMITED, Goals, Routes
from hageplan.tours.solve.search import Search, find_routes
from hageplan.tours.solve.solver import Progress, Solver
from hageplan.tours.solve.timetable import tours_of
from hageplan.travel import Travel

CANDIDATES_A_DAY: Final = 60
"""Companies considered a day and person, best prizes first: some ten times what a day holds."""


@dataclass(frozen=True, kw_only=True)
class Solution:
    """Tours that were found, and what they were found for.

    Attributes:
        workspace: The records that they keep to, as are the driving times of `travel`.
        request: What was asked, after defaults.
        choice: Who was considered.
        posed: The problem.
        case: The problem, with all that was decided on the way.
        routes: The visits of each of its shifts.
        tours: The routes with their times.
        worth: How many visits are worth their drive; None where it was said how many are wanted.
    """

    workspace: Workspace
    travel: Travel
    request: Request
    choice: Choice
    posed: PlanningCase
    case: PlanningCase
    routes: Routes
    tours: tuple[Tour, ...]
    worth: int | None

    @property
    def totals(self) -> Totals:
        """Sums over all tours."""
        considered = self.choice.candidates
        centred = sum(candidate.bedrift.lat is None for candidate in considered)
        return Totals.of(self.tours, considered=len(considered), at_kommune_centre=centred)


def find_solution(
    workspace: Workspace,
    request: PlanRequest,
    *,
    today: date,
    travel: Travel,
    solver: Solver,
    earlier: Plan | None = None,
    progress: Progress = lambda _: None,
) -> Solution:
    """Return good tours; an `earlier` plan is changed as little as possible.

    Appointments that break rules are kept as far as they can be; the choice says which break what.
    Raises RequestError where nothing can be planned or what must be visited cannot.
    """
    rules = workspace.oppsett.planlegging
    pose = partial(prepare, workspace, today=today, travel=travel, earlier=earlier)
    asked, posed, choice = pose(request)
    search = Search(solver=solver, stop=asked.stop_rule, seed=asked.seed, progress=progress)
    size = _size(workspace, asked, posed, search)
    if looks_ahead(asked, rules):
        last = dates_of(asked, people_of(workspace, asked.medarbeidere))[-1]
        weeks = ahead(asked, last, lambda longer: pose(longer)[1], size.at_most)
        later = left_to_later(weeks, last, search.roughly(weeks.problem))
        asked, posed, choice = pose(asked, later=later)

    def find(at_most: int) -> tuple[PlanningCase, Routes]:
        return find_routes(_limited(posed, at_most), choice.precedences, rules, search)

    at_most, (case, routes) = fitted(
        find,
        lambda found: _fewer(workspace, asked, *found),
        at_most=size.at_most,
        at_least=size.at_least,
    )
    tours = tours_of(case, routes)
    _check_must(asked, tours, workspace)
    asked = asked.model_copy(update={"stop_rule": search.stop_of(case.problem)})
    return Solution(
        workspace=workspace,
        travel=travel,
        request=asked,
        choice=choice,
        posed=_limited(posed, at_most),
        case=case,
        routes=routes,
        tours=tours,
        worth=size.worth,
    )


def _limited(case: PlanningCase, at_most: int) -> PlanningCase:
    """Return the case with at most so many visits beside those that must be made."""
    return replace(case, problem=limited(case.problem, at_most))


def _size(workspace: Workspace, asked: Request, case: PlanningCase, search: Search) -> PlanSize:
    """Return how many visits can be followed up; without a limit where that is no question."""
    if not _is_sized(asked):
        return PlanSize(at_most=case.problem.goals.at_most[0])
    candidates = case.candidates.values()
    kept = sum(bool(c.kept) and not c.is_set for c in candidates)
    return size_of(
        case.problem,
        search.briefly,
        lambda routes: _fewer(workspace, asked, case, routes),
        at_least=max(kept, len(asked.medarbeidere)),
        set_already=sum(c.is_set for c in candidates),
    )


def _is_sized(asked: Request) -> bool:
    """Tell whether a plan is one of the office's weeks.

    Who names the companies is asked for no less. What a few days bring is followed up in the rest
    of the week.
    """
    return asked.as_week and not asked.only and asked.days >= A_WEEK


def _fewer(workspace: Workspace, asked: Request, case: PlanningCase, routes: Routes) -> int | None:
    """Return how many visits to choose where there is no time to follow up those of a week.

    Who says how many is asked for no less.
    """
    if not _is_sized(asked) or asked.max_visits is not None:
        return None
    tours = tours_of(case, routes)
    less = too_many(desk_time(workspace, asked, tours), tours)
    visited = {case.candidate(number).organisasjonsnummer for route in routes for number in route}
    chosen = sum(not case.candidates[number].is_set for number in visited)
    return chosen - less if less else None


def prepare(
    workspace: Workspace,
    request: PlanRequest,
    *,
    today: date,
    travel: Travel,
    earlier: Plan | None = None,
    later: Mapping[str, date] | None = None,
) -> tuple[Request, PlanningCase, Choice]:
    """Return what is asked after defaults, the problem, and who is considered; raises as above.

    Companies that are left to `later` days are no part of the problem.
    """
    asked = whole_request(workspace, request, today=today, earlier=earlier)
    people = people_of(workspace, asked.medarbeidere)
    dates = dates_of(asked, people)
    choice = choose(workspace, asked, dates, earlier=earlier, today=today)
    found = _judged(workspace, asked, choice.candidates, travel)
    choice = choice.judged(conflict for one in found for conflict in one.conflicts)
    if not choice.candidates and not choice.excluded:
        names = ", ".join(workspace.kommuner[number].navn for number in asked.kommuner)
        raise RequestError(
            msg("there are no companies in {names}", names=names),
            msg("add them in bedrifter/, or import them: hageplan import csv FILE"),
        )
    days = _days(workspace, asked, people, dates, [one.day for one in found if one.day])
    if not days:
        raise RequestError(
            msg("nobody is at work on any of these days"),
            msg("choose other days with --from and --days, or check fravaer in hageplan.toml"),
        )
    choice = replace(choice, later=later or {})
    now = [c for c in choice.candidates if c.organisasjonsnummer not in choice.later]
    kept = _best(now, len(days))
    goals = _goals(workspace, asked, kept)
    case = build_case(workspace, kept, days, travel=travel, goals=goals, kommuner=asked.kommuner)
    return asked, case, choice


def _judged(
    workspace: Workspace, asked: Request, candidates: Sequence[VisitCandidate], travel: Travel
) -> list[Judged]:
    """Return the days with appointments: what each keeps, and which rules that breaks."""
    by_day: dict[tuple[date, str], list[Avtale]] = {}
    for candidate in candidates:
        for avtale in candidate.avtaler:
            by_day.setdefault((avtale.tid.date(), avtale.medarbeider), []).append(avtale)
    kontor = office_of(workspace, asked.kommuner)
    return [
        judged(
            workspace, people_of(workspace, [who])[0], day, avtaler, kontor=kontor, travel=travel
        )
        for (day, who), avtaler in sorted(by_day.items())
    ]


def _days(
    workspace: Workspace,
    asked: Request,
    people: Sequence[Medarbeider],
    dates: Sequence[date],
    agreed: Sequence[WorkDay],
) -> tuple[WorkDay, ...]:
    """Return the days that are worked, by date and then in the order of the people.

    Those with appointments, the `agreed` ones, may be others than the working days.
    """
    settled = frozenset((day.medarbeider.id, day.date) for day in agreed)
    away = frozenset((one.medarbeider, one.date) for one in asked.absent)
    kontor = office_of(workspace, asked.kommuner)
    usual = days_of(workspace, people, dates, kontor=kontor, absent=settled | away)
    order = {person.id: number for number, person in enumerate(people)}
    begins = asked.propose_from or asked.from_
    alone = (replace(day, is_alone=True) if day.date < begins else day for day in agreed)
    return tuple(sorted((*usual, *alone), key=lambda day: (day.date, order[day.medarbeider.id])))


def _best(candidates: Sequence[VisitCandidate], days: int) -> tuple[VisitCandidate, ...]:
    """Return the candidates that must be, or are, visited, and those with the best prizes.

    They stay in the order of their numbers.
    """

    def rank(candidate: VisitCandidate) -> tuple[bool, int, str]:
        is_set = candidate.is_set or bool(candidate.kept)
        return not is_set, -candidate.prize_minutes, candidate.organisasjonsnummer

    best = sorted(candidates, key=rank)[: CANDIDATES_A_DAY * days]
    return tuple(sorted(best, key=lambda candidate: candidate.organisasjonsnummer))


def _goals(workspace: Workspace, asked: Request, kept: Sequence[VisitCandidate]) -> Goals:
    rules = workspace.oppsett.planlegging
    there = [c.bedrift.kommunenummer for c in kept]
    least = [min(rules.kommune_minst, there.count(number)) for number in asked.kommuner]
    set_already = sum(c.is_set for c in kept)
    at_most = max(0, asked.max_visits - set_already) if asked.max_visits else UNLIMITED
    return Goals(at_most=(at_most,), spread=rules.jevn_fordeling, least=(*least, 0))


def _check_must(asked: Request, tours: Sequence[Tour], workspace: Workspace) -> None:
    """Raise where somebody who must be visited is not."""
    visited = {stop.organisasjonsnummer for tour in tours for stop in tour.stops}
    for number in asked.must:
        if number not in visited:
            name = workspace.name_of(number)
            raise RequestError(
                msg("{name} must be visited, but cannot be on these days", name=name),
                msg(
                    "see why with: hageplan plan --only {company}",
                    company=workspace.handles[number],
                ),
            )
