"""A scale from left to right, and the round numbers that stand along it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

EDGE: Final = 10.0
"""Pixels left free at both ends, so that no mark is cut."""
APART: Final = 34.0
"""Pixels from one number along an axis to the next at least; else they run together."""
STEPS: Final = (1, 2, 5)
"""Round numbers, times powers of ten."""


@dataclass(frozen=True, kw_only=True)
class Axis:
    """Values from `low` to `high` on so many pixels; `limit` is where a line goes through all rows.

    Attributes:
        low: The value at the left end.
        high: The value at the right end.
        width: Pixels.
        limit: The value that decides, such as a threshold; None where nothing does.
        ticks: Values whose numbers stand along it, beside that of the limit.
    """

    low: float
    high: float
    width: int
    limit: float | None
    ticks: tuple[float, ...] = ()

    @property
    def limit_at(self) -> float | None:
        """The pixel of the limit."""
        return None if self.limit is None else self.at(self.limit)

    def at(self, value: float) -> float:
        """Return the pixel of a value; what lies beyond the ends is put there."""
        share = (value - self.low) / (self.high - self.low)
        return round(EDGE + min(1.0, max(0.0, share)) * (self.width - 2 * EDGE), 1)


def share_axis(width: int, limit: float | None = None) -> Axis:
    """Return the axis of shares, 0 to 1."""
    return _axis(0.0, 1.0, width, limit)


def axis_of(values: Iterable[float], width: int, limit: float) -> Axis:
    """Return the axis that holds the values, 0 and the limit, to a round number at both ends."""
    all_values = (0.0, limit, *values)
    least, most = min(all_values), max(all_values)
    step = _step((most - least) or 1.0, width)
    low, high = math.floor(least / step) * step, math.ceil(most / step) * step
    return _axis(low, max(high, low + step), width, limit)


def _axis(low: float, high: float, width: int, limit: float | None) -> Axis:
    """Return an axis with its round numbers, but those that would run into the limit's."""
    bare = Axis(low=low, high=high, width=width, limit=limit)
    here, step = bare.limit_at, _step(high - low, width)
    ticks = (round(n * step, 9) for n in _whole(low / step, high / step))
    free = (t for t in ticks if here is None or abs(bare.at(t) - here) >= APART)
    return replace(bare, ticks=tuple(free))


def _whole(low: float, high: float) -> range:
    """Return the whole numbers from `low` to `high`, both included."""
    return range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)


def _step(span: float, width: int) -> float:
    """Return the least round step whose numbers stand far enough apart."""
    least = span * APART / (width - 2 * EDGE)
    power = 10.0 ** math.floor(math.log10(least))
    return next(n * power for n in (*STEPS, 10) if n * power >= least)
