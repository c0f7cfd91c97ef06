"""Joint draws of the positions: what is asked for, and the covered municipalities as they are.

What the uncertainty hangs on is the share of the variance that each input brings, its Shapley
value: what knowing it would take off the variance of the hours, averaged over all orders in which
the inputs could become known. What is left when all are known is who in fact joins; these shares
add up to one, whatever works together.

Source: Owen (2014), SIAM/ASA Journal on Uncertainty Quantification 2, 245-251. The variance that a
set of inputs explains is a covariance of two draws that share those inputs and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Final

import numpy as np

from hageplan.interest.model.design import Floats
from hageplan.interest.model.fitted import OutcomeDraws, expected_members
from hageplan.records.base import Sted
from hageplan.records.settings.bemanning import Bemanning
from hageplan.staff.basis import Basis, YearPlanner
from hageplan.staff.calibration import Today, calibrated
from hageplan.staff.hours import Unsure, Work, draw_unsure, roads_of, visit_hours
from hageplan.staff.needs import area_of, visits_of
from hageplan.staff.result import Calibration
from hageplan.staff.scenario import Scenario
from hageplan.staff.wisn import available_hours, positions
from hageplan.tours.year import DrivingYear

INTEREST, CONVERSION = "interest", "conversion"
INPUTS = (INTEREST, CONVERSION, "hours_per_member", "followups_per_visit", "driving")


@dataclass(frozen=True)
class Sample:
    """One sample of all that is unsure."""

    outcomes: OutcomeDraws
    unsure: Unsure


@dataclass(frozen=True, kw_only=True)
class PositionDraws:
    """Draws of one scenario; D draws, J municipalities shown.

    Attributes:
        new_members: (D, J).
        visits: (D, J).
        hours: Hours a year by activity, administration last, (D, J, 6).
        by_kommune: Positions, (D, J).
        km: Kilometres, (D,).
        driving: The planned year.
        drivers: Shares of the variance by input.
        today: Positions for the covered municipalities with today's members, (D,).
        others: The same for those of them that are not shown, (D,).
    """

    new_members: Floats
    visits: Floats
    hours: Floats
    by_kommune: Floats
    km: Floats
    driving: DrivingYear
    drivers: Mapping[str, float]
    today: Floats
    others: Floats

    @property
    def fte(self) -> Floats:
        """Positions of all together, (D,)."""
        return np.asarray(self.by_kommune.sum(axis=1))


def draw(
    basis: Basis, settings: Bemanning, today: Today, planner: YearPlanner, office: Sted
) -> PositionDraws:
    """Return draws of what the municipalities need under `settings`, beside the work of `today`.

    The year is planned from `office`.
    """
    available = today.available
    basis = basis.with_known(settings.konvertering)
    shown = list(basis.shown)
    needed = basis.visits(basis.shown, settings, with_new=True)
    driving = planner.driving(needed, office)
    work = _work(basis, basis.shown, settings, driving)
    samples = [_sample(basis, settings, planner.seed, number) for number in range(2)]
    first = samples[0]
    joined = first.outcomes.new_members[:, shown]
    direct = work.hours(joined, first.unsure)
    by_kommune = positions(
        direct.sum(axis=-1), available, settings.stotte_andel, settings.timer_per_kommune
    )
    administration = by_kommune * available - direct.sum(axis=-1)
    as_today = today.required(first.unsure)
    is_other = [j not in basis.shown for j in basis.covered]
    return PositionDraws(
        new_members=joined,
        visits=visits_of(work.area, settings, joined),
        hours=np.concatenate([direct, administration[..., np.newaxis]], axis=-1),
        by_kommune=by_kommune,
        km=work.km(joined, first.unsure),
        driving=driving,
        drivers=_drivers(basis, work, samples),
        today=np.asarray(as_today.sum(axis=1)),
        others=np.asarray(as_today[:, is_other].sum(axis=1)),
    )


def _sample(basis: Basis, settings: Bemanning, seed: int, number: int) -> Sample:
    outcomes = basis.outcomes(seed, number)
    rng = np.random.default_rng([seed, number, 1])
    return Sample(outcomes, draw_unsure(settings, len(outcomes.interested), rng))


def _work(basis: Basis, shown: Sequence[int], settings: Bemanning, driving: DrivingYear) -> Work:
    rules = basis.workspace.oppsett.planlegging
    return Work(
        area=area_of(basis.fitted, shown),
        roads=roads_of(driving, [basis.region[j] for j in shown]),
        settings=settings,
        visit_hours=visit_hours(settings, rules),
    )


def calibrated_today(
    basis: Basis, scenario: Scenario, days: float, planner: YearPlanner, office: Sted
) -> tuple[Today, Scenario, Calibration]:
    """Return today's work in a year of so many working `days`, and what it says of a scenario.

    That is the scenario with the hours a member that the work shows, and how they come about.
    """
    available = available_hours(days, scenario.settings)
    today = today_of(basis, scenario.settings, available, planner, office)
    return (today, *calibrated(scenario, today))


def today_of(
    basis: Basis, settings: Bemanning, available: float, planner: YearPlanner, office: Sted
) -> Today:
    """Return the work of the covered municipalities with today's members, driven from `office`.

    `available` are the hours of a position in the year.
    """
    needed = basis.visits(basis.covered, settings, with_new=False)
    work = _work(basis, basis.covered, settings, planner.driving(needed, office))
    return Today(basis=basis, work=work, available=available)


def _drivers(basis: Basis, work: Work, samples: Sequence[Sample]) -> dict[str, float]:
    """Return what the uncertainty of the hours hangs on."""
    shown = list(basis.shown)
    members = {
        (i, c): expected_members(
            basis.fitted, samples[i].outcomes.interested, samples[c].outcomes.by_grade
        )[:, shown]
        for i in range(2)
        for c in range(2)
    }

    def expected(of: Mapping[str, int]) -> Floats:
        unsure = Unsure(
            samples[of["hours_per_member"]].unsure.hours_per_member,
            samples[of["followups_per_visit"]].unsure.followups_per_visit,
            samples[of["driving"]].unsure.drive_factor,
        )
        return np.asarray(work.hours(members[of[INTEREST], of[CONVERSION]], unsure).sum((1, 2)))

    first = samples[0]
    drawn = work.hours(first.outcomes.new_members[:, shown], first.unsure).sum((1, 2))
    around = drawn - expected(dict.fromkeys(INPUTS, 0))
    return variance_shares(INPUTS, expected, float(np.mean(around**2)))


CHANCE: Final = "who_joins"
"""What remains when every input is known."""


def variance_shares(
    inputs: tuple[str, ...],
    expected: Callable[[Mapping[str, int]], Floats],
    residual: float,
) -> dict[str, float]:
    """Return the share of the variance by input, and that of `CHANCE`; they add up to 1.

    `expected` gives the hours to expect, (draws,), where each input is taken from the first (0) or
    the second (1) of two independent samples; `residual` is the variance around them. Without any
    variance the shares are 0.
    """
    first = expected(dict.fromkeys(inputs, 0))
    second = expected(dict.fromkeys(inputs, 1))

    def explained(known: frozenset[str]) -> float:
        """Return the variance that the inputs `known` explain, both samples used alike."""
        if not known:
            return 0.0
        one = expected({name: int(name not in known) for name in inputs})
        other = expected({name: int(name in known) for name in inputs})
        return (_covariance(first, one) + _covariance(second, other)) / 2

    subsets = {
        frozenset(chosen): explained(frozenset(chosen))
        for size in range(len(inputs) + 1)
        for chosen in combinations(inputs, size)
    }
    brought = {name: max(_shapley(name, subsets, len(inputs)), 0.0) for name in inputs}
    total = sum(brought.values()) + residual
    parts = {**brought, CHANCE: residual}
    return {name: part / total if total > 0 else 0.0 for name, part in parts.items()}


def _shapley(name: str, subsets: Mapping[frozenset[str], float], count: int) -> float:
    value = 0.0
    for known, explained in subsets.items():
        if name not in known:
            weight = factorial(len(known)) * factorial(count - len(known) - 1) / factorial(count)
            value += weight * (subsets[known | {name}] - explained)
    return value


def _covariance(one: Floats, other: Floats) -> float:
    return float(np.mean((one - one.mean()) * (other - other.mean())))
