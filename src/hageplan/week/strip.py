"""A day as a strip: blocks are visits, the line is the time out, the open box is lunch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hageplan.tours.days import minutes
from hageplan.week.sheet import DayCell, Span

HOURS: Final = (7 * 60 + 30, 16 * 60 + 30)
"""What a strip shows at least, minutes since midnight."""
TICKS: Final = (8 * 60, 12 * 60, 16 * 60)


def span_of(cells: Iterable[DayCell]) -> Span:
    """Return from when to when all strips go, so that hours stand below each other."""
    outs = [cell.out for cell in cells if cell.out]
    return min([HOURS[0], *(low for low, _ in outs)]), max([HOURS[1], *(high for _, high in outs)])


def strip(cell: DayCell, span: Span) -> Mapping[str, Any]:
    """Return what a template draws, as minutes from the left."""
    left, right = span
    low, high = cell.out or HOURS
    visits = [(minutes(stop.start), minutes(stop.end)) for stop in cell.stops]
    return {
        "width": right - left,
        "out": (low - left, high - left),
        "visits": [(start - left, end - start) for start, end in visits],
        "lunch": (cell.lunch[0] - left, cell.lunch[1] - cell.lunch[0]) if cell.lunch else None,
        "ticks": [tick - left for tick in TICKS],
    }
