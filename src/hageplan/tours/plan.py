"""Plan visits: choose companies, find routes, put times to them, say why not, have it checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hageplan.errors import InternalError, RecordsError, RequestError
from hageplan.messages import encode, msg
from hageplan.records.avtaler import minutes_of
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import SOMEBODY, Medarbeider
from hageplan.records.plan import (
    Absence,
    LeftOut,
    Plan,
    Request,
    StopRule,
    Totals,
    Tour,
    TravelInfo,
)
from hageplan.records.workspace import Workspace
from hageplan.tours.build import PlanningCase, VisitCandidate, build_case
from hageplan.tours.calendar import working_days
from hageplan.tours.changes import changes
from hageplan.tours.checker import check_plan
from hageplan.tours.choose import Choice, choose
from hageplan.tours.days import Duties, WorkDay, days_of, office_of
from hageplan.tours.explain.leftout import left_out
from hageplan.tours.rules.conflicts import conflicts
from hageplan.tours.solve.problem import UNLIMITED, Goals, Routes
from hageplan.tours.solve.search import Search, find_routes
from hageplan.tours.solve.solver import Progress, Solver
from hageplan.tours.solve.timetable import tours_of
from hageplan.travel import Travel

CANDIDATES_A_DAY: Final = 60
"""Companies considered a day and person, best prizes first: some ten times what a day holds."""


@dataclass(frozen=True)
class PlanRequest:
    """What to plan.

    `kommuner` are numbers (none: all that the næringshage covers and considers), `start` the first
    day, `days` working days, `medarbeidere` ids (none: everyone), `must`, `only` and `without`
    organisasjonsnummer, `absent` who is missing when, `earlier` the plan to change as little as
    possible. Without `stop` the solver takes its usual rounds.
    """

    kommuner: tuple[str, ...] = ()
    start: date | None = None
    days: int | None = None
    medarbeidere: tuple[str, ...] = ()
    max_visits: int | None = None
    must: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    absent: tuple[Absence, ...] = ()
    earlier: Plan | None = None
    stop: StopRule | None = None
    seed: int = 0


def plan_visits(
    workspace: Workspace,
    request: PlanRequest,
    *,
    today: date,
    travel: Travel,
    solver: Solver,
    progress: Progress = lambda _: None,
) -> Plan:
    """Return a plan that keeps every rule of the records.

    Raises RequestError where nothing can be planned or what must be visited cannot, RecordsError
    where appointments clash, InternalError where the plan broke a rule.
    """
    asked, case, choice = prepare(workspace, request, solver, today=today, travel=travel)
    search = Search(solver=solver, stop=asked.stop_rule, seed=asked.seed, progress=progress)
    case, routes = find_routes(case, choice.precedences, workspace.oppsett.planlegging, search)
    plan = _plan(workspace, asked, case, routes, choice, travel, solver.name)
    if request.earlier is not None:
        since = changes(request.earlier, plan)
        plan = plan.model_copy(update={"changes": since})
    breaches = check_plan(plan, workspace, travel)
    if breaches:
        raise InternalError(msg("the plan breaks its own rules: {why}", why="; ".join(breaches)))
    return plan


def prepare(
    workspace: Workspace, request: PlanRequest, solver: Solver, *, today: date, travel: Travel
) -> tuple[Request, PlanningCase, Choice]:
    """Return what is asked after defaults, the problem, and who is considered; raises as above."""
    people = people_of(workspace, request.medarbeidere or _earlier_people(request.earlier))
    asked = _with_defaults(workspace, request, people, solver, today)
    if not asked.kommuner and not asked.only:
        raise RequestError(
            msg("no municipality to plan for"),
            msg("name one with --kommune, or fill in dekker and vurderer in hageplan.toml"),
        )
    dates = dates_of(asked, people)
    choice = choose(workspace, asked, dates, earlier=request.earlier, today=today)
    if not choice.candidates and not choice.excluded:
        names = ", ".join(workspace.kommuner[number].navn for number in asked.kommuner)
        raise RequestError(
            msg("there are no companies in {names}", names=names),
            msg("write them into bedrifter/, or bring them in: hageplan import csv FILE"),
        )
    days = _days(workspace, asked, people, dates, choice.candidates)
    kept = _best(choice.candidates, len(days))
    goals = _goals(workspace, asked, kept)
    case = build_case(workspace, kept, days, travel=travel, goals=goals, kommuner=asked.kommuner)
    if problems := conflicts(case):
        raise RecordsError(msg("appointments cannot be kept"), problems)
    return asked, case, choice


def people_of(workspace: Workspace, wanted: Sequence[str]) -> tuple[Medarbeider, ...]:
    """Return the medarbeidere with the ids `wanted`, all where none is; raises RequestError."""
    people = workspace.oppsett.medarbeider or (SOMEBODY,)
    if not wanted:
        return people
    by_id = {person.id: person for person in people}
    unknown = [name for name in wanted if name not in by_id]
    if unknown:
        raise RequestError(
            msg("no medarbeider has the id {id}", id=", ".join(unknown)),
            msg("one of: {words}", words=", ".join(by_id)),
        )
    return tuple(by_id[name] for name in dict.fromkeys(wanted))


def _earlier_people(earlier: Plan | None) -> tuple[str, ...]:
    return earlier.request.medarbeidere if earlier else ()


def _with_defaults(
    workspace: Workspace,
    request: PlanRequest,
    people: Sequence[Medarbeider],
    solver: Solver,
    today: date,
) -> Request:
    """Return the request; what is not said is as in the earlier plan, else as usual.

    Days that have been are not planned again.
    """
    before = request.earlier.request if request.earlier else None
    tomorrow = today + timedelta(days=1)
    start, days = request.start, request.days
    if before and start is None and days is None:
        start, days = _days_left(before, people, tomorrow)
    asked = Request(
        kommuner=request.kommuner
        or (before.kommuner if before else (*workspace.dekker, *workspace.vurderer)),
        from_=start or tomorrow,
        days=days or workspace.oppsett.planlegging.dager,
        medarbeidere=tuple(person.id for person in people),
        max_visits=request.max_visits or (before.max_visits if before else None),
        must=request.must,
        only=request.only or (before.only if before else ()),
        without=request.without or _left_out_before(before, request.must),
        absent=request.absent,
        seed=request.seed,
        stop_rule=request.stop or StopRule(iterations=solver.rounds),
    )
    for away in asked.absent:
        people_of(workspace, [away.medarbeider])
    return asked


def _left_out_before(before: Request | None, must: Sequence[str]) -> tuple[str, ...]:
    return tuple(number for number in (before.without if before else ()) if number not in must)


def _days_left(before: Request, people: Sequence[Medarbeider], tomorrow: date) -> tuple[date, int]:
    dates = [day for day in dates_of(before, people) if day >= tomorrow]
    if not dates:
        raise RequestError(
            msg("all days of the plan have been"), msg("plan anew, without --from-plan")
        )
    return dates[0], len(dates)


def dates_of(asked: Request, people: Sequence[Medarbeider]) -> tuple[date, ...]:
    """Return the days that a request plans for `people`."""
    weekdays = {day for person in people for day in person.ukedager}
    return working_days(asked.from_, asked.days, weekdays)


def _days(
    workspace: Workspace,
    asked: Request,
    people: Sequence[Medarbeider],
    dates: Sequence[date],
    candidates: Sequence[VisitCandidate],
) -> tuple[WorkDay, ...]:
    kontor = office_of(workspace, asked.kommuner)
    absent = frozenset((away.medarbeider, away.date) for away in asked.absent)
    duties = Duties(_meetings(workspace, candidates), absent)
    days = days_of(workspace, people, dates, kontor=kontor, duties=duties)
    if not days:
        raise RequestError(
            msg("nobody is at work on any of the days"),
            msg("choose other days with --from and --days, or look at fravaer in hageplan.toml"),
        )
    return days


def _meetings(
    workspace: Workspace, candidates: Sequence[VisitCandidate]
) -> tuple[tuple[Avtale, int], ...]:
    rules = workspace.oppsett.planlegging
    return tuple(
        (avtale, minutes_of(avtale, candidate.bedrift, rules))
        for candidate in candidates
        for avtale in candidate.avtaler
    )


def _best(candidates: Sequence[VisitCandidate], days: int) -> tuple[VisitCandidate, ...]:
    """Return the candidates that must be, or are, visited, and those with the best prizes.

    They stay in the order of their numbers.
    """
    best = sorted(candidates, key=lambda c: (not _is_set(c), -c.prize_minutes, _number(c)))
    kept = best[: CANDIDATES_A_DAY * days]
    return tuple(sorted(kept, key=_number))


def _is_set(candidate: VisitCandidate) -> bool:
    return bool(candidate.must or candidate.avtaler or candidate.kept)


def _number(candidate: VisitCandidate) -> str:
    return candidate.bedrift.organisasjonsnummer


def _goals(workspace: Workspace, asked: Request, kept: Sequence[VisitCandidate]) -> Goals:
    rules = workspace.oppsett.planlegging
    there = [c.bedrift.kommunenummer for c in kept]
    least = [min(rules.kommune_minst, there.count(number)) for number in asked.kommuner]
    at_most = asked.max_visits or UNLIMITED
    return Goals(at_most=at_most, spread=rules.jevn_fordeling, least=(*least, 0))


def _plan(
    workspace: Workspace,
    asked: Request,
    case: PlanningCase,
    routes: Routes,
    choice: Choice,
    travel: Travel,
    solver: str,
) -> Plan:
    tours = tours_of(case, routes)
    kontor = office_of(workspace, asked.kommuner).navn
    people = {day.medarbeider for day in case.days}
    left = left_out(case, routes, choice)
    _check_must(asked, tours, left)
    return Plan(
        example_data=workspace.example_data,
        request=asked,
        tours=tours,
        left_out=left,
        totals=_totals(tours, [c.bedrift for c in choice.candidates]),
        travel=TravelInfo(
            provider=travel.provider,
            assumptions=(
                *travel.assumptions(),
                *_assumptions(workspace, kontor, has_people=SOMEBODY not in people),
                *_lacking(workspace, asked, case, tours),
                *_alone(case, tours),
                encode("solver", name=solver),
            ),
        ),
    )


def _check_must(asked: Request, tours: Sequence[Tour], left: Sequence[LeftOut]) -> None:
    """Raise where somebody who must be visited is not."""
    visited = {stop.organisasjonsnummer for tour in tours for stop in tour.stops}
    for company in left:
        if company.organisasjonsnummer in set(asked.must) - visited:
            raise RequestError(
                msg("{name} must be visited, and cannot be on these days", name=company.navn),
                msg(
                    "see why with: hageplan plan --only {number}",
                    number=company.organisasjonsnummer,
                ),
            )


def _totals(tours: Sequence[Tour], considered: Sequence[Bedrift]) -> Totals:
    stops = {stop.organisasjonsnummer: stop for tour in tours for stop in tour.stops}
    return Totals(
        visits=len(stops),
        drive_minutes=sum(tour.drive_minutes for tour in tours),
        drive_km=round(sum(tour.drive_km for tour in tours), 1),
        visit_minutes=sum(tour.visit_minutes for tour in tours),
        wait_minutes=sum(tour.wait_minutes for tour in tours),
        prize_minutes=sum(stop.prize_minutes for stop in stops.values()),
        considered=len(considered),
        at_kommune_centre=sum(bedrift.lat is None for bedrift in considered),
    )


def _assumptions(workspace: Workspace, kontor: str, *, has_people: bool) -> list[str]:
    worth = f"{workspace.oppsett.interesse.prize_minutter:g}"
    remarks = [
        encode("parking", minutter=f"{workspace.oppsett.kjoring.parkering_minutter:g}"),
        encode("prize-scale", minutter=worth),
    ]
    if workspace.oppsett.naeringshage.kontor is None:
        remarks.append(encode("no-office", sted=kontor))
    if not has_people:
        hours = SOMEBODY.arbeidstid
        remarks.append(encode("no-medarbeider", fra=f"{hours.fra:%H:%M}", til=f"{hours.til:%H:%M}"))
    return remarks


def _lacking(
    workspace: Workspace, asked: Request, case: PlanningCase, tours: Sequence[Tour]
) -> list[str]:
    """Return a remark for each municipality that gets fewer visits than it should."""
    stops = [stop for tour in tours for stop in tour.stops]
    made = Counter({s.organisasjonsnummer: s.kommunenummer for s in stops}.values())
    return [
        encode("lacking", name=workspace.kommuner[number].navn, made=made[number], least=least)
        for number, least in zip(asked.kommuner, case.problem.goals.least, strict=False)
        if made[number] < least
    ]


def _alone(case: PlanningCase, tours: Sequence[Tour]) -> list[str]:
    """Return a remark for each visit for two to which only one can come as agreed."""
    for_two = {number for number, c in case.candidates.items() if c.bedrift.to_medarbeidere}
    return [
        encode("alone", name=stop.navn, who=tour.medarbeider)
        for tour in tours
        for stop in tour.stops
        if stop.organisasjonsnummer in for_two and stop.together_with is None
    ]
