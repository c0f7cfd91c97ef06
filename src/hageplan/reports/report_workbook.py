"""A report as a workbook: its tables below each other, with real numbers, and what they rest on."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

from xlsxwriter.worksheet import Worksheet

from hageplan.i18n import _, say
from hageplan.reports.report_page import cell_text, report_title, said
from hageplan.reports.report_result import Cell, Kind, Report, Section
from hageplan.ui.sheets.book import (
    FIGURE,
    HEAD,
    RULE,
    TITLE,
    WRAP,
    Part,
    Styles,
    opened,
    row_height,
    set_page,
    write_text,
)
from hageplan.ui.sheets.table import CHANCE, write_notes
from hageplan.ui.texts import remark

FORMATS: Final[Mapping[Kind, str]] = {
    "count": "#,##0",
    "kroner": "#,##0",
    "share": "0 %",
    "chance": CHANCE,
    "change": "+0.0 %;-0.0 %",
    "number": "0.0",
}
NAME_WIDTH: Final = 38
FIGURE_WIDTH: Final = 14
HEADING: Final[Part] = {"bold": True, "font_size": 12}


def report_xlsx(report: Report) -> bytes:
    """Return the report as a workbook; text never becomes a formula."""
    stream = io.BytesIO()
    with opened(stream, report_title(report), report.today) as book:
        styles = Styles(book)
        name = _("Report")
        _fill(book.add_worksheet(name), report, styles)
        write_notes(book, [*map(remark, report.remarks)], styles, beside=name)
    return stream.getvalue()


def _fill(sheet: Worksheet, report: Report, styles: Styles) -> None:
    widest = max(map(_last_column, report.sections), default=1)
    widths = [NAME_WIDTH, *[FIGURE_WIDTH] * widest]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    write_text(sheet, 0, 0, report_title(report), styles, parts=(TITLE,))
    if report.example_data:
        write_text(
            sheet, 1, 0, _("EXAMPLE DATA: the companies are invented."), styles, tone="example"
        )
    row = 3
    for section in report.sections:
        row = _fill_section(sheet, row, section, styles, widest) + 1
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    set_page(sheet, widths, row - 2, repeated=1)


def _last_column(section: Section) -> int:
    """Return the number of a table's last column, its intervals' included."""
    return len(section.columns) - 1 + 2 * sum(_intervals(section))


def _intervals(section: Section) -> list[bool]:
    """Return which columns have intervals."""
    return [
        any(line[number].low is not None for line in section.rows)
        for number in range(len(section.columns))
    ]


def _fill_section(sheet: Worksheet, row: int, section: Section, styles: Styles, widest: int) -> int:
    """Write a table; a figure's interval stands in the next two columns. Return the row after."""
    write_text(sheet, row, 0, said(section.heading), styles, parts=(HEADING,))
    starts = _heads(sheet, row + 1, section, styles)
    after = row + 2
    for line in section.rows:
        name = cell_text(line[0])
        for cell, start in zip(line, starts, strict=True):
            _write(sheet, after, start, cell, styles)
        sheet.set_row(after, row_height([(name, NAME_WIDTH)]))
        after += 1
    width = NAME_WIDTH + FIGURE_WIDTH * widest
    for note in map(said, section.notes):
        style = styles.of(WRAP, tone="faint")
        sheet.merge_range(after, 0, after, widest, data="", cell_format=style)
        write_text(sheet, after, 0, note, styles, parts=(WRAP,), tone="faint")
        sheet.set_row(after, row_height([(note, width)]))
        after += 1
    return after


def _heads(sheet: Worksheet, row: int, section: Section, styles: Styles) -> list[int]:
    """Write the heads of a table, and return in which column each figure begins."""
    starts: list[int] = []
    heads: list[str] = []
    for column, is_wide in zip(map(said, section.columns), _intervals(section), strict=True):
        starts.append(len(heads))
        heads.append(column)
        if is_wide:
            heads += [say("{what}, from", what=column), say("{what}, to", what=column)]
    for number, head in enumerate(heads):
        write_text(sheet, row, number, head, styles, parts=(HEAD, FIGURE if number else {}))
    sizes = [(head, FIGURE_WIDTH if number else NAME_WIDTH) for number, head in enumerate(heads)]
    sheet.set_row(row, row_height(sizes))
    return starts


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, styles: Styles) -> None:
    if cell.value is None:
        side = FIGURE if column else {}
        write_text(sheet, row, column, cell_text(cell), styles, parts=(RULE, WRAP, side))
        return
    style = styles.of(RULE, FIGURE, {"num_format": FORMATS[cell.kind]})
    for offset, value in enumerate((cell.value, cell.low, cell.high)):
        if value is not None:
            sheet.write_number(row, column + offset, value, style)
