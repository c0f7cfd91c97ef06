"""Where the next person should live: the driving of the planned year from each place."""

from __future__ import annotations

from datetime import date

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.records.workspace import Workspace
from hageplan.staff.case import Case, YearPlanner, case_of, working_days_of
from hageplan.staff.estimate import StaffingRequest
from hageplan.staff.result import Home, Homes
from hageplan.staff.wisn import available_hours, category_factor
from hageplan.tours.days import office_of
from hageplan.tours.solve.solver import Progress, Solver
from hageplan.tours.year import DrivingYear
from hageplan.travel import Travel


def compare_homes(
    workspace: Workspace,
    asked: StaffingRequest,
    *,
    today: date,
    travel: Travel,
    solver: Solver,
    progress: Progress = lambda _: None,
) -> Homes:
    """Return the driving of a year from the office and from each municipality's centre.

    Whoever drives begins and ends the day there; how they come to the office is not counted.
    Raises as `estimate_staffing` does.
    """
    case, year = case_of(workspace, asked.kommuner, today), asked.year_after(today)
    settings = asked.on(case).but(asked.sets, "set").settings
    hours = available_hours(working_days_of(year, case), settings)
    needed = case.with_known(settings.konvertering).visits(case.shown, settings, with_new=True)
    places = _places(case)
    planner = YearPlanner(workspace, year, travel, solver, asked.seed, progress)
    driven = {
        place: planner.of(number, len(places)).driving(needed, place)
        for number, place in enumerate(places)
    }
    kontor = places[0]
    factor = category_factor(settings.stotte_andel)
    homes = [
        _home(place, driven[place], driven[kontor], hours / factor, is_office=place == kontor)
        for place in places
    ]
    return Homes(
        today,
        year,
        tuple(workspace.kommuner[case.region[j]].navn for j in case.shown),
        driven[kontor].total.visits,
        tuple(sorted(homes, key=lambda home: home.hours)),
        {place.navn: _by_name(workspace, of) for place, of in driven.items()},
        (
            encode("staffing-home"),
            encode("staffing-tours"),
            encode("solver", name=solver.name),
            *travel.assumptions(),
        ),
        workspace.example_data,
    )


def _places(case: Case) -> list[Sted]:
    """Return the office, and the centres of all municipalities of the region, each once."""
    workspace = case.workspace
    office = office_of(workspace, [case.region[j] for j in case.shown])
    kommuner = (workspace.kommuner[number] for number in case.region)
    centres = (Sted(navn=kommune.senter, lat=kommune.lat, lon=kommune.lon) for kommune in kommuner)
    return [office, *(place for place in centres if place.navn != office.navn)]


def _home(
    place: Sted, driven: DrivingYear, office: DrivingYear, hours: float, *, is_office: bool
) -> Home:
    saved = (office.total.minutes - driven.total.minutes) / 60
    return Home(
        place.navn,
        "office" if is_office else "kommune",
        driven.total.minutes / 60,
        driven.total.km,
        driven.days,
        saved,
        saved / hours,
    )


def _by_name(workspace: Workspace, driven: DrivingYear) -> dict[str, float]:
    return {
        workspace.kommuner[number].navn: driven.kommuner[number].minutes / 60
        for number in sorted(driven.kommuner)
    }
