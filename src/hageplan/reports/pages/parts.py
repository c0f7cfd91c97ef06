"""What the pages of all reports have in common."""

from __future__ import annotations

from typing import Any

from hageplan.i18n import say
from hageplan.interest.result import Interval
from hageplan.reports.report_page import cell_text, report_title, said
from hageplan.reports.report_result import Report, Section
from hageplan.ui.charts.axis import Axis
from hageplan.ui.clean import printable
from hageplan.ui.numbers import percents


def over(report: Report) -> str:
    """Return who reports, to whom, of which time."""
    return " · ".join(filter(None, (printable(report.naeringshage), report_title(report))))


def section_values(section: Section) -> dict[str, Any]:
    """Return a table of figures as the template of tables takes it."""
    return {
        "heading": said(section.heading),
        "columns": [
            {"name": said(column), **({"number": True} if number else {})}
            for number, column in enumerate(section.columns)
        ],
        "rows": [[*map(cell_text, row)] for row in section.rows],
        "notes": [*map(said, section.notes)],
    }


def share_ticks(axis: Axis) -> list[str]:
    """Return the numbers along an axis of shares; the last one has the unit."""
    texts = [f"{round(100 * tick)}" for tick in axis.ticks]
    return [*texts[:-1], f"{texts[-1]} %"] if texts else []


def share_label(inner: Interval | None, outer: Interval | None) -> str:
    """Return what a row of an interval chart shows, for those who hear it."""
    if inner is None or outer is None:
        return ""
    return say(
        "8 of 10: {inner}; 9 of 10: {outer}",
        inner=percents(*inner.ends),
        outer=percents(*outer.ends),
    )
