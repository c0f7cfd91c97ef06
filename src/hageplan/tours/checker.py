"""Check a finished plan against the records, minute by minute in real time.

Shares no code with the solver, the problem or the timetable: it walks through each day as the
medarbeider will, and reads hours, windows and rules from the records anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time

from hageplan.records.avtaler import booked, called_off
from hageplan.records.bedrift import Bedrift
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import Plan, Stop, Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.day_checker import day_breaches, name_of
from hageplan.tours.days import minutes
from hageplan.tours.request import dates_of, people_of
from hageplan.travel import Travel


def check_plan(
    plan: Plan, workspace: Workspace, travel: Travel, earlier: Plan | None = None
) -> list[str]:
    """Return every rule that `plan` breaks, in English; none for a good plan.

    What the `earlier` plan that it changes has told people stays as it was told.
    """
    return [
        *_whole(plan, workspace),
        *_agreed(plan, workspace),
        *_on_days_that_suit(plan, workspace),
        *_in_order(plan, workspace),
        *_at_round_times(plan, workspace, earlier),
        *_totals(plan),
        *_days(plan, workspace, travel),
    ]


def _whole(plan: Plan, workspace: Workspace) -> Iterator[str]:
    stops = [stop for tour in plan.tours for stop in tour.stops]
    visits = Counter(stop.organisasjonsnummer for stop in stops)
    shifts = Counter((tour.medarbeider, tour.date) for tour in plan.tours)
    yield from (f"{who} has {n} tours on {day}" for (who, day), n in shifts.items() if n > 1)
    left = {company.organisasjonsnummer for company in plan.left_out}
    yield from (f"{number} is both visited and left out" for number in visits.keys() & left)
    most = plan.request.max_visits
    if most is not None and len(visits) > max(most, len(_set_already(plan) & visits.keys())):
        yield f"{len(visits)} visits, at most {most} wanted"
    yield from (f"{n} must be visited and is not" for n in plan.request.must if n not in visits)
    for number, times in visits.items():
        bedrift = workspace.bedrift_by_number.get(number)
        if bedrift is None:
            yield f"{number} is in no record"
            continue
        yield from _may_be_visited(bedrift, plan, workspace)
        yield from _by_so_many(bedrift, times, plan)


def _set_already(plan: Plan) -> set[str]:
    """Return who must be visited or is agreed, however many visits are wanted."""
    stops = (stop for tour in plan.tours for stop in tour.stops)
    return {*plan.request.must, *(stop.organisasjonsnummer for stop in stops if stop.avtale)}


def _may_be_visited(bedrift: Bedrift, plan: Plan, workspace: Workspace) -> Iterator[str]:
    asked, number = plan.request, bedrift.organisasjonsnummer
    if bedrift.reservert or bedrift.status == "nedlagt":
        yield f"{bedrift.navn} must not be visited"
    is_agreed = any(avtale.organisasjonsnummer == number for avtale in booked(workspace.avtaler))
    if is_agreed or number in asked.must:
        return
    if bedrift.status == "avslag":
        yield f"{bedrift.navn} must not be visited"
    if number in asked.without:
        yield f"{bedrift.navn} was to be left out"
    if asked.only and number not in asked.only:
        yield f"{bedrift.navn} was not asked for"
    if not asked.only and bedrift.kommunenummer not in asked.kommuner:
        yield f"{bedrift.navn} is in a municipality that was not asked for"


def _by_so_many(bedrift: Bedrift, times: int, plan: Plan) -> Iterator[str]:
    """A visit for two is in two tours of a date, at the same time; every other one in one.

    A company with several appointments is visited at each of them.
    """
    there = [
        (tour, stop)
        for tour in plan.tours
        for stop in tour.stops
        if stop.organisasjonsnummer == bedrift.organisasjonsnummer
    ]
    wanted = 2 if bedrift.to_medarbeidere else 1
    is_agreed = any(stop.avtale for _, stop in there)
    if times != wanted and not is_agreed:
        yield f"{bedrift.navn} is visited by {times}, not {wanted}"
    agreed = {_moment(tour, stop) for tour, stop in there if stop.avtale}
    if len({_moment(tour, stop) for tour, stop in there} - agreed) > (0 if agreed else 1):
        yield f"those who visit {bedrift.navn} are not there at the same time"
    for tour, stop in there:
        others = [
            other.medarbeider
            for other, its in there
            if other is not tour and _moment(other, its) == _moment(tour, stop)
        ]
        if stop.together_with != (others[0] if others else None):
            yield f"{bedrift.navn} is not visited together with {stop.together_with}"


def _moment(tour: Tour, stop: Stop) -> tuple[date, time, time]:
    return tour.date, stop.start, stop.end


def _agreed(plan: Plan, workspace: Workspace) -> Iterator[str]:
    """Every appointment within the plan is kept: person, day and time; or it is told why not."""
    absent = {(away.medarbeider, away.date) for away in plan.request.absent}
    there = {
        (tour.medarbeider, tour.date, stop.start, stop.organisasjonsnummer): stop
        for tour in plan.tours
        for stop in tour.stops
    }
    last = dates_of(plan.request, people_of(workspace, plan.request.medarbeidere))[-1]
    told = {one.avtale for one in plan.conflicts if not one.is_kept}
    for avtale in booked(workspace.avtaler):
        day = avtale.tid.date()
        is_ours = avtale.medarbeider in plan.request.medarbeidere and day >= plan.request.from_
        if not is_ours or day > last or (avtale.medarbeider, day) in absent:
            continue
        if avtale.id in told:
            continue
        key = avtale.medarbeider, day, avtale.tid.time(), avtale.organisasjonsnummer
        stop = there.get(key)
        if stop is None:
            yield f"the appointment {avtale.id} is not kept"
        elif stop.avtale != avtale.id:
            yield f"{stop.navn} is agreed, and the plan does not say so"


def _on_days_that_suit(plan: Plan, workspace: Workspace) -> Iterator[str]:
    """Nobody is visited on a day on which they called a visit off, unless it is agreed anew."""
    off = called_off(workspace.avtaler)
    agreed = {(a.organisasjonsnummer, a.tid.date()) for a in booked(workspace.avtaler)}
    for tour in plan.tours:
        for stop in tour.stops:
            number = stop.organisasjonsnummer
            if tour.date in off.get(number, ()) and (number, tour.date) not in agreed:
                yield f"{stop.navn} called off its visit on {tour.date}"


def _in_order(plan: Plan, workspace: Workspace) -> Iterator[str]:
    """A visit that waits for others comes after them; one that is agreed does not wait."""
    there: dict[str, list[tuple[date, time, time]]] = {}
    for tour in plan.tours:
        for stop in tour.stops:
            there.setdefault(stop.organisasjonsnummer, []).append(_moment(tour, stop))
    agreed = {s.organisasjonsnummer for tour in plan.tours for s in tour.stops if s.avtale}
    met = {h.organisasjonsnummer for h in workspace.henvendelser if h.took_place}
    for bedrift in workspace.bedrifter:
        number = bedrift.organisasjonsnummer
        for other in bedrift.etter if number in there and number not in agreed else ():
            over = max(((day, end) for day, _, end in there.get(other, ())), default=None)
            if other not in met and (over is None or over > min(there[number])[:2]):
                yield f"{bedrift.navn} is visited before {other}"


def _at_round_times(plan: Plan, workspace: Workspace, earlier: Plan | None) -> Iterator[str]:
    """What is proposed begins at a round time; what was agreed or told, as agreed or told."""
    step = workspace.oppsett.planlegging.klokkeslett_hver_minutter
    told = {(a.organisasjonsnummer, a.tid) for a in booked(workspace.avtaler)}
    told |= set(_moments(earlier)) if earlier else set()
    for number, moment in _moments(plan):
        if minutes(moment.time()) % step and (number, moment) not in told:
            yield f"the visit to {number} at {moment} is at no multiple of {step} minutes"


def _moments(plan: Plan) -> Iterator[tuple[str, datetime]]:
    """Give who is visited, and when."""
    for tour in plan.tours:
        for stop in tour.stops:
            yield stop.organisasjonsnummer, datetime.combine(tour.date, stop.start)


def _totals(plan: Plan) -> Iterator[str]:
    for key in ("drive_minutes", "visit_minutes", "wait_minutes"):
        if getattr(plan.totals, key) != sum(getattr(tour, key) for tour in plan.tours):
            yield f"the total of {key} is not the days' sum"
    visited = {stop.organisasjonsnummer for tour in plan.tours for stop in tour.stops}
    if plan.totals.visits != len(visited):
        yield "the total of visits is not the number of companies visited"
    for tour in plan.tours:
        if tour.drive_minutes != sum(s.drive_minutes for s in tour.stops) + tour.return_minutes:
            yield f"the driving of {name_of(tour)} is not the legs' sum"
        if tour.wait_minutes != sum(stop.wait_minutes for stop in tour.stops):
            yield f"the waiting of {name_of(tour)} is not the stops' sum"
        if tour.visit_minutes != sum(minutes(s.end) - minutes(s.start) for s in tour.stops):
            yield f"the meetings of {name_of(tour)} are not the stops' sum"


def _days(plan: Plan, workspace: Workspace, travel: Travel) -> Iterator[str]:
    people = {person.id: person for person in workspace.oppsett.medarbeider}
    absent = {(away.medarbeider, away.date) for away in plan.request.absent}
    for tour in plan.tours:
        person = people.get(tour.medarbeider) or Medarbeider(id=tour.medarbeider)
        if (tour.medarbeider, tour.date) in absent:
            yield f"{person.id} is absent on {tour.date}"
        yield from day_breaches(tour, person, plan, workspace, travel)
