"""Small regions for tests: counts in, companies as columns out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hageplan.interest.model.classes import Industry, SizeClass
from hageplan.interest.model.design import HEARD, LEVEL, Priors, priors_of
from hageplan.interest.model.table import Companies, MembershipOutcome
from hageplan.records.settings.interesse import Interessemodell

PRIORS = priors_of(Interessemodell())
PLAIN = priors_of(Interessemodell(avslag=0, avslag_sd=0, trend_sd=0, medarbeider_sd=0))
"""Without the terms of an answer: the model of the reference numbers."""

Group = tuple[int, int, int, int, int]
"""Companies; answers of those who came, of these yes; answers of those we chose, of these yes."""


def companies_of(region: Sequence[Mapping[SizeClass, Group]]) -> Companies:
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
        kommune=kommune_,
        size=size_,
        industry=np.full(len(kommune_), int(Industry.TRADE)),
        weight=weight.astype(float),
        age=np.zeros(len(kommune_)),
        interested=interested.astype(bool),
        inbound=inbound.astype(bool),
        heard_by=np.zeros(len(kommune_), dtype=np.intp),
        missed=np.zeros(len(kommune_), dtype=np.bool_),
        outcome=np.full(len(kommune_), int(MembershipOutcome.OPEN)),
        evidence=np.ones(len(kommune_), dtype=np.bool_),
    )


def random_companies(rng: np.random.Generator, kommuner: int, count: int) -> Companies:
    """Return companies of all sorts, about a third of which answered."""
    answered = rng.random(count) < 0.35
    return Companies(
        kommune=rng.integers(kommuner, size=count),
        size=rng.integers(len(SizeClass), size=count),
        industry=rng.integers(len(Industry), size=count),
        weight=np.where(answered, rng.uniform(0.2, 1, count), 0.0),
        age=rng.uniform(0, 4, count),
        interested=rng.random(count) < 0.4,
        inbound=rng.random(count) < 0.3,
        heard_by=np.zeros(count, dtype=np.intp),
        missed=np.zeros(count, dtype=np.bool_),
        outcome=np.where(rng.random(count) < 0.05, rng.integers(3, size=count), 0),
        evidence=np.ones(count, dtype=np.bool_),
    )


def only_the_level(mean: float, sd: float) -> Priors:
    """Return priors under which all companies are alike but for their common level."""
    tiny = 1e-4
    means, sds = np.zeros(HEARD), np.full(HEARD, tiny)
    means[LEVEL], sds[LEVEL] = mean, sd
    return Priors(mean=means, sd=sds, sigmas=(tiny,), sigma_log_weights=np.zeros(1))
