"""A CSV file as headings and numbered rows, whatever its delimiter."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg

DELIMITERS: Final = (",", ";", "\t", "|")
ENCODINGS: Final = ("utf-8-sig", "cp1252")
"""Windows-1252 is what older Norwegian spreadsheets save; it reads any byte, so it comes last."""


@dataclass(frozen=True)
class Row:
    """One row of cells; `line` is the line of the file where it ends."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table with headings; `encoding` and `delimiter` are what the file turned out to have."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str


def read_table(path: Path) -> Table:
    """Return the table in a CSV file; raises RequestError where it is none."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise RequestError(
            msg("{path}: cannot be read: {why}", path=path, why=fault.strerror or str(fault))
        ) from fault
    text, encoding = _decoded(content, path)
    first_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [Row(reader.line_num, cells) for cells in reader if any(c.strip() for c in cells)]
    except csv.Error as fault:
        raise RequestError(
            msg("{path}:{line}: not CSV: {why}", path=path, line=reader.line_num, why=fault)
        ) from fault
    if len(rows) < 2:
        raise RequestError(msg("{path}: no rows under the headings", path=path))
    header = tuple(cell.strip() for cell in rows[0].cells)
    return Table(header, tuple(rows[1:]), encoding, delimiter)


def _decoded(content: bytes, path: Path) -> tuple[str, str]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding.removesuffix("-sig")
    raise RequestError(
        msg("{path}: not a text file", path=path),
        msg("save the table as CSV and import that"),
    )
