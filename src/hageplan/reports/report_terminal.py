"""A report for the terminal: the tables that a screen holds, and how to see the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console, Group
from rich.text import Text

from hageplan.i18n import _, nsay
from hageplan.reports.report_page import cell_text, report_title, said
from hageplan.reports.report_result import Report, Section
from hageplan.ui.console import SCREEN, height, remarks, table, text, title

_END: Final = 2
"""Lines below the tables."""


def print_report(report: Report, out: Console, *, explain: bool) -> None:
    """Print the report on `out`; `explain`: all of it, and what it rests on."""
    title(report_title(report), out, is_example=report.example_data)
    tables = [_shown(section, out) for section in report.sections]
    # What `title` prints takes three lines of an example, else one.
    left = SCREEN - (3 if report.example_data else 1) - _END
    shown = tables if explain else [*_fitting(tables, left, out)]
    for one in shown:
        out.print(one)
    out.print()
    if explain:
        remarks(report.remarks, out)
    else:
        out.print(_rest(len(tables) - len(shown)))


def _rest(count: int) -> Text:
    """Return how to see what is not shown."""
    if not count:
        return text(_("What the figures are based on: --explain"), "dim")
    return text(
        nsay(
            "1 table is left out here. For all: --explain, or -o FILE",
            "{count} tables are left out here. For all: --explain, or -o FILE",
            count=count,
        ),
        "dim",
    )


def _fitting(tables: Sequence[Group], left: int, out: Console) -> Iterator[Group]:
    """Give the first tables, as many as there are lines `left` for, and one in any case."""
    for number, one in enumerate(tables):
        left -= height(one, out)
        if left < 0 and number:
            return
        yield one


def _shown(section: Section, out: Console) -> Group:
    rows = table(out)
    for number, column in enumerate(section.columns):
        rows.add_column(said(column), justify="right" if number else "left", overflow="fold")
    for row in section.rows:
        rows.add_row(*(text(cell_text(cell)) for cell in row))
    notes = (text(said(note), "dim") for note in section.notes)
    return Group("", text(said(section.heading), "bold"), rows, *notes)
