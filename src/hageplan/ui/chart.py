"""Intervals as lines of text."""

from __future__ import annotations

from typing import Final

OUTER: Final = "─"
INNER: Final = "━"
POINT: Final = "●"
MARK: Final = "┊"


def interval_line(
    width: int,
    point: float,
    inner: tuple[float, float],
    outer: tuple[float, float],
    threshold: float,
) -> str:
    """Return `width` characters for 0 to 1: intervals (low, high), the point and the threshold."""
    signs = [" "] * width
    signs[_at(threshold, width)] = MARK
    for sign, (low_end, high_end) in ((OUTER, outer), (INNER, inner)):
        low, high = _at(low_end, width), _at(high_end, width)
        signs[low : high + 1] = sign * (high + 1 - low)
    signs[_at(point, width)] = POINT
    return "".join(signs)


def axis(width: int, low: str, high: str) -> str:
    """Return the heading above such lines, with what stands at 0 and at 1."""
    return f"{low}{high:>{width - len(low)}}"


def _at(share: float, width: int) -> int:
    return min(width - 1, max(0, round(share * (width - 1))))
