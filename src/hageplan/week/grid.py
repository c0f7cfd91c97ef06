"""Who is where in a week: a cell for each day of each of us, from appointments and plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from hageplan.records.base import Sted
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.calendar import is_holiday
from hageplan.tours.days import ends_of, minutes, office_of, worked
from hageplan.week.result import WeekStop
from hageplan.week.sheet import CellKind, DayCell, DayTrip, PersonWeek

_WORKDAYS: Final = 5
Key = tuple[str, date]
"""Who, and which day."""


def dates_shown(first: date, last: date, stops: Sequence[WeekStop]) -> tuple[date, ...]:
    """Return Monday to Friday, and the days of the weekend that have visits."""
    week = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    visited = {stop.date for stop in stops}
    return tuple(day for day in week if day.weekday() < _WORKDAYS or day in visited)


def people_weeks(
    workspace: Workspace,
    dates: Sequence[date],
    stops: Sequence[WeekStop],
    tours: Sequence[Tour],
    only: str | None,
) -> Iterator[PersonWeek]:
    """Give the days of each of us, and of whoever else has visits; `only` is the id of one."""
    known = {person.id: person for person in workspace.oppsett.medarbeider}
    planned = {(tour.medarbeider, tour.date): tour for tour in tours}
    for who in dict.fromkeys((*known, *(stop.medarbeider for stop in stops))):
        if only in (None, who):
            own = [stop for stop in stops if stop.medarbeider == who]
            days = (
                _cell(workspace, known.get(who), day, own, planned.get((who, day))) for day in dates
            )
            yield PersonWeek(medarbeider=who, days=tuple(days))


def _cell(
    workspace: Workspace,
    person: Medarbeider | None,
    day: date,
    own: Sequence[WeekStop],
    tour: Tour | None,
) -> DayCell:
    stops = tuple(stop for stop in own if stop.date == day)
    if not stops:
        return DayCell(date=day, kind=_without_visits(workspace, person, day))
    out = minutes(stops[0].start), max(minutes(stop.end) for stop in stops)
    if tour is None or not _is_kept(tour, stops):
        return DayCell(date=day, kind="out", stops=stops, out=out)
    lunch = tour.lunch
    return DayCell(
        date=day,
        kind="out",
        stops=stops,
        out=(minutes(tour.start.time), minutes(tour.end.time)),
        lunch=(minutes(lunch.start), minutes(lunch.end)) if lunch else None,
        drive_minutes=tour.drive_minutes,
    )


def _without_visits(workspace: Workspace, person: Medarbeider | None, day: date) -> CellKind:
    if is_holiday(day):
        return "holiday"
    if person is None or worked(person, day, workspace.oppsett.planlegging):
        return "office"
    is_away = any(away.fra <= day <= away.til for away in person.fravaer)
    return "away" if is_away else "off"


def _is_kept(tour: Tour, stops: Sequence[WeekStop]) -> bool:
    """Tell whether a day is just what was planned, so that its drives are."""
    planned = [(stop.organisasjonsnummer, stop.start) for stop in tour.stops]
    return planned == [(stop.organisasjonsnummer, stop.start) for stop in stops]


def day_trips(
    workspace: Workspace, stops: Sequence[WeekStop], tours: Sequence[Tour]
) -> Iterator[DayTrip]:
    """Give where each of us drives, by day; a day begins and ends where a plan or the settings say.

    Whose place nobody knows is left out.
    """
    known = {person.id: person for person in workspace.oppsett.medarbeider}
    planned: Mapping[Key, Tour] = {(tour.medarbeider, tour.date): tour for tour in tours}
    for who, day in sorted({(s.medarbeider, s.date) for s in stops}, key=lambda one: one[::-1]):
        tour = planned.get((who, day))
        own = [stop for stop in stops if (stop.medarbeider, stop.date) == (who, day)]
        places = tuple(filter(None, (_place(workspace, stop, tour) for stop in own)))
        ends = _ends(workspace, known.get(who), tour)
        if places and ends:
            start, end = ends
            yield DayTrip(date=day, medarbeider=who, start=start, stops=places, end=end)


def _ends(
    workspace: Workspace, person: Medarbeider | None, tour: Tour | None
) -> tuple[Sted, Sted] | None:
    if tour is not None:
        return tour.start.sted, tour.end.sted
    if workspace.oppsett.naeringshage.kontor is None and not workspace.dekker:
        return None
    office = office_of(workspace, ())
    return ends_of(person, office) if person else (office, office)


def _place(workspace: Workspace, stop: WeekStop, tour: Tour | None) -> Sted | None:
    """Return where a visit is: as planned, else the company, else its municipality's centre."""
    for planned in tour.stops if tour else ():
        if planned.organisasjonsnummer == stop.organisasjonsnummer:
            return Sted(navn=stop.navn, lat=planned.lat, lon=planned.lon)
    bedrift = workspace.bedrift_by_number.get(stop.organisasjonsnummer)
    if bedrift is None:
        return None
    if bedrift.lat is not None and bedrift.lon is not None:
        return Sted(navn=stop.navn, lat=bedrift.lat, lon=bedrift.lon)
    centre = workspace.kommuner[bedrift.kommunenummer]
    return Sted(navn=stop.navn, lat=centre.lat, lon=centre.lon)
