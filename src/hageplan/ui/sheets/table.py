"""A table as a workbook that an office reads, filters and prints."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from hageplan.i18n import _, say, short_date
from hageplan.ui.sheets.book import (
    BESIDE,
    CLOCK,
    FIGURE,
    FILLED,
    HEAD,
    RULE,
    TITLE,
    TOTAL,
    WRAP,
    Part,
    Styles,
    day_format,
    opened,
    row_height,
    set_page,
    sheet_name,
    write_text,
)
from hageplan.ui.sheets.sheet import Column, Kind, Sheet, Value

CHANCE: Final = '[>0.99]"> 99 %";[<0.01]"< 1 %";0 %'
"""What is not certain is not shown as such."""
FORMATS: Final[Mapping[Kind, str]] = {
    "count": "#,##0",
    "number": "#,##0.0",
    "hundredths": "0.00",
    "share": "0 %",
    "chance": CHANCE,
    "times": '"×" 0.0',
}
_LINE: Final = 95
"""Characters of a line of assumptions, on a page that stands."""
_NARROWEST: Final = 7
_WIDEST: Final = 38
_NOTE: Final = 56
"""Characters of a column of notes."""


def workbook(sheet: Sheet) -> bytes:
    """Return the workbook; the same table gives the same bytes."""
    stream = io.BytesIO()
    title = sheet.title or _("Companies")
    with opened(stream, title, sheet.today) as book:
        styles = Styles(book)
        name = sheet_name(title, ())
        _fill(book.add_worksheet(name), sheet, styles)
        if sheet.notes:
            write_notes(book, sheet.notes, styles, beside=name)
    return stream.getvalue()


def _fill(at: Worksheet, sheet: Sheet, styles: Styles) -> None:
    head = _write_title(at, sheet, styles)
    widths = [_width(sheet, number) for number in range(len(sheet.columns))]
    for number, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        at.set_column(number, number, width, None, {"hidden": column.is_hidden})
        write_text(at, head, number, column.heading, styles, parts=(HEAD, _side(sheet, number)))
    heads = [(f"{c.heading}\n ", w) for c, w in zip(sheet.columns, widths, strict=True)]
    # Below the headings stand the buttons of the filters.
    at.set_row(head, row_height(heads))
    for row, cells in enumerate(sheet.rows, start=head + 1):
        _write_row(at, row, cells, sheet, styles, rule=RULE)
        at.set_row(row, row_height(_wrapped(cells, sheet.columns, widths)))
    last = head + len(sheet.rows)
    at.autofilter(head, 0, max(last, head + 1), len(sheet.columns) - 1)
    if sheet.total:
        last += 1
        _write_row(at, last, sheet.total, sheet, styles, rule=TOTAL)
    at.freeze_panes(head + 1, sheet.frozen)
    at.repeat_rows(head)
    at.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    shown = [0 if c.is_hidden else w for c, w in zip(sheet.columns, widths, strict=True)]
    set_page(at, shown, last, repeated=sheet.frozen)


def _write_title(at: Worksheet, sheet: Sheet, styles: Styles) -> int:
    """Write what stands above the heads, and return their row."""
    if not sheet.title:
        return 0
    at.hide_gridlines(2)
    write_text(at, 0, 0, sheet.title, styles, parts=(TITLE,))
    as_of = say("As of {date}", date=short_date(sheet.today))
    write_text(at, 1, 0, as_of, styles, tone="faint")
    if not sheet.example_data:
        return 3
    write_text(at, 2, 0, _("EXAMPLE DATA: the companies are invented."), styles, tone="example")
    return 4


def _write_row(
    at: Worksheet, row: int, cells: Sequence[Value], sheet: Sheet, styles: Styles, *,
    rule: Part,
) -> None:  # fmt: skip
    for number, (column, value) in enumerate(zip(sheet.columns, cells, strict=True)):
        side = _side(sheet, number)
        if isinstance(value, bool):
            write_text(at, row, number, _("yes") if value else _("no"), styles, parts=(rule, side))
        elif isinstance(value, str):
            tone = column.tones.get(value)
            write_text(at, row, number, value, styles, parts=(rule, WRAP, side), tone=tone)
        elif isinstance(value, date | time):
            form = CLOCK if isinstance(value, time) else day_format()
            style = styles.of(rule, {"align": "left"}, side, {"num_format": form})
            at.write_datetime(row, number, _moment(value), style)
        elif value is None:
            at.write_blank(row, number, None, styles.of(rule))
        else:
            style = styles.of(rule, FIGURE, {"num_format": FORMATS.get(column.kind, "General")})
            at.write_number(row, number, value, style)


def _side(sheet: Sheet, number: int) -> Part:
    """Return on which side of a column its cells stand."""
    if sheet.columns[number].kind in FORMATS:
        return FIGURE
    return BESIDE if number and sheet.columns[number - 1].kind in FORMATS else {}


def _moment(value: date | time) -> datetime | time:
    return value if isinstance(value, time) else datetime.combine(value, time())


def _width(sheet: Sheet, number: int) -> float:
    """Return a column's width: its cells on one line, notes and long texts on several."""
    column = sheet.columns[number]
    widest = max(
        (_length(cells[number]) for cells in (*sheet.rows, sheet.total) if cells), default=0
    )
    most = _NOTE if column.kind == "note" else _WIDEST
    word = max(map(len, column.heading.split()), default=0)
    return max(min(widest / FILLED, most), word / FILLED, _NARROWEST) + 1


def _length(value: Value) -> int:
    """Return about how many characters a cell shows."""
    if isinstance(value, str):
        return max(map(len, value.split("\n")))
    if isinstance(value, date):
        return len("31.12.2026")
    return len(f"{value:,.1f}") if isinstance(value, float) else 6


def _wrapped(
    cells: Sequence[Value], columns: Sequence[Column], widths: Sequence[float]
) -> list[tuple[str, float]]:
    """Return the texts of a row that its height depends on, with the widths of their columns."""
    found = zip(cells, columns, widths, strict=True)
    return [(text, width) for text, column, width in found
            if isinstance(text, str) and not column.is_hidden]  # fmt: skip


def write_notes(book: Workbook, notes: Sequence[str], styles: Styles, *, beside: str) -> None:
    """Write what the figures rest on into a sheet of its own, beside one of another name."""
    at = book.add_worksheet(sheet_name(_("Assumptions"), (beside,)))
    at.hide_gridlines(2)
    at.set_column(0, 0, _LINE)
    write_text(at, 0, 0, _("Assumptions"), styles, parts=(TITLE,))
    for row, note in enumerate(notes, start=2):
        write_text(at, row, 0, note, styles, parts=(WRAP,))
        at.set_row(row, row_height([(note, _LINE)]))
    set_page(at, [_LINE], len(notes) + 1, repeated=0)
