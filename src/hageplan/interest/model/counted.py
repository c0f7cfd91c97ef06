"""What was counted among companies, before anything is estimated."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hageplan.interest.model.population import Population
from hageplan.interest.model.raw import wilson_interval
from hageplan.interest.model.table import Settled
from hageplan.interest.result import Asked


def count(population: Population, kommuner: NDArray[np.intp]) -> Asked:
    """Return what was counted in the municipalities with the indices `kommuner`."""
    companies = population.companies
    here = np.isin(companies.kommune, kommuner)
    answered = population.answered[here[population.answered]]
    interested = int(companies.interested[answered].sum())
    ages = population.ages[answered]
    n = len(answered)
    return Asked(
        companies=int(here.sum()),
        members=int((companies.settled[here] == Settled.MEMBER).sum()),
        answered=n,
        inbound=int(companies.inbound[answered].sum()),
        interested=interested,
        effective=float(companies.weight[answered].sum()),
        age_years=float(np.sort(ages)[n // 2]) if n else None,
        oldest_years=float(ages.max()) if n else None,
        raw_share=interested / n if n else None,
        raw90=wilson_interval(interested, n) if n else None,
    )
