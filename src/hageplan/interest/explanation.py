"""The explanation of each municipality's estimate, for people."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import numpy as np

from hageplan.interest.model.design import Bools, Floats
from hageplan.interest.model.estimate import Estimate
from hageplan.interest.model.fitted import Fitted
from hageplan.interest.model.learning import influences
from hageplan.interest.model.sensitivity import (
    COURTESY,
    STRENGTHS,
    courtesy_sensitivity,
    manski_bounds,
    refusal_sensitivity,
    sensitivity,
    split,
    tipping_point,
)
from hageplan.interest.model.table import MembershipOutcome
from hageplan.interest.result import (
    Courtesy,
    Explanation,
    Interval,
    Sensitivity,
    Terms,
    Tipping,
    Weighty,
)
from hageplan.records.logg import Grad

WEIGHTY_SHOWN: Final = 5


def explanations(
    fitted: Fitted, estimated: Estimate, threshold: float
) -> tuple[Explanation | None, ...]:
    """Return one explanation a municipality; None for one without companies."""
    table = fitted.table
    terms = split(table, estimated, fitted.priors)
    bounds = manski_bounds(table.totals)
    assumed = _shares(sensitivity(table, fitted.priors))
    refused = _shares(refusal_sensitivity(table, fitted.priors)) if table.reached < 1 else None
    said = _said(fitted, "interessert")
    polite = _shares(courtesy_sensitivity(fitted.population.companies, said, table, fitted.priors))
    tipping = tipping_point(estimated, threshold)
    weighty = _Answers(fitted)
    return tuple(
        Explanation(
            terms=Terms(**{name: float(term[j]) for name, term in vars(terms).items()}),
            bounds=Interval(low=float(bounds[j, 0]), high=float(bounds[j, 1])),
            sensitivity=_sensitivities(assumed[j]),
            refusals=() if refused is None else _sensitivities(refused[j]),
            courtesy=tuple(
                Courtesy(part=part, share=float(share))
                for part, share in zip(COURTESY, polite[j], strict=True)
            ),
            tipping=_tipping(float(tipping[j])),
            tipping_log_odds=float(tipping[j]) if np.isfinite(tipping[j]) else None,
            weighty=weighty.heaviest(j),
        )
        if table.totals.companies[j]
        else None
        for j in range(table.kommuner)
    )


def _shares(estimates: Iterable[Estimate]) -> Floats:
    """Return the shares of each municipality under several assumptions, (J, assumptions)."""
    return np.stack([one.share for one in estimates], axis=1)


def _sensitivities(shares: Floats) -> tuple[Sensitivity, ...]:
    return tuple(
        Sensitivity(odds_ratio=math.exp(strength), share=float(share))
        for strength, share in zip(STRENGTHS, shares, strict=True)
    )


def _said(fitted: Fitted, grade: Grad) -> Bools:
    """Tell whose latest answer was `grade`, and says what it counts for, (C,)."""
    outcome = fitted.population.companies.outcome
    answers = fitted.population.answers
    said = np.array([a is not None and a.grade == grade for a in answers], dtype=np.bool_)
    return np.asarray(said & (outcome == MembershipOutcome.OPEN))


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
