"""A fan of what may become of a number month by month, beside other lines, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from hageplan.ui.charts.axis import Axis, axis_of

LINE: Final = 15.0
"""Pixels from one label at the right to the next at least."""
LETTER: Final = 7.0
"""Pixels that a letter of a label takes at most, seen over a whole label."""
ROOM: Final = 218
"""Pixels for the labels at least, so that fans of short ones begin and end alike."""
Ends = tuple[float, float]
Kind = Literal["middle", "today", "other", "dotted"]
"""What a line is: that of the fan, what is so today, what else might be, what is needed."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """What a number may be at one time: the ends that hold 5 and 9 of 10."""

    inner: Ends
    outer: Ends


@dataclass(frozen=True, kw_only=True)
class FanLine:
    """A line through all times, with what stands at its end; `kind` says how it is drawn."""

    path: str
    kind: Kind
    label: str
    label_y: float


@dataclass(frozen=True, kw_only=True)
class Fan:
    """A fan chart.

    Attributes:
        width: Pixels of the drawing, without the labels at its right.
        height: Pixels.
        room: Pixels at the right for the longest label.
        outer: The path around 9 of 10.
        inner: The path around 5 of 10.
        lines: What stands on it, the first uppermost.
        ticks: Values along the left side, each with its pixel.
        times: Pixels of the times that are named below.
    """

    width: int
    height: int
    room: int
    outer: str
    inner: str
    lines: tuple[FanLine, ...]
    ticks: tuple[tuple[float, float], ...]
    times: tuple[float, ...]


def fan_of(
    spreads: Sequence[Spread],
    lines: Sequence[tuple[Sequence[float], Kind, str]],
    *,
    named: Sequence[int],
    width: int,
    height: int,
) -> Fan:
    """Return the fan of `spreads`, one a time, with lines (values, kind, label) through it.

    `named` are the indices of the times that are named below.
    """
    values = [s.outer[1] for s in spreads] + [v for line, _kind, _label in lines for v in line]
    axis = axis_of(values, height, 0.0)
    last = max(len(spreads) - 1, 1)
    xs = [round(width * number / last, 1) for number in range(len(spreads))]

    def path(line: Sequence[float]) -> str:
        return "M" + "L".join(f"{x} {_y(axis, v)}" for x, v in zip(xs, line, strict=True))

    def around(ends: Sequence[Ends]) -> str:
        low, high = [e[0] for e in ends], [e[1] for e in ends]
        back = "L".join(f"{x} {_y(axis, v)}" for x, v in zip(xs[::-1], high[::-1], strict=True))
        return f"{path(low)}L{back}Z"

    ends = _apart([_y(axis, line[-1]) for line, _kind, _label in lines])
    return Fan(
        width=width,
        height=height,
        room=max(ROOM, *(round(LETTER * len(label)) for _line, _kind, label in lines)),
        outer=around([s.outer for s in spreads]),
        inner=around([s.inner for s in spreads]),
        lines=tuple(
            FanLine(path=path(line), kind=kind, label=told, label_y=y)
            for (line, kind, told), y in zip(lines, ends, strict=True)
        ),
        ticks=tuple((tick, _y(axis, tick)) for tick in (0.0, *axis.ticks)),
        times=tuple(xs[number] for number in named),
    )


def _y(axis: Axis, value: float) -> float:
    """Return the pixel from above: the axis runs from left to right."""
    return round(axis.width - axis.at(value), 1)


def _apart(places: Sequence[float]) -> list[float]:
    """Return the pixels moved so far that no two labels stand on each other, in their order."""
    order = sorted(range(len(places)), key=lambda number: places[number])
    moved = [places[number] for number in order]
    for before, here in pairwise(range(len(moved))):
        moved[here] = max(moved[here], moved[before] + LINE)
    beyond = (moved[-1] - max(places)) / 2
    found = dict(zip(order, moved, strict=True))
    return [round(found[number] - beyond, 1) for number in range(len(places))]
