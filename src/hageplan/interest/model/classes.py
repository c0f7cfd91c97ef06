"""The classes that companies fall into: seven of headcounts, seven of industries.

The groups of industries are the same whichever classification a code was given under: they are
Eurostat's intermediate aggregation A*10 (ESA 2010, Regulation (EU) No 549/2013,
annex A), with its services joined to two: one group more would cost more answers than it explains.
They are held by division, the first two digits of the code, because section letters moved between
SN2007 (NACE Rev. 2) and SN2025 (NACE Rev. 2.1) while divisions kept their meaning. Two moves
between divisions would cross groups:

- Repair of motor vehicles went from 45 to 95. All of 95 stands with trade, so both codes agree.
- Development of building projects went from 41.1 to 68.12. It changes group with its code.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import IntEnum
from typing import Final


class SizeClass(IntEnum):
    """A class of headcounts; the values index arrays.

    `UNKNOWN` is a missing value, never 0 employees: registers withhold small headcounts, and a
    company met at a fair may be of any size. It has no place on the size scale, so its z is 0 (the
    slope says nothing about it) and a level of its own takes up what its answers show. That level's
    prior is wider than the other classes' (see `priors_of`).
    """

    NONE = 0
    FROM_1 = 1
    FROM_5 = 2
    FROM_10 = 3
    FROM_20 = 4
    FROM_50 = 5
    UNKNOWN = 6


SIZE_Z: Final = (-1.2, -0.5, 0.2, 0.8, 1.4, 2.2, 0.0)
"""Place of each class on the scale the slope works on: log employees, about standardized."""

_LOWER_BOUNDS: Final = (1, 5, 10, 20, 50)
_SIZES: Final = tuple(SizeClass)


def size_of(antall_ansatte: int | None) -> SizeClass:
    """Return the class of a headcount; None is `SizeClass.UNKNOWN`.

    Raises ValueError for a negative headcount.
    """
    if antall_ansatte is None:
        return SizeClass.UNKNOWN
    if antall_ansatte < 0:
        raise ValueError(f"a headcount is 0 or more, not {antall_ansatte}")
    return _SIZES[bisect_right(_LOWER_BOUNDS, antall_ansatte)]


class Industry(IntEnum):
    """A group of NACE sections (letters of SN2007); the values index arrays.

    `UNKNOWN` is a level of its own: a missing code (blank, or 00 "not stated") starts as an
    average company, as uncertain as any group, and learns from the answers of its like.
    """

    PRIMARY = 0
    """A: farming, forestry, fishing."""
    PRODUCTION = 1
    """B-E: mining, manufacturing, energy, water and waste."""
    CONSTRUCTION = 2
    """F."""
    TRADE = 3
    """G-I and repair: trade, transport, accommodation and food."""
    BUSINESS_SERVICES = 4
    """J-N: information, finance, property, professional and business services."""
    OTHER_SERVICES = 5
    """O-U but repair: public, education, health, culture, personal services."""
    UNKNOWN = 6


_DIVISIONS: Final = (
    (range(1, 4), Industry.PRIMARY),
    (range(5, 40), Industry.PRODUCTION),
    (range(41, 44), Industry.CONSTRUCTION),
    (range(45, 57), Industry.TRADE),
    (range(58, 83), Industry.BUSINESS_SERVICES),
    (range(84, 100), Industry.OTHER_SERVICES),
    (range(95, 96), Industry.TRADE),
)
"""Divisions of both standards; what stands further down wins."""

_GROUP_OF: Final = {
    f"{division:02d}": group for divisions, group in _DIVISIONS for division in divisions
}


def industry_of(naeringskode: str | None) -> Industry:
    """Return the group of a code of SN2007 or SN2025, such as "56.101".

    A blank code, 00 and whatever begins with no division give `Industry.UNKNOWN`.
    """
    return _GROUP_OF.get((naeringskode or "")[:2], Industry.UNKNOWN)
