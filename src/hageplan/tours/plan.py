"""Plan visits: whom to visit, who, when and in which order, why not the others; have it checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from hageplan.errors import InternalError
from hageplan.interest.occasions import occasion_remarks
from hageplan.interest.revisits import coverage_of, interval_remarks
from hageplan.messages import encode, msg
from hageplan.records.avtaler import booked
from hageplan.records.naeringshage import SOMEBODY
from hageplan.records.plan import (
    Change,
    Plan,
    PlanRequest,
    Request,
    Safety,
    StopRule,
    Tour,
    TravelInfo,
)
from hageplan.records.workspace import Workspace
from hageplan.tours.changes import changes, promises
from hageplan.tours.checker import check_plan
from hageplan.tours.days import office_of
from hageplan.tours.desk_time import desk_time
from hageplan.tours.explain.leftout import left_out
from hageplan.tours.explain.robust import Solve, with_reserves
from hageplan.tours.explain.visit_lengths import learnt_of, remarks
from hageplan.tours.on_the_way import rates, with_roads_told
from hageplan.tours.prove.proof import Prover
from hageplan.tours.request import dates_of, people_of, whole_request
from hageplan.tours.rules.weeks import Weeks, are_weeks, each_week
from hageplan.tours.solution import Solution, find_solution
from hageplan.tours.solve.engine import Engine
from hageplan.tours.solve.solver import Progress, Solver, part
from hageplan.travel import Travel
from hageplan.travel.roads import travel_of


def plan(
    workspace: Workspace,
    request: PlanRequest | None = None,
    *,
    today: date,
    earlier: Plan | None = None,
    robust: bool = False,
    solver: Solver | None = None,
    progress: Progress = lambda _: None,
    prove: Prover | None = None,
) -> Plan:
    """Return a plan of visits that keeps every rule of the records.

    An `earlier` plan is changed as little as possible. A `robust` one has the reserves that keep
    its times; see `tours.explain.robust`. `solver` is the engine unless it is given; `prove` tells
    how much more any plan could be worth.

    Whom the request names is considered though outside the target group.

    An appointment that breaks a rule is kept, and told of.
    Raises RequestError where nothing can be planned or what must be visited cannot, InternalError
    where the plan broke a rule.
    """
    asked = request or PlanRequest()
    workspace = workspace.taking_in(named_in(asked, earlier))
    make = partial(_plan_days, workspace, today=today, solver=solver or Engine(), prove=prove)
    whole = whole_request(workspace, asked, today=today, earlier=earlier)
    # What is planned for days that have been says nothing of the weeks after them.
    has_been = whole.from_ < today
    if robust or has_been or not are_weeks(whole, workspace.oppsett.planlegging):
        return make(asked, earlier=earlier, robust=robust, progress=progress)
    found = Weeks(earlier=earlier)
    requests = [*each_week(whole, dates_of(whole, people_of(workspace, whole.medarbeidere)))]
    for number, week in enumerate(requests):
        told = part(progress, number, len(requests))
        made = make(week, earlier=found.known(week), robust=False, progress=told)
        found = replace(found, plans=(*found.plans, made))
    return _one_plan(workspace, whole, found)


def _one_plan(workspace: Workspace, asked: Request, found: Weeks) -> Plan:
    """Return the weeks as one plan, told against the plan that was before all of them."""
    tours, earlier = found.tours, found.earlier
    made = found.plans[0].model_copy(
        update={
            **found.whole(asked),
            "changes": _changes(workspace, asked, earlier, tours) if earlier else None,
            "desk_time": desk_time(workspace, asked, tours),
        }
    )
    _check(made, workspace, travel_of(workspace), earlier)
    return made


def _plan_days(
    workspace: Workspace,
    asked: PlanRequest,
    *,
    today: date,
    earlier: Plan | None,
    robust: bool,
    solver: Solver,
    progress: Progress,
    prove: Prover | None,
) -> Plan:
    """Return a plan of days that are planned together; see `plan`."""
    solve = partial(
        find_solution,
        request=asked,
        today=today,
        solver=solver,
        earlier=earlier,
        progress=progress,
    )
    found, tours, safety = _solved(workspace, travel_of(workspace), solve, robust=robust)
    tours = with_roads_told(tours, found.travel, workspace.oppsett.kjoring)
    rules = found.workspace.oppsett.planlegging
    made = Plan(
        example_data=workspace.example_data,
        request=found.request,
        tours=tours,
        left_out=left_out(found.case, found.routes, found.choice, rules),
        totals=replace(found, tours=tours).totals,
        outside=_count_outside(workspace, found.request),
        travel=TravelInfo(
            provider=found.travel.provider,
            assumptions=(
                *_assumptions(found, today),
                *(remarks(learnt_of(workspace)) if robust else ()),
                _effort(solver, found, is_asked=asked.stop_rule is not None),
            ),
        ),
        conflicts=found.choice.conflicts,
        changes=_changes(workspace, found.request, earlier, tours) if earlier else None,
        safety=safety,
        desk_time=desk_time(workspace, found.request, tours, worth=found.worth),
        proof=prove(found) if prove else None,
    )
    _check(made, found.workspace, found.travel, earlier)
    return made


def _changes(
    workspace: Workspace, asked: Request, earlier: Plan, tours: Sequence[Tour]
) -> tuple[Change, ...]:
    """Return what changes for companies since an `earlier` plan, and since what was promised."""
    promised = promises(booked(workspace.avtaler), workspace.bedrift_by_number)
    last = dates_of(asked, people_of(workspace, asked.medarbeidere))[-1]
    return changes(earlier, tours, asked, promised, last)


def _check(made: Plan, workspace: Workspace, travel: Travel, earlier: Plan | None) -> None:
    """Raise InternalError where the plan breaks a rule."""
    if breaches := check_plan(made, workspace, travel, earlier):
        raise InternalError(msg("the plan breaks its own rules: {why}", why="; ".join(breaches)))


def _solved(
    workspace: Workspace, travel: Travel, solve: Solve, *, robust: bool
) -> tuple[Solution, tuple[Tour, ...], Safety | None]:
    """Return the tours, and how sure they are where they are `robust`."""
    if robust:
        return with_reserves(workspace, travel, solve)
    found = solve(workspace, travel=travel)
    return found, found.tours, None


def named_in(asked: PlanRequest, earlier: Plan | None) -> tuple[str, ...]:
    """Return the numbers of the companies that are asked for by name, now or in an earlier plan."""
    return (*asked.must, *(asked.only or (earlier.request.only if earlier else ())))


def _count_outside(workspace: Workspace, asked: Request) -> int:
    """Return how many companies the plan might have considered, were they in the target group."""
    return 0 if asked.only else workspace.count_outside(asked.kommuner)


def _effort(solver: Solver, found: Solution, *, is_asked: bool) -> str:
    """Return, as a coded remark, how long `solver` looked for the tours, and why no longer."""
    stop = found.request.stop_rule or StopRule()
    if stop.seconds is not None:
        return encode("solver-seconds", name=solver.name, seconds=f"{stop.seconds:g}")
    why = "asked" if is_asked else "usual"
    return encode(f"solver-{why}", name=solver.name, rounds=stop.iterations)


def _assumptions(found: Solution, today: date) -> Iterator[str]:
    """Give what a plan rests on, as coded remarks."""
    oppsett = found.workspace.oppsett
    yield from found.workspace.remarks()
    yield from found.travel.assumptions()
    yield from found.travel.source.aged(today)
    yield encode("parking", minutter=f"{oppsett.kjoring.parkering_minutter:g}")
    yield from rates(found.tours, oppsett.kjoring)
    yield encode("prize-scale", minutter=f"{oppsett.interesse.prize_minutter:g}")
    yield from occasion_remarks(found.workspace)
    covered = coverage_of(found.workspace, today, found.request.kommuner)
    yield from interval_remarks(oppsett.besoksintervall_dager, covered)
    if oppsett.naeringshage.kontor is None:
        yield encode("no-office", sted=office_of(found.workspace, found.request.kommuner).navn)
    if SOMEBODY in (day.medarbeider for day in found.case.days):
        hours = SOMEBODY.arbeidstid
        yield encode("no-medarbeider", fra=f"{hours.fra:%H:%M}", til=f"{hours.til:%H:%M}")
    yield from _lacking(found)
    yield from _alone(found)


def _lacking(found: Solution) -> Iterator[str]:
    """Give a remark for each municipality that gets fewer visits than it should."""
    stops = [stop for tour in found.tours for stop in tour.stops]
    made = Counter({s.organisasjonsnummer: s.kommunenummer for s in stops}.values())
    wanted = zip(found.request.kommuner, found.case.problem.goals.least, strict=False)
    for number, least in wanted:
        if made[number] < least:
            navn = found.workspace.kommuner[number].navn
            yield encode("lacking", name=navn, made=made[number], least=least)


def _alone(found: Solution) -> Iterator[str]:
    """Give a remark for each visit for two to which only one can come as agreed."""
    candidates = found.case.candidates
    for_two = {number for number, one in candidates.items() if one.bedrift.to_medarbeidere}
    for tour in found.tours:
        for stop in tour.stops:
            if stop.organisasjonsnummer in for_two and stop.together_with is None:
                yield encode("alone", name=stop.navn, who=found.workspace.people[tour.medarbeider])
