"""Check one day of a finished plan, minute by minute in real time, as the medarbeider will live it.

See `hageplan.tours.checker`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from hageplan.records.avtaler import booked
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import Pause, Plan, Stop, Tour
from hageplan.records.settings.planlegging import Planlegging
from hageplan.records.workspace import Workspace
from hageplan.tours.calendar import daylight, is_half_day, is_holiday, weekday
from hageplan.travel import Travel


def day_breaches(
    tour: Tour, person: Medarbeider, plan: Plan, workspace: Workspace, travel: Travel
) -> Iterator[str]:
    """Give every rule that a tour of `person` breaks, in English."""
    yield from _worked(tour, person, workspace)
    yield from _ends(tour, person, plan, workspace)
    yield from _Walk(tour, person, workspace, travel).breaches()


def _worked(tour: Tour, person: Medarbeider, workspace: Workspace) -> Iterator[str]:
    rules = workspace.oppsett.planlegging
    if is_holiday(tour.date):
        yield f"{tour.date} is a public holiday"
    if weekday(tour.date) not in person.ukedager:
        yield f"{person.id} does not work on {tour.date}"
    if any(away.fra <= tour.date <= away.til for away in person.fravaer):
        yield f"{person.id} is away on {tour.date}"
    opening, closing = _hours(tour, person, rules)
    if minute(tour.start.time) < opening and not _is_for_appointment(
        tour.stops[0], opening, closing
    ):
        yield f"{name_of(tour)} begins before working hours"
    if minute(tour.end.time) > closing and not _is_for_appointment(
        tour.stops[-1], opening, closing
    ):
        yield f"{name_of(tour)} ends after working hours"
    longest = person.maks_kjoring_minutter or rules.maks_kjoring_minutter
    if longest is not None and tour.drive_minutes > longest:
        yield f"{name_of(tour)} drives {tour.drive_minutes} min, at most {longest} are allowed"
    if person.kun_dagslys:
        yield from _in_daylight(tour)


def _is_for_appointment(stop: Stop, opening: int, closing: int) -> bool:
    """Tell whether a drive out of hours leads to or from an appointment within them."""
    within = opening <= minute(stop.start) and minute(stop.end) <= closing
    return stop.avtale is not None and within


def _in_daylight(tour: Tour) -> Iterator[str]:
    """Neither end of the day, and no stop's arrival, is in the dark."""
    for end in (tour.start, tour.end):
        dawn, dusk = daylight(end.sted, tour.date)
        if not dawn <= minute(end.time) <= dusk:
            yield f"{name_of(tour)} drives in the dark"


def _hours(tour: Tour, person: Medarbeider, rules: Planlegging) -> tuple[int, int]:
    """Return from and until when `person` works on the day of a tour."""
    special = (hours for hours in person.arbeidstider if weekday(tour.date) in hours.ukedager)
    hours = next(special, person.arbeidstid)
    closing = minute(hours.til)
    if is_half_day(tour.date, rules.halve_dager):
        closing = min(closing, minute(rules.halv_dag_slutt))
    return minute(hours.fra), closing


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
        self, tour: Tour, person: Medarbeider, workspace: Workspace, travel: Travel
    ) -> None:
        self._tour = tour
        self._person = person
        self._workspace = workspace
        self._rules = workspace.oppsett.planlegging
        self._agreed = {avtale.id: avtale for avtale in booked(workspace.avtaler)}
        stops = (stop.sted for stop in tour.stops)
        self._table = travel.table([tour.start.sted, *stops, tour.end.sted], tour.date)
        self._pauses = [(minute(p.start), minute(p.end)) for p in tour.breaks]

    def breaches(self) -> Iterator[str]:
        yield from self._breaks()
        yield from self._busy()
        now = minute(self._tour.start.time)
        parking = self._workspace.oppsett.kjoring.parkering_minutter
        for number, stop in enumerate(self._tour.stops):
            drive = _rounded_up(self._table.minutes[number, number + 1] + parking)
            yield from self._arrival(stop, now, drive, is_first=number == 0)
            yield from self._meeting(stop)
            now = minute(stop.end)
        home = _rounded_up(self._table.minutes[-2, -1])
        if self._tour.return_minutes != home:
            yield f"the way back of {name_of(self._tour)} takes {home} min"
        if minute(self._tour.end.time) != self._after(now, self._rules.slakk_minutter + home):
            yield f"{name_of(self._tour)} does not end when the way back does"

    def _after(self, begin: int, duration: int) -> int:
        """Return when `duration` minutes of driving and talk are over; pauses interrupt them."""
        end = begin + duration
        for start, until in self._pauses:
            if begin <= start < end:
                end += until - start
        return end

    def _arrival(self, stop: Stop, now: int, drive: int, *, is_first: bool) -> Iterator[str]:
        slack = 0 if is_first else self._rules.slakk_minutter
        if stop.drive_minutes != drive:
            yield f"the drive to {stop.navn} takes {drive} min, not {stop.drive_minutes}"
        arrive = minute(stop.arrive)
        if arrive != self._after(now, slack + drive):
            yield f"{stop.navn} is not reached at {stop.arrive:%H:%M}"
        if minute(stop.start) != self._begin(arrive + stop.wait_minutes, arrive):
            yield f"the wait at {stop.navn} does not last until {stop.start:%H:%M}"

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
        begin, end = minute(stop.start), minute(stop.end)
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
            yield minute(self._rules.besok_fra), minute(self._rules.besok_til)
        for opening in bedrift.besokstider:
            if weekday(self._tour.date) in opening.ukedager:
                yield minute(opening.fra), minute(opening.til)

    def _breaks(self) -> Iterator[str]:
        """Lunch and the free slot: there where the tour spans them, when nothing fixed is."""
        rules = self._rules
        for kind, usual, length in (
            ("lunch", minute(rules.lunsj_fra), rules.lunsj_minutter),
            ("free", minute(rules.ledig_fra), rules.ledig_minutter),
        ):
            found = [pause for pause in self._tour.breaks if pause.kind == kind]
            if len(found) > 1:
                yield f"{name_of(self._tour)} has more than one pause for {kind}"
            elif not found:
                if self._needs(usual, length):
                    yield f"{name_of(self._tour)} has no pause for {kind}"
            else:
                yield from self._at_its_time(found[0], usual, length)

    def _at_its_time(self, pause: Pause, usual: int, length: int) -> Iterator[str]:
        """A pause comes at its time, or right after meetings and pauses that lie there."""
        begin = minute(pause.start)
        if minute(pause.end) - begin != length:
            yield f"the {pause.kind} pause of {name_of(self._tour)} has the wrong length"
        spans = [(minute(stop.start), minute(stop.end)) for stop in self._tour.stops]
        spans += [(start, until) for start, until in self._pauses if start != begin]
        latest = _first_after(usual, length, [*spans, *self._blocked()])
        if begin != usual and not usual < begin <= latest:
            yield f"the {pause.kind} pause of {name_of(self._tour)} is at the wrong time"

    def _needs(self, usual: int, length: int) -> bool:
        """Tell whether a pause has room in the working hours and the tour spans it."""
        opening, closing = _hours(self._tour, self._person, self._rules)
        stops = [(minute(s.start), minute(s.end), s.avtale) for s in self._tour.stops]
        fixed = [(start, end) for start, end, avtale in stops if avtale or start < usual]
        at = _first_after(usual, length, [*fixed, *self._blocked(), *self._pauses])
        has_break = length > 0 and opening < usual and at + length < closing
        return has_break and minute(self._tour.start.time) < at < minute(self._tour.end.time)

    def _blocked(self) -> list[tuple[int, int]]:
        """Return what the person's calendar takes of the day, in minutes since midnight."""
        midnight = datetime.combine(self._tour.date, time())
        day = timedelta(days=1)
        mine = (o for o in self._workspace.opptatt if o.medarbeider == self._person.id)
        spans = [(max(o.fra, midnight), min(o.til, midnight + day)) for o in mine]
        one = timedelta(minutes=1)
        return [((a - midnight) // one, -((midnight - b) // one)) for a, b in spans if a < b]

    def _busy(self) -> Iterator[str]:
        """Whatever the calendar takes is outside the tour or a pause of it."""
        starts, ends = minute(self._tour.start.time), minute(self._tour.end.time)
        for first, last in self._blocked():
            begin, until = max(first, starts), min(last, ends)
            is_free = begin >= until or any(s <= begin and until <= u for s, u in self._joined())
            if not is_free:
                yield f"{name_of(self._tour)} takes time that the calendar blocks"

    def _joined(self) -> list[tuple[int, int]]:
        """Return the pauses, those that follow each other at once made one."""
        joined: list[tuple[int, int]] = []
        for start, until in sorted(self._pauses):
            if joined and start <= joined[-1][1]:
                joined[-1] = joined[-1][0], until
            else:
                joined.append((start, until))
        return joined


def _first_after(at: int, length: int, spans: Iterable[tuple[int, int]]) -> int:
    """Return the first time from `at` on that leaves `length` minutes beside `spans`."""
    for start, until in sorted(spans):
        if start < at + length and at < until:
            at = until
    return at


def _rounded_up(minutes: float) -> int:
    return math.ceil(minutes - 1e-9)


def minute(clock_time: time) -> int:
    """Return a time of day in minutes."""
    return clock_time.hour * 60 + clock_time.minute


def name_of(tour: Tour) -> str:
    """Return what breaches call a tour."""
    return f"the tour of {tour.medarbeider} on {tour.date}"
