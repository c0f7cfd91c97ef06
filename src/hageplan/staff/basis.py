"""What an estimate of positions starts from: the fitted interest, the municipalities, the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import fmean
from typing import Final, Literal

import numpy as np

from hageplan.errors import RequestError
from hageplan.interest.model.estimate import Estimate, estimate
from hageplan.interest.model.fitted import (
    Fitted,
    OutcomeDraws,
    draw_outcomes,
    expected_members,
    fit_records,
)
from hageplan.interest.model.population import DAYS_A_YEAR
from hageplan.interest.region import checked_region
from hageplan.interest.worth import member_hours
from hageplan.messages import msg
from hageplan.records.base import UKEDAGER, Sted
from hageplan.records.bedrift import Bedrift
from hageplan.records.settings.bemanning import Bemanning, KjentKonvertering
from hageplan.records.workspace import Workspace
from hageplan.staff.needs import needed_visits
from hageplan.tours.calendar import is_half_day, is_holiday, public_holidays, weekday
from hageplan.tours.days import hours_of, minutes
from hageplan.tours.solve.engine import Engine
from hageplan.tours.solve.solver import Progress, Solver, part
from hageplan.tours.year import DrivingYear, drive_year
from hageplan.travel import Travel
from hageplan.travel.roads import travel_of

HALF: Final = 0.5
MONDAY: Final = date(2027, 1, 4)
"""Any Monday: hours are the same every week."""
PART: Final = 2
"""A planned year is searched with this part of a plan's effort: its hours at the wheel are within
0.7 % of those that the whole finds, and are unsure by far more."""


@dataclass(frozen=True, kw_only=True)
class YearPlanner:
    """Plans a year of visits: the year, the roads, who finds the tours."""

    workspace: Workspace
    year: int
    travel: Travel
    solver: Solver
    seed: int
    progress: Progress

    def of(self, number: int, plans: int) -> YearPlanner:
        """Return the planner of one (from 0) of several years."""
        return replace(self, progress=part(self.progress, number, plans))

    def driving(self, visits: Sequence[tuple[Bedrift, int]], base: Sted) -> DrivingYear:
        """Return the driving that `visits`, companies and how often, take from `base`."""
        return drive_year(
            self.workspace,
            visits,
            self.year,
            base,
            travel=self.travel,
            solver=self.solver,
            seed=self.seed,
            progress=self.progress,
        )


def year_planner(
    workspace: Workspace,
    year: int,
    seed: int,
    *,
    travel: Travel | None,
    solver: Solver | None,
    progress: Progress,
) -> YearPlanner:
    """Return the planner of a year: by the workspace's driving and the engine, or others."""
    return YearPlanner(
        workspace=workspace,
        year=year,
        travel=travel or travel_of(workspace),
        solver=solver or Engine(part=PART),
        seed=seed,
        progress=progress,
    )


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Records, the model fitted to them, and which municipalities are looked at.

    Attributes:
        workspace: The records.
        region: Municipality numbers of the model.
        covered: Indices in `region` of those that are covered.
        shown: Indices in `region` of those that positions are asked for.
        fitted: The model.
        estimated: Its estimate.
    """

    workspace: Workspace
    region: tuple[str, ...]
    covered: tuple[int, ...]
    shown: tuple[int, ...]
    fitted: Fitted
    estimated: Estimate

    def with_known(self, known: KjentKonvertering) -> Basis:
        """Return the basis with the conversions that are taken as known."""
        shares = dict(enumerate((known.ikke, known.noytral, known.interessert, known.forpliktet)))
        given = {grade: share for grade, share in shares.items() if share is not None}
        conversion = self.fitted.conversion.given(given)
        return replace(self, fitted=replace(self.fitted, conversion=conversion))

    def count_outside(self) -> int:
        """Return how many companies of the municipalities shown stand outside the target group."""
        return self.workspace.count_outside(self.region[j] for j in self.shown)

    def outcomes(self, seed: int, sample: int) -> OutcomeDraws:
        """Return joint draws of who is interested and who joins; samples are independent."""
        return draw_outcomes(self.fitted, self.estimated, np.random.default_rng([seed, sample]))

    def visits(
        self, shown: Sequence[int], settings: Bemanning, *, with_new: bool
    ) -> list[tuple[Bedrift, int]]:
        """Return whom to visit how often in a year; with those who are expected to join."""
        joining = np.zeros(len(self.region))
        if with_new:
            mean, shares = self.estimated.mean, self.fitted.conversion.by_grade
            joining = expected_members(self.fitted, mean[np.newaxis], shares[np.newaxis])[0]
        return needed_visits(self.fitted, shown, joining[list(shown)], settings)


def basis_of(workspace: Workspace, kommuner: Sequence[str], today: date) -> Basis:
    """Return the basis of `kommuner` (none: those that are considered, or all where none is).

    Raises RequestError where there is no municipality to look at.
    """
    region = checked_region(workspace, kommuner)
    fitted = fit_records(workspace, region, today)
    wanted = tuple(kommuner) or workspace.vurderer or region
    shown = tuple(region.index(number) for number in dict.fromkeys(wanted))
    covered = tuple(region.index(number) for number in workspace.dekker)
    return Basis(
        workspace=workspace,
        region=region,
        covered=covered,
        shown=shown,
        fitted=fitted,
        estimated=estimate(fitted.table, fitted.posterior),
    )


@dataclass(frozen=True, kw_only=True)
class UsualWork:
    """What the other settings say of a member, and of a målbedrift: hours and visits a year."""

    hours: float
    visits: float
    target_visits: float


def usual_work(basis: Basis) -> UsualWork:
    """Return what `interesse.medlemstimer` gives the companies on average, and their visits.

    These follow from the intervals between them; without such companies from that of the class.
    """
    bedrifter, oppsett = basis.fitted.population.bedrifter, basis.workspace.oppsett

    def visits(status: Literal["medlem", "maalbedrift"]) -> float:
        usual = oppsett.besoksintervall_dager.of(status)
        days = [b.besoksintervall_dager or usual for b in bedrifter if b.status == status]
        return fmean(DAYS_A_YEAR / interval for interval in days or [usual])

    return UsualWork(
        hours=member_hours(bedrifter, oppsett.interesse.medlemstimer),
        visits=visits("medlem"),
        target_visits=visits("maalbedrift"),
    )


def working_days_of(year: int, basis: Basis) -> float:
    """Return the weekdays of `year` less its public holidays, half days as halves.

    Raises RequestError for a year of which no public holidays are known.
    """
    if not public_holidays(year):
        raise RequestError(
            msg("there is no calendar of public holidays for {year}", year=year),
            msg("choose a year that has one, e.g. --year {year}", year=2027),
        )
    halves = basis.workspace.oppsett.planlegging.halve_dager
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    worked = [day for day in days if weekday(day) in UKEDAGER[:5] and not is_holiday(day)]
    return sum(HALF if is_half_day(day, halves) else 1.0 for day in worked)


def weekly_minutes(workspace: Workspace) -> list[int]:
    """Return everyone's working minutes in a week, lunch left out."""
    lunch = workspace.oppsett.planlegging.lunsj_minutter
    weeks = []
    for person in workspace.oppsett.medarbeider:
        hours = [hours_of(person, MONDAY + timedelta(UKEDAGER.index(d))) for d in person.ukedager]
        weeks.append(sum(minutes(h.til) - minutes(h.fra) - lunch for h in hours))
    return weeks
