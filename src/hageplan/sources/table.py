"""A CSV file as headings and numbered rows, whatever its delimiter; read as it is needed."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.sources.opened import ZIP, opened

DELIMITERS: Final = (",", ";", "\t", "|")
ENCODINGS: Final = ("utf-8-sig", "cp1252")
"""Windows-1252 is what older Norwegian spreadsheets save; it reads any byte, so it comes last."""
_PIECE: Final = 1 << 20


@dataclass(frozen=True)
class Row:
    """One row of cells; `line` is the line of the file where it ends, or the row of a sheet."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table with headings, of which the rows can be read once.

    `encoding` and `delimiter` are what a file turned out to have; of a workbook they are its kind
    and the sheet.
    """

    header: tuple[str, ...]
    rows: Iterator[Row]
    encoding: str
    delimiter: str


@contextmanager
def open_table(path: Path, most_mb: int) -> Iterator[Table]:
    """Open the table in a CSV file, which may be packed with gzip.

    Raises RequestError where it is none, also while its rows are read.
    """
    with opened(path, most_mb) as stream:
        encoding = _encoding(stream, path)
    with opened(path, most_mb) as stream:
        text = io.TextIOWrapper(stream, encoding, newline="")
        lines = iter(lambda: text.readline(_PIECE), "")
        first_line = next(lines, "")
        delimiter = max(DELIMITERS, key=first_line.count)
        rows = _rows(chain([first_line], lines), delimiter, path)
        yield with_header(rows, path, encoding.removesuffix("-sig"), delimiter)


def with_header(rows: Iterator[Row], path: Path, kind: str, part: str) -> Table:
    """Return the table of which the first of `rows` are the headings."""
    header, first = next(rows, None), next(rows, None)
    if header is None or first is None:
        raise RequestError(msg("{path}: no rows under the headings", path=path))
    names = tuple(cell.strip() for cell in header.cells)
    return Table(names, chain([first], rows), kind, part)


def _rows(lines: Iterator[str], delimiter: str, path: Path) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield Row(reader.line_num, cells)
    except csv.Error as fault:
        raise RequestError(
            msg("{path}:{line}: not CSV: {why}", path=path, line=reader.line_num, why=fault),
            msg("mend that line; nothing was changed"),
        ) from fault


def _encoding(stream: io.BufferedReader, path: Path) -> str:
    """Return the first encoding that reads the whole stream."""
    if stream.peek(4)[:4] == ZIP:
        raise RequestError(
            msg("{path}: a workbook, not a CSV file", path=path),
            msg("bring it in with: hageplan import excel"),
        )
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ENCODINGS}
    while piece := stream.read(_PIECE):
        for name in [*decoders]:
            try:
                is_text = "\0" not in decoders[name].decode(piece)
            except UnicodeDecodeError:
                is_text = False
            if not is_text:
                del decoders[name]
        if not decoders:
            break
    for name, decoder in decoders.items():
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    raise RequestError(
        msg("{path}: not a text file", path=path), msg("save the table as CSV and import that")
    )
