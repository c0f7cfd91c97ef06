"""How many hours a member takes: the assumption, and what the office's own positions say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, hypot, log, sqrt

import numpy as np

from hageplan.interest.model.design import Floats
from hageplan.interest.score import Z90
from hageplan.staff.basis import Basis, weekly_minutes
from hageplan.staff.hours import Unsure, Work, mean_followups
from hageplan.staff.result import Calibration, Given, Quantiles
from hageplan.staff.scenario import Scenario
from hageplan.staff.wisn import direct_hours, existing_positions, positions


@dataclass(frozen=True)
class Lognormal:
    """A number above 0, its logarithm normal around that of `median` with the sd `spread`."""

    median: float
    spread: float

    @property
    def quantiles(self) -> Quantiles:
        """What it may be: 5, 50 and 95 of 100."""
        times = exp(Z90 * self.spread)
        return Quantiles(q05=self.median / times, q50=self.median, q95=self.median * times)


@dataclass(frozen=True, kw_only=True)
class Today:
    """The work of a year where we are, with today's members.

    Attributes:
        basis: Records and model.
        work: What turns members into hours; the municipalities are those that are covered.
        available: Hours of a position in the year.
    """

    basis: Basis
    work: Work
    available: float

    def required(self, unsure: Unsure) -> Floats:
        """Return the positions that today's members need, (draws, J covered)."""
        settings = self.work.settings
        nobody = np.zeros((len(unsure.drive_factor), len(self.basis.covered)))
        hours = self.work.hours(nobody, unsure).sum(axis=-1)
        own = settings.timer_per_kommune
        return positions(hours, self.available, settings.stotte_andel, own)

    def own_hours(self) -> Lognormal | None:
        """Return the hours a year that today's positions leave for each member.

        None without members, and where the other work takes all there is. How unsure they are grows
        with the part of the positions that is other work, and members differ: a few tell less.
        """
        members = float(self.work.area.members.sum())
        settings = self.work.settings
        nobody = np.zeros((1, len(self.basis.covered)))
        usual = Unsure(np.zeros(1), np.array([mean_followups(settings)]), np.ones(1))
        other = float(self.work.hours(nobody, usual).sum())
        existing = existing_positions(weekly_minutes(self.basis.workspace), settings)
        allowance = settings.timer_per_kommune * len(self.basis.covered)
        direct = direct_hours(existing, self.available, settings.stotte_andel, allowance)
        left = direct - other
        if not members or left <= 0:
            return None
        use = settings.egne_timer_spredning * direct / left
        return Lognormal(left / members, hypot(use, settings.timer_spredning / sqrt(members)))


def calibrated(scenario: Scenario, today: Today) -> tuple[Scenario, Calibration]:
    """Return the scenario with the hours a member that both say, and how they come about.

    The assumption and the office's own figure are combined as lognormals. Hours that somebody has
    given stand. A scenario's factor is upon the result.
    """
    settings, factor = scenario.settings, scenario.hours_factor
    members = int(today.work.area.members.sum())
    assumed = Lognormal((settings.timer_per_medlem or 0.0) / factor, settings.timer_spredning)
    own = today.own_hours()
    is_combined = own is not None and assumed.median > 0 and not scenario.are_hours_given
    found = combined(assumed, own) if own is not None and is_combined else assumed
    hours = replace(found, median=found.median * factor)
    changed = {"timer_per_medlem": hours.median, "timer_spredning": hours.spread}
    given: Mapping[str, Given] = dict.fromkeys(changed, "calibrated") if is_combined else {}
    told = Calibration(
        positions=existing_positions(weekly_minutes(today.basis.workspace), settings),
        members=members,
        assumed=assumed.quantiles,
        own=own.quantiles if own else None,
        hours=hours.quantiles,
        combined=is_combined,
    )
    settings = settings.model_copy(update=changed)
    return replace(scenario, settings=settings, given={**scenario.given, **given}), told


def combined(one: Lognormal, other: Lognormal) -> Lognormal:
    """Return what two independent estimates of the same number say together."""
    total = one.spread**2 + other.spread**2
    weight = one.spread**2 / total if total else 0.0
    between = (1 - weight) * log(one.median) + weight * log(other.median)
    return Lognormal(exp(between), sqrt(weight) * other.spread)
