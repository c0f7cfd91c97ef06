"""Members: who is new, who has stayed, who leaves."""

from __future__ import annotations

from typing import Final

import numpy as np

from hageplan.forecast.inputs import MONTHS_A_YEAR, Inputs
from hageplan.interest.model.design import Floats

SURE: Final = 0.99
"""Chances above it are taken for it: the counting below needs an odds ratio."""
A_HAIR: Final = 1e-9
MANY: Final = 500.0
"""Counts expected to be larger are taken for sure, but for the fraction."""


class MemberRoll:
    """The members of D draws in J municipalities, by how long they have been so."""

    def __init__(self, inputs: Inputs, churn: Floats) -> None:
        """Begin with today's; `churn`, (2, D), is the share lost in the first year, and later."""
        shape = (churn.shape[1], len(inputs.kommuner))
        self._settled = np.broadcast_to(inputs.members, shape)
        self._new = [np.broadcast_to(month, shape) for month in inputs.joined]
        self._monthly = -np.expm1(np.log1p(-churn) / MONTHS_A_YEAR)[..., np.newaxis]

    @property
    def new(self) -> Floats:
        """Those in their first year, (D, J)."""
        return np.asarray(sum(self._new))

    @property
    def all(self) -> Floats:
        """All of them, (D, J)."""
        return np.asarray(self._settled + self.new)

    def pass_month(self, joining: Floats, who: Floats) -> Floats:
        """Let some leave and `joining` come, (D, J) each; return how many left.

        `who` are uniform numbers, (2, D, J), of those new and those settled.
        """
        new, first, later = self.new, *self._monthly
        of_new = _at_most(counted(new * first, first, who[0]), new)
        stay = 1 - np.divide(of_new, new, out=np.zeros_like(new), where=new > 0)
        of_settled = _at_most(counted(self._settled * later, later, who[1]), self._settled)
        *this_year, oldest = (month * stay for month in self._new)
        self._settled = self._settled - of_settled + oldest
        self._new = [joining, *this_year]
        return np.asarray(of_new + of_settled)


def _at_most(leaving: Floats, members: Floats) -> Floats:
    """Return whole numbers: a year's months are of fractions, since nobody says which ones left."""
    return np.minimum(leaving, np.floor(members + A_HAIR))


def counted(mean: Floats, chance: Floats, uniform: Floats) -> Floats:
    """Return whole numbers with these means: quantiles of binomials at the `uniform` numbers.

    `chance` is that of each of those who are counted; mean / chance, how many they are, need be no
    whole number. The larger the uniform number, the larger the count: two policies that share it
    differ by what they do alone.
    """
    odds_chance = np.clip(chance, 1e-9, SURE)
    tries = mean / odds_chance
    mass = np.exp(tries * np.log1p(-odds_chance))
    reached, found = mass.copy(), np.floor(np.where(mean > MANY, mean + uniform, 0.0))
    odds = odds_chance / (1 - odds_chance)
    more = (uniform > reached) & (mean <= MANY)
    number = 0
    while more.any():
        mass = mass * (np.maximum(tries - number, 0) / (number + 1) * odds)
        reached = reached + mass
        found = found + more
        more &= (uniform > reached) & (mass > 0)
        number += 1
    return np.asarray(found)
