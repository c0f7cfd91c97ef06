"""From records and policies to the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from hageplan.forecast.assumptions import assumptions_of, remarks_of
from hageplan.forecast.drivers import shares_of_variance
from hageplan.forecast.gather import inputs_of
from hageplan.forecast.inputs import MONTHS_A_YEAR, Inputs
from hageplan.forecast.model import Paths, blocks_of, forecast_of
from hageplan.forecast.office import too_few
from hageplan.forecast.policies import NAMES, Policy, ours
from hageplan.forecast.result import Band, Beyond, Forecast, Month, PolicyForecast
from hageplan.interest.model.design import Bools, Floats
from hageplan.records.workspace import Workspace
from hageplan.staff.basis import Basis, basis_of, working_days_of, year_planner
from hageplan.staff.draws import calibrated_today
from hageplan.staff.result import Driver, Money
from hageplan.staff.scenario import Scenario, StaffingRequest
from hageplan.staff.staffing import drivers_of, nearest_draws, quantiles
from hageplan.tours.days import office_of
from hageplan.tours.solve.solver import Progress, Solver, part
from hageplan.travel import Travel

USUAL_MONTHS = 36
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, kw_only=True)
class ForecastRequest:
    """What to look at: municipalities beside those that are served, months, policies.

    Without `kommuner` (numbers) they are those that are considered; without `policies` our own.
    What the uncertainty hangs on takes longer than all else, and is left out unless `with_drivers`.
    """

    kommuner: tuple[str, ...] = ()
    months: int = USUAL_MONTHS
    policies: tuple[Policy, ...] = ()
    seed: int = 0
    with_drivers: bool = True


@dataclass(frozen=True, kw_only=True)
class Start:
    """What the months start from, and where that is from."""

    basis: Basis
    scenario: Scenario
    inputs: Inputs
    travel: Travel
    solver: str


def start_of(
    workspace: Workspace,
    request: ForecastRequest,
    *,
    today: date,
    travel: Travel | None = None,
    solver: Solver | None = None,
    progress: Progress = lambda _: None,
) -> Start:
    """Return the start; raises RequestError as `staffing` does."""
    asked = StaffingRequest(kommuner=request.kommuner, seed=request.seed)
    basis, year = basis_of(workspace, request.kommuner, today), asked.year_after(today)
    scenario = asked.on(basis)
    basis = basis.with_known(scenario.settings.konvertering)
    planner = year_planner(
        workspace, year, request.seed, travel=travel, solver=solver, progress=progress
    )
    days = working_days_of(year, basis)
    office = office_of(workspace, [basis.region[j] for j in basis.shown])
    work, scenario, _told = calibrated_today(basis, scenario, days, planner.of(1, 2), office)
    inputs = inputs_of(
        basis,
        scenario.settings,
        today=today,
        months=request.months,
        year_hours=work.available,
        planner=planner.of(0, 2),
    )
    return Start(
        basis=basis,
        scenario=scenario,
        inputs=inputs,
        travel=planner.travel,
        solver=planner.solver.name,
    )


def usual_policies(inputs: Inputs) -> tuple[Policy, ...]:
    """Return our own policies; the order of the last is the one in which hageplan.toml has them."""
    return tuple(ours(name, inputs.prognose, inputs.kommuner) for name in NAMES)


def forecast(
    workspace: Workspace,
    request: ForecastRequest | None = None,
    *,
    today: date,
    travel: Travel | None = None,
    solver: Solver | None = None,
    progress: Progress = lambda _: None,
) -> Forecast:
    """Return members and positions month by month, as known on `today`.

    That today's staff is kept is looked at in any case. Driving times and solver as for `staffing`,
    which also says what is raised.
    """
    asked = request or ForecastRequest()
    start = start_of(workspace, asked, today=today, travel=travel, solver=solver,
                     progress=part(progress, 0, 2))  # fmt: skip
    inputs = start.inputs
    keep, *others = usual_policies(inputs)
    chosen = [p for p in dict.fromkeys(asked.policies or others) if p != keep]
    blocks = blocks_of(inputs.prognose.trekk)
    kept, *rest = (
        forecast_of(inputs, policy, seed=asked.seed, blocks=blocks) for policy in (keep, *chosen)
    )
    progress(1.0)
    return Forecast(
        today=today,
        kommuner=tuple(
            workspace.kommuner[number].navn
            for number, is_looked_at in zip(inputs.kommuner, inputs.is_looked_at, strict=True)
            if is_looked_at
        ),
        members=inputs.members_today,
        existing=inputs.existing,
        short_months=inputs.prognose.underskudd_maaneder,
        limit=inputs.prognose.grense,
        hire_months=inputs.prognose.ansettelse_maaneder,
        policies=tuple(
            policy_forecast(start, policy, paths, kept, today)
            for policy, paths in zip((keep, *chosen), (kept, *rest), strict=True)
        ),
        drivers=_drivers(inputs, keep, kept, asked.seed) if asked.with_drivers else (),
        draws=len(kept.members),
        seed=asked.seed,
        assumptions=assumptions_of(inputs, start.scenario, workspace),
        outside=start.basis.count_outside(),
        remarks=remarks_of(start.basis, start.solver, start.travel),
        example_data=workspace.example_data,
    )


def _drivers(inputs: Inputs, policy: Policy, paths: Paths, seed: int) -> tuple[Driver, ...]:
    ends = paths.members[:, -1]
    blocks = blocks_of(len(ends))
    shares = shares_of_variance(inputs, policy, seed=seed, blocks=blocks, members=ends)
    return drivers_of(shares)


def policy_forecast(
    start: Start, policy: Policy, paths: Paths, kept: Paths, today: date
) -> PolicyForecast:
    """Return what is told of the `paths` of a policy, beside those of keeping today's staff."""
    inputs, short = start.inputs, too_few(paths.need, paths.staff)
    days = [month_after(today, number + 1) for number in range(inputs.months)]
    return PolicyForecast(
        policy=policy.navn,
        is_ours=policy.is_ours,
        months=tuple(_month(paths, short, number, day) for number, day in enumerate(days)),
        short_for_long=float(on_end(short, inputs.prognose.underskudd_maaneder).mean()),
        hire_by=_hire_by(short.mean(axis=0), inputs, today),
        beyond=_beyond(start, paths, kept),
        money=_money(start, paths) if start.scenario.is_money_known else None,
    )


def month_after(day: date, months: int) -> date:
    """Return the first day of the month so many after that of `day`."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, 1)


def on_end(short: Bools, months: int) -> Floats:
    """Return whether each draw, (D, months), is short for so many `months` on end at some time."""
    row, longest = np.zeros(len(short)), np.zeros(len(short))
    for month in short.T:
        row = np.where(month, row + 1, 0)
        longest = np.maximum(longest, row)
    return np.asarray(longest >= months, dtype=np.float64)


def _month(
    paths: Paths,
    short: Bools,
    number: int,
    day: date,
) -> Month:
    return Month(
        month=day,
        members=band(paths.members[:, number]),
        need=band(paths.need[:, number]),
        staff=float(paths.staff[:, number].mean()),
        short=float(short[:, number].mean()),
        joined=float(paths.joined[:, number].mean()),
        left=float(paths.left[:, number].mean()),
        visits=float(paths.visits[:, number].mean()),
    )


def band(draws: Floats) -> Band:
    """Return quantiles of draws, (D,), each the nearest draw."""
    return Band(**dict(zip(Band.model_fields, nearest_draws(draws, LEVELS), strict=True)))


def _hire_by(short: Floats, inputs: Inputs, today: date) -> date | None:
    """Return when to hire; whoever is hired today comes too late for what happens until then."""
    late = np.flatnonzero(short >= inputs.prognose.grense)
    if not late.size:
        return None
    return month_after(today, max(int(late[0]) + 1 - inputs.prognose.ansettelse_maaneder, 0))


def _beyond(start: Start, paths: Paths, kept: Paths) -> Beyond:
    def years(more: Floats, less: Floats) -> Floats:
        return np.asarray((more - less).sum(axis=1) / MONTHS_A_YEAR)

    net = None
    if start.scenario.is_money_known:
        net = quantiles(_net(start, paths) - _net(start, kept))
    return Beyond(
        position_years=quantiles(years(paths.staff, kept.staff)),
        members=quantiles(paths.members[:, -1] - kept.members[:, -1]),
        member_years=quantiles(years(paths.members, kept.members)),
        visits=quantiles((paths.visits - kept.visits).sum(axis=1)),
        net=net,
    )


def _net(start: Start, paths: Paths) -> Floats:
    return np.asarray(_income(start, paths) - _cost(start, paths))


def _income(start: Start, paths: Paths) -> Floats:
    given = start.inputs.bemanning
    a_month = paths.members * given.medlemsavgift + given.tilskudd
    return np.asarray(a_month.sum(axis=1) / MONTHS_A_YEAR)


def _cost(start: Start, paths: Paths) -> Floats:
    given = start.inputs.bemanning
    positions = paths.staff.sum(axis=1) / MONTHS_A_YEAR * given.kroner_per_aarsverk
    return np.asarray(positions + paths.km.sum(axis=1) * given.kroner_per_km)


def _money(start: Start, paths: Paths) -> Money:
    cost, income = _cost(start, paths), _income(start, paths)
    return Money(cost=quantiles(cost), income=quantiles(income), net=quantiles(income - cost))
