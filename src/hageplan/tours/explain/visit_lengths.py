"""How long visits turn out to be, beside what is planned: learnt from the log, class by class.

The log of actual over planned minutes is normal; the prior is that visits take what is planned,
with the spread of the settings. Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed.,
3.3 (the conjugate normal model with unknown mean and variance).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

from hageplan.messages import encode
from hageplan.records.status import Status
from hageplan.records.workspace import Workspace

MEAN_COUNTS: Final = 5
"""Visits that the prior's mean counts as."""
VISITED: Final[Sequence[Status]] = ("medlem", "maalbedrift", "prospekt")
SPREAD_COUNTS: Final = 10
"""Visits that the prior's spread counts as."""


@dataclass(frozen=True)
class Factor:
    """A lognormal factor of planned minutes: the mean and standard deviation of its log.

    Attributes:
        count: Visits in the log that it was learnt from.
    """

    mean: float
    spread: float
    count: int = 0

    @property
    def average(self) -> float:
        """The mean factor."""
        return exp(self.mean + self.spread**2 / 2)


def remarks(learnt: Mapping[Status, Factor]) -> Iterator[str]:
    """Give what was learnt as coded remarks."""
    for status, factor in learnt.items():
        low, high = (exp(factor.mean + sign * factor.spread) for sign in (-1, 1))
        yield encode(
            f"visit-length-{status}",
            average=f"{factor.average:.2f}",
            low=f"{low:.2f}",
            high=f"{high:.2f}",
            count=factor.count,
        )


def as_planned(spread: float) -> Factor:
    """Return the factor of what takes the planned minutes on average."""
    return Factor(-(spread**2) / 2, spread)


def learnt(ratios: Sequence[float], spread: float) -> Factor:
    """Return the predictive factor after visits that took `ratios` of what was planned.

    Without any it is that of the prior, whose log has the standard deviation `spread`.
    """
    prior, count = as_planned(spread), len(ratios)
    if not count or not spread:
        return prior
    logs = [log(ratio) for ratio in ratios]
    mean = sum(logs) / count
    within = sum((one - mean) ** 2 for one in logs)
    apart = MEAN_COUNTS * count / (MEAN_COUNTS + count) * (mean - prior.mean) ** 2
    # The prior's scale is such that the settings' spread is the predictive one.
    scale = spread**2 / _predictive(MEAN_COUNTS, SPREAD_COUNTS)
    means, spreads = MEAN_COUNTS + count, SPREAD_COUNTS + count
    variance = (SPREAD_COUNTS * scale + within + apart) / spreads
    centre = (MEAN_COUNTS * prior.mean + count * mean) / means
    return Factor(centre, sqrt(variance * _predictive(means, spreads)), count)


def _predictive(means: int, spreads: int) -> float:
    """Return the variance of a new value over the scale: that of Student's t, and of the mean."""
    return (1 + 1 / means) * spreads / (spreads - 2)


def learnt_of(workspace: Workspace) -> Mapping[Status, Factor]:
    """Return the factors of visits to each class of companies whose minutes were logged."""
    planned, spread = workspace.oppsett.planlegging, workspace.oppsett.usikkerhet.besok_spredning
    ratios: dict[Status, list[float]] = {}
    for contact in workspace.henvendelser:
        bedrift = workspace.bedrift_by_number.get(contact.organisasjonsnummer)
        if bedrift and contact.minutter and contact.took_place:
            length = bedrift.besok_minutter or planned.besok_minutter
            ratios.setdefault(bedrift.status, []).append(contact.minutter / length)
    return {status: learnt(ratios[status], spread) for status in VISITED if status in ratios}
