"""Plan visits: choose companies, solve, put times to it, say why not, and have it checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hageplan.errors import InternalError, RequestError
from hageplan.interest.candidates import Excluded, history_of, select
from hageplan.interest.suggest import visit_prizes
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.coded import encode
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import Plan, Request, StopRule, Totals, Tour, TravelInfo
from hageplan.records.workspace import Workspace
from hageplan.tours.build import Candidate, Day, build_problem, days_of, office_of
from hageplan.tours.calendar import working_days
from hageplan.tours.checker import check_plan
from hageplan.tours.leftout import left_out
from hageplan.tours.limit import solve
from hageplan.tours.prize import visit_prize
from hageplan.tours.solver import Progress, Solver
from hageplan.tours.timetable import tours_of
from hageplan.travel import Travel

CANDIDATES_A_DAY: Final = 60
"""Companies considered a day and person, best prizes first: some ten times what a day holds."""
DEFAULT_STOP: Final = StopRule(iterations=3000)
SOMEBODY: Final = Medarbeider(id="medarbeider")
"""Stands in where hageplan.toml names nobody."""


@dataclass(frozen=True)
class PlanRequest:
    """What to plan.

    `kommuner` are numbers (none: all that the næringshage covers and considers), `start` the first
    day, `days` working days, `medarbeidere` ids (none: everyone).
    """

    kommuner: tuple[str, ...] = ()
    start: date | None = None
    days: int | None = None
    medarbeidere: tuple[str, ...] = ()
    max_visits: int | None = None
    stop: StopRule = DEFAULT_STOP
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

    Raises RequestError where nothing can be planned, InternalError where the plan broke a rule.
    """
    people = _people(workspace, request.medarbeidere)
    asked = _with_defaults(workspace, request, people, today)
    days = _days(workspace, asked, people)
    candidates, excluded = _candidates(workspace, asked.kommuner, today)
    kept = _best(candidates, len(days))
    kontor = office_of(workspace, asked.kommuner)
    problem = build_problem(workspace, kept, days, kontor, travel)
    routes = solve(problem, solver, request.stop, request.seed, progress, request.max_visits)
    tours = tours_of(problem, routes, days, kept)
    plan = Plan(
        example_data=workspace.example_data,
        request=asked,
        tours=tours,
        left_out=left_out(problem, routes, kept, candidates, excluded, request.max_visits),
        totals=_totals(tours, [c.bedrift for c in candidates]),
        travel=TravelInfo(
            provider=travel.provider,
            assumptions=(*travel.assumptions(), *_assumptions(workspace, kontor.navn, people)),
        ),
    )
    breaches = check_plan(plan, workspace, travel)
    if breaches:
        raise InternalError(msg("the plan breaks its own rules: {why}", why="; ".join(breaches)))
    return plan


def _people(workspace: Workspace, wanted: Sequence[str]) -> tuple[Medarbeider, ...]:
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


def _with_defaults(
    workspace: Workspace, request: PlanRequest, people: Sequence[Medarbeider], today: date
) -> Request:
    return Request(
        kommuner=request.kommuner or (*workspace.dekker, *workspace.vurderer),
        from_=request.start or today + timedelta(days=1),
        days=request.days or workspace.oppsett.planlegging.dager,
        medarbeidere=tuple(person.id for person in people),
        max_visits=request.max_visits,
        seed=request.seed,
        stop_rule=request.stop,
    )


def _days(workspace: Workspace, asked: Request, people: Sequence[Medarbeider]) -> tuple[Day, ...]:
    weekdays = {day for person in people for day in person.ukedager}
    dates = working_days(asked.from_, asked.days, weekdays)
    days = days_of(people, dates, workspace.oppsett.planlegging)
    if not days:
        raise RequestError(
            msg("nobody is at work on any of the days"),
            msg("choose other days with --from and --days, or look at fravaer in hageplan.toml"),
        )
    return days


def _candidates(
    workspace: Workspace, kommuner: Sequence[str], today: date
) -> tuple[tuple[Candidate, ...], tuple[Excluded, ...]]:
    if not kommuner:
        raise RequestError(
            msg("no municipality to plan for"),
            msg("name one with --kommune, or fill in dekker and vurderer in hageplan.toml"),
        )
    history = history_of(workspace.henvendelser, today)
    chosen, excluded = select(workspace, kommuner, history, today)
    if not chosen and not excluded:
        names = ", ".join(workspace.kommuner[number].navn for number in kommuner)
        raise RequestError(
            msg("there are no companies in {names}", names=names),
            msg("write them into bedrifter/, or bring them in: hageplan import csv FILE"),
        )

    prizes = visit_prizes(workspace, kommuner, today)
    settings = workspace.oppsett.interesse

    def candidate(bedrift: Bedrift) -> Candidate:
        number = bedrift.organisasjonsnummer
        contacts = history.get(number, ())
        return Candidate(bedrift, visit_prize(bedrift, contacts, prizes.get(number), settings))

    return tuple(map(candidate, chosen)), excluded


def _best(candidates: Sequence[Candidate], days: int) -> tuple[Candidate, ...]:
    """Return the candidates with the best prizes, in the order of their numbers."""
    best = sorted(candidates, key=lambda c: (-c.prize.minutes, c.bedrift.organisasjonsnummer))
    kept = best[: CANDIDATES_A_DAY * days]
    return tuple(sorted(kept, key=lambda c: c.bedrift.organisasjonsnummer))


def _totals(tours: Sequence[Tour], considered: Sequence[Bedrift]) -> Totals:
    return Totals(
        visits=sum(len(tour.stops) for tour in tours),
        drive_minutes=sum(tour.drive_minutes for tour in tours),
        drive_km=round(sum(tour.drive_km for tour in tours), 1),
        visit_minutes=sum(tour.visit_minutes for tour in tours),
        wait_minutes=sum(tour.wait_minutes for tour in tours),
        prize_minutes=sum(stop.prize_minutes for tour in tours for stop in tour.stops),
        considered=len(considered),
        at_kommune_centre=sum(bedrift.lat is None for bedrift in considered),
    )


def _assumptions(workspace: Workspace, kontor: str, people: Sequence[Medarbeider]) -> list[str]:
    worth = f"{workspace.oppsett.interesse.prize_minutter:g}"
    remarks = [
        encode("parking", minutter=f"{workspace.oppsett.kjoring.parkering_minutter:g}"),
        encode("prize-scale", minutter=worth),
    ]
    if workspace.oppsett.naeringshage.kontor is None:
        remarks.append(encode("no-office", sted=kontor))
    if SOMEBODY in people:
        hours = SOMEBODY.arbeidstid
        remarks.append(encode("no-medarbeider", fra=f"{hours.fra:%H:%M}", til=f"{hours.til:%H:%M}"))
    return remarks
