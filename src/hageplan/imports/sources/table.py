"""A CSV file as headings and numbered rows, whatever its delimiter; read as it is needed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from statistics import median
from typing import Final

from hageplan.errors import RequestError
from hageplan.imports.sources.opened import ZIP, opened
from hageplan.messages import msg

DELIMITERS: Final = (",", ";", "\t", "|")
ENCODINGS: Final = ("utf-8-sig", "cp1252")
"""Windows-1252 is what older Norwegian spreadsheets save; it reads any byte, so it comes last."""
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""With which a spreadsheet's "Unicode text" begins."""
_SEPARATOR: Final = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)
"""A first line that gives the delimiter to spreadsheets."""
HEAD: Final = 20
"""Rows at the top of a table among which the headings are looked for, below a title."""
_PIECE: Final = 1 << 20


@dataclass(frozen=True)
class Row:
    """One row of cells; `line` is the line of the file where it ends, or the row of a sheet."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class SourceTable:
    """A table with headings, of which the rows can be read once.

    `encoding` and `delimiter` are what a file turned out to have; of a workbook they are its kind
    and the sheet.
    """

    header: tuple[str, ...]
    rows: Iterator[Row]
    encoding: str
    delimiter: str


@contextmanager
def open_table(path: Path, most_mb: int) -> Iterator[SourceTable]:
    """Open the table in a CSV file, which may be packed with gzip.

    Raises RequestError where it is none, also while its rows are read.
    """
    with opened(path, most_mb) as stream:
        encoding = _encoding(stream, path)
    with opened(path, most_mb) as stream:
        text = io.TextIOWrapper(stream, encoding, newline="")
        lines = iter(lambda: text.readline(_PIECE), "")
        head = [*islice(lines, HEAD)]
        told = _SEPARATOR.match(head[0]) if head else None
        delimiter = told[1] if told else _delimiter(head)
        rows = _rows(chain(head, lines), delimiter, path)
        if told:
            next(rows, None)
        yield with_header(rows, path, encoding.removesuffix("-sig"), delimiter)


def with_header(rows: Iterator[Row], path: Path, kind: str, part: str) -> SourceTable:
    """Return the table of which the first of `rows` with several cells are the headings.

    The rows above are a title.
    """
    head = [*islice(rows, HEAD)]
    wide = (n for n, row in enumerate(head) if len([*filter(str.strip, row.cells)]) > 1)
    first = next(wide, 0)
    if len(head) <= first + 1:
        raise RequestError(msg("{path} has no rows under the headings", path=path))
    names = tuple(" ".join(cell.split()) for cell in head[first].cells)
    return SourceTable(
        header=names, rows=chain(head[first + 1 :], rows), encoding=kind, delimiter=part
    )


def _delimiter(lines: Sequence[str]) -> str:
    """Return the sign that the lines have in common: a title may have commas, an address too."""
    return max(DELIMITERS, key=lambda sign: median([line.count(sign) for line in lines] or [0]))


def _rows(lines: Iterator[str], delimiter: str, path: Path) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield Row(reader.line_num, cells)
    except csv.Error as fault:
        raise RequestError(
            msg("{path}:{line} is not valid CSV", path=path, line=reader.line_num),
            msg("check the quotation marks in that line; nothing was changed"),
        ) from fault


def _encoding(stream: io.BufferedReader, path: Path) -> str:
    """Return the first encoding that reads the whole stream."""
    if stream.peek(4)[:4] == ZIP:
        raise RequestError(
            msg("{path} is a workbook, not a CSV file", path=path),
            msg("import it with: hageplan import excel"),
        )
    names = ("utf-16",) if stream.peek(4)[:2] in _UTF16_MARKS else ENCODINGS
    decoders = {name: codecs.getincrementaldecoder(name)() for name in names}
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
        msg("{path} is not a text file", path=path), msg("save the table as CSV and import that")
    )
