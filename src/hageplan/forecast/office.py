"""The office: what work a month takes, and who is there to do it."""

from __future__ import annotations

from typing import Final

import numpy as np

from hageplan.forecast.inputs import MONTHS_A_YEAR, Inputs
from hageplan.forecast.members import MemberRoll
from hageplan.forecast.policies import Policy, VedUnderskudd
from hageplan.interest.model.design import Bools, Floats
from hageplan.staff.hours import Unsure
from hageplan.staff.wisn import category_factor

A_HAIR: Final = 1e-9
"""Positions; what sums of them may be off."""


def too_few(need: Floats, staff: Floats) -> Bools:
    """Tell where the positions at work are fewer than the work takes."""
    return np.asarray(need > staff + A_HAIR, dtype=np.bool_)


class MonthlyWork:
    """The work of D draws in J municipalities, reckoned as `staffing` does for a year."""

    def __init__(self, inputs: Inputs, unsure: Unsure) -> None:
        """Take what a visit, a member and an event take in each draw."""
        given = inputs.bemanning
        self._given, self._unsure = given, unsure
        self._year_hours = inputs.year_hours
        self._onboarding = inputs.prognose.opplaering_andel
        followups = unsure.followups_per_visit * given.timer_per_oppfolging
        driving = unsure.drive_factor[:, np.newaxis] * inputs.drive_hours
        self.visit_hours: Floats = inputs.visit_hours + driving + followups[:, np.newaxis]

    def visits_in_any_case(self, members: Floats, targets: Floats) -> Floats:
        """Return the month's visits to members and målbedrifter, (D, J), of so many."""
        a_year = (self._given.besok_per_medlem or 0) * members
        of_targets = (self._given.besok_per_maalbedrift or 0) * targets
        return np.asarray((a_year + of_targets) / MONTHS_A_YEAR)

    def regular(self, members: MemberRoll, targets: Floats, kommuner: Floats) -> Floats:
        """Return the hours of a month that come before visits to others, (D,).

        `kommuner`, (D,), is how many are served.
        """
        given, everyone = self._given, members.all
        of_members = (everyone + self._onboarding * members.new).sum(axis=1)
        events = given.arrangementer_per_kommune * given.timer_per_arrangement * kommuner
        visits = self.visits_in_any_case(everyone, targets) * self.visit_hours
        a_year = of_members * self._unsure.hours_per_member + events
        return np.asarray(a_year / MONTHS_A_YEAR + visits.sum(axis=1))

    def left_of(self, positions: Floats, regular: Floats, kommuner: Floats) -> Floats:
        """Return the hours of a month that are left for visits to others, (D,), 0 or more."""
        own = self._given.timer_per_kommune * kommuner
        hours = (positions * self._year_hours - own) / category_factor(self._given.stotte_andel)
        return np.maximum(hours / MONTHS_A_YEAR - regular, 0)

    def positions(self, regular: Floats, others: Floats, kommuner: Floats) -> Floats:
        """Return the positions that the month's work takes, with the year's share of visits.

        `others`, (D, J), are companies of which a part is visited in a year.
        """
        visits = self._given.prospektbesok_andel * others / MONTHS_A_YEAR
        hours = MONTHS_A_YEAR * (regular + (visits * self.visit_hours).sum(axis=1))
        own = self._given.timer_per_kommune * kommuner
        factor = category_factor(self._given.stotte_andel)
        return np.asarray((hours * factor + own) / self._year_hours)


class Team:
    """Positions of D draws under one policy."""

    def __init__(self, inputs: Inputs, policy: Policy, draws: int) -> None:
        """Begin with today's."""
        given, rule = inputs.prognose, policy.ved_underskudd or VedUnderskudd()
        self._hires = policy.ved_underskudd is not None
        self._patience = rule.maaneder or given.underskudd_maaneder
        self._step = given.ansettelse_aarsverk if rule.aarsverk is None else rule.aarsverk
        wait = rule.ventetid_maaneder
        self._wait = given.ansettelse_maaneder if wait is None else wait
        self._positions = np.full((inputs.months + 1, draws), inputs.existing)
        for one in policy.ansett:
            self._positions[one.maaned - 1 :] += one.aarsverk
        self._short = np.zeros(draws)
        self._busy_until = np.zeros(draws)

    def at(self, month: int) -> Floats:
        """Return the positions at work in a month, from 0, (D,)."""
        return np.asarray(self._positions[month])

    def see(self, month: int, need: Floats) -> None:
        """See what a month took, (D,), and hire where it has been too much for too long."""
        self._short = np.where(too_few(need, self.at(month)), self._short + 1, 0)
        if not self._hires:
            return
        # Whoever is on the way is waited for before another is looked for.
        hire = (self._short >= self._patience) & (month >= self._busy_until)
        first = month + 1 + self._wait
        self._positions[first:] += np.where(hire, self._step, 0.0)
        self._busy_until = np.where(hire, first, self._busy_until)
        self._short = np.where(hire, 0, self._short)
