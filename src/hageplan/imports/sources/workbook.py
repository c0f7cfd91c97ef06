"""A sheet of an Excel workbook as headings and numbered rows, read as it is needed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hageplan.errors import RequestError
from hageplan.imports.sources.packed import check_packed, no_workbook, unreckoned
from hageplan.imports.sources.table import Row, SourceTable, with_header
from hageplan.messages import msg

Cells = tuple[Any, ...]
LONGEST: Final = 131_072
"""Signs of a cell, at most, as for CSV."""
MOST_ROWS: Final = 1_048_576
"""Rows of a sheet in Excel; a number beyond them would be that many empty rows here."""
MOST_CELLS: Final = 20_000_000
"""Cells that are gone through, at most, empty ones between others among them."""


@contextmanager
def open_workbook(path: Path, sheet: str | None, most_mb: int) -> Iterator[SourceTable]:
    """Open a sheet of an .xlsx file: the one that is named, else the only one that holds rows.

    Formulas give what Excel last reckoned. Raises RequestError where there is no such sheet, where
    it is not clear which, where a formula was never reckoned, or where the file is damaged or more
    than is allowed, also while rows are read.
    """
    check_packed(path, most_mb)
    with path.open("rb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's tell of styles, which nobody reads here
        book = _opened(stream, path)
        name = _sheet(book, sheet, path)
        _check_reckoned(path, book[name])
        yield with_header(_rows(_cells(book[name], path), path), path, "xlsx", name)


def _opened(stream: IO[bytes], path: Path) -> Workbook:
    try:
        return openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except Exception as fault:  # a library may raise anything on a damaged file
        raise no_workbook(path, fault) from fault


def _cells(sheet: Worksheet, path: Path) -> Iterator[Cells]:
    """Give the cells of each row; raises RequestError at a row that is damaged."""
    # How large it is said to be may be wrong by far.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    rows = sheet.iter_rows(max_row=MOST_ROWS, values_only=True)
    count, left = 0, MOST_CELLS
    while True:
        try:
            cells = next(rows, None)
        except Exception as fault:  # a library may raise anything on a damaged file
            raise no_workbook(path, fault, count + 1) from fault
        if cells is None:
            return
        count, left = count + 1, left - len(cells)
        if left < 0:
            raise RequestError(
                msg("{path}:{row}: the sheet has more than {most} cells",
                    path=path, row=count, most=MOST_CELLS),
                msg("delete empty columns and rows; nothing was changed"),
            )  # fmt: skip
        yield cells


def _sheet(workbook: Workbook, wanted: str | None, path: Path) -> str:
    names = [sheet.title for sheet in workbook.worksheets]
    if wanted is not None and wanted not in names:
        raise RequestError(
            msg("{path} has no sheet {name}", path=path, name=f"«{wanted}»"),
            msg("one of: {words}", words=", ".join(names)),
        )
    if not names:
        raise RequestError(
            msg("{path} has no sheets", path=path),
            msg("save it again in Excel; nothing was changed"),
        )
    if wanted is not None:
        return wanted
    seen = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    full = [sheet.title for sheet in seen or workbook.worksheets if _has_rows(sheet, path)]
    if len(full) > 1:
        raise RequestError(
            msg("{path} has rows in several sheets: {names}", path=path, names=", ".join(full)),
            msg('give it: --sheet "{name}"', name=full[0]),
        )
    return full[0] if full else names[0]


def _has_rows(sheet: Worksheet, path: Path) -> bool:
    full = (row for row in _cells(sheet, path) if any(cell is not None for cell in row))
    return len([*islice(full, 2)]) > 1


def _check_reckoned(path: Path, sheet: Worksheet) -> None:
    """Raise RequestError where a formula has no value: Excel has never seen it."""
    found = unreckoned(path, vars(sheet)["_worksheet_path"])
    if found is not None:
        raise RequestError(
            msg("{path}:{row}: the formula in column {column} has no value",
                path=path, row=found[0], column=found[1]),
            msg("open the workbook in Excel and save it; nothing was changed"),
        )  # fmt: skip


def _rows(values: Iterator[Cells], path: Path) -> Iterator[Row]:
    for number, cells in enumerate(values, start=1):
        texts = [_text(cell) for cell in cells]
        long = next((n for n, text in enumerate(texts, start=1) if len(text) > LONGEST), None)
        if long is not None:
            raise RequestError(
                msg("{path}:{row}: the cell in column {column} is longer than {most} "
"characters",
                    path=path, row=number, column=long, most=LONGEST),
                msg("fix that row; nothing was changed"),
            )  # fmt: skip
        if any(map(str.strip, texts)):
            yield Row(number, texts)


def _text(cell: object) -> str:
    """Return a cell as a CSV file would have it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)
