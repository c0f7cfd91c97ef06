"""Whom to visit next: the chance of a member, and what the answer would teach us.

    prize_i = d_i·value_i·g_i / mean(value·g) + κ·ΔV_i / mean(ΔV) + h_i

g_i is what the visit changes: the chance that the company joins if it is visited, less the chance
that it joins anyway. d_i is 1 but for companies that were visited less than their interval ago.
h_i is what it is worth that something happened to the company of late. The first two parts are 1
and κ for an average candidate. The means are those before the first visit, so that the second part
wears off as the answers come in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hageplan.interest.model.design import OUTBOUND, Bools, Floats
from hageplan.interest.model.learning import Learning
from hageplan.interest.model.posterior import Posterior
from hageplan.interest.model.table import AnswerTable, Companies


@dataclass(frozen=True)
class Chances:
    """From answers to memberships.

    Attributes:
        answered: Chance that the company becomes a member if visited, by its last answer, (C,).
        stays: The part of that chance that it has without a visit, (C,).
        others: Chance of membership of one that has not answered and is not interested.
        interested: Chance of membership of one that has not answered and is.
        unasked: The part of these two that is there without a visit, (C,).
    """

    answered: Floats
    stays: Floats
    others: float
    interested: float
    unasked: Floats


@dataclass(frozen=True, kw_only=True)
class Prizes:
    """Candidates' chances, in [0, 1], and prizes, in mean prizes, all (C,).

    The prize is the sum of its two parts.

    Attributes:
        interest: Chance that it is interested.
        membership: Chance that it becomes a member if it is visited.
        unvisited: Chance that it becomes one if it is not.
        member: First part of the prize; 1 on average where nobody was visited of late.
        information_gain: Second part; κ on average.
    """

    interest: Floats
    membership: Floats
    unvisited: Floats
    member: Floats
    information_gain: Floats


@dataclass(frozen=True)
class Pick:
    """One chosen candidate: its index, what it taught when it was chosen, whether by lot."""

    candidate: int
    information_gain: float
    randomised: bool


class Round:
    """Prizes of candidates, and the choice of visits among them.

    Args:
        table: The companies and the answers so far.
        posterior: Its posterior.
        candidates: Who could be visited, (C,).
        value: What each is worth as a member (1 each, or jobs, or hours), 0 or more, (C,).
        dueness: What is left of that since it was visited not long ago, in [0, 1], (C,).
        chances: From answers to memberships.
        kappa: Weight of the information_gain.
        besides: What else a visit is worth, in mean prizes, (C,).
    """

    def __init__(
        self,
        table: AnswerTable,
        posterior: Posterior,
        candidates: Companies,
        value: Floats,
        dueness: Floats,
        chances: Chances,
        kappa: float,
        besides: Floats,
    ) -> None:
        places = np.asarray(candidates.kommune, dtype=np.intp) * OUTBOUND + candidates.cell
        unique, self._place = np.unique(places, return_inverse=True)
        self._learning = Learning(table, posterior, unique)
        self._open = candidates.unanswered
        self._teaches = self._open * candidates.evidence
        likely = self._learning.chance[self._place]
        self._interest = candidates.yes + self._open * likely
        known = candidates.weight * chances.answered
        joining = likely * chances.interested + (1 - likely) * chances.others
        self._membership = known + self._open * joining
        self._unvisited = known * chances.stays + self._open * joining * chances.unasked
        self._member = _relative(value * (self._membership - self._unvisited)) * dueness
        self._known = self._member + besides
        first = self._learning.information_gains(self._place, self._teaches)
        self._scale = kappa / first.mean() if first.any() else 0.0

    def prizes(self) -> Prizes:
        """Return the prizes, those picked before taken in."""
        return Prizes(
            interest=self._interest,
            membership=self._membership,
            unvisited=self._unvisited,
            member=self._member,
            information_gain=self._information_gain(),
        )

    def pick(
        self, count: int, among: Bools, random_share: float, rng: np.random.Generator
    ) -> tuple[Pick, ...]:
        """Return up to `count` visits, each the best after those before it, some drawn by lot.

        `among` says who may be picked, (C,); what is average is measured over all candidates.

        The drawn ones stand evenly among the others (at 10 % every tenth), so that any first part
        of the list has its share of them.
        """
        free = among.copy()
        picks: list[Pick] = []
        for turn in range(min(count, int(free.sum()))):
            information_gain = self._information_gain()
            randomised = int((turn + 1) * random_share) > int(turn * random_share)
            if randomised:
                chosen = self._drawn(free, rng)
            else:
                chosen = int(np.argmax(np.where(free, self._known + information_gain, -np.inf)))
            picks.append(Pick(chosen, float(information_gain[chosen]), randomised))
            self._learning.observe(int(self._place[chosen]), float(self._teaches[chosen]))
            free[chosen] = False
        return tuple(picks)

    def _drawn(self, free: Bools, rng: np.random.Generator) -> int:
        """Draw one of the `free` by the part of each that nothing is known of, else any."""
        unknown = np.where(free, self._teaches, 0.0)
        weights = unknown if unknown.any() else free.astype(np.float64)
        return int(rng.choice(len(free), p=weights / weights.sum()))

    def _information_gain(self) -> Floats:
        return self._scale * self._learning.information_gains(self._place, self._teaches)


def _relative(values: Floats) -> Floats:
    """Return values divided by their mean; zeros stay."""
    return values / values.mean() if values.any() else values
