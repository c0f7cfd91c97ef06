"""From answers to memberships: which share of each grade joins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from hageplan.interest.model.design import Floats
from hageplan.interest.model.joining import MONTHS_A_YEAR, joined_by, left_to_join
from hageplan.interest.model.population import DAYS_A_YEAR, Population
from hageplan.interest.model.table import MembershipOutcome
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
        asked: Answers of the covered municipalities, each by the part of its outcome that has
            shown: whoever was asked a month ago has not refused to join.
        joined: Of these, those that became members.
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

    A membership shows at once. Of all answers, its own included, the share F that would have led to
    one by now counts as asked, so that joined over asked is right on average at any time; a refusal
    counts whole. Answers that are no evidence of others are left out: of the companies that the
    target group's rules leave out, only those that joined would be seen. So are those that were
    given as a member: they tell of nobody who was asked to become one.
    """
    grades = np.zeros(len(GRADER))
    asked, joined = grades.copy(), grades.copy()
    shown = _shown(population, settings, today)
    for index, answer in enumerate(population.led_to):
        if answer is None or not population.companies.evidence[index]:
            continue
        bedrift = population.bedrifter[index]
        grades[answer.grade_index] += 1
        if bedrift.kommunenummer in covered:
            is_settled = bedrift.status == "avslag" and not bedrift.has_joined
            asked[answer.grade_index] += 1 if is_settled else shown[index]
            joined[answer.grade_index] += bedrift.has_joined
    no, neutral, yes, firm = grades
    return Conversion(
        prior=np.array(
            [settings.ikke, settings.noytral, settings.interessert, settings.forpliktet]
        ),
        asked=np.maximum(asked, joined),
        joined=joined,
        strength=settings.styrke,
        firm=float((FIRM_PRIOR[0] + firm) / (sum(FIRM_PRIOR) + firm + yes)),
        neutral=float((NEUTRAL_PRIOR[0] + neutral) / (sum(NEUTRAL_PRIOR) + neutral + no)),
    )


def _shown(population: Population, settings: Konvertering, today: date) -> Floats:
    """Return the part of each answer's outcome that has shown, F of its age, (C,); else 0."""
    days = [(today - a.date).days if a else 0 for a in population.led_to]
    months = np.array(days, dtype=np.float64) * MONTHS_A_YEAR / DAYS_A_YEAR
    return joined_by(months, settings.forsinkelse_maaneder)


def waited(
    population: Population, covered: Sequence[str], settings: Konvertering, today: date
) -> Floats:
    """Return the share F of those who would join that had joined, asked when each was, (C,).

    Where we are not, nobody has been asked to join by answering: 0.
    """
    served = np.array([b.kommunenummer in covered for b in population.bedrifter], dtype=np.bool_)
    return np.where(served, _shown(population, settings, today), 0.0)


def open_grades(population: Population, by_grade: Floats, waited: Floats) -> Floats:
    """Return the answers of each municipality that may lead to a membership, (J, 4).

    Each counts by its age, and by what having `waited`, (C,), in vain leaves of its share.
    """
    companies = population.companies
    counts = np.zeros((len(population.kommuner), len(GRADER)))
    for index, answer in enumerate(population.answers):
        if answer is not None and companies.outcome[index] == MembershipOutcome.OPEN:
            left = left_to_join(by_grade[answer.grade_index], waited[index])
            weight = companies.weight[index] * float(left)
            counts[companies.kommune[index], answer.grade_index] += weight
    return counts
