"""What plain counting says of companies, to be shown beside the estimate."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hageplan.interest.model.population import Population
from hageplan.interest.model.table import MembershipOutcome
from hageplan.interest.result import Counted, Interval

Z90: Final = 1.6448536269514722
"""Normal quantile of a 90 % interval."""


def count(population: Population, kommuner: NDArray[np.intp]) -> Counted:
    """Return what was counted in the municipalities with the indices `kommuner`."""
    companies = population.companies
    here = np.isin(companies.kommune, kommuner)
    answered = population.answered[here[population.answered]]
    interested = int(companies.interested[answered].sum())
    ages = population.ages[answered]
    n = len(answered)
    return Counted(
        companies=int(here.sum()),
        members=int((companies.outcome[here] == MembershipOutcome.MEMBER).sum()),
        answered=n,
        inbound=int(companies.inbound[answered].sum()),
        interested=interested,
        effective=float(companies.weight[answered].sum()),
        age_years=float(np.sort(ages)[n // 2]) if n else None,
        oldest_years=float(ages.max()) if n else None,
        raw_share=interested / n if n else None,
        raw90=wilson_interval(interested, n) if n else None,
    )


def wilson_interval(interested: int, asked: int, z: float = Z90) -> Interval:
    """Return the interval of the interested share, as fractions in [0, 1].

    Raises ValueError unless 0 <= interested <= asked and asked > 0.
    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    if not 0 <= interested <= asked or asked == 0:
        raise ValueError(f"expected 0 <= interested <= asked > 0, got {interested} of {asked}")
    share, pull = interested / asked, z * z / asked
    centre = (share + pull / 2) / (1 + pull)
    half = z * math.sqrt(share * (1 - share) / asked + pull / asked / 4) / (1 + pull)
    return Interval(low=max(0.0, centre - half), high=min(1.0, centre + half))
