"""Small regions for tests: counts in, companies as columns out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hageplan.interest.model.design import COLUMNS, LEVEL
from hageplan.interest.model.industry import Industry
from hageplan.interest.model.priors import Priors, priors_of
from hageplan.interest.model.size import Size
from hageplan.interest.model.table import Companies, Settled
from hageplan.records.settings.interesse import Interessemodell

PRIORS = priors_of(Interessemodell())

Group = tuple[int, int, int, int, int]
"""Companies; answers of those who came, of these yes; answers of those we chose, of these yes."""


def companies_of(region: Sequence[Mapping[Size, Group]]) -> Companies:
    """Return the companies of municipalities given as counts by size class."""
    rows = []
    for kommune, groups in enumerate(region):
        for size, (count, came, came_yes, chosen, chosen_yes) in groups.items():
            came_said = [k < came_yes for k in range(came)]
            chosen_said = [k < chosen_yes for k in range(chosen)]
            rows += [(kommune, size, 1.0, yes, True) for yes in came_said]
            rows += [(kommune, size, 1.0, yes, False) for yes in chosen_said]
            rows += [(kommune, size, 0.0, False, False)] * (count - came - chosen)
    kommune_, size_, weight, interested, inbound = (
        map(np.array, zip(*rows, strict=True)) if rows else (np.array([], dtype=int),) * 5
    )
    return Companies(
        kommune_,
        size_,
        np.full(len(kommune_), int(Industry.TRADE)),
        weight.astype(float),
        interested.astype(bool),
        inbound.astype(bool),
        np.full(len(kommune_), int(Settled.OPEN)),
    )


def random_companies(rng: np.random.Generator, kommuner: int, count: int) -> Companies:
    """Return companies of all sorts, about a third of which answered."""
    answered = rng.random(count) < 0.35
    return Companies(
        rng.integers(kommuner, size=count),
        rng.integers(len(Size), size=count),
        rng.integers(len(Industry), size=count),
        np.where(answered, rng.uniform(0.2, 1, count), 0.0),
        rng.random(count) < 0.4,
        rng.random(count) < 0.3,
        np.where(rng.random(count) < 0.05, rng.integers(3, size=count), 0),
    )


def only_the_level(mean: float, sd: float) -> Priors:
    """Return priors under which all companies are alike but for their common level."""
    tiny = 1e-4
    means, sds = np.zeros(COLUMNS), np.full(COLUMNS, tiny)
    means[LEVEL], sds[LEVEL] = mean, sd
    return Priors(means, sds, (tiny,), np.zeros(1))
