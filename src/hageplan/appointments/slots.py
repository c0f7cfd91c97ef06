"""Times to offer a company, across days and medarbeidere, and what each adds to a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from hageplan.appointments.result import Offer, Slots
from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.plan import Plan, PlanRequest
from hageplan.records.workspace import Workspace
from hageplan.tours.build import PlanningCase
from hageplan.tours.plan import plan as plan_visits
from hageplan.tours.solution import prepare
from hageplan.tours.solve.engine import Engine
from hageplan.tours.solve.local_search import InsertionCache, scheduled
from hageplan.tours.solve.problem import Route, Routes, VisitProblem
from hageplan.tours.solve.schedule import schedule
from hageplan.tours.solve.solver import Progress
from hageplan.tours.solve.timetable import clock_time
from hageplan.travel import Travel
from hageplan.travel.roads import travel_of

PART: Final = 8
"""The plan that a time is fitted into is searched with this part of the effort: it lacks 0.4 %."""
NOON: Final = 12 * 60
HALF: Final = 30
"""Minutes between the times that are tried where a stop would have to go."""


@dataclass(frozen=True)
class _Start:
    """A start on the clock of a shift, in its route; what that adds, and what it costs in all."""

    shift: int
    start: int
    route: Route
    detour: int
    cost: int


def find_slots(
    workspace: Workspace,
    number: str,
    request: PlanRequest | None = None,
    *,
    today: date,
    saved: Plan | None = None,
    count: int = 5,
    progress: Progress = lambda _: None,
) -> Slots:
    """Return up to `count` times for a company beside the `saved` plan, or a new one.

    They are the best of each morning and afternoon of each medarbeider, cheapest first.
    Raises RequestError where the company is unknown, must not be visited or has an appointment.
    """
    asked = request or PlanRequest()
    held = saved or _planned(workspace, asked, today, progress)
    case, visit, routes = _posed(
        workspace, number, asked, held, today=today, travel=travel_of(workspace)
    )
    best: dict[tuple[int, bool], _Start] = {}
    for found in _starts(case, routes, visit):
        half = found.shift, _real(case, found) < NOON
        if half not in best or _order(case, found) < _order(case, best[half]):
            best[half] = found
    in_order = sorted(best.values(), key=lambda found: _order(case, found))
    return Slots(
        example_data=workspace.example_data,
        organisasjonsnummer=number,
        navn=workspace.name_of(number),
        ring_ikke=workspace.is_not_phoned(number),
        is_saved_plan=saved is not None,
        offers=tuple(_offer(case, routes, visit, found) for found in in_order[:count]),
    )


def _planned(workspace: Workspace, asked: PlanRequest, today: date, progress: Progress) -> Plan:
    """Return a plan to fit the company into: nobody keeps it, so it need not be the best."""
    return plan_visits(workspace, asked, today=today, solver=Engine(part=PART), progress=progress)


def free_times(
    workspace: Workspace, number: str, plan: Plan, *, today: date, travel: Travel
) -> tuple[Offer, ...]:
    """Return every time for the company at which all else in `plan` can stay, cheapest first.

    Raises as `find_slots` does.
    """
    case, visit, routes = _posed(workspace, number, PlanRequest(), plan, today=today, travel=travel)
    shifts = range(len(routes))
    found = [start for shift in shifts for start in _fitting(case, routes, visit, shift)]
    in_order = sorted(found, key=lambda one: _order(case, one))
    return tuple(_offer(case, routes, visit, one) for one in in_order)


def _posed(
    workspace: Workspace,
    number: str,
    request: PlanRequest,
    plan: Plan,
    *,
    today: date,
    travel: Travel,
) -> tuple[PlanningCase, int, Routes]:
    """Return the problem, the visit to the company in it, and the routes of `plan` without it."""
    named = request.model_copy(update={"must": (number,)})
    _, case, _ = prepare(workspace, named, today=today, travel=travel, earlier=plan)
    return case, _visit(case, number), _routes(case, plan, number)


def _visit(case: PlanningCase, number: str) -> int:
    """Return the company's visit at any time; raises RequestError where it has an appointment."""
    mine = [n for n, v in enumerate(case.problem.visits) if v.organisasjonsnummer == number]
    avtale = case.problem.visits[mine[-1]].avtale
    if avtale is not None:
        name = case.candidate(mine[-1]).bedrift.navn
        raise RequestError(
            msg("{name} has an appointment: {date}", name=name, date=avtale.tid),
            msg("move it: hageplan move {id} --at …", id=avtale.id),
        )
    return mine[-1]


def _routes(case: PlanningCase, plan: Plan, number: str) -> Routes:
    """Return the routes of `plan`, and all appointments, without the company itself.

    What is not agreed may be moved within its hours.
    """
    visits = case.problem.visits
    index = {visit.organisasjonsnummer: n for n, visit in enumerate(visits)}
    planned = {
        (tour.medarbeider, tour.date): [stop.organisasjonsnummer for stop in tour.stops]
        for tour in plan.tours
    }
    routes = []
    for number_of_shift, shift in enumerate(case.problem.shifts):
        stops = planned.get((shift.medarbeider, shift.day), [])
        free = [index[n] for n in stops if n in index and n != number]
        free = [n for n in free if not visits[n].is_required]
        agreed = [n for n, v in enumerate(visits) if v.is_agreed and v.windows[number_of_shift]]
        routes.append(_in_order(case, plan, number_of_shift, [*free, *agreed]))
    return scheduled(case.problem, tuple(routes))


def _in_order(case: PlanningCase, plan: Plan, shift: int, visits: list[int]) -> Route:
    """Return visits by their time: as agreed, or as planned."""
    times = {
        (stop.organisasjonsnummer, tour.date): stop.start
        for tour in plan.tours
        for stop in tour.stops
    }

    def when(number: int) -> time:
        visit = case.problem.visits[number]
        if visit.avtale is not None:
            return visit.avtale.tid.time()
        return times[visit.organisasjonsnummer, case.problem.shifts[shift].day]

    return tuple(sorted(visits, key=when))


def _starts(case: PlanningCase, routes: Routes, number: int) -> Iterator[_Start]:
    """Return every start at which the visit fits in between.

    Where none does in a shift, every half hour with those stops that it leaves room for.
    """
    problem = case.problem
    for shift, route in enumerate(routes):
        between = _fitting(case, routes, number, shift)
        yield from between
        if not between:
            clock = problem.shifts[shift].clock
            halves = (
                s for s in _possible_starts(case, number, shift) if clock.real_start(s) % HALF == 0
            )
            yield from filter(None, (_instead(problem, number, shift, s, route) for s in halves))


def _possible_starts(case: PlanningCase, number: int, shift: int) -> Iterator[int]:
    """Give the starts in a shift that the company's hours allow."""
    visit = case.problem.visits[number]
    return visit.starts(case.for_two.get(number, visit.windows)[shift])


def _fitting(case: PlanningCase, routes: Routes, number: int, shift: int) -> list[_Start]:
    """Return the starts in a shift at which the visit fits in between."""
    tried = (
        _between(case.problem, number, shift, start, routes[shift])
        for start in _possible_starts(case, number, shift)
    )
    return [found for found in tried if found is not None]


def _between(
    problem: VisitProblem, number: int, shift: int, start: int, route: Route
) -> _Start | None:
    pinned = problem.with_visit(number, problem.at_just(number, shift, start))
    found = InsertionCache(pinned).cheapest(shift, route, number)
    return _Start(shift, start, found.route, found.detour, found.detour) if found else None


def _instead(
    problem: VisitProblem, number: int, shift: int, start: int, route: Route
) -> _Start | None:
    """Return the day made around the visit: what is agreed stays, and the dearest of the rest."""
    pinned = problem.with_visit(number, problem.at_just(number, shift, start))
    insertions = InsertionCache(pinned)
    agreed = tuple(n for n in route if problem.visits[n].is_required)
    found = insertions.cheapest(shift, agreed, number)
    for stop in sorted(set(route) - set(agreed), key=lambda n: (-problem.visits[n].prize, n)):
        room = found and insertions.cheapest(shift, found.route, stop)
        if room and room.detour < problem.visits[stop].prize:
            found = room
    if found is None:
        return None
    before, after = schedule(problem, shift, route), schedule(pinned, shift, found.route)
    if before is None or after is None:
        return None
    gone = sum(problem.visits[n].prize for n in set(route) - set(found.route))
    detour = after.drive_and_wait - before.drive_and_wait
    return _Start(shift, start, found.route, detour, detour + gone)


def _real(case: PlanningCase, found: _Start) -> int:
    return case.problem.shifts[found.shift].clock.real_start(found.start)


def _order(case: PlanningCase, found: _Start) -> tuple[int, bool, bool, date, int, int]:
    """Least cost first; then times that are said easily, the whole and the half hours."""
    real = _real(case, found)
    day = case.problem.shifts[found.shift].day
    return found.cost, real % 30 != 0, real % 15 != 0, day, real, found.shift


def _offer(case: PlanningCase, routes: Routes, number: int, found: _Start) -> Offer:
    shift, real = case.problem.shifts[found.shift], _real(case, found)
    at = found.route.index(number)
    dropped = [n for n in routes[found.shift] if n not in found.route]

    def name(position: int) -> str | None:
        is_stop = 0 <= position < len(found.route)
        return case.candidate(found.route[position]).bedrift.navn if is_stop else None

    return Offer(
        medarbeider=shift.medarbeider,
        date=shift.day,
        start=clock_time(real),
        end=clock_time(real + case.problem.visits[number].minutes),
        detour_minutes=found.detour,
        after=name(at - 1),
        before=name(at + 1),
        drops=tuple(case.candidate(n).bedrift.navn for n in dropped),
        cost_minutes=found.cost,
    )
