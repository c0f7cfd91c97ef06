"""What stands on an axis: an estimate with its intervals, or a bar from zero on."""

from __future__ import annotations

from dataclasses import dataclass

from hageplan.ui.charts.axis import Axis

Ends = tuple[float, float]
"""The lower and the upper end."""


@dataclass(frozen=True, kw_only=True)
class IntervalRow:
    """One row of an interval chart, in pixels.

    Attributes:
        width: Of the row.
        limit: Where the line of the threshold is; None where there is none.
        point: Where the estimate is; None where there is none.
        inner: The ends of the thick line, 8 of 10; None where there is none.
        outer: The ends of the thin line, 9 of 10; None likewise.
    """

    width: int
    limit: float | None
    point: float | None = None
    inner: Ends | None = None
    outer: Ends | None = None


def interval_row(
    axis: Axis, value: float, *, inner: Ends | None = None, outer: Ends | None = None
) -> IntervalRow:
    """Return the row of an estimate and its intervals."""
    return IntervalRow(
        width=axis.width,
        limit=axis.limit_at,
        point=axis.at(value),
        inner=_placed(axis, inner),
        outer=_placed(axis, outer),
    )


def empty_row(axis: Axis) -> IntervalRow:
    """Return a row without an estimate, through which the threshold's line still goes."""
    return IntervalRow(width=axis.width, limit=axis.limit_at)


def _placed(axis: Axis, ends: Ends | None) -> Ends | None:
    return None if ends is None else (axis.at(ends[0]), axis.at(ends[1]))


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar of so many pixels; `width` is that of the longest that can be."""

    width: int
    length: float


def bar(value: float, most: float, width: int) -> Bar:
    """Return the bar of a value, where `most` is as long as can be."""
    return Bar(width=width, length=round(width * value / most, 1) if most else 0.0)
