"""From companies to the table that says all the model needs to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hageplan.interest.model.classes import Industry, SizeClass
from hageplan.interest.model.design import (
    COLUMNS,
    HEARD,
    OUTBOUND,
    ROWS,
    TALKED,
    TREND,
    Bools,
    Floats,
    Ints,
    cell_of,
)


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
        age: Years since that answer; any value where unanswered.
        interested: Whether that answer was at least interested (or the chance that it was); any
            value where unanswered.
        inbound: Whether the company came to us; any value where unanswered.
        heard_by: Who of us heard that answer, counted from 1; 0 where nobody knows.
        missed: Whether we sought it out, and it never answered.
        outcome: `MembershipOutcome`.
        evidence: Whether its answer, given or to come, says something of others.
    """

    kommune: Ints
    size: Ints
    industry: Ints
    weight: Floats
    age: Floats
    interested: Bools | Floats
    inbound: Bools
    heard_by: Ints
    missed: Bools
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
    def talked(self) -> int:
        """How many that we sought out talked to us, of those that are evidence."""
        return int((~self.inbound[self.answered]).sum())

    @property
    def not_talked(self) -> int:
        """How many that we sought out did not talk to us, of those that are evidence."""
        return int((self.missed & (self.evidence > 0)).sum())

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
class Answers:
    """The answers that are evidence, by municipality; R of them, columns as in `design`.

    Attributes:
        kommune: Index of the municipality, ascending, (R,).
        rows: Design rows, with the columns of an answer, (R, HEARD + those who heard some).
        known: How much each still counts, in (0, 1], (R,).
        interested: The part of `known` that said yes, (R,).
    """

    kommune: Ints
    rows: Floats
    known: Floats
    interested: Floats


@dataclass(frozen=True, kw_only=True)
class AnswerTable:
    """Sufficient counts; J municipalities, `OUTBOUND` as in `design`.

    What a status settles (a member, a refusal) counts in the totals and is no evidence of what
    others would answer: nobody was drawn to become a member.

    Attributes:
        companies: Companies, (J, OUTBOUND).
        answers: The answers.
        reached: The share of those we sought out that answered; 1 where nobody was.
        unanswered: Companies, and parts of aged answers, that nothing is known of, (J, OUTBOUND).
        yes: Companies known to be interested, by answer or status, (J,).
    """

    companies: Floats
    answers: Answers
    reached: float
    unanswered: Floats
    yes: Floats

    @property
    def kommuner(self) -> int:
        """J, the number of municipalities."""
        return len(self.companies)

    @property
    def heard_by(self) -> int:
        """How many of us heard answers."""
        return int(self.answers.rows.shape[1]) - HEARD

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
    return AnswerTable(
        companies=_counted(outbound, None, (kommuner, OUTBOUND)),
        answers=_answers(companies),
        reached=_reached(companies),
        unanswered=_counted(outbound, companies.unanswered, (kommuner, OUTBOUND)),
        yes=_counted(place, companies.yes, (kommuner, 1))[:, 0],
    )


def answer_rows(companies: Companies, answered: NDArray[np.intp]) -> Floats:
    """Return the design rows of the answers of the companies at the indices `answered`."""
    inbound, heard_by = companies.inbound[answered], companies.heard_by[answered]
    rows = np.zeros((len(answered), HEARD + int(companies.heard_by.max(initial=0))))
    rows[:, :COLUMNS] = ROWS[companies.cell[answered] + OUTBOUND * inbound]
    rows[:, TALKED] = ~inbound
    rows[:, TREND] = companies.age[answered]
    known = np.flatnonzero(heard_by)
    rows[known, HEARD - 1 + heard_by[known]] = 1
    return rows


def _answers(companies: Companies) -> Answers:
    answered = companies.answered
    answered = answered[np.argsort(companies.kommune[answered], kind="stable")]
    known = companies.weight[answered]
    return Answers(
        kommune=companies.kommune[answered],
        rows=answer_rows(companies, answered),
        known=known,
        interested=known * companies.interested[answered],
    )


def _reached(companies: Companies) -> float:
    """Return the share of those we sought out that answered, of those that are evidence."""
    talked, not_talked = companies.talked, companies.not_talked
    return talked / (talked + not_talked) if not_talked else 1.0


def _check(companies: Companies, kommuner: int) -> None:
    length = len(companies.kommune)
    highest = {
        "kommune": kommuner - 1,
        "size": max(SizeClass),
        "industry": max(Industry),
        "weight": 1,
        "age": np.inf,
        "heard_by": length,
        "missed": 1,
        "interested": 1,
        "inbound": 1,
        "outcome": max(MembershipOutcome),
        "evidence": 1,
    }
    for name, high in highest.items():
        column: NDArray[np.generic] = getattr(companies, name)
        if column.shape != (length,):
            raise ValueError(f"{name}: expected {length} entries, got shape {column.shape}")
        if length and not (column.min() >= 0 and column.max() <= high):
            raise ValueError(f"{name}: expected values from 0 to {high}")


def _counted(index: NDArray[np.intp], weight: Floats | None, shape: tuple[int, int]) -> Floats:
    counts = np.bincount(index, weight, minlength=shape[0] * shape[1])
    return counts.astype(np.float64).reshape(shape)
