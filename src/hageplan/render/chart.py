"""Intervals as lines of text."""

from __future__ import annotations

from typing import Final

from hageplan.interest.raw import Interval

OUTER: Final = "─"
INNER: Final = "━"
POINT: Final = "●"
MARK: Final = "┊"


def interval_line(
    width: int, point: float, inner: Interval, outer: Interval, threshold: float
) -> str:
    """Return `width` characters for 0 to 1: both intervals, the point, and the threshold."""
    signs = [" "] * width
    signs[_at(threshold, width)] = MARK
    for sign, interval in ((OUTER, outer), (INNER, inner)):
        low, high = _at(interval.low, width), _at(interval.high, width)
        signs[low : high + 1] = sign * (high + 1 - low)
    signs[_at(point, width)] = POINT
    return "".join(signs)


def axis(width: int, low: str, high: str) -> str:
    """Return the heading above such lines, with what stands at 0 and at 1."""
    return f"{low}{high:>{width - len(low)}}"


def _at(share: float, width: int) -> int:
    return min(width - 1, max(0, round(share * (width - 1))))
