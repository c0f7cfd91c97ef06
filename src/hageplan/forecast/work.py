"""What the work of a month takes: hours, and the positions that do it."""

from __future__ import annotations

import numpy as np

from hageplan.forecast.inputs import MONTHS_A_YEAR, Inputs
from hageplan.forecast.members import Members
from hageplan.interest.model.design import Floats
from hageplan.staff.hours import Unsure
from hageplan.staff.wisn import category_factor


class Work:
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

    def regular(self, members: Members, targets: Floats, kommuner: Floats) -> Floats:
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
