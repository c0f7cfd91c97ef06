"""Those who work there: how many positions, and when more are hired."""

from __future__ import annotations

from typing import Final

import numpy as np

from hageplan.forecast.inputs import Inputs
from hageplan.forecast.policies import Policy, VedUnderskudd
from hageplan.interest.model.design import Floats

A_HAIR: Final = 1e-9


class Team:
    """Positions of D draws under one policy."""

    def __init__(self, inputs: Inputs, policy: Policy, draws: int) -> None:
        """Begin with today's."""
        given, rule = inputs.prognose, policy.ved_underskudd or VedUnderskudd()
        self._hires = policy.ved_underskudd is not None
        self._patience = rule.maaneder or given.underskudd_maaneder
        self._step = given.ansettelse_aarsverk if rule.aarsverk is None else rule.aarsverk
        wait = rule.ventetid_maaneder
        self._wait = given.ansettelse_maaneder if wait is None else wait
        self._positions = np.full((inputs.months + 1, draws), inputs.existing)
        for one in policy.ansett:
            self._positions[one.maaned - 1 :] += one.aarsverk
        self._short = np.zeros(draws)
        self._busy_until = np.zeros(draws)

    def at(self, month: int) -> Floats:
        """Return the positions at work in a month, from 0, (D,)."""
        return np.asarray(self._positions[month])

    def see(self, month: int, need: Floats) -> None:
        """See what a month took, (D,), and hire where it has been too much for too long."""
        self._short = np.where(need > self.at(month) + A_HAIR, self._short + 1, 0)
        if not self._hires:
            return
        # Whoever is on the way is waited for before another is looked for.
        hire = (self._short >= self._patience) & (month >= self._busy_until)
        first = month + 1 + self._wait
        self._positions[first:] += np.where(hire, self._step, 0.0)
        self._busy_until = np.where(hire, first, self._busy_until)
        self._short = np.where(hire, 0, self._short)
