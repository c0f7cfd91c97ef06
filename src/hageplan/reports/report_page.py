"""A report as Markdown."""

from __future__ import annotations

from hageplan.i18n import _, shown
from hageplan.messages import Message
from hageplan.reports.report_result import Cell, Report, Section
from hageplan.ui.clean import markdown, printable
from hageplan.ui.numbers import (
    between,
    chance,
    decimal,
    fixed,
    percent,
    percents,
    period_words,
    points,
)
from hageplan.ui.texts import remark


def report_md(report: Report) -> str:
    """Return the report as Markdown."""
    lines = [f"# {markdown(report_title(report))}", ""]
    if report.example_data:
        lines += [f"**{_('EXAMPLE')}**", ""]
    for section in report.sections:
        lines += [f"## {markdown(said(section.heading))}", "", *_md_table(section), ""]
        lines += [markdown(said(note)) + "  " for note in section.notes]
        lines.append("")
    lines += [f"## {markdown(_('Assumptions'))}", ""]
    lines += [f"- {markdown(remark(one))}" for one in report.remarks]
    return "\n".join(lines) + "\n"


def _md_table(section: Section) -> list[str]:
    heads = [markdown(said(column)) for column in section.columns]
    rules = ["---", *("---:" for _column in section.columns[1:])]
    rows = [[markdown(cell_text(cell)) for cell in row] for row in section.rows]
    return [f"| {' | '.join(cells)} |" for cells in (heads, rules, *rows)]


def said(value: Message | str) -> str:
    """Return a Message, or text from the records made harmless for one line."""
    return shown(value) if isinstance(value, Message) else printable(value)


def report_title(report: Report) -> str:
    """Return the title with its period."""
    return f"{said(report.title)}, {period_words(report.first, report.last)}"


def cell_text(cell: Cell) -> str:
    """Return a cell as a reader sees it: what is missing or withheld says so."""
    if cell.text is not None:
        return said(cell.text)
    if cell.kind == "withheld":
        return _("withheld (too few)")
    if cell.value is None:
        return _("not known")
    if cell.kind == "share":
        interval = "" if cell.low is None or cell.high is None else percents(cell.low, cell.high)
        return f"{percent(cell.value)} ({interval})" if interval else percent(cell.value)
    if cell.kind == "chance":
        return chance(cell.value)
    if cell.kind == "change":
        return f"{points(cell.value)} %"
    digits = {"count": 0, "kroner": 0, "number": 1}[cell.kind]
    if cell.low is None or cell.high is None:
        return decimal(cell.value, digits)
    return f"{fixed(cell.value, digits)} ({between(cell.low, cell.high, digits)})"
