"""From routes to days with real times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from hageplan.records.plan import Endpoint, Lunch, Stop, Tour
from hageplan.tours.build import Candidate, Day
from hageplan.tours.improve import Routes
from hageplan.tours.lunch import LunchClock
from hageplan.tours.problem import Route, Shift, Visit, VisitProblem
from hageplan.tours.schedule import Schedule, schedule


def tours_of(
    problem: VisitProblem,
    routes: Routes,
    days: Sequence[Day],
    candidates: Sequence[Candidate],
) -> tuple[Tour, ...]:
    """Return a tour for each shift with visits, by date and then in the order of the people."""
    tours = []
    for number, (route, day) in enumerate(zip(routes, days, strict=True)):
        times = schedule(problem, number, route)
        if route and times is not None:
            chosen = [candidates[visit] for visit in route]
            tours.append(_Writer(problem, problem.shifts[number], day).tour(route, chosen, times))
    return tuple(tours)


def clock_time(minutes: int) -> time:
    """Return minutes since midnight as a time of day."""
    return time(minutes // 60, minutes % 60)


class _Writer:
    """Writes one shift's tour in real time."""

    def __init__(self, problem: VisitProblem, shift: Shift, day: Day) -> None:
        self._problem = problem
        self._shift = shift
        self._day = day
        self._clock: LunchClock = day.clock

    def tour(self, route: Route, chosen: Sequence[Candidate], times: Schedule) -> Tour:
        visits = [self._problem.visits[number] for number in route]
        stops = self._stops(visits, chosen, times)
        back = visits[-1].place, self._shift.end_place
        return_minutes = int(self._shift.legs.to_end[back])
        return_km = round(float(self._shift.legs.km[back]), 1)
        return Tour(
            medarbeider=self._shift.medarbeider,
            date=self._shift.day,
            start=self._end(self._shift.start_place, self._clock.real_start(times.leave)),
            end=self._end(self._shift.end_place, self._clock.real_end(times.finish)),
            lunch=self._lunch(visits, times),
            stops=tuple(stops),
            drive_minutes=sum(stop.drive_minutes for stop in stops) + return_minutes,
            drive_km=round(sum(stop.drive_km for stop in stops) + return_km, 1),
            visit_minutes=sum(visit.minutes for visit in visits),
            wait_minutes=sum(stop.wait_minutes for stop in stops),
            return_minutes=return_minutes,
            return_km=return_km,
        )

    def _end(self, place: int, minutes: int) -> Endpoint:
        where = self._problem.places[place]
        return Endpoint(place=where.navn, lat=where.lat, lon=where.lon, time=clock_time(minutes))

    def _stops(
        self, visits: Sequence[Visit], chosen: Sequence[Candidate], times: Schedule
    ) -> list[Stop]:
        stops = []
        free, place = times.leave, self._shift.start_place
        for visit, candidate, start in zip(visits, chosen, times.starts, strict=True):
            drive = int(self._shift.legs.to_stop[place, visit.place])
            km = round(float(self._shift.legs.km[place, visit.place]), 1)
            stops.append(self._stop(visit, candidate, free + drive, start, drive, km))
            free, place = start + visit.occupied, visit.place
        return stops

    def _stop(
        self, visit: Visit, candidate: Candidate, arrive: int, start: int, drive: int, km: float
    ) -> Stop:
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
            arrive=clock_time(self._clock.real_end(arrive)),
            start=clock_time(begins),
            end=clock_time(begins + visit.minutes),
            drive_minutes=drive,
            drive_km=km,
            wait_minutes=start - arrive,
            prize_minutes=candidate.prize.minutes,
            status=bedrift.status,
            reasons=candidate.prize.reasons,
        )

    def _lunch(self, visits: Sequence[Visit], times: Schedule) -> Lunch | None:
        """Lunch is on the tour where the tour spans it; a meeting under way ends first."""
        at = self._clock.at
        if not times.leave < at < times.finish:
            return None
        ends = [s + v.minutes for v, s in zip(visits, times.starts, strict=True)]
        under_way = [end for end, s in zip(ends, times.starts, strict=True) if s < at < end]
        begin = max([at, *under_way])
        return Lunch(start=clock_time(begin), end=clock_time(begin + self._clock.minutes))
