"""Size classes by employees."""

from __future__ import annotations

from bisect import bisect_right
from enum import IntEnum
from typing import Final


class Size(IntEnum):
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


def size_of(antall_ansatte: int | None) -> Size:
    """Return the class of a headcount; None is `Size.UNKNOWN`.

    Raises ValueError for a negative headcount.
    """
    if antall_ansatte is None:
        return Size.UNKNOWN
    if antall_ansatte < 0:
        raise ValueError(f"a headcount is 0 or more, not {antall_ansatte}")
    return Size(bisect_right(_LOWER_BOUNDS, antall_ansatte))
