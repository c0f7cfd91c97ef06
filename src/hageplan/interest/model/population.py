"""From records to the columns of the model: who there is, and what each last answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hageplan.interest.model.anonymous import stand_ins
from hageplan.interest.model.classes import industry_of, size_of
from hageplan.interest.model.history import LatestAnswer, history_of, latest_answer, was_sought
from hageplan.interest.model.table import Companies, MembershipOutcome, weight_of_age
from hageplan.records.bedrift import Bedrift
from hageplan.records.workspace import Workspace

DAYS_A_YEAR: Final = 365.25
_OUTCOMES: Final = {"medlem": MembershipOutcome.MEMBER, "avslag": MembershipOutcome.DECLINED}


@dataclass(frozen=True, kw_only=True)
class Population:
    """The companies of some municipalities, as records and as columns; same order, C of each.

    A member in a covered municipality counts as a yes, but what it answers is no evidence of
    others: one talks with members because they are members. Where nobody was one before, members
    are those who said yes when they were asked, and leaving them out would tell the answers wrong.

    What a status says later than an answer outweighs it: a refusal after `interessert` is a no.

    The companies are those of the target group. One that the group's rules would leave out is in it
    since it is a member, or something is agreed or open with it: for what it said, more often than
    not. Its answer is known, and no evidence of others.

    Attributes:
        kommuner: Municipality numbers; their positions are the indices in `companies.kommune`.
        bedrifter: All but those that have closed down.
        answers: The latest of each, None where there is none.
        led_to: The same, but of who became a member the latest before that: what it says later
            tells of nobody who was asked to join. Where the day is unknown all are before it.
        companies: What the model knows of them.
    """

    kommuner: tuple[str, ...]
    bedrifter: tuple[Bedrift, ...]
    answers: tuple[LatestAnswer | None, ...]
    led_to: tuple[LatestAnswer | None, ...]
    companies: Companies

    @property
    def answered(self) -> NDArray[np.intp]:
        """Indices of the companies whose answers are evidence."""
        return self.companies.answered

    @property
    def member_shares(self) -> NDArray[np.float64]:
        """The share of members among each municipality's companies, (J,); 0 without any."""
        kommune, count = self.companies.kommune, len(self.kommuner)
        is_member = self.companies.outcome == MembershipOutcome.MEMBER
        members = np.bincount(kommune, is_member, minlength=count)
        return members / np.maximum(np.bincount(kommune, minlength=count), 1)

    def subset(self, chosen: NDArray[np.intp]) -> Companies:
        """Return the columns of the companies at the indices `chosen`."""
        return Companies(**{name: column[chosen] for name, column in vars(self.companies).items()})


def population_of(workspace: Workspace, kommuner: Sequence[str], today: date) -> Population:
    """Return the companies of `kommuner` and what was known of them at the end of `today`."""
    place = {number: index for index, number in enumerate(kommuner)}
    forgotten, their_answers = stand_ins(workspace.anonyme)
    everybody = (*workspace.maalgruppe, *forgotten)
    bedrifter = tuple(b for b in everybody if b.kommunenummer in place and b.status != "nedlagt")
    history = history_of((*workspace.henvendelser, *their_answers), today)
    answers = tuple(latest_answer(history, b.organisasjonsnummer) for b in bedrifter)
    ages = np.array([(today - a.date).days / DAYS_A_YEAR if a else 0.0 for a in answers])
    fresh = weight_of_age(ages, workspace.oppsett.interesse.halveringstid_aar)
    ours = np.array(
        [b.status == "medlem" and b.kommunenummer in workspace.dekker for b in bedrifter],
        dtype=np.bool_,
    )
    is_told = np.array([a is not None for a in answers], dtype=np.bool_)
    sought = [was_sought(history, b.organisasjonsnummer) for b in bedrifter]
    companies = Companies(
        kommune=np.array([place[b.kommunenummer] for b in bedrifter], dtype=np.intp),
        size=np.array([size_of(b.antall_ansatte) for b in bedrifter], dtype=np.intp),
        industry=np.array([industry_of(b.naeringskode) for b in bedrifter], dtype=np.intp),
        weight=np.where(is_told & ~ours, fresh, 0.0),
        age=ages,
        interested=np.array(
            [_says_yes(b, a) for b, a in zip(bedrifter, answers, strict=True)], dtype=np.bool_
        ),
        inbound=np.array([a is not None and a.inbound for a in answers], dtype=np.bool_),
        heard_by=_heard_by(answers),
        missed=np.array(sought, dtype=np.bool_) & ~is_told & ~ours,
        outcome=np.array(
            [_OUTCOMES.get(b.status, MembershipOutcome.OPEN) for b in bedrifter], dtype=np.intp
        ),
        evidence=np.array(
            [b.organisasjonsnummer not in workspace.by_exception for b in bedrifter], dtype=np.bool_
        ),
    )
    return Population(
        kommuner=tuple(kommuner),
        bedrifter=bedrifter,
        answers=answers,
        led_to=tuple(
            latest_answer(history, b.organisasjonsnummer, until=b.joined) for b in bedrifter
        ),
        companies=companies,
    )


def _heard_by(answers: Sequence[LatestAnswer | None]) -> NDArray[np.intp]:
    """Return who of us heard each answer, counted from 1 by id; 0 where nobody knows."""
    heard = [a.medarbeider if a else "" for a in answers]
    people = {who: number for number, who in enumerate(sorted({*heard, ""}))}
    return np.array([people[who] for who in heard], dtype=np.intp)


def _says_yes(bedrift: Bedrift, answer: LatestAnswer | None) -> bool:
    """Tell whether a company is interested by its status, else by its answer."""
    outcome = _OUTCOMES.get(bedrift.status, MembershipOutcome.OPEN)
    if outcome != MembershipOutcome.OPEN:
        return outcome == MembershipOutcome.MEMBER
    return answer is not None and answer.is_interested
