"""The terminal, or the file that stands in for it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Final, TextIO

from rich.box import SIMPLE_HEAD, Box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from hageplan.i18n import _
from hageplan.records.names import Handles
from hageplan.ui.clean import printable
from hageplan.ui.word_table import WordTable

SCREEN: Final = 40
"""Lines that people see at once: what a command answers without being asked for more."""


def console(stream: TextIO | None = None) -> Console:
    """Return a console on standard output, or on `stream`; it interprets no markup."""
    return Console(
        file=stream or sys.stdout, markup=False, highlight=False, emoji=False, soft_wrap=False
    )


def text(value: str, style: str = "") -> Text:
    """Return text from a record for the terminal: shown as it is, never acted on."""
    return Text(printable(value), style=style)


def company(
    navn: str, number: str, handles: Handles, *, style: str = "bold", ring_ikke: bool = False
) -> Text:
    """Return a company's name, where nobody is to telephone, and what means it on a command line.

    That stands below it.
    """
    shown = text(navn, style)
    if ring_ikke:
        shown.append_text(text(f" ({_('do not phone')})", "not bold yellow"))
    if number in handles:
        shown.append("\n").append_text(text(handles[number], "dim not bold"))
    return shown


def companies(named: Iterable[tuple[str, str]], handles: Handles, out: Console) -> Column:
    """Return a column of companies of one width, which breaks no handle of a quarter of the screen.

    `named` are their names and numbers. It is for what must fit into so many lines.
    """
    widths = [(len(navn), len(handles.get(number, ""))) for navn, number in named]
    names, typed = (max((pair[n] for pair in widths), default=0) for n in (0, 1))
    least = len(_("Company"))
    width = min(max(typed, min(names, out.width // 4), least), max(out.width // 4 + 2, least))
    return Column(_("Company"), width=width, overflow="fold")


def table(out: Console, *columns: Column) -> Table:
    """Return a table without rows; it has lines only on a terminal."""
    box: Box | None = SIMPLE_HEAD if out.is_terminal else None
    return WordTable(
        *columns, box=box, pad_edge=False, padding=(0, 1), show_edge=False, header_style="bold"
    )


def words(name: str) -> Column:
    """Return a column of texts that may take several lines."""
    return Column(name, overflow="fold")


def line(name: str) -> Column:
    """Return a column whose cells stay on one line."""
    return Column(name, no_wrap=True)


def figures(*names: str) -> list[Column]:
    """Return columns of numbers, to the right."""
    return [Column(name, justify="right", no_wrap=True) for name in names]


def height(shown: RenderableType, out: Console) -> int:
    """Return how many lines something takes on `out`."""
    return len(out.render_lines(shown, pad=False))


def example_notice(out: Console) -> None:
    """Say that the companies are invented."""
    out.print(
        _("EXAMPLE DATA: the companies are invented. Make your own: hageplan init FOLDER"),
        style="bold yellow",
    )


def heading(value: str, out: Console) -> None:
    """Print a heading."""
    out.print(text(value, "bold"))


def title(value: str, out: Console, *, is_example: bool) -> None:
    """Print what a result is called, and before it where its companies are invented."""
    if is_example:
        example_notice(out)
        out.print()
    heading(value, out)


def remarks(assumptions: Iterable[str], out: Console, *, explain: bool = True) -> None:
    """Print what a result rests on, given as coded remarks, or in one line how to see it."""
    if not explain:
        out.print(text(_("Show assumptions and how the result was found: --explain"), "dim"))
        return
    # The sentences for remarks take 10 ms to load, and most tables come without any.
    from hageplan.ui.texts import remark

    heading(_("Assumptions"), out)
    for assumption in assumptions:
        out.print(Padding(text(remark(assumption)), (0, 0, 0, 2)))


def shares(heights: Sequence[Sequence[int]], room: int, weights: Sequence[int] = ()) -> list[int]:
    """Return how many items of each group are shown on `room` lines, in their order.

    `heights` are the lines that each item takes. They are dealt out in rounds, to each group one or
    its weight, until all are shown or no more fit: so no group silences another, and what one does
    not need goes to others.
    """
    shown = [0] * len(heights)
    before = None
    while shown != before:
        before = [*shown]
        for group, weight in enumerate(weights or (1,) * len(heights)):
            for height in heights[group][shown[group] : shown[group] + weight]:
                if height > room:
                    break
                room -= height
                shown[group] += 1
    return shown
