"""A table for the terminal whose columns are shared out by words, not by letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Column, Table


class WordTable(Table):
    """A table that gives each column its longest word before any has more.

    Rich takes from the widest column first, and would break words and ids in it while others have
    room to spare; and it cuts figures where there are too many. Here the gaps give way first.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Settle the widths, and give the lines."""
        flexible = [column for column in self.columns if _is_flexible(column)]
        looks = self.box, self.padding
        _settle(self, flexible, console, options)
        yield from super().__rich_console__(console, options)
        self.box, self.padding = looks
        for column in flexible:
            column.width = None


@dataclass
class _Need:
    """The width of a column: its longest word, its longest line, and what it gets."""

    word: int
    line: int
    width: int


def _is_flexible(column: Column) -> bool:
    return column.width is None and not column.no_wrap


def _settle(
    table: Table, flexible: Sequence[Column], console: Console, options: ConsoleOptions
) -> None:
    needs = [_need(column, console, options) for column in flexible]
    taken = sum(
        column.width or _need(column, console, options).line
        for column in table.columns
        if not _is_flexible(column)
    )
    room = options.max_width - taken - _gaps(table)
    words = sum(need.word for need in needs)
    if room < words and table.box is not None:
        table.box = None
        room = options.max_width - taken - _gaps(table)
    if room < words:
        table.padding = (0, 1, 0, 0)
        room = options.max_width - taken - _gaps(table)
    if sum(need.line for need in needs) <= room:
        return
    _share(needs, room)
    for column, need in zip(flexible, needs, strict=True):
        column.width = max(need.width, 1)


def _gaps(table: Table) -> int:
    """Return what stands between the columns."""
    between = sum(table.padding[1::2]) + (table.box is not None)
    return between * (len(table.columns) - 1)


def _need(column: Column, console: Console, options: ConsoleOptions) -> _Need:
    measured = [Measurement.get(console, options, cell) for cell in (column.header, *column.cells)]
    word, line = (max(getattr(one, name) for one in measured) for name in ("minimum", "maximum"))
    return _Need(word=word, line=max(line, column.min_width or 0), width=word)


def _share(needs: Sequence[_Need], room: int) -> None:
    """Take letters from the longest words until the words fit, else give lines what is left."""
    while needs and sum(need.width for need in needs) > max(room, len(needs)):
        max(needs, key=lambda need: need.width).width -= 1
    left = room - sum(need.width for need in needs)
    for _letter in range(left):
        neediest = max(needs, key=lambda need: need.line / need.width)
        if neediest.line <= neediest.width:
            return
        neediest.width += 1
