"""A sheet of an Excel workbook as headings and numbered rows, read as it is needed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hageplan.errors import RequestError
from hageplan.imports.sources.opened import MEGABYTE, too_large
from hageplan.imports.sources.table import Row, SourceTable, with_header
from hageplan.messages import msg

Cells = tuple[Any, ...]
LONGEST: Final = 131_072
"""Signs of a cell, at most, as for CSV."""
_FORMULA: Final = re.compile(rb"<f[ >/]")


@contextmanager
def open_workbook(path: Path, sheet: str | None, most_mb: int) -> Iterator[SourceTable]:
    """Open a sheet of an .xlsx file: the one that is named, else the only one that holds rows.

    Formulas give what Excel last reckoned. Raises RequestError where there is no such sheet, where
    it is not clear which, or where a formula was never reckoned, also while rows are read.
    """
    _check_size(path, most_mb)
    books: list[Workbook] = []
    try:
        books.append(openpyxl.load_workbook(path, read_only=True, data_only=True))
        if _has_formulas(path):
            books.append(openpyxl.load_workbook(path, read_only=True))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, InvalidFileException) as fault:
        raise _no_workbook(path, fault) from fault
    try:
        name = _sheet(books[0], sheet, path)
        rows = [book[name].iter_rows(values_only=True) for book in books]
        yield with_header(_rows(rows[0], rows[1] if rows[1:] else None, path), path, "xlsx", name)
    finally:
        for book in books:
            book.close()


def _has_formulas(path: Path) -> bool:
    """Tell whether a workbook may hold formulas; reading it twice takes twice as long."""
    with zipfile.ZipFile(path) as packed:
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/")]
        for name in sheets:
            with packed.open(name) as stream:
                end = b""
                while piece := stream.read(1 << 20):
                    if _FORMULA.search(end + piece):
                        return True
                    end = piece[-2:]
    return False


def _check_size(path: Path, most_mb: int) -> None:
    """Refuse what unpacks to more than is allowed before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (OSError, zipfile.BadZipFile) as fault:
        raise _no_workbook(path, fault) from fault
    if size > most_mb * MEGABYTE:
        raise too_large(path, most_mb)


def _no_workbook(path: Path, fault: Exception) -> RequestError:
    return RequestError(
        msg("{path}: cannot be read as an Excel workbook: {why}", path=path, why=fault),
        msg("save it as .xlsx and import that; a CSV file comes in with: hageplan import csv"),
    )


def _sheet(workbook: Workbook, wanted: str | None, path: Path) -> str:
    names = [sheet.title for sheet in workbook.worksheets]
    if wanted is not None and wanted not in names:
        raise RequestError(
            msg("{path}: there is no sheet {name}", path=path, name=f"«{wanted}»"),
            msg("one of: {words}", words=", ".join(names)),
        )
    if wanted is not None:
        return wanted
    seen = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    full = [sheet.title for sheet in seen or workbook.worksheets if _has_rows(sheet)]
    if len(full) > 1:
        raise RequestError(
            msg("{path}: several sheets hold rows: {names}", path=path, names=", ".join(full)),
            msg('say which: --sheet "{name}"', name=full[0]),
        )
    return full[0] if full else names[0]


def _has_rows(sheet: Worksheet) -> bool:
    rows = sheet.iter_rows(values_only=True)
    full = (row for row in rows if any(cell is not None for cell in row))
    return len([*islice(full, 2)]) > 1


def _rows(values: Iterator[Cells], formulas: Iterator[Cells] | None, path: Path) -> Iterator[Row]:
    for number, cells in enumerate(values, start=1):
        if formulas is not None:
            _check_reckoned(cells, next(formulas, ()), path, number)
        texts = [_text(cell) for cell in cells]
        long = next((n for n, text in enumerate(texts, start=1) if len(text) > LONGEST), None)
        if long is not None:
            raise RequestError(
                msg("{path}:{row}: the cell in column {column} is longer than {most} signs",
                    path=path, row=number, column=long, most=LONGEST),
                msg("mend that row; nothing was changed"),
            )  # fmt: skip
        if any(map(str.strip, texts)):
            yield Row(number, texts)


def _check_reckoned(cells: Cells, written: Cells, path: Path, row: int) -> None:
    for column, (cell, formula) in enumerate(zip(cells, written, strict=False), start=1):
        if cell is None and formula is not None:
            raise RequestError(
                msg("{path}:{row}: the formula in column {column} has no value",
                    path=path, row=row, column=column),
                msg("open the workbook in Excel and save it; nothing was changed"),
            )  # fmt: skip


def _text(cell: object) -> str:
    """Return a cell as a CSV file would have it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)
