"""Staffing: from records and a scenario to the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, takewhile
from typing import Any, Final

import numpy as np

from hageplan.interest.model.design import Floats
from hageplan.interest.score import assumptions_of
from hageplan.messages import encode
from hageplan.records.settings.bemanning import NORWEGIAN, Bemanning
from hageplan.records.workspace import Workspace
from hageplan.staff.case import (
    Case,
    YearPlanner,
    case_of,
    usual_hours,
    weekly_minutes,
    working_days_of,
)
from hageplan.staff.draws import Draws, draw
from hageplan.staff.result import (
    Assumption,
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
from hageplan.staff.scenario import Preset, Scenario, preset
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


@dataclass(frozen=True)
class StaffingRequest:
    """What to estimate.

    `kommuner` are numbers (none: those that are considered), `year` the year of the calendar
    (None: the next), `scenario` one of ours, `file` the name of a file whose `changes` come upon
    it, `sets` what is tried out on top (keys of `Bemanning`).
    """

    kommuner: tuple[str, ...] = ()
    year: int | None = None
    scenario: Preset = "base"
    file: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    sets: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0

    def on(self, case: Case) -> Scenario:
        """Return the scenario before what is tried out."""
        ours = preset(self.scenario, case.workspace.oppsett.bemanning, usual_hours(case))
        if not self.file:
            return ours
        changed = ours.but(self.changes, "scenario")
        return Scenario(self.file, changed.settings, changed.given)

    def year_after(self, today: date) -> int:
        """Return the year that is asked for, else the one after `today`."""
        return today.year + 1 if self.year is None else self.year


def estimate_staffing(
    workspace: Workspace,
    asked: StaffingRequest,
    *,
    today: date,
    travel: Travel,
    solver: Solver,
    progress: Progress = lambda _: None,
) -> Staffing:
    """Return the positions that the municipalities need in a year, as known on `today`.

    Raises RequestError where there is no municipality to look at, no calendar of the year, or no
    working time in it.
    """
    case, year = case_of(workspace, asked.kommuner, today), asked.year_after(today)
    days = working_days_of(year, case)
    plain = asked.on(case)
    scenario = plain.but(asked.sets, "set")
    planner = YearPlanner(workspace, year, travel, solver, asked.seed, progress)
    plans = 2 if asked.sets else 1
    drawn = _drawn(case, scenario, days, planner.of(0, plans))
    before = _drawn(case, plain, days, planner.of(1, plans)) if asked.sets else None
    settings = scenario.settings
    needed, enough = _enough(drawn.fte)
    bins, width = _distribution(drawn.fte)
    return Staffing(
        today,
        year,
        scenario.name,
        tuple(_row(case, drawn, number) for number in range(len(case.shown))),
        _hours(drawn.hours.sum(axis=1)),
        float(drawn.new_members.sum(axis=1).mean()),
        quantiles(drawn.fte),
        enough,
        needed,
        bins,
        width,
        _wisn(case, settings, drawn),
        _money(case, settings, drawn),
        _drivers(drawn.drivers),
        _driving(drawn.driving),
        available_hours(days, settings),
        days,
        quantiles(before.fte) if before else None,
        _assumptions(scenario),
        _remarks(case, travel, solver, settings),
        workspace.example_data,
    )


def _drawn(case: Case, scenario: Scenario, days: float, planner: YearPlanner) -> Draws:
    base = office_of(case.workspace, [case.region[j] for j in case.shown])
    return draw(case, scenario.settings, available_hours(days, scenario.settings), planner, base)


def quantiles(draws: Floats) -> Quantiles:
    """Return the 5, 50 and 95 % quantiles of draws, each the nearest draw."""
    ordered, last = np.sort(draws), len(draws) - 1
    return Quantiles(*(float(ordered[round(last * level)]) for level in (0.05, 0.5, 0.95)))


def _row(case: Case, drawn: Draws, number: int) -> KommuneStaffing:
    kommune = case.region[case.shown[number]]
    workspace = case.workspace
    here = (b for b in workspace.bedrifter if b.kommunenummer == kommune)
    return KommuneStaffing(
        kommune,
        workspace.kommuner[kommune].navn,
        kommune in workspace.dekker,
        sum(b.status == "medlem" for b in here),
        float(drawn.new_members[:, number].mean()),
        float(drawn.visits[:, number].mean()),
        _hours(drawn.hours[:, number]),
        quantiles(drawn.by_kommune[:, number]),
    )


def _hours(hours: Floats) -> Hours:
    return Hours(*hours.mean(axis=0).tolist())


def _enough(fte: Floats) -> tuple[float, tuple[Enough, ...]]:
    """Return the least positions, by halves, that suffice with 80 %, and the chance of each."""

    def suffices(positions: float) -> float:
        return float(np.mean(fte <= positions + 1e-9))

    chances = [
        Enough(step * STEP, suffices(step * STEP))
        for step in takewhile(lambda n: n == 1 or suffices((n - 1) * STEP) < NEARLY_SURE, count(1))
    ]
    needed = next(one.positions for one in chances if one.probability >= SUFFICES)
    return needed, tuple(chances)


def _distribution(fte: Floats) -> tuple[tuple[float, ...], float]:
    """Return shares of the draws in bins from 0 on, and their width in positions."""
    highest = float(fte.max())
    width = next((w for w in BIN_WIDTHS if highest < w * BINS), highest / (BINS - 1))
    counts = np.bincount((fte / width).astype(np.intp))
    return tuple((counts / len(fte)).tolist()), width


def _wisn(case: Case, settings: Bemanning, drawn: Draws) -> Wisn:
    existing = existing_positions(weekly_minutes(case.workspace), settings)
    after = drawn.others + drawn.fte
    return Wisn(
        existing,
        quantiles(drawn.today),
        quantiles(after),
        _ratio(existing, drawn.today),
        _ratio(existing, after),
    )


def _ratio(existing: float, required: Floats) -> Quantiles | None:
    """Return existing over required positions; None where nothing may be required."""
    return quantiles(existing / required) if required.min() > 0 else None


def _money(case: Case, settings: Bemanning, drawn: Draws) -> Money:
    cost = drawn.fte * settings.kroner_per_aarsverk + drawn.km * settings.kroner_per_km
    members = sum(
        b.status == "medlem" and b.kommunenummer in {case.region[j] for j in case.shown}
        for b in case.workspace.bedrifter
    )
    paying = members + drawn.new_members.sum(axis=1)
    income = paying * settings.medlemsavgift + settings.tilskudd
    return Money(quantiles(cost), quantiles(income), quantiles(income - cost))


def _drivers(shares: Mapping[str, float]) -> tuple[Driver, ...]:
    ordered = sorted(shares.items(), key=lambda pair: -pair[1])
    return tuple(Driver(name, share) for name, share in ordered)


def _driving(driving: DrivingYear) -> PlannedDriving:
    total = driving.total
    return PlannedDriving(
        driving.base.navn,
        total.visits,
        driving.days,
        total.minutes / 60,
        total.km,
        driving.unplanned,
    )


def _assumptions(scenario: Scenario) -> tuple[Assumption, ...]:
    """Return all inputs, by the names of the document."""
    found = []
    for key, value in scenario.settings:
        given = scenario.given.get(key, "default")
        if isinstance(value, int | float):
            found.append(Assumption(NORWEGIAN[key], float(value), given))
        elif value is not None:
            known = value.model_dump(exclude_none=True).items()
            found += [Assumption(f"{NORWEGIAN[key]}.{g}", share, given) for g, share in known]
    return tuple(found)


def _remarks(case: Case, travel: Travel, solver: Solver, settings: Bemanning) -> tuple[str, ...]:
    oppsett = case.workspace.oppsett
    hours = oppsett.interesse.medlemstimer
    own: Sequence[str] = [
        encode("staffing-joined"),
        encode("staffing-visits"),
        encode("staffing-tours"),
        encode("parking", minutter=f"{oppsett.kjoring.parkering_minutter:g}"),
        encode("solver", name=solver.name),
    ]
    if oppsett.bemanning.timer_per_medlem is None:
        base, each, most = (f"{n:g}" for n in (hours.fast, hours.per_ansatt, hours.tak))
        own = [encode("staffing-member-hours", base=base, each=each, most=most), *own]
    if not settings.tilskudd:
        own = [*own, encode("staffing-no-grants")]
    return (*own, *travel.assumptions(), *assumptions_of(case.fitted, oppsett.interesse))
