"""The explanation of each municipality's estimate, for people."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from hageplan.interest.model.design import Floats
from hageplan.interest.model.estimate import Estimate
from hageplan.interest.model.fitted import Fitted
from hageplan.interest.model.learning import influences
from hageplan.interest.model.sensitivity import (
    STRENGTHS,
    manski_bounds,
    sensitivity,
    split,
    tipping_point,
)
from hageplan.interest.result import Explanation, Interval, Sensitivity, Terms, Tipping, Weighty

WEIGHTY_SHOWN: Final = 5


def explanations(
    fitted: Fitted, estimated: Estimate, threshold: float
) -> tuple[Explanation | None, ...]:
    """Return one explanation a municipality; None for one without companies."""
    table = fitted.table
    terms = split(table, estimated, fitted.priors)
    bounds = manski_bounds(table.totals)
    assumed = np.stack([e.share for e in sensitivity(table, fitted.priors)], axis=1)
    tipping = tipping_point(estimated, threshold)
    weighty = _Answers(fitted)
    return tuple(
        Explanation(
            terms=Terms(**{name: float(term[j]) for name, term in vars(terms).items()}),
            bounds=Interval(low=float(bounds[j, 0]), high=float(bounds[j, 1])),
            sensitivity=tuple(
                Sensitivity(odds_ratio=math.exp(strength), share=float(share))
                for strength, share in zip(STRENGTHS, assumed[j], strict=True)
            ),
            tipping=_tipping(float(tipping[j])),
            tipping_log_odds=float(tipping[j]) if np.isfinite(tipping[j]) else None,
            weighty=weighty.heaviest(j),
        )
        if table.totals.companies[j]
        else None
        for j in range(table.kommuner)
    )


def _tipping(point: float) -> Tipping:
    if math.isnan(point):
        return "all-known"
    if math.isinf(point):
        return "sure" if point < 0 else "out-of-reach"
    return "holds"


class _Answers:
    """The answers, and how far each moves the shares."""

    def __init__(self, fitted: Fitted) -> None:
        population, index = fitted.population, fitted.population.answered
        self._said = [
            (population.bedrifter[i], answer)
            for i in index
            if (answer := population.answers[i]) is not None
        ]
        self._effects: Floats = influences(
            population.companies, fitted.table, fitted.posterior, index
        )

    def heaviest(self, j: int) -> tuple[Weighty, ...]:
        effects = self._effects[:, j]
        order = np.argsort(-np.abs(effects), kind="stable")[:WEIGHTY_SHOWN]
        return tuple(self._weighty(int(a), float(effects[a])) for a in order)

    def _weighty(self, a: int, effect: float) -> Weighty:
        bedrift, answer = self._said[a]
        return Weighty(
            organisasjonsnummer=bedrift.organisasjonsnummer,
            navn=bedrift.navn,
            interesse=answer.grade,
            date=answer.date,
            inbound=answer.inbound,
            effect=effect,
        )
