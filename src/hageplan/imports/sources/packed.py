"""What lies packed in a workbook: looked through for what would take too much to read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from hageplan.errors import RequestError, why_of
from hageplan.imports.sources.opened import MEGABYTE, too_large
from hageplan.messages import msg

_PIECE: Final = 1 << 20
_SHEETS: Final = "xl/worksheets/"
_STRINGS: Final = "xl/sharedStrings.xml"
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
"""With it begin declarations that grow while they are read; no program writes one."""
_MOST_TAGS: Final = 100_000
"""Tags of a part that is read whole, such as the styles; of texts that cells share, 40 times it."""
_LONGEST_ROW: Final = 10 * _PIECE
_FORMULA: Final = re.compile(rb"<f[ >/]")
_CELL, _F, _V = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in "cfv")


def check_packed(path: Path, most_mb: int) -> None:
    """Refuse what unpacks to more than is allowed, or to what no spreadsheet program writes.

    Raises RequestError, also where the file is damaged.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > most_mb * MEGABYTE:
                raise too_large(path, most_mb)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(path, part.filename, _pieces(packed, part.filename))
    except RequestError:
        raise
    except Exception as fault:  # a library may raise anything on a damaged file
        raise no_workbook(path, fault) from fault


def unreckoned(path: Path, part: str) -> tuple[int, int] | None:
    """Return row and column of the first cell whose formula has no value, None: there is none.

    `part` is the sheet's name in the file. Raises RequestError where it is damaged.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            part = part.lstrip("/")
            if not any(map(_FORMULA.search, _pieces(packed, part))):
                return None
            with packed.open(part) as stream:
                for _event, element in iterparse(stream):
                    if element.tag == _CELL:
                        if element.find(_F) is not None and not element.findtext(_V):
                            return coordinate_to_tuple(element.get("r", "A1"))
                        element.clear()
    except Exception as fault:  # a library may raise anything on a damaged file
        raise no_workbook(path, fault) from fault
    return None


def no_workbook(path: Path, fault: Exception, row: int | None = None) -> RequestError:
    """Return what to say of a file that is damaged, or another kind of file."""
    place = path if row is None else f"{path}:{row}"
    why = why_of(fault) if isinstance(fault, OSError) else msg("damaged, or another kind of file")
    return RequestError(
        msg("{path} cannot be read as an Excel workbook: {why}", path=place, why=why),
        msg("save it as .xlsx and import that; for a CSV file: hageplan import csv"),
    )


def _pieces(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Give a part in pieces, each with the end of the one before, so that no word is cut."""
    with packed.open(name) as stream:
        end = b""
        while piece := stream.read(_PIECE):
            yield end + piece
            end = piece[-20:]


def _check_part(path: Path, name: str, pieces: Iterator[bytes]) -> None:
    is_sheet = name.startswith(_SHEETS)
    most = _MOST_TAGS * (40 if name == _STRINGS else 1)
    tags = row = 0
    for piece in pieces:
        tags += piece.count(b"<")
        last = piece.rfind(b"<row")
        row = row + len(piece) if last < 0 else len(piece) - last
        if any(mark in piece for mark in _DOCTYPES):
            raise _strange(path, name, "<!DOCTYPE")
        if (row if is_sheet else tags) > (_LONGEST_ROW if is_sheet else most):
            raise _strange(path, name, "<row>" if is_sheet else f"> {most} <...>")


def _strange(path: Path, part: str, what: str) -> RequestError:
    return RequestError(
        msg("{path} holds something no spreadsheet program writes, in {part}: {what}",
            path=path, part=part, what=what),
        msg("save the sheet alone as a new workbook, or as CSV; nothing was changed"),
    )  # fmt: skip
