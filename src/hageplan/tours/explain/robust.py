"""Plans whose times hold: reserves on driving and between visits, as much as it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from hageplan.errors import RecordsError
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import Plan, Safety, Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.calendar import is_half_day
from hageplan.tours.days import hours_of, minutes
from hageplan.tours.explain.punctuality import SIMULATIONS, Punctuality, simulate, with_chances
from hageplan.travel import Travel
from hageplan.travel.slower import Slower

STEPS: Final = 8
"""Reserves that are thought of, the largest 1.4 times the driving and 40 minutes a visit."""
FACTOR_STEP: Final = 0.05
SLACK_STEP: Final = 5
"""Minutes."""

PlanWith = Callable[[Workspace, Travel], Plan]


@dataclass(frozen=True)
class _Attempt:
    """A plan with reserves, and how it holds."""

    step: int
    plan: Plan
    found: Punctuality


def robust_plan(workspace: Workspace, travel: Travel, plan_with: PlanWith, seed: int) -> Plan:
    """Return the plan with the least reserves that keeps the required share on time.

    Where none does, the one that keeps most. `plan_with` plans on records and driving given.
    Reserves that break an appointment are too large.
    """

    def attempt(step: int) -> _Attempt:
        reserved, slower = _with_reserves(workspace, step), Slower(travel, _drive_factor(step))
        plan = plan_with(reserved, slower if step else travel)
        return _Attempt(step, plan, _lived_through(plan, workspace, step, seed))

    required = workspace.oppsett.usikkerhet.krav
    usual = attempt(0)
    best, low, high = usual, 0, STEPS + 1
    while low + 1 < high and not usual.found.expected_on_time >= required:
        middle = (low + high) // 2
        try:
            tried = attempt(middle)
        except RecordsError:
            high = middle
            continue
        is_enough = tried.found.expected_on_time >= required
        low, high = (low, middle) if is_enough else (middle, high)
        if is_enough or tried.found.expected_on_time > best.found.expected_on_time:
            best = tried
    return _told(best, usual, required)


def _drive_factor(step: int) -> float:
    return 1 + FACTOR_STEP * step


def _with_reserves(workspace: Workspace, step: int) -> Workspace:
    """Return the records with the slack after visits of a step."""
    rules = workspace.oppsett.planlegging
    slack = rules.slakk_minutter + SLACK_STEP * step
    reserved = rules.model_copy(update={"slakk_minutter": slack})
    oppsett = workspace.oppsett.model_copy(update={"planlegging": reserved})
    return replace(workspace, oppsett=oppsett)


def _lived_through(plan: Plan, workspace: Workspace, step: int, seed: int) -> Punctuality:
    """Return how a plan with the reserves of a step holds."""
    return simulate(
        plan,
        workspace.oppsett.usikkerhet,
        closing=_closing(workspace),
        seed=seed,
        drive_factor=_drive_factor(step),
    )


def _closing(workspace: Workspace) -> Callable[[Tour], int]:
    """Return what tells the end of the working hours of a tour's day."""
    people = {person.id: person for person in workspace.oppsett.medarbeider}
    rules = workspace.oppsett.planlegging

    def closing(tour: Tour) -> int:
        person = people.get(tour.medarbeider) or Medarbeider(id=tour.medarbeider)
        end = minutes(hours_of(person, tour.date).til)
        is_half = is_half_day(tour.date, rules.halve_dager)
        return min(end, minutes(rules.halv_dag_slutt)) if is_half else end

    return closing


def _told(best: _Attempt, usual: _Attempt, required: float) -> Plan:
    safety = Safety(
        required=required,
        on_time=round(best.found.expected_on_time, 3),
        drive_factor=round(_drive_factor(best.step), 2),
        extra_slack=SLACK_STEP * best.step,
        visits=best.plan.totals.visits,
        prize_minutes=best.plan.totals.prize_minutes,
        usual_on_time=round(usual.found.expected_on_time, 3),
        usual_visits=usual.plan.totals.visits,
        usual_prize_minutes=usual.plan.totals.prize_minutes,
        simulations=SIMULATIONS,
    )
    return with_chances(best.plan, best.found).model_copy(update={"safety": safety})
