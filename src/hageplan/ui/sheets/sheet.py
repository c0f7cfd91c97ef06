"""What a table in a workbook says, whatever writes it: the library for that takes 40 ms to load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final, Literal

from hageplan.i18n import _, say

Value = str | int | float | bool | date | time | None
Kind = Literal["text", "note", "count", "number", "hundredths", "share", "chance", "times"]
"""Shares and chances are fractions; what is told in `hundredths` is small, such as positions."""
Tone = Literal["red", "amber", "faint", "link", "example"]
LEVEL: Final = 80
"""Of 100 intervals that a sheet tells, so many hold the truth."""
LONGEST_TEXT: Final = 32_767
"""Characters of a cell that Excel takes."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its heading, what stands in it, and the tones of some of its words."""

    heading: str
    kind: Kind = "text"
    tones: Mapping[str, Tone] = field(default_factory=dict)
    is_hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table as people read it.

    Attributes:
        title: What it is called; "" where people fill in its cells, and it begins with its heads.
        today: The day it is as of.
        columns: Its columns.
        rows: Its cells; None is an empty one.
        total: What stands below all rows, where anything does.
        frozen: How many columns stay where the others are scrolled.
        notes: What the figures rest on, for a sheet of its own.
        example_data: Whether the companies are invented.
    """

    title: str
    today: date
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] = ()
    frozen: int = 1
    notes: Sequence[str] = ()
    example_data: bool = False


def columns(*headings: str, kind: Kind = "text") -> list[Column]:
    """Return columns of one kind."""
    return [Column(heading=heading, kind=kind) for heading in headings]


def interval_columns(heading: str, kind: Kind) -> list[Column]:
    """Return the columns of the ends of an interval that holds `LEVEL` of 100."""
    low = say("{what}, {level}% from", what=heading, level=LEVEL)
    high = say("{what}, {level}% to", what=heading, level=LEVEL)
    return columns(low, high, kind=kind)


def do_not_phone() -> Column:
    """Return the column that says where nobody is to telephone."""
    return Column(heading=_("Do not phone"), tones={_("do not phone"): "red"})


def mark_of_phone(ring_ikke: bool) -> str | None:
    """Return what stands in that column."""
    return _("do not phone") if ring_ikke else None
