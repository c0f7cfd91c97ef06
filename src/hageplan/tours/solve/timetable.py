"""From routes to days with real times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from hageplan.records.plan import Endpoint, Pause, Stop, Tour
from hageplan.tours.build import PlanningCase
from hageplan.tours.days import minutes
from hageplan.tours.solve.local_search import without
from hageplan.tours.solve.problem import Route, Routes, VisitTask
from hageplan.tours.solve.schedule import Schedule, schedule


def tours_of(case: PlanningCase, routes: Routes) -> tuple[Tour, ...]:
    """Return a tour for each shift with visits, by date and then in the order of the people."""
    tours = []
    for number, route in enumerate(routes):
        times = schedule(case.problem, number, route)
        if route and times is not None:
            tours.append(_Writer(case, number).tour(route, times))
    return tuple(_with_partners(tour, tours) for tour in tours)


def _with_partners(tour: Tour, tours: Sequence[Tour]) -> Tour:
    """Return `tour` with each stop's other medarbeider, where two visit together."""
    others = {
        (stop.organisasjonsnummer, stop.start): other.medarbeider
        for other in reversed(tours)
        if other.date == tour.date and other.medarbeider != tour.medarbeider
        for stop in other.stops
    }
    stops = tuple(
        stop.model_copy(
            update={"together_with": others.get((stop.organisasjonsnummer, stop.start))}
        )
        for stop in tour.stops
    )
    return tour.model_copy(update={"stops": stops})


def clock_time(since_midnight: int) -> time:
    """Return minutes since midnight as a time of day."""
    return time(since_midnight // 60, since_midnight % 60)


class _Writer:
    """Writes one shift's tour in real time."""

    def __init__(self, case: PlanningCase, number: int) -> None:
        self._case = case
        self._problem = case.problem
        self._number = number
        self._shift = case.problem.shifts[number]
        self._clock = self._shift.clock

    def tour(self, route: Route, times: Schedule) -> Tour:
        visits = [self._problem.visits[number] for number in route]
        stops = self._stops(route, times)
        breaks = list(self._pauses(visits, times))
        back = visits[-1].place, self._shift.end_place
        return_minutes = int(self._shift.legs.to_end[back])
        return_km = round(float(self._shift.legs.km[back]), 1)
        return Tour(
            medarbeider=self._shift.medarbeider,
            date=self._shift.day,
            start=self._end(self._shift.start_place, self._clock.real_start(times.leave)),
            end=self._end(self._shift.end_place, self._home(visits[-1], times)),
            lunch=next((pause for pause in breaks if pause.kind == "lunch"), None),
            pauses=tuple(pause for pause in breaks if pause.kind != "lunch"),
            stops=tuple(stops),
            drive_minutes=sum(stop.drive_minutes for stop in stops) + return_minutes,
            drive_km=round(sum(stop.drive_km for stop in stops) + return_km, 1),
            visit_minutes=sum(visit.minutes for visit in visits),
            wait_minutes=sum(stop.wait_minutes for stop in stops),
            return_minutes=return_minutes,
            return_km=return_km,
        )

    def _reached(self, end: int, *, since: int, now: int) -> int:
        """Return the real time of `end` on the clock, for who is free at `since`, which is `now`.

        Who has no minute to talk or drive is there already, also where a pause is due then.
        """
        return now if end == since else self._clock.real_end(end)

    def _home(self, last: VisitTask, times: Schedule) -> int:
        """Return when the day is over."""
        over = times.starts[-1] + last.minutes
        now = self._clock.real_start(times.starts[-1]) + last.minutes
        return self._reached(times.finish, since=over, now=now)

    def _end(self, place: int, at: int) -> Endpoint:
        where = self._problem.places[place]
        return Endpoint(place=where.navn, lat=where.lat, lon=where.lon, time=clock_time(at))

    def _stops(self, route: Route, times: Schedule) -> list[Stop]:
        stops: list[Stop] = []
        free = since = times.leave
        now, place = self._clock.real_start(times.leave), self._shift.start_place
        for at, (number, start) in enumerate(zip(route, times.starts, strict=True)):
            visit = self._problem.visits[number]
            leg = place, visit.place
            arrive = free + int(self._shift.legs.to_stop[leg])
            shorter = schedule(self._problem, self._number, without(route, at))
            saved = times.drive_and_wait - shorter.drive_and_wait if shorter else 0
            there = self._reached(arrive, since=since, now=now)
            wait = start - arrive
            stops.append(self._stop(number, leg, arrive=there, start=start, wait=wait, saved=saved))
            since, now = start + visit.minutes, minutes(stops[-1].end)
            free, place = start + visit.service_duration, visit.place
        return stops

    def _stop(
        self, number: int, leg: tuple[int, int], *, arrive: int, start: int, wait: int, saved: int
    ) -> Stop:
        visit, candidate = self._problem.visits[number], self._case.candidate(number)
        bedrift, where = candidate.bedrift, self._problem.places[visit.place]
        begins = self._clock.real_start(start)
        return Stop(
            organisasjonsnummer=bedrift.organisasjonsnummer,
            navn=bedrift.navn,
            kommunenummer=bedrift.kommunenummer,
            place=where.navn,
            lat=where.lat,
            lon=where.lon,
            position="kommune" if bedrift.lat is None else "bedrift",
            arrive=clock_time(arrive),
            start=clock_time(begins),
            end=clock_time(begins + visit.minutes),
            drive_minutes=int(self._shift.legs.to_stop[leg]),
            drive_km=round(float(self._shift.legs.km[leg]), 1),
            wait_minutes=wait,
            prize_minutes=candidate.prize_minutes,
            detour_minutes=saved,
            status=bedrift.status,
            reasons=candidate.reasons,
            avtale=None if visit.avtale is None else visit.avtale.id,
        )

    def _pauses(self, visits: Sequence[VisitTask], times: Schedule) -> Iterator[Pause]:
        """Return the pauses that the tour spans; a meeting under way ends before one begins."""
        gone = 0
        for pause in self._clock.breaks:
            if times.leave < pause.at < times.finish:
                begin = pause.at + gone
                for visit, start in zip(visits, times.starts, strict=True):
                    if start < pause.at < start + visit.minutes == times.finish:
                        return
                    if start < pause.at < start + visit.minutes:
                        before = sum(b.minutes for b in self._clock.breaks if b.at <= start)
                        queued = gone - before
                        begin = start + before + visit.minutes + queued
                yield Pause(
                    kind=pause.kind,
                    start=clock_time(begin),
                    end=clock_time(begin + pause.minutes),
                )
            gone += pause.minutes
