"""What the pages of all reports have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hageplan.i18n import _, say
from hageplan.reports.report_page import cell_text, report_title, said
from hageplan.reports.report_result import Cell, Report, Section
from hageplan.ui.charts.axis import Axis
from hageplan.ui.charts.marks import Ends
from hageplan.ui.clean import printable
from hageplan.ui.numbers import percent, percents


def over(report: Report) -> str:
    """Return who reports, to whom, of which time."""
    return " · ".join(filter(None, (printable(report.naeringshage), report_title(report))))


def section_values(section: Section) -> dict[str, Any]:
    """Return a table of figures as the template of tables takes it."""
    return {
        "heading": said(section.heading),
        "columns": [
            {"name": said(column) or _("Figure"), "number": True}
            if number
            else {"name": said(column) or _("What")}
            for number, column in enumerate(section.columns)
        ],
        "rows": [[*map(cell_text, row)] for row in section.rows],
        "notes": [*map(said, section.notes)],
    }


def share_ticks(axis: Axis) -> list[str]:
    """Return the numbers along an axis of shares; the last one has the unit."""
    *texts, last = axis.ticks
    return [*(f"{round(100 * tick)}" for tick in texts), percent(last)]


def share_label(inner: Ends | None, outer: Ends | None) -> str:
    """Return what a row of an interval chart shows, for those who hear it."""
    if inner is None or outer is None:
        return ""
    return say("80% interval: {inner}; 90% interval: {outer}", inner=percents(*inner),
               outer=percents(*outer))  # fmt: skip


def first_figures(pairs: Iterable[tuple[Cell, str]]) -> list[dict[str, str]]:
    """Return the figures that are read first, with their names; what is not told is left out."""
    return [{"figure": figure(c), "name": name} for c, name in pairs if c.value is not None]


def jobs_heading(jobs: Section) -> str:
    """Return new and kept jobs as a heading, as far as they may be told."""
    new, kept = jobs.cells("all")
    if new.value is None or kept.value is None:
        return said(jobs.heading)
    return say("Jobs: {new} new, {kept} retained", new=figure(new), kept=figure(kept))


def figure(cell: Cell) -> str:
    """Return a figure that stands for itself, without its interval."""
    return cell_text(cell.model_copy(update={"low": None, "high": None}))
