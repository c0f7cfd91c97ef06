"""A report as Markdown and as a workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime, time
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from hageplan.i18n import _, say, shown
from hageplan.messages import Message
from hageplan.reports.report_result import Cell, Kind, Report, Section
from hageplan.ui.clean import markdown, printable
from hageplan.ui.numbers import chance, decimal, fixed, percent, percents, points
from hageplan.ui.periods import period_words
from hageplan.ui.texts import remark

FORMATS: Final[Mapping[Kind, str]] = {
    "count": "#,##0",
    "kroner": "#,##0",
    "share": "0 %",
    "chance": "0 %",
    "change": "+0.0 %;-0.0 %",
    "number": "0.0",
}
A4: Final = 9
NAME_WIDTH: Final = 44
CERTAIN: Final = (0.01, 0.99)
"""Chances beyond these are no figures that can be reckoned with."""


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


def report_xlsx(report: Report) -> bytes:
    """Return the report as a workbook with real numbers; text never becomes a formula."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        created = datetime.combine(report.today, time())
        book.set_properties({"title": report_title(report), "created": created})
        styles = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Report"))
        _fill(sheet, report, styles, bold)
    return stream.getvalue()


def _fill(sheet: Worksheet, report: Report, styles: Mapping[Kind, Format], bold: Format) -> None:
    sheet.write_string(0, 0, report_title(report), bold)
    if report.example_data:
        sheet.write_string(1, 0, _("EXAMPLE"), bold)
    row = 3
    for section in report.sections:
        row = _fill_section(sheet, row, section, styles, bold) + 1
    sheet.write_string(row, 0, _("Assumptions"), bold)
    row += 1
    for one in report.remarks:
        sheet.write_string(row, 0, printable(remark(one)))
        row += 1
    widest = max(map(_last_column, report.sections), default=1)
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, widest, 14)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, row, widest)


def _last_column(section: Section) -> int:
    """Return the number of a table's last column, its intervals' included."""
    return len(section.columns) - 1 + 2 * sum(_intervals(section))


def _intervals(section: Section) -> list[bool]:
    """Return which columns have intervals."""
    return [
        any(line[number].low is not None for line in section.rows)
        for number in range(len(section.columns))
    ]


def _fill_section(
    sheet: Worksheet, row: int, section: Section, styles: Mapping[Kind, Format], bold: Format
) -> int:
    """Write a table; a figure's interval stands in the next two columns. Return the row after."""
    has_interval = _intervals(section)
    sheet.write_string(row, 0, said(section.heading), bold)
    at, starts = 0, []
    for column, is_wide in zip(section.columns, has_interval, strict=True):
        sheet.write_string(row + 1, at, said(column), bold)
        starts.append(at)
        if is_wide:
            sheet.write_string(row + 1, at + 1, _("From"), bold)
            sheet.write_string(row + 1, at + 2, _("To"), bold)
        at += 3 if is_wide else 1
    for number, line in enumerate(section.rows, start=row + 2):
        for cell, start in zip(line, starts, strict=True):
            _write(sheet, number, start, cell, styles)
    after = row + 2 + len(section.rows)
    for note in section.notes:
        sheet.write_string(after, 0, said(note))
        after += 1
    return after


def _write(
    sheet: Worksheet, row: int, column: int, cell: Cell, styles: Mapping[Kind, Format]
) -> None:
    # A chance that rounds to certainty is told in words, as it is elsewhere.
    if cell.value is None or (cell.kind == "chance" and not CERTAIN[0] <= cell.value <= CERTAIN[1]):
        sheet.write_string(row, column, cell_text(cell))
        return
    for offset, value in enumerate((cell.value, cell.low, cell.high)):
        if value is not None:
            sheet.write_number(row, column + offset, value, styles[cell.kind])


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
    told, low, high = (fixed(value, digits) for value in (cell.value, cell.low, cell.high))
    # A dash would be taken for the sign of what is below zero.
    ends = say("{low} to {high}", low=low, high=high) if cell.low < 0 else f"{low}–{high}"
    return f"{told} ({ends})"
