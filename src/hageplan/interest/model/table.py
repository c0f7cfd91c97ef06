"""From companies to the table that says all the model needs to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hageplan.interest.model.classes import Industry, SizeClass
from hageplan.interest.model.design import CELLS, OUTBOUND, Bools, Floats, Ints, cell_of


class MembershipOutcome(IntEnum):
    """What a company's status says of its interest, whatever it answered and when."""

    OPEN = 0
    DECLINED = 1
    MEMBER = 2


@dataclass(frozen=True, kw_only=True)
class Companies:
    """Companies as columns, one entry each, (C,).

    Attributes:
        kommune: Index of the municipality.
        size: `SizeClass`.
        industry: `Industry`.
        weight: How much the latest answer still counts, in [0, 1]; 0 where it never answered.
        interested: Whether that answer was at least interested; any value where unanswered.
        inbound: Whether the company came to us; any value where unanswered.
        outcome: `MembershipOutcome`.
        evidence: Whether its answer, given or to come, says something of others.
    """

    kommune: Ints
    size: Ints
    industry: Ints
    weight: Floats
    interested: Bools
    inbound: Bools
    outcome: Ints
    evidence: Bools

    @property
    def cell(self) -> NDArray[np.intp]:
        """The outbound cell of each, (C,)."""
        return cell_of(self.size, self.industry)

    @property
    def answered(self) -> NDArray[np.intp]:
        """Indices of the companies whose answers are evidence."""
        return np.flatnonzero(self.weight * self.evidence)

    @property
    def unanswered(self) -> Floats:
        """The part of each that nothing is known of, in [0, 1], (C,)."""
        return np.where(self.outcome == MembershipOutcome.OPEN, 1 - self.weight, 0.0)

    @property
    def yes(self) -> Floats:
        """The part of each that is known to be interested, in [0, 1], (C,)."""
        answered = self.weight * self.interested
        return answered + np.where(self.outcome == MembershipOutcome.MEMBER, 1 - self.weight, 0.0)


@dataclass(frozen=True, kw_only=True)
class AnswerTable:
    """Sufficient counts; J municipalities, `OUTBOUND` and `CELLS` as in `design`.

    What a status settles (a member, a refusal) counts in the totals and is no evidence of what
    others would answer: nobody was drawn to become a member.

    Attributes:
        companies: Companies, (J, OUTBOUND).
        known: Answers, each weighing 1 when fresh and less with age, (J, CELLS).
        interested: The part of `known` that said yes, (J, CELLS).
        unanswered: Companies, and parts of aged answers, that nothing is known of, (J, OUTBOUND).
        yes: Companies known to be interested, by answer or status, (J,).
    """

    companies: Floats
    known: Floats
    interested: Floats
    unanswered: Floats
    yes: Floats

    @property
    def kommuner(self) -> int:
        """J, the number of municipalities."""
        return len(self.companies)

    @cached_property
    def totals(self) -> KommuneTotals:
        """What is known of each municipality, added up over its cells."""
        return KommuneTotals(self.companies.sum(axis=1), self.yes, self.unanswered.sum(axis=1))


@dataclass(frozen=True)
class KommuneTotals:
    """Counts by municipality, each (J,): companies, known yes, and unanswered."""

    companies: Floats
    yes: Floats
    unanswered: Floats

    def of(self, chosen: Ints) -> KommuneTotals:
        """Return the counts of the municipalities with the indices `chosen`."""
        return KommuneTotals(self.companies[chosen], self.yes[chosen], self.unanswered[chosen])

    def share(self, count: Floats) -> Floats:
        """Return counts (..., J) as shares of the companies; NaN where there is none."""
        blank = np.full(np.broadcast_shapes(count.shape, self.companies.shape), np.nan)
        return np.asarray(np.divide(count, self.companies, out=blank, where=self.companies > 0))


def weight_of_age(years: ArrayLike, half_life: float) -> Floats:
    """Return how much answers of these ages (years, 0 or more) still count, in (0, 1]."""
    return np.exp2(-np.asarray(years, dtype=np.float64) / half_life)


def tabulate(companies: Companies, kommuner: int) -> AnswerTable:
    """Return the table of `companies` in `kommuner` municipalities, those without any included.

    Raises ValueError for columns of unequal length and for values out of range.
    """
    _check(companies, kommuner)
    place = np.asarray(companies.kommune, dtype=np.intp)
    cell = companies.cell
    outbound = place * OUTBOUND + cell
    answered = companies.answered
    known_cell = (place * CELLS + cell + OUTBOUND * companies.inbound)[answered]
    known = companies.weight[answered]
    return AnswerTable(
        companies=_counted(outbound, None, (kommuner, OUTBOUND)),
        known=_counted(known_cell, known, (kommuner, CELLS)),
        interested=_counted(known_cell, known * companies.interested[answered], (kommuner, CELLS)),
        unanswered=_counted(outbound, companies.unanswered, (kommuner, OUTBOUND)),
        yes=_counted(place, companies.yes, (kommuner, 1))[:, 0],
    )


def _check(companies: Companies, kommuner: int) -> None:
    highest = {
        "kommune": kommuner - 1,
        "size": max(SizeClass),
        "industry": max(Industry),
        "weight": 1,
        "interested": 1,
        "inbound": 1,
        "outcome": max(MembershipOutcome),
        "evidence": 1,
    }
    length = len(companies.kommune)
    for name, high in highest.items():
        column: NDArray[np.generic] = getattr(companies, name)
        if column.shape != (length,):
            raise ValueError(f"{name}: expected {length} entries, got shape {column.shape}")
        if length and not (column.min() >= 0 and column.max() <= high):
            raise ValueError(f"{name}: expected values from 0 to {high}")


def _counted(index: NDArray[np.intp], weight: Floats | None, shape: tuple[int, int]) -> Floats:
    counts = np.bincount(index, weight, minlength=shape[0] * shape[1])
    return counts.astype(np.float64).reshape(shape)
