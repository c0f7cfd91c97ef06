"""Check one day of a finished plan, minute by minute in real time, as the medarbeider will live it.

See `hageplan.tours.checker`. Appointments may break rules where the plan says so: then what is not
agreed keeps them all the same. Which hours are worked, what a calendar blocks and which pauses are
due is a rule of `days`; that a day keeps to it is found here by living through the day.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from hageplan.messages import decode
from hageplan.records.avtaler import booked
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import PauseKind, Plan, Stop, Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.calendar import daylight, is_holiday, weekday
from hageplan.tours.days import Span, busy_of, minutes, pauses_due, working_hours
from hageplan.tours.rules.agreed import agreed_day, meeting_of, quay_of
from hageplan.travel import NEVER, Travel


def day_breaches(
    tour: Tour, person: Medarbeider, plan: Plan, workspace: Workspace, travel: Travel
) -> Iterator[str]:
    """Give every rule that a tour of `person` breaks, in English."""
    told = told_of(tour, plan)
    yield from _worked(tour, person, workspace, told)
    yield from _ends(tour, person, plan, workspace)
    yield from _Walk(tour, person, workspace, travel, is_told=bool(told)).breaches()


def told_of(tour: Tour, plan: Plan) -> tuple[str, ...]:
    """Return the rules that the appointments of a tour break, as the plan says."""
    mine = (c for c in plan.conflicts if (c.medarbeider, c.date) == (tour.medarbeider, tour.date))
    return tuple(remark for conflict in mine if conflict.is_kept for remark in conflict.why)


def _worked(
    tour: Tour, person: Medarbeider, workspace: Workspace, told: Sequence[str]
) -> Iterator[str]:
    rules = workspace.oppsett.planlegging
    if not (told and all(stop.avtale for stop in tour.stops)):
        yield from _days_off(tour, person)
    hours = working_hours(person, tour.date, rules)
    first, last = tour.stops[0], tour.stops[-1]
    if minutes(tour.start.time) < hours[0] and not _is_for_appointment(first, hours, told):
        yield f"{name_of(tour)} begins before working hours"
    if minutes(tour.end.time) > hours[1] and not _is_for_appointment(last, hours, told):
        yield f"{name_of(tour)} ends after working hours"
    for stop in tour.stops:
        if not stop.avtale and not _is_within(stop, hours):
            yield f"the visit to {stop.navn} is outside working hours"
    longest = person.maks_kjoring_minutter or rules.maks_kjoring_minutter
    if longest is not None and tour.drive_minutes > max(longest, _driving_told(told)):
        yield f"{name_of(tour)} drives {tour.drive_minutes} min, at most {longest} are allowed"
    if person.kun_dagslys:
        yield from _in_daylight(tour, told)


def _days_off(tour: Tour, person: Medarbeider) -> Iterator[str]:
    if is_holiday(tour.date):
        yield f"{tour.date} is a public holiday"
    if weekday(tour.date) not in person.ukedager:
        yield f"{person.id} does not work on {tour.date}"
    if any(away.fra <= tour.date <= away.til for away in person.fravaer):
        yield f"{person.id} is away on {tour.date}"


def _is_for_appointment(stop: Stop, hours: Span, told: Sequence[str]) -> bool:
    """Tell whether a drive out of hours leads to or from an appointment, within them or told of."""
    return stop.avtale is not None and (bool(told) or _is_within(stop, hours))


def _is_within(stop: Stop, hours: Span) -> bool:
    return hours[0] <= minutes(stop.start) and minutes(stop.end) <= hours[1]


def _driving_told(told: Sequence[str]) -> int:
    """Return the minutes at the wheel that the appointments are said to take."""
    found = (decode(remark) for remark in told)
    return max((int(said["minutes"]) for code, said in found if code == "agreed-drive"), default=0)


def _in_daylight(tour: Tour, told: Sequence[str]) -> Iterator[str]:
    """Neither end of the day is in the dark, but for the drive to what is told of."""
    for end, stop in ((tour.start, tour.stops[0]), (tour.end, tour.stops[-1])):
        dawn, dusk = daylight(end.sted, tour.date)
        if not dawn <= minutes(end.time) <= dusk and not (told and stop.avtale):
            yield f"{name_of(tour)} drives in the dark"


def _ends(tour: Tour, person: Medarbeider, plan: Plan, workspace: Workspace) -> Iterator[str]:
    """A day begins and ends where the person's days do, or at a hotel between two of them."""
    kontor = workspace.oppsett.naeringshage.kontor
    hotels = {(h.navn, h.lat, h.lon) for h in workspace.oppsett.overnattingssted}
    for end, where, step in ((tour.start, person.start, -1), (tour.end, person.slutt, 1)):
        place = person.hjem if where == "hjem" else kontor
        if place is None or (end.lat, end.lon) == (place.lat, place.lon):
            continue
        beside = tour.date + timedelta(days=step)
        other = next(
            (t for t in plan.tours if (t.medarbeider, t.date) == (tour.medarbeider, beside)), None
        )
        there = other and (other.end if step < 0 else other.start)
        is_night = there and (there.lat, there.lon) == (end.lat, end.lon)
        if not is_night or (end.place, end.lat, end.lon) not in hotels:
            yield f"{name_of(tour)} does not begin or end at {place.navn}"


class _Walk:
    """One day, stop by stop."""

    def __init__(
        self,
        tour: Tour,
        person: Medarbeider,
        workspace: Workspace,
        travel: Travel,
        *,
        is_told: bool,
    ) -> None:
        self._is_told = is_told
        self._travel = travel
        self._tour = tour
        self._person = person
        self._workspace = workspace
        self._rules = workspace.oppsett.planlegging
        self._agreed = {avtale.id: avtale for avtale in booked(workspace.avtaler)}
        stops = (stop.sted for stop in tour.stops)
        self._table = travel.table([tour.start.sted, *stops, tour.end.sted], tour.date)
        self._pauses = [(minutes(p.start), minutes(p.end)) for p in tour.breaks]
        self._busy = busy_of(workspace.opptatt, person, tour.date)
        self._whole = minutes(tour.start.time), minutes(tour.end.time)

    def breaches(self) -> Iterator[str]:
        if not self._is_told:
            yield from self._rests()
        gives_way = self._is_told and all(stop.avtale for stop in self._tour.stops)
        blocked = [span for span in self._busy if self._overlaps(span)]
        if not gives_way and self._paused("busy") != blocked:
            yield f"{name_of(self._tour)} takes time that the calendar blocks"
        now = minutes(self._tour.start.time)
        parking = self._workspace.oppsett.kjoring.parkering_minutter
        for number, stop in enumerate(self._tour.stops):
            drive = _rounded_up(self._table.minutes[number, number + 1] + parking)
            before = self._tour.stops[number - 1] if number else None
            yield from self._arrival(stop, now, drive, before)
            yield from self._crossing(number, now, before)
            yield from self._meeting(stop)
            now = minutes(stop.end)
        yield from self._crossing(len(self._tour.stops), now, self._tour.stops[-1])
        home = _rounded_up(self._table.minutes[-2, -1])
        if self._tour.return_minutes != home:
            yield f"the way back of {name_of(self._tour)} takes {home} min"
        if minutes(self._tour.end.time) != self._after(now, self._rules.slakk_minutter + home):
            yield f"{name_of(self._tour)} does not end when the way back does"

    def _after(self, begin: int, duration: int) -> int:
        """Return when `duration` minutes of driving and talk are over; pauses interrupt them."""
        end = begin + duration
        for start, until in self._pauses:
            if begin <= start < end:
                end += until - start
        return end

    def _arrival(self, stop: Stop, now: int, drive: int, before: Stop | None) -> Iterator[str]:
        slack = 0 if before is None else self._rules.slakk_minutter
        if self._is_told and before is not None and before.avtale and stop.avtale:
            slack = max(0, min(slack, minutes(stop.start) - now - drive))
        if stop.drive_minutes != drive:
            yield f"the drive to {stop.navn} takes {drive} min, not {stop.drive_minutes}"
        arrive = minutes(stop.arrive)
        if arrive != self._after(now, slack + drive):
            yield f"{stop.navn} is not reached at {stop.arrive:%H:%M}"
        if minutes(stop.start) != self._begin(arrive + stop.wait_minutes, arrive):
            yield f"the wait at {stop.navn} does not last until {stop.start:%H:%M}"

    def _crossing(self, number: int, now: int, before: Stop | None) -> Iterator[str]:
        """A drive that takes a ferry is at the quay in time, but for what is told of."""
        stops = self._tour.stops
        quay, last = quay_of(self._table, number)
        slack = 0 if before is None else self._rules.slakk_minutter
        if self._is_told and (before or stops[0]).avtale:
            return
        if last < NEVER and self._after(now, slack + quay) > last:
            yield f"{name_of(self._tour)} comes after the last ferry at {last // 60}:{last % 60:02}"

    def _begin(self, idle_until: int, arrive: int) -> int:
        """Return when a meeting begins: never when a pause does, which makes a wait longer."""
        for start, until in self._pauses:
            if arrive <= start <= idle_until:
                idle_until += until - start
        return idle_until

    def _meeting(self, stop: Stop) -> Iterator[str]:
        bedrift = self._workspace.bedrift_by_number.get(stop.organisasjonsnummer)
        if bedrift is None:
            return
        avtale = self._agreed.get(stop.avtale) if stop.avtale else self._other_one(stop, bedrift)
        agreed = avtale.minutter if avtale else None
        begin, end = minutes(stop.start), minutes(stop.end)
        if end - begin != (agreed or bedrift.besok_minutter or self._rules.besok_minutter):
            yield f"the visit to {stop.navn} has the wrong length"
        if any(begin < until and start < end for start, until in self._pauses):
            yield f"the visit to {stop.navn} is during a pause"
        if avtale is not None:
            return
        if not any(first <= begin and end <= last for first, last in self._open(bedrift)):
            yield f"{stop.navn} cannot be visited {stop.start:%H:%M}-{stop.end:%H:%M}"
        if any(season.covers(self._tour.date) for season in bedrift.stengt):
            yield f"{stop.navn} has no visits on {self._tour.date}"
        if not set(bedrift.krever) <= set(self._person.kan):
            yield f"{stop.navn} asks for what {self._person.id} does not know"

    def _other_one(self, stop: Stop, bedrift: Bedrift) -> Avtale | None:
        """Return the appointment of the other of two, which holds for who comes along."""
        moment = datetime.combine(self._tour.date, stop.start)
        key = bedrift.organisasjonsnummer, moment
        found = (a for a in self._agreed.values() if (a.organisasjonsnummer, a.tid) == key)
        return next(found, None) if bedrift.to_medarbeidere else None

    def _open(self, bedrift: Bedrift) -> Iterator[tuple[int, int]]:
        if not bedrift.besokstider:
            yield minutes(self._rules.besok_fra), minutes(self._rules.besok_til)
        for opening in bedrift.besokstider:
            if weekday(self._tour.date) in opening.ukedager:
                yield minutes(opening.fra), minutes(opening.til)

    def _rests(self) -> Iterator[str]:
        """Lunch and the free slot are there where the tour spans them, whole and in their time."""
        due = dict(self._due())
        for kind in ("lunch", "free"):
            found, wanted = self._paused(kind), due.get(kind)
            if wanted is None or len(found) > 1:
                if found:
                    yield f"{name_of(self._tour)} has a pause for {kind} too many"
            elif not found:
                yield f"{name_of(self._tour)} has no pause for {kind}"
            elif found[0][1] - found[0][0] != wanted[1] - wanted[0]:
                yield f"the {kind} pause of {name_of(self._tour)} has the wrong length"
            elif found[0] != wanted:
                yield f"the {kind} pause of {name_of(self._tour)} is at the wrong time"

    def _due(self) -> Iterator[tuple[PauseKind, Span]]:
        """Give lunch and the free slot that the tour spans, after the visit under way then."""
        hours = working_hours(self._person, self._tour.date, self._rules)
        visits = [(minutes(s.start), minutes(s.end)) for s in self._tour.stops]
        fixed = self._fixed()
        over = 0
        for at, length, kind in pauses_due(hours, self._rules, [*self._busy, *fixed]):
            begin = max(at, over)
            begin = next((end for start, end in visits if start < begin < end), begin)
            if self._whole[0] < at and begin < self._whole[1]:
                over = begin + length
                yield kind, (begin, over)

    def _fixed(self) -> list[Span]:
        """Return the times that the pauses make way for."""
        agreed = [self._agreed[stop.avtale] for stop in self._tour.stops if stop.avtale]
        if not agreed:
            return []
        meetings = [meeting_of(self._workspace, avtale) for avtale in agreed]
        day = agreed_day(
            self._workspace,
            self._person,
            self._tour.date,
            meetings,
            kontor=self._tour.start.sted,
            travel=self._travel,
        )
        return day.fixed(self._rules)

    def _paused(self, kind: PauseKind) -> list[Span]:
        found = (pause for pause in self._tour.breaks if pause.kind == kind)
        return [(minutes(pause.start), minutes(pause.end)) for pause in found]

    def _overlaps(self, span: Span) -> bool:
        return span[0] < self._whole[1] and self._whole[0] < span[1]


def _rounded_up(exact: float) -> int:
    return math.ceil(exact - 1e-9)


def name_of(tour: Tour) -> str:
    """Return what breaches call a tour."""
    return f"the tour of {tour.medarbeider} on {tour.date}"
