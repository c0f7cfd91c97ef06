"""Check a finished plan against the records, minute by minute in real time.

Shares no code with the solver, the problem or the timetable: it walks through each day as the
medarbeider will, and reads hours, windows and rules from the records anew.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date, time

from hageplan.records.bedrift import Bedrift
from hageplan.records.naeringshage import Medarbeider, Planlegging
from hageplan.records.plan import Endpoint, Plan, Stop, Tour
from hageplan.records.sted import Sted
from hageplan.records.workspace import Workspace
from hageplan.tours.calendar import is_half_day, is_holiday, weekday
from hageplan.travel import DriveTable, Travel


def check_plan(plan: Plan, workspace: Workspace, travel: Travel) -> list[str]:
    """Return every rule that `plan` breaks, in English; none for a good plan."""
    return [*_whole(plan, workspace), *_totals(plan), *_days(plan, workspace, travel)]


def _whole(plan: Plan, workspace: Workspace) -> Iterator[str]:
    stops = [stop for tour in plan.tours for stop in tour.stops]
    visits = Counter(stop.organisasjonsnummer for stop in stops)
    yield from (f"{number} is visited {n} times" for number, n in visits.items() if n > 1)
    shifts = Counter((tour.medarbeider, tour.date) for tour in plan.tours)
    yield from (f"{who} has {n} tours on {day}" for (who, day), n in shifts.items() if n > 1)
    left = {company.organisasjonsnummer for company in plan.left_out}
    yield from (f"{number} is both visited and left out" for number in visits.keys() & left)
    if plan.request.max_visits is not None and len(stops) > plan.request.max_visits:
        yield f"{len(stops)} visits, at most {plan.request.max_visits} wanted"
    by_number = {bedrift.organisasjonsnummer: bedrift for bedrift in workspace.bedrifter}
    for stop in stops:
        yield from _may_be_visited(stop, by_number.get(stop.organisasjonsnummer), plan)


def _may_be_visited(stop: Stop, bedrift: Bedrift | None, plan: Plan) -> Iterator[str]:
    if bedrift is None:
        yield f"{stop.organisasjonsnummer} is in no record"
        return
    if bedrift.reservert or bedrift.status in ("avslag", "nedlagt"):
        yield f"{bedrift.navn} must not be visited"
    if bedrift.kommunenummer not in plan.request.kommuner:
        yield f"{bedrift.navn} is in a municipality that was not asked for"


def _totals(plan: Plan) -> Iterator[str]:
    for key in ("drive_minutes", "visit_minutes", "wait_minutes"):
        if getattr(plan.totals, key) != sum(getattr(tour, key) for tour in plan.tours):
            yield f"the total of {key} is not the days' sum"
    for tour in plan.tours:
        if tour.drive_minutes != sum(s.drive_minutes for s in tour.stops) + tour.return_minutes:
            yield f"the driving of {_name(tour)} is not the legs' sum"
        if tour.wait_minutes != sum(stop.wait_minutes for stop in tour.stops):
            yield f"the waiting of {_name(tour)} is not the stops' sum"
        if tour.visit_minutes != sum(_minutes(s.end) - _minutes(s.start) for s in tour.stops):
            yield f"the meetings of {_name(tour)} are not the stops' sum"


def _days(plan: Plan, workspace: Workspace, travel: Travel) -> Iterator[str]:
    people = {person.id: person for person in workspace.oppsett.medarbeider}
    for tour in plan.tours:
        person = people.get(tour.medarbeider) or Medarbeider(id=tour.medarbeider)
        yield from _worked(tour, person, workspace)
        yield from _Walk(tour, person, workspace, travel).breaches()


def _worked(tour: Tour, person: Medarbeider, workspace: Workspace) -> Iterator[str]:
    rules = workspace.oppsett.planlegging
    if is_holiday(tour.date):
        yield f"{tour.date} is a public holiday"
    if weekday(tour.date) not in person.ukedager:
        yield f"{person.id} does not work on {tour.date}"
    if any(away.fra <= tour.date <= away.til for away in person.fravaer):
        yield f"{person.id} is away on {tour.date}"
    if _minutes(tour.start.time) < _minutes(person.arbeidstid.fra):
        yield f"{_name(tour)} begins before working hours"
    if _minutes(tour.end.time) > _closing(tour, person, rules):
        yield f"{_name(tour)} ends after working hours"


def _closing(tour: Tour, person: Medarbeider, rules: Planlegging) -> int:
    closing = _minutes(person.arbeidstid.til)
    if is_half_day(tour.date, rules.halve_dager):
        closing = min(closing, _minutes(rules.halv_dag_slutt))
    return closing


class _Walk:
    """One day, stop by stop."""

    def __init__(
        self, tour: Tour, person: Medarbeider, workspace: Workspace, travel: Travel
    ) -> None:
        self._tour = tour
        self._person = person
        self._workspace = workspace
        self._rules = workspace.oppsett.planlegging
        self._by_number = {b.organisasjonsnummer: b for b in workspace.bedrifter}
        self._table = _driving(tour, travel, tour.date)

    def breaches(self) -> Iterator[str]:
        yield from self._ends()
        yield from self._lunch()
        now, parking = _minutes(self._tour.start.time), self._parking()
        for number, stop in enumerate(self._tour.stops):
            drive = _rounded_up(self._table.minutes[number, number + 1] + parking)
            yield from self._arrival(stop, now, drive, is_first=number == 0)
            yield from self._meeting(stop)
            now = _minutes(stop.end)
        home = _rounded_up(self._table.minutes[-2, -1])
        if self._tour.return_minutes != home:
            yield f"the way back of {_name(self._tour)} takes {home} min"
        if _minutes(self._tour.end.time) != self._after(now, self._rules.slakk_minutter + home):
            yield f"{_name(self._tour)} does not end when the way back does"

    def _parking(self) -> float:
        return self._workspace.oppsett.kjoring.parkering_minutter

    def _after(self, begin: int, duration: int) -> int:
        """Return when `duration` minutes of driving and talk are over; lunch interrupts them."""
        lunch = self._tour.lunch
        if lunch is not None and begin <= _minutes(lunch.start) < begin + duration:
            return begin + duration + _minutes(lunch.end) - _minutes(lunch.start)
        return begin + duration

    def _arrival(self, stop: Stop, now: int, drive: int, *, is_first: bool) -> Iterator[str]:
        slack = 0 if is_first else self._rules.slakk_minutter
        if stop.drive_minutes != drive:
            yield f"the drive to {stop.navn} takes {drive} min, not {stop.drive_minutes}"
        arrive = _minutes(stop.arrive)
        if arrive != self._after(now, slack + drive):
            yield f"{stop.navn} is not reached at {stop.arrive:%H:%M}"
        if _minutes(stop.start) != self._begin(arrive + stop.wait_minutes, arrive):
            yield f"the wait at {stop.navn} does not last until {stop.start:%H:%M}"

    def _begin(self, idle_until: int, arrive: int) -> int:
        """Return when a meeting begins: never when lunch does, and lunch makes a wait longer."""
        lunch = self._tour.lunch
        if lunch is not None and arrive <= _minutes(lunch.start) <= idle_until:
            return idle_until + _minutes(lunch.end) - _minutes(lunch.start)
        return idle_until

    def _meeting(self, stop: Stop) -> Iterator[str]:
        bedrift = self._by_number.get(stop.organisasjonsnummer)
        if bedrift is None:
            return
        begin, end = _minutes(stop.start), _minutes(stop.end)
        if end - begin != (bedrift.besok_minutter or self._rules.besok_minutter):
            yield f"the visit to {stop.navn} has the wrong length"
        if not any(first <= begin and end <= last for first, last in self._hours(bedrift)):
            yield f"{stop.navn} cannot be visited {stop.start:%H:%M}-{stop.end:%H:%M}"
        lunch = self._tour.lunch
        if lunch is not None and begin < _minutes(lunch.end) and _minutes(lunch.start) < end:
            yield f"the visit to {stop.navn} is at lunch"

    def _hours(self, bedrift: Bedrift) -> Iterator[tuple[int, int]]:
        if not bedrift.besokstider:
            yield _minutes(self._rules.besok_fra), _minutes(self._rules.besok_til)
        for opening in bedrift.besokstider:
            if weekday(self._tour.date) in opening.ukedager:
                yield _minutes(opening.fra), _minutes(opening.til)

    def _lunch(self) -> Iterator[str]:
        usual, length = _minutes(self._rules.lunsj_fra), self._rules.lunsj_minutter
        lunch = self._tour.lunch
        if lunch is None:
            if self._needs_lunch(usual, length):
                yield f"{_name(self._tour)} has no lunch"
            return
        begin = _minutes(lunch.start)
        if _minutes(lunch.end) - begin != length:
            yield f"the lunch of {_name(self._tour)} has the wrong length"
        under_way = any(
            _minutes(stop.start) < usual and _minutes(stop.end) == begin
            for stop in self._tour.stops
        )
        if begin != usual and not under_way:
            yield f"the lunch of {_name(self._tour)} is at the wrong time"

    def _needs_lunch(self, usual: int, length: int) -> bool:
        opening = _minutes(self._person.arbeidstid.fra)
        closing = _closing(self._tour, self._person, self._rules)
        has_break = length > 0 and opening < usual and usual + length < closing
        return has_break and _minutes(self._tour.start.time) < usual < _minutes(self._tour.end.time)

    def _ends(self) -> Iterator[str]:
        person, kontor = self._person, self._workspace.oppsett.naeringshage.kontor
        for end, where in ((self._tour.start, person.start), (self._tour.end, person.slutt)):
            place = person.hjem if where == "hjem" else kontor
            if place is not None and (end.lat, end.lon) != (place.lat, place.lon):
                yield f"{_name(self._tour)} does not begin or end at {place.navn}"


def _driving(tour: Tour, travel: Travel, day: date) -> DriveTable:
    """Return the driving between the day's places, in the order they are visited."""
    along: list[Endpoint | Stop] = [tour.start, *tour.stops, tour.end]
    return travel.table([Sted(p.place, p.lat, p.lon) for p in along], day)


def _rounded_up(minutes: float) -> int:
    return math.ceil(minutes - 1e-9)


def _minutes(clock_time: time) -> int:
    return clock_time.hour * 60 + clock_time.minute


def _name(tour: Tour) -> str:
    return f"the tour of {tour.medarbeider} on {tour.date}"
