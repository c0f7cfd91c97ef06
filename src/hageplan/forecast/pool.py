"""Companies that may join: who has been asked, who has not, and how many of each would.

Within a group of a draw these are expected numbers; who in fact joins is drawn where they do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hageplan.forecast.inputs import Inputs
from hageplan.interest.model.design import Floats


class Pool:
    """The companies of one policy, D draws of G groups, in the order in which they are visited."""

    def __init__(self, inputs: Inputs, chance: Floats, order: NDArray[np.intp]) -> None:
        """Begin with everybody still to be asked.

        `chance`, (D, G), is that of joining if asked; `order` holds all groups, the first first.
        """
        groups = inputs.groups
        self._chance = chance[:, order]
        self._free = groups.may_be_visited[order]
        self._is_target = groups.is_target[order]
        self._place = groups.kommune[order]
        self._kommune = np.eye(len(inputs.kommuner))[self._place]
        companies = np.broadcast_to(groups.companies[order], chance.shape)
        self._open = companies * self._free
        self._open_willing = self._open * self._chance
        self._asked = companies - self._open
        self._asked_willing = self._asked * self._chance

    @property
    def chance(self) -> Floats:
        """How sure those who join are to do so, on average over them, (D, 1)."""
        willing = self._open_willing + self._asked_willing
        total = np.maximum(willing.sum(axis=1, keepdims=True), 1e-12)
        return np.asarray((willing * self._chance).sum(axis=1, keepdims=True) / total)

    def left(self) -> tuple[Floats, Floats]:
        """Return the målbedrifter and the others that may be visited, both (D, J)."""
        all_of_them = (self._open + self._asked) * self._free
        targets = all_of_them * self._is_target
        return targets @ self._kommune, (all_of_them - targets) @ self._kommune

    def visit_targets(self, share: float, reach: Floats) -> Floats:
        """Visit the share of the målbedrifter that is in any case; return as `_visit` does."""
        return self._visit(self._open * (self._is_target * min(share, 1.0)), reach)

    def visit_next(
        self, most: float, hours: Floats, visit_hours: Floats, reach: Floats
    ) -> tuple[Floats, Floats]:
        """Visit those who come next: at most so many in each draw, in at most these hours, (D,).

        `visit_hours`, (D, J), are those of a visit. Return the visits, and how many of them are
        found to join, both (D, J).
        """
        before = np.cumsum(self._open, axis=1) - self._open
        visits = np.clip(most - before, 0, self._open)
        wanted = ((visits @ self._kommune) * visit_hours).sum(axis=1)
        part = np.divide(hours, wanted, out=np.zeros_like(wanted), where=wanted > 0)
        visits = visits * np.minimum(part, 1)[:, np.newaxis]
        return np.asarray(visits @ self._kommune), self._visit(visits, reach)

    def _visit(self, visits: Floats, reach: Floats) -> Floats:
        """Visit so many, (D, G); return how many are found to join, (D, J).

        Who does not talk to us, all but `reach` of them, is as willing afterwards as before.
        """
        part = np.divide(visits, self._open, out=np.zeros_like(visits), where=self._open > 0)
        willing = self._open_willing * part
        found = willing * reach[:, np.newaxis]
        self._open = self._open - visits
        self._open_willing = self._open_willing - willing
        self._asked = self._asked + visits - found
        self._asked_willing = self._asked_willing + willing - found
        return np.asarray(found @ self._kommune)

    def unasked(self, share: Floats) -> Floats:
        """Take out the `share`, (D, J), of all who would join; return how many they are, (D, J)."""
        part = share @ self._kommune.T
        of_open, of_asked = self._open_willing * part, self._asked_willing * part
        self._open = self._open - of_open
        self._open_willing = self._open_willing - of_open
        self._asked = self._asked - of_asked
        self._asked_willing = self._asked_willing - of_asked
        return np.asarray((of_open + of_asked) @ self._kommune)

    def forget(self, share: float) -> None:
        """Let a share of those asked become as if they never had been: answers age."""
        again = self._asked * (self._free * share)
        self._asked = self._asked - again
        self._asked_willing = self._asked_willing * (1 - self._free * share)
        self._open = self._open + again
        self._open_willing = self._open_willing + again * self._chance
