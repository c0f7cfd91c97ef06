"""Hours of work a year: from draws of what is unsure to hours by municipality and activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hageplan.interest.model.design import Floats
from hageplan.records.settings.bemanning import Bemanning
from hageplan.records.settings.planlegging import Planlegging
from hageplan.staff.needs import Area, visits_of
from hageplan.tours.year import NONE_DRIVEN, DrivingYear

ACTIVITIES: Final = ("visits", "driving", "development", "events", "followup")
"""What is done for companies; administration comes on top of it (see `wisn`)."""


@dataclass(frozen=True)
class Unsure:
    """Joint draws of the inputs that are not known, beside the members: all (draws,).

    Attributes:
        hours_per_member: Hours a year.
        followups_per_visit: Follow-ups.
        drive_factor: Driving over that of the planned year.
    """

    hours_per_member: Floats
    followups_per_visit: Floats
    drive_factor: Floats


@dataclass(frozen=True)
class VisitDrives:
    """Driving for one visit in the planned year, each (J,)."""

    hours: Floats
    km: Floats


def roads_of(driving: DrivingYear, kommuner: Sequence[str]) -> VisitDrives:
    """Return the driving for a visit to each of the municipalities in a planned year."""
    driven = [driving.kommuner.get(number, NONE_DRIVEN) for number in kommuner]
    visits = np.array([max(d.visits, 1) for d in driven])
    hours = np.array([d.minutes / 60 for d in driven]) / visits
    return VisitDrives(hours, np.array([d.km for d in driven]) / visits)


def draw_unsure(settings: Bemanning, draws: int, rng: np.random.Generator) -> Unsure:
    """Return draws: lognormal around the inputs, triangular where three figures are published."""
    hours = rng.lognormal(0, settings.timer_spredning, draws) * (settings.timer_per_medlem or 0)
    followups = triangular(
        settings.oppfolginger_lavt,
        settings.oppfolginger_per_besok,
        settings.oppfolginger_hoyt,
        rng.random(draws),
    )
    return Unsure(hours, followups, rng.lognormal(0, settings.kjoring_spredning, draws))


def mean_followups(settings: Bemanning) -> float:
    """Return the follow-ups to expect of a visit, the mean of the triangular distribution."""
    low, mode, high = (
        settings.oppfolginger_lavt,
        settings.oppfolginger_per_besok,
        settings.oppfolginger_hoyt,
    )
    return (min(low, mode) + mode + max(high, mode)) / 3


def triangular(low: float, mode: float, high: float, chance: Floats) -> Floats:
    """Return quantiles of the triangular distribution at `chance`; a mode outside widens it."""
    low, high = min(low, mode), max(high, mode)
    if low == high:
        return np.full_like(chance, mode)
    rising = np.sqrt(chance * (high - low) * (mode - low))
    falling = np.sqrt((1 - chance) * (high - low) * (high - mode))
    return np.where(chance * (high - low) < mode - low, low + rising, high - falling)


@dataclass(frozen=True, kw_only=True)
class Work:
    """What turns draws into hours: the municipalities, their roads, the settings.

    Attributes:
        area: Companies, (J,).
        roads: Driving for a visit, (J,).
        settings: Hours and numbers.
        visit_hours: A visit with its slack, and the desk work before and after it.
    """

    area: Area
    roads: VisitDrives
    settings: Bemanning
    visit_hours: float

    def hours(self, new_members: Floats, unsure: Unsure) -> Floats:
        """Return hours a year, (draws, J, activities), in which `new_members`, (draws, J), join."""
        given = self.settings
        visits = visits_of(self.area, given, new_members)
        hours = np.empty((*visits.shape, len(ACTIVITIES)))
        hours[..., 0] = visits * self.visit_hours
        hours[..., 1] = visits * self.roads.hours * unsure.drive_factor[:, np.newaxis]
        members = self.area.members + new_members
        hours[..., 2] = members * unsure.hours_per_member[:, np.newaxis]
        hours[..., 3] = given.arrangementer_per_kommune * given.timer_per_arrangement
        followups = visits * unsure.followups_per_visit[:, np.newaxis]
        hours[..., 4] = followups * given.timer_per_oppfolging
        return hours

    def km(self, new_members: Floats, unsure: Unsure) -> Floats:
        """Return kilometres a year, (draws,)."""
        visits = visits_of(self.area, self.settings, new_members)
        return np.asarray((visits @ self.roads.km) * unsure.drive_factor)


def visit_hours(settings: Bemanning, rules: Planlegging) -> float:
    """Return the hours of one visit, driving apart."""
    minutes = rules.besok_minutter + rules.slakk_minutter + settings.kontorminutter_per_besok
    return minutes / 60
