"""Draws of what is unsure, by input, in blocks.

A block's draws come from the seed, the block's number and the input's alone. So blocks give the
same wherever and in whatever order they are drawn, and all policies meet the same futures. What is
assumed of all næringshager alike turns out alike for all; the rest is each one's own.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final
from zlib import crc32

import numpy as np

from hageplan.forecast.inputs import Inputs
from hageplan.interest.model.beta import matched
from hageplan.interest.model.design import OUTBOUND, ROWS, Floats, logistic
from hageplan.interest.model.draws import draw_effects
from hageplan.staff.hours import Unsure, draw_unsure, triangular

BLOCK: Final = 250
"""Draws in a block: so few that a month's arrays stay in the processor's cache."""
CHANCES: Final = 3
"""Of each municipality and month: who joins, who leaves in the first year, who leaves later."""

GRID: Final = (np.arange(1000) + 0.5) / 1000
"""Chances at which a distribution is measured."""


@dataclass(frozen=True, kw_only=True)
class Draws:
    """What is unsure of the months, D draws; one field an input.

    Attributes:
        interest: Chance that a company of a group is interested, its answer apart, (D, G).
        conversion: Share of each grade that joins, (D, 4).
        work: Hours a member, follow-ups a visit, driving; each (D,).
        reach: Share of the visited that talk to us, (D,).
        churn: Shares that leave within the first year, and in a year after that, (2, D).
        who: Uniform numbers: who in fact joins and leaves, (months, CHANCES, D, J).
    """

    interest: Floats
    conversion: Floats
    work: Unsure
    reach: Floats
    churn: Floats
    who: Floats


INPUTS: Final = tuple(one.name for one in fields(Draws))
OWN: Final = frozenset({"interest", "conversion", "who"})
"""Inputs that are each næringshage's own, told from others by its municipalities."""


def draw_block(inputs: Inputs, seed: int, block: int, *, sample: int = 0) -> Draws:
    """Return the draws of one block; samples are independent of each other."""
    given, kommuner = inputs.prognose, len(inputs.kommuner)
    own = crc32(" ".join(inputs.kommuner).encode())
    streams = {
        name: np.random.default_rng([seed, sample, block, number, own if name in OWN else 0])
        for number, name in enumerate(INPUTS)
    }
    churn = [
        _shares(mean, sd, streams["churn"])
        for mean, sd in (
            (given.frafall_forste_aar, given.frafall_forste_aar_sd),
            (given.frafall, given.frafall_sd),
        )
    ]
    return Draws(
        interest=_interest(inputs, streams["interest"]),
        conversion=inputs.conversion.draw(BLOCK, streams["conversion"]),
        work=draw_unsure(inputs.bemanning, BLOCK, streams["work"]),
        reach=_reach(inputs, streams["reach"]),
        churn=np.stack(churn),
        who=streams["who"].random((inputs.months, CHANCES, BLOCK, kommuner)),
    )


def joining_chances(inputs: Inputs, draws: Draws) -> Floats:
    """Return the chance that a company of each group would join if it were asked, (D, G)."""
    groups = inputs.groups
    others, interested = np.moveaxis(inputs.conversion.of_unanswered(draws.conversion), -1, 0)
    unknown = others[:, np.newaxis] + draws.interest * (interested - others)[:, np.newaxis]
    by_answer = draws.conversion[:, groups.grade] * groups.left
    return np.asarray(unknown + groups.weight * (by_answer - unknown))


def _interest(inputs: Inputs, rng: np.random.Generator) -> Floats:
    coefficients, effects = draw_effects(inputs.posterior, rng, BLOCK)
    eta = (coefficients @ ROWS[:OUTBOUND].T)[:, inputs.groups.cell]
    return logistic(eta + effects[:, inputs.groups.kommune])


def _reach(inputs: Inputs, rng: np.random.Generator) -> Floats:
    """Return draws of the share that talks to us: the guess, and what the log says of it.

    A log without anybody who was missed says nothing: it was not written down.
    """
    given = inputs.prognose
    guess = (given.treffer_lavt, given.treffer, given.treffer_hoyt)
    evenly = triangular(*guess, GRID)
    if not (inputs.missed and evenly.var()):
        return triangular(*guess, rng.random(BLOCK))
    alpha, beta = matched(evenly.mean(), evenly.var())
    return np.asarray(rng.beta(alpha + inputs.talked, beta + inputs.missed, BLOCK))


def _shares(mean: float, sd: float, rng: np.random.Generator) -> Floats:
    """Return draws of a share around its mean: a beta distribution."""
    if not (0 < mean < 1 and sd > 0):
        return np.full(BLOCK, mean)
    alpha, beta = matched(np.array(mean), np.array(sd**2))
    return np.asarray(rng.beta(alpha, beta, BLOCK))
