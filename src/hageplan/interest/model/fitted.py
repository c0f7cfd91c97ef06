"""The model, fitted to the records, and joint draws of what may turn out: who joins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hageplan.interest.model.conversion import (
    Conversion,
    conversion_of,
    open_grades,
    waited,
)
from hageplan.interest.model.design import Floats, Priors, priors_of
from hageplan.interest.model.draws import draw_count, draw_totals
from hageplan.interest.model.estimate import Estimate, chances
from hageplan.interest.model.joining import left_to_join
from hageplan.interest.model.population import Population, population_of
from hageplan.interest.model.posterior import Posterior, fit
from hageplan.interest.model.table import AnswerTable, MembershipOutcome, tabulate
from hageplan.records.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """Companies, what is assumed of them, what they answered, and what follows from both.

    Attributes:
        waited: The share of those who would join that had joined by now, asked when each was, (C,).
    """

    population: Population
    priors: Priors
    table: AnswerTable
    posterior: Posterior
    conversion: Conversion
    waited: Floats

    @property
    def to_join(self) -> Floats:
        """The chance of joining yet that each company's answer gives, (C,); 0 without one."""
        by_grade = self.conversion.by_grade
        answers = self.population.answers
        share = np.array([by_grade[a.grade_index] if a else 0.0 for a in answers])
        return share * left_to_join(share, self.waited)


def fit_records(workspace: Workspace, kommuner: Sequence[str], today: date) -> Fitted:
    """Return the model fitted to what was known of `kommuner` (numbers) at the end of `today`."""
    settings = workspace.oppsett.interesse
    population = population_of(workspace, kommuner, today)
    table = tabulate(population.companies, len(kommuner))
    priors = priors_of(settings.modell, reached=table.reached, heard_by=table.heard_by)
    rules = settings.konvertering
    conversion = conversion_of(population, workspace.dekker, rules, today)
    return Fitted(
        population=population,
        priors=priors,
        table=table,
        posterior=fit(table, priors),
        conversion=conversion,
        waited=waited(population, workspace.dekker, rules, today),
    )


@dataclass(frozen=True, kw_only=True)
class OutcomeDraws:
    """Numbers of companies in each municipality.

    Attributes:
        interested: Joint draws, (draws, J).
        by_grade: Joint draws of the share of each grade's answers that join, (draws, 4).
        new_members: Joint draws, (draws, J).
        expected_members: Expected new members, (J,).
    """

    interested: Floats
    by_grade: Floats
    new_members: Floats
    expected_members: Floats


def draw_outcomes(fitted: Fitted, estimated: Estimate, rng: np.random.Generator) -> OutcomeDraws:
    """Return what may turn out; the conversions are drawn once for all municipalities."""
    interested = draw_totals(fitted.table, fitted.posterior, rng)
    by_grade = fitted.conversion.draw(len(interested), rng)
    joining = _chances(fitted, by_grade)
    members = [
        draw_count(counts, joining, rng)
        for counts in np.moveaxis(_counts(fitted, interested), 1, 0)
    ]
    usual = fitted.conversion.by_grade[np.newaxis]
    expected = expected_members(fitted, estimated.mean[np.newaxis], usual)[0]
    return OutcomeDraws(
        interested=interested,
        by_grade=by_grade,
        new_members=np.stack(members, axis=1),
        expected_members=expected,
    )


def expected_members(fitted: Fitted, interested: Floats, by_grade: Floats) -> Floats:
    """Return the new members to expect, (draws, J), of those interested, at shares by grade."""
    counts = _counts(fitted, interested)
    return np.asarray(np.einsum("djg,dg->dj", counts, _chances(fitted, by_grade)))


def membership_chances(fitted: Fitted) -> Floats:
    """Return each company's chance of becoming a member, in [0, 1], (C,); 0 for who is outcome."""
    companies, conversion = fitted.population.companies, fitted.conversion
    likely = chances(fitted.posterior)[companies.kommune, companies.cell]
    no, yes = conversion.of_unanswered(conversion.by_grade).tolist()
    joining = likely * yes + (1 - likely) * no
    chance = companies.weight * fitted.to_join + companies.unanswered * joining
    return np.where(companies.outcome == MembershipOutcome.OPEN, chance, 0.0)


def _chances(fitted: Fitted, by_grade: Floats) -> Floats:
    """Return the chance of joining by grade, and of the two halves of the rest, (draws, 6)."""
    return np.column_stack([by_grade, fitted.conversion.of_unanswered(by_grade)])


def _counts(fitted: Fitted, interested: Floats) -> Floats:
    """Return companies that may join, (draws, J, 6): answers by grade, unanswered no and yes."""
    known = open_grades(fitted.population, fitted.conversion.by_grade, fitted.waited)
    yes = np.maximum(interested - fitted.table.yes, 0)
    no = np.maximum(fitted.table.totals.unanswered - yes, 0)
    answered = np.broadcast_to(known, (*interested.shape, known.shape[1]))
    return np.concatenate([answered, np.stack([no, yes], axis=-1)], axis=-1)
