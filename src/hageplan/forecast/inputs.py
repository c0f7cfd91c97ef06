"""What the months start from: numbers and arrays that no company can be known by its record in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hageplan.interest.model.conversion import Conversion
from hageplan.interest.model.design import Floats
from hageplan.interest.model.posterior import Posterior
from hageplan.records.settings.bemanning import Bemanning
from hageplan.records.settings.interesse import Interesse
from hageplan.records.settings.prognose import Prognose

NO_ANSWER: Final = -1
"""Stands for the grade of a company that never answered."""
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, kw_only=True)
class Groups:
    """Companies that are no members, alike in all that the model knows of them; G groups.

    They stand in the order in which they are visited where no policy has another.

    Attributes:
        kommune: Index of the municipality, (G,).
        cell: Outbound cell of the interest model, (G,).
        grade: Index of the last answer, or `NO_ANSWER`, (G,).
        weight: How much that answer still counts, in [0, 1], (G,).
        left: What having waited in vain leaves of the share of its grade that joins, (G,).
        companies: How many they are, (G,).
        may_be_visited: Whether they may; who has opted out may still join, (G,).
        is_target: Whether they are målbedrifter, (G,).
    """

    kommune: NDArray[np.intp]
    cell: NDArray[np.intp]
    grade: NDArray[np.intp]
    weight: Floats
    left: Floats
    companies: Floats
    may_be_visited: NDArray[np.bool_]
    is_target: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """One næringshage as its forecast sees it; J municipalities. Small, and can be pickled.

    Attributes:
        month: The first month's number in the year, from 1.
        months: How many are looked at.
        kommuner: Municipality numbers, (J,).
        is_served: Whether a municipality is served today, (J,).
        is_looked_at: Whether it is served or asked for; of others nothing is counted, (J,).
        companies: All companies, members included, (J,).
        members: Members that have been so for more than a year, (J,).
        joined: Those that joined in each of the last twelve months, the last first, (12, J).
        groups: Everybody else that may join.
        posterior: Who is interested.
        conversion: Who of them joins.
        talked: Companies that were sought out and talked to us.
        missed: Those that did not, as far as it was written down.
        drive_hours: Driving for a visit, (J,).
        drive_km: See `drive_hours`, (J,).
        visit_hours: A visit with the desk work before and after it.
        year_hours: Working time of a position in a year.
        existing: Positions today.
        bemanning: Hours and numbers; none of those that may be left out is.
        interesse: Delay, word of mouth, and how answers age.
        prognose: The rest.
    """

    month: int
    months: int
    kommuner: tuple[str, ...]
    is_served: NDArray[np.bool_]
    is_looked_at: NDArray[np.bool_]
    companies: Floats
    members: Floats
    joined: Floats
    groups: Groups
    posterior: Posterior
    conversion: Conversion
    talked: float
    missed: float
    drive_hours: Floats
    drive_km: Floats
    visit_hours: float
    year_hours: float
    existing: float
    bemanning: Bemanning
    interesse: Interesse
    prognose: Prognose

    @property
    def members_today(self) -> float:
        """All members."""
        return float(self.members.sum() + self.joined.sum())
