"""Where the next person should live: the driving of the planned year from each place."""

from __future__ import annotations

from datetime import date

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.records.workspace import Workspace
from hageplan.staff.basis import Basis, basis_of, working_days_of, year_planner
from hageplan.staff.result import Home, Homes
from hageplan.staff.scenario import StaffingRequest
from hageplan.staff.wisn import available_hours, category_factor
from hageplan.tours.days import office_of
from hageplan.tours.solve.solver import Progress, Solver
from hageplan.tours.year import DrivingYear
from hageplan.travel import Travel


def homes(
    workspace: Workspace,
    request: StaffingRequest | None = None,
    *,
    today: date,
    travel: Travel | None = None,
    solver: Solver | None = None,
    progress: Progress = lambda _: None,
) -> Homes:
    """Return the driving of a year from the office and from each municipality's centre.

    Whoever drives begins and ends the day there; how they come to the office is not counted.
    Driving times and solver as for `staffing`, which also says what is raised.
    """
    asked = request or StaffingRequest()
    basis, year = basis_of(workspace, asked.kommuner, today), asked.year_after(today)
    settings = asked.on(basis).but(asked.sets, "set").settings
    hours = available_hours(working_days_of(year, basis), settings)
    needed = basis.with_known(settings.konvertering).visits(basis.shown, settings, with_new=True)
    places = _places(basis)
    planner = year_planner(
        workspace, year, asked.seed, travel=travel, solver=solver, progress=progress
    )
    driven = {
        place: planner.of(number, len(places)).driving(needed, place)
        for number, place in enumerate(places)
    }
    kontor = places[0]
    factor = category_factor(settings.stotte_andel)
    found = [
        _home(place, driven[place], driven[kontor], hours / factor, is_office=place == kontor)
        for place in places
    ]
    return Homes(
        today=today,
        year=year,
        kommuner=tuple(workspace.kommuner[basis.region[j]].navn for j in basis.shown),
        visits=driven[kontor].total.visits,
        homes=tuple(sorted(found, key=lambda home: home.hours)),
        hours_by_kommune={place.navn: _by_name(workspace, of) for place, of in driven.items()},
        outside=basis.count_outside(),
        remarks=(
            *workspace.remarks(),
            encode("staffing-home"),
            encode("staffing-tours"),
            encode("solver", name=planner.solver.name),
            *planner.travel.assumptions(),
        ),
        example_data=workspace.example_data,
    )


def _places(basis: Basis) -> list[Sted]:
    """Return the office, and the centres of all municipalities of the region, each once."""
    workspace = basis.workspace
    office = office_of(workspace, [basis.region[j] for j in basis.shown])
    centres = (workspace.kommuner[number].sentrum for number in basis.region)
    return [office, *(place for place in centres if place.navn != office.navn)]


def _home(
    place: Sted, driven: DrivingYear, office: DrivingYear, hours: float, *, is_office: bool
) -> Home:
    saved = (office.total.minutes - driven.total.minutes) / 60
    return Home(
        place=place.navn,
        kind="office" if is_office else "kommune",
        hours=driven.total.minutes / 60,
        km=driven.total.km,
        days=driven.days,
        saved_hours=saved,
        saved_positions=saved / hours,
    )


def _by_name(workspace: Workspace, driven: DrivingYear) -> dict[str, float]:
    return {
        workspace.kommuner[number].navn: driven.kommuner[number].minutes / 60
        for number in sorted(driven.kommuner)
    }
