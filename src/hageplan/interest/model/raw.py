"""What plain counting says, to be shown beside the estimate."""

from __future__ import annotations

import math
from typing import Final

from hageplan.records.base import Record

Z90: Final = 1.6448536269514722
"""Normal quantile of a 90 % interval."""


class Interval(Record):
    """Both ends, in the unit of what it is an interval of."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """The distance between the ends."""
        return self.high - self.low

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends."""
        return self.low, self.high


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
