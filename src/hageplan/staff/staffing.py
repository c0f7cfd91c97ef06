"""Staffing: from records and a scenario to the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count, takewhile
from typing import Final

import numpy as np

from hageplan.interest.model.design import Floats
from hageplan.interest.score import assumptions_of
from hageplan.messages import encode
from hageplan.records.settings.bemanning import NORWEGIAN, Bemanning
from hageplan.records.workspace import Workspace
from hageplan.staff.basis import (
    Basis,
    YearPlanner,
    basis_of,
    weekly_minutes,
    working_days_of,
    year_planner,
)
from hageplan.staff.draws import PositionDraws, calibrated_today, draw
from hageplan.staff.hours import ACTIVITIES
from hageplan.staff.result import (
    Assumption,
    Calibration,
    Driver,
    Enough,
    Hours,
    KommuneStaffing,
    Money,
    PlannedDriving,
    Quantiles,
    Staffing,
    Wisn,
)
from hageplan.staff.scenario import Scenario, StaffingRequest
from hageplan.staff.wisn import available_hours, existing_positions
from hageplan.tours.days import office_of
from hageplan.tours.solve.solver import Progress, Solver
from hageplan.tours.year import DrivingYear
from hageplan.travel import Travel

STEP: Final = 0.5
"""Positions are filled by halves."""
SUFFICES: Final = 0.8
"""The chance with which the positions that are advised suffice."""
NEARLY_SURE: Final = 0.995
"""The list of chances ends here."""
BIN_WIDTHS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
BINS: Final = 24
"""At most, in the distribution."""


def staffing(
    workspace: Workspace,
    request: StaffingRequest | None = None,
    *,
    today: date,
    travel: Travel | None = None,
    solver: Solver | None = None,
    progress: Progress = lambda _: None,
) -> Staffing:
    """Return the positions that the municipalities need in a year, as known on `today`.

    Driving times are the workspace's and tours are found by the engine, unless
    others are given. Raises RequestError where there is no municipality to look at, no calendar of
    the year, or no working time in it.
    """
    asked = request or StaffingRequest()
    basis, year = basis_of(workspace, asked.kommuner, today), asked.year_after(today)
    days = working_days_of(year, basis)
    plain = asked.on(basis)
    scenario = plain.but(asked.sets, "set")
    planner = year_planner(
        workspace, year, asked.seed, travel=travel, solver=solver, progress=progress
    )
    drawn, scenario, calibration = _drawn(
        basis, scenario, days, planner.of(0, 1 + bool(asked.sets))
    )
    before = _drawn(basis, plain, days, planner.of(1, 2))[0] if asked.sets else None
    return _told(
        basis,
        scenario,
        drawn,
        planner,
        today=today,
        days=days,
        calibration=calibration,
        before=quantiles(before.fte) if before else None,
    )


def _told(
    basis: Basis,
    scenario: Scenario,
    drawn: PositionDraws,
    planner: YearPlanner,
    *,
    today: date,
    days: float,
    calibration: Calibration,
    before: Quantiles | None,
) -> Staffing:
    """Return what is told of the draws; `before` are the positions without what is tried out."""
    workspace, settings = basis.workspace, scenario.settings
    (needed, enough), (bins, width) = _enough(drawn.fte), _distribution(drawn.fte)
    return Staffing(
        today=today,
        year=planner.year,
        scenario=scenario.name,
        kommuner=tuple(_row(basis, drawn, number) for number in range(len(basis.shown))),
        hours=_hours(drawn.hours.sum(axis=1)),
        new_members=float(drawn.new_members.sum(axis=1).mean()),
        fte=quantiles(drawn.fte),
        enough=enough,
        needed=needed,
        distribution=bins,
        bin_width=width,
        wisn=_wisn(basis, settings, drawn),
        calibration=calibration,
        money=_money(basis, settings, drawn) if scenario.is_money_known else None,
        drivers=drivers_of(drawn.drivers),
        driving=_driving(drawn.driving),
        available_hours=available_hours(days, settings),
        working_days=days,
        before=before,
        assumptions=_assumptions(scenario),
        outside=basis.count_outside(),
        remarks=(*workspace.remarks(), *_remarks(basis, planner, scenario)),
        example_data=workspace.example_data,
    )


def _drawn(
    basis: Basis, scenario: Scenario, days: float, planner: YearPlanner
) -> tuple[PositionDraws, Scenario, Calibration]:
    """Return the draws, the scenario with the hours a member that the office shows, and these."""
    office = office_of(basis.workspace, [basis.region[j] for j in basis.shown])
    today, scenario, calibration = calibrated_today(basis, scenario, days, planner.of(1, 2), office)
    drawn = draw(basis, scenario.settings, today, planner.of(0, 2), office)
    return drawn, scenario, calibration


def quantiles(draws: Floats) -> Quantiles:
    """Return the 5, 50 and 95 % quantiles of draws, each the nearest draw."""
    q05, q50, q95 = nearest_draws(draws, (0.05, 0.5, 0.95))
    return Quantiles(q05=q05, q50=q50, q95=q95)


def nearest_draws(draws: Floats, levels: Sequence[float]) -> list[float]:
    """Return the quantiles of draws, (D,), at `levels` in [0, 1], each the nearest draw."""
    ordered, last = np.sort(draws), len(draws) - 1
    return [float(ordered[round(last * level)]) for level in levels]


def _row(basis: Basis, drawn: PositionDraws, number: int) -> KommuneStaffing:
    kommune = basis.region[basis.shown[number]]
    workspace = basis.workspace
    here = (b for b in workspace.bedrifter if b.kommunenummer == kommune)
    return KommuneStaffing(
        kommunenummer=kommune,
        navn=workspace.kommuner[kommune].navn,
        covered=kommune in workspace.dekker,
        members=sum(b.status == "medlem" for b in here),
        new_members=float(drawn.new_members[:, number].mean()),
        visits=float(drawn.visits[:, number].mean()),
        hours=_hours(drawn.hours[:, number]),
        fte=quantiles(drawn.by_kommune[:, number]),
    )


def _hours(hours: Floats) -> Hours:
    """Return the means of draws, (draws, activities)."""
    activities = (*ACTIVITIES, "administration")
    return Hours(**dict(zip(activities, hours.mean(axis=0).tolist(), strict=True)))


def _enough(fte: Floats, first: int = 1) -> tuple[float, tuple[Enough, ...]]:
    """Return the least positions, by halves, that suffice with 80 %, and the chance of each.

    The `first` half is looked at in any case.
    """

    def suffices(positions: float) -> float:
        return float(np.mean(fte <= positions + 1e-9))

    chances = [
        Enough(positions=step * STEP, probability=suffices(step * STEP))
        for step in takewhile(
            lambda n: n == first or suffices((n - 1) * STEP) < NEARLY_SURE, count(first)
        )
    ]
    needed = next(one.positions for one in chances if one.probability >= SUFFICES)
    return needed, tuple(chances)


def _distribution(fte: Floats) -> tuple[tuple[float, ...], float]:
    """Return shares of the draws in bins from 0 on, and their width in positions."""
    highest = float(fte.max())
    width = next((w for w in BIN_WIDTHS if highest < w * BINS), highest / (BINS - 1))
    counts = np.bincount((fte / width).astype(np.intp))
    return tuple((counts / len(fte)).tolist()), width


def _wisn(basis: Basis, settings: Bemanning, drawn: PositionDraws) -> Wisn:
    existing = existing_positions(weekly_minutes(basis.workspace), settings)
    after = drawn.others + drawn.fte
    needed, enough = _enough(after - existing, 0)
    return Wisn(
        existing=existing,
        required_today=quantiles(drawn.today),
        required_after=quantiles(after),
        ratio_today=_ratio(existing, drawn.today),
        ratio_after=_ratio(existing, after),
        hire=quantiles(after - existing),
        hire_enough=enough,
        hire_needed=needed,
    )


def _ratio(existing: float, required: Floats) -> Quantiles | None:
    """Return existing over required positions; None where nothing may be required."""
    return quantiles(existing / required) if required.min() > 0 else None


def _money(basis: Basis, settings: Bemanning, drawn: PositionDraws) -> Money:
    cost = drawn.fte * settings.kroner_per_aarsverk + drawn.km * settings.kroner_per_km
    members = sum(
        b.status == "medlem" and b.kommunenummer in {basis.region[j] for j in basis.shown}
        for b in basis.workspace.bedrifter
    )
    paying = members + drawn.new_members.sum(axis=1)
    income = paying * settings.medlemsavgift + settings.tilskudd
    return Money(cost=quantiles(cost), income=quantiles(income), net=quantiles(income - cost))


def drivers_of(shares: Mapping[str, float]) -> tuple[Driver, ...]:
    """Return the shares of the variance by input, the largest first."""
    ordered = sorted(shares.items(), key=lambda pair: -pair[1])
    return tuple(Driver(input=name, share=share) for name, share in ordered)


def _driving(driving: DrivingYear) -> PlannedDriving:
    total = driving.total
    return PlannedDriving(
        place=driving.base.navn,
        visits=total.visits,
        days=driving.days,
        hours=total.minutes / 60,
        km=total.km,
        unplanned=driving.unplanned,
    )


def _assumptions(scenario: Scenario) -> tuple[Assumption, ...]:
    """Return all inputs, by the names of the document."""
    found = []
    for key, value in scenario.settings:
        given = scenario.given.get(key, "default")
        if isinstance(value, int | float):
            found.append(Assumption(input=NORWEGIAN[key], value=float(value), given=given))
        elif value is not None:
            known = value.model_dump(exclude_none=True).items()
            found += [
                Assumption(input=f"{NORWEGIAN[key]}.{g}", value=share, given=given)
                for g, share in known
            ]
    return tuple(found)


def _remarks(basis: Basis, planner: YearPlanner, scenario: Scenario) -> tuple[str, ...]:
    oppsett = basis.workspace.oppsett
    hours = oppsett.interesse.medlemstimer
    own: Sequence[str] = [
        encode("staffing-joined"),
        encode("staffing-visits"),
        encode("staffing-tours"),
        encode("parking", minutter=f"{oppsett.kjoring.parkering_minutter:g}"),
        encode("solver", name=planner.solver.name),
    ]
    if oppsett.bemanning.timer_per_medlem is None:
        base, each, most = (f"{n:g}" for n in (hours.fast, hours.per_ansatt, hours.tak))
        own = [encode("staffing-member-hours", base=base, each=each, most=most), *own]
    if not scenario.is_money_known:
        own = [*own, encode("staffing-no-money")]
    elif not scenario.settings.tilskudd:
        own = [*own, encode("staffing-no-grants")]
    return (*own, *planner.travel.assumptions(), *assumptions_of(basis.fitted, oppsett.interesse))
