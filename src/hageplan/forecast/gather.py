"""From records to what the months start from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hageplan.forecast.inputs import MONTHS_A_YEAR, NO_ANSWER, Groups, Inputs
from hageplan.interest.model.design import Floats
from hageplan.interest.model.fitted import Fitted
from hageplan.interest.model.joining import left_to_join
from hageplan.interest.model.population import DAYS_A_YEAR, Population
from hageplan.interest.model.table import MembershipOutcome
from hageplan.interest.suggest import visit_prizes
from hageplan.records.settings.bemanning import Bemanning
from hageplan.staff.basis import Basis, YearPlanner, weekly_minutes
from hageplan.staff.hours import roads_of, visit_hours
from hageplan.staff.wisn import existing_positions
from hageplan.tours.days import office_of

RESTED: Final = timedelta(days=183)
"""The order of visits is that of a day on which those visited lately may be visited again."""
AGES_A_YEAR: Final = 4
"""Answers whose ages differ by less than a quarter of a year count as equally old."""


def inputs_of(
    basis: Basis,
    settings: Bemanning,
    *,
    today: date,
    months: int,
    year_hours: float,
    planner: YearPlanner,
) -> Inputs:
    """Return the inputs of the municipalities that are covered, and of those that are shown.

    `settings` leaves out nothing, as a scenario of `staffing` does; `year_hours` is a position's.
    """
    workspace, population = basis.workspace, basis.fitted.population
    area = sorted({*basis.covered, *basis.shown})
    settled, new = _members(population, today)
    needed = basis.visits(area, settings, with_new=True)
    office = office_of(workspace, [basis.region[j] for j in basis.shown])
    roads = roads_of(planner.driving(needed, office), basis.region)
    columns = population.companies
    companies = np.bincount(columns.kommune, minlength=len(basis.region))
    inside = np.zeros(len(basis.region), dtype=np.bool_)
    inside[area] = True
    return Inputs(
        month=today.month % MONTHS_A_YEAR + 1,
        months=months,
        kommuner=basis.region,
        is_served=np.isin(np.arange(len(basis.region)), basis.covered),
        is_looked_at=inside,
        companies=companies.astype(np.float64),
        members=settled * inside,
        joined=new * inside,
        groups=_groups(basis, inside, today),
        posterior=basis.fitted.posterior,
        conversion=basis.fitted.conversion,
        talked=float(columns.talked),
        missed=float(columns.not_talked),
        drive_hours=roads.hours,
        drive_km=roads.km,
        visit_hours=visit_hours(settings, workspace.oppsett.planlegging),
        year_hours=year_hours,
        existing=existing_positions(weekly_minutes(workspace), settings),
        bemanning=settings,
        interesse=workspace.oppsett.interesse,
        prognose=workspace.oppsett.prognose,
    )


def _members(population: Population, today: date) -> tuple[Floats, Floats]:
    """Return the members by municipality: those of old, (J,), and by month of joining, (12, J)."""
    settled = np.zeros(len(population.kommuner))
    new = np.zeros((MONTHS_A_YEAR, len(population.kommuner)))
    columns = population.companies
    for c in np.flatnonzero(columns.outcome == MembershipOutcome.MEMBER).tolist():
        since, j = population.bedrifter[c].medlem_siden, columns.kommune[c]
        age = None if since is None else (today - since).days * MONTHS_A_YEAR / DAYS_A_YEAR
        if age is None or age >= MONTHS_A_YEAR:
            settled[j] += 1
        else:
            new[max(int(age), 0), j] += 1
    return settled, new


def _groups(basis: Basis, inside: NDArray[np.bool_], today: date) -> Groups:
    """Return those who may join as groups, in the order of what a visit is worth."""
    population, columns = basis.fitted.population, basis.fitted.population.companies
    is_open = (columns.outcome == MembershipOutcome.OPEN) & inside[columns.kommune]
    chosen = np.flatnonzero(is_open)
    free = np.array([not population.bedrifter[c].reservert for c in chosen], dtype=np.bool_)
    targets = [population.bedrifter[c].status == "maalbedrift" for c in chosen]
    answers = [population.answers[c] for c in chosen]
    grades = np.array([a.grade_index if a else NO_ANSWER for a in answers], dtype=np.intp)
    grades[columns.weight[chosen] == 0] = NO_ANSWER
    ages = (columns.age[chosen] * AGES_A_YEAR).astype(np.intp) * (grades != NO_ANSWER)
    keys = np.column_stack(
        [columns.kommune[chosen], columns.cell[chosen], grades, ages, free, targets]
    ).astype(np.intp)
    unique, group, counts = np.unique(keys, axis=0, return_inverse=True, return_counts=True)

    def mean(of: Floats) -> Floats:
        return np.bincount(group, of, minlength=len(unique)) / counts

    order = np.argsort(-mean(_prizes(basis, chosen, today)), kind="stable")
    weight = mean(columns.weight[chosen])
    left = mean(_left(basis.fitted)[chosen])
    kommune, cell, grade, _age, may_be_visited, is_target = unique[order].T
    return Groups(
        kommune=kommune,
        cell=cell,
        grade=grade,
        weight=weight[order],
        left=left[order],
        companies=counts[order].astype(np.float64),
        may_be_visited=may_be_visited.astype(np.bool_),
        is_target=is_target.astype(np.bool_),
    )


def _left(fitted: Fitted) -> Floats:
    """Return what having waited in vain leaves of the chance that each answer gives, (C,)."""
    by_grade = fitted.conversion.by_grade
    answers = fitted.population.answers
    return left_to_join([by_grade[a.grade_index] if a else 0.0 for a in answers], fitted.waited)


def _prizes(basis: Basis, chosen: NDArray[np.intp], today: date) -> Floats:
    """Return what a visit to each company is worth, as `next` says; 0 where none is made."""
    prizes = visit_prizes(basis.workspace, basis.region, today=today, on=today + RESTED)
    numbers = (basis.fitted.population.bedrifter[c].organisasjonsnummer for c in chosen)
    return np.array([prizes[n].total if n in prizes else 0.0 for n in numbers])
