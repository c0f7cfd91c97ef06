"""From answers to memberships: which share of each grade joins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from hageplan.interest.model.design import Floats
from hageplan.interest.model.history import LatestAnswer
from hageplan.interest.model.population import Population
from hageplan.interest.model.table import MembershipOutcome
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import GRADER
from hageplan.records.settings.interesse import Konvertering

FIRM_PRIOR: Final = (1.0, 3.0)
"""Of those interested, `forpliktet` and `interessert`, before any answers: one in four."""
NEUTRAL_PRIOR: Final = (1.0, 1.0)
"""Of the others, `nøytral` and `ikke`, before any answers: one in two."""

KNOWN: Final = 1e9
"""So many answers fix a share for every practical purpose."""


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """Shares of each grade that become members, as beta distributions; grades in order, (4,).

    Attributes:
        prior: The assumed shares.
        asked: Companies of the covered municipalities whose answer has had its outcome.
        joined: Of these, members.
        strength: How many answers the assumption weighs as much as.
        firm: Share of the interested that are `forpliktet`.
        neutral: Share of the others that are `nøytral`.
    """

    prior: Floats
    asked: Floats
    joined: Floats
    strength: float
    firm: float
    neutral: float

    @property
    def by_grade(self) -> Floats:
        """Expected share of each grade, (4,)."""
        return (self.prior * self.strength + self.joined) / (self.strength + self.asked)

    def of_unanswered(self, by_grade: Floats) -> Floats:
        """Return the shares (..., 4) of grades as those of who is not interested, and is, (..., 2).

        A company that has not answered has no grade, only a chance of being interested; within each
        half the grades are taken to be as frequent as among the answers.
        """
        no, neutral, yes, firm = np.moveaxis(by_grade, -1, 0)
        others = (1 - self.neutral) * no + self.neutral * neutral
        return np.stack([others, (1 - self.firm) * yes + self.firm * firm], axis=-1)

    def given(self, shares: Mapping[int, float]) -> Conversion:
        """Return this with the shares of some grades (by index) known: history says no more."""
        asked, joined = self.asked.copy(), self.joined.copy()
        for grade, share in shares.items():
            asked[grade], joined[grade] = KNOWN, share * KNOWN
        return replace(self, asked=asked, joined=joined)

    def draw(self, draws: int, rng: np.random.Generator) -> Floats:
        """Return draws of the shares by grade, (draws, 4)."""
        yes = self.prior * self.strength + self.joined
        no = (1 - self.prior) * self.strength + self.asked - self.joined
        drawn = rng.beta(np.maximum(yes, 1e-9), np.maximum(no, 1e-9), (draws, len(GRADER)))
        return np.asarray(drawn)


def conversion_of(
    population: Population, covered: Sequence[str], settings: Konvertering, today: date
) -> Conversion:
    """Return the conversions that the history of the `covered` municipalities shows.

    An answer has had its outcome where the company is a member or has declined, and where it is
    older than the settings' waiting time. Answers that are no evidence of others are left out: of
    the companies that the target group's rules leave out, only those that joined would be seen.
    """
    grades = np.zeros(len(GRADER))
    asked, joined = grades.copy(), grades.copy()
    evidence = population.companies.evidence
    for bedrift, answer, speaks in zip(
        population.bedrifter, population.answers, evidence, strict=True
    ):
        if answer is None or not speaks:
            continue
        grades[answer.grade_index] += 1
        if bedrift.kommunenummer in covered and _has_outcome(bedrift, answer, settings, today):
            asked[answer.grade_index] += 1
            joined[answer.grade_index] += bedrift.status == "medlem"
    no, neutral, yes, firm = grades
    return Conversion(
        prior=np.array(
            [settings.ikke, settings.noytral, settings.interessert, settings.forpliktet]
        ),
        asked=asked,
        joined=joined,
        strength=settings.styrke,
        firm=float((FIRM_PRIOR[0] + firm) / (sum(FIRM_PRIOR) + firm + yes)),
        neutral=float((NEUTRAL_PRIOR[0] + neutral) / (sum(NEUTRAL_PRIOR) + neutral + no)),
    )


def open_grades(population: Population) -> Floats:
    """Return the answers of each municipality that may lead to a membership, by age: (J, 4)."""
    companies = population.companies
    counts = np.zeros((len(population.kommuner), len(GRADER)))
    for index, answer in enumerate(population.answers):
        if answer is not None and companies.outcome[index] == MembershipOutcome.OPEN:
            counts[companies.kommune[index], answer.grade_index] += companies.weight[index]
    return counts


def _has_outcome(
    bedrift: Bedrift, answer: LatestAnswer, settings: Konvertering, today: date
) -> bool:
    waited = (today - answer.date).days > settings.ventetid_dager
    return waited or bedrift.status in ("medlem", "avslag")
