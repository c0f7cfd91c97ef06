"""The lists of an office that lives in Excel, as untidy as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import openpyxl

from tests.conftest import NUMBERS

ELVE, BAKERI, SAG, GRUNN, OS_GARD, TYNSET_GARD, REGNSKAP, LYS, HOTELL, HJEM, NY, DAL = NUMBERS
HEAD: Final = (
    "Org.nr.", "Bedrift", "Sted", "Ant. ansatte", "Bransje (NACE)", "Status", "Medlem siden",
    "Kontaktperson", "Tlf", "E-post", "Sist besøkt", "Kommentar",
)  # fmt: skip
Row = tuple[object, ...]
NOVEMBER: Final[Sequence[Row]] = (
    (f"{ELVE[:3]} {ELVE[3:6]} {ELVE[6:]}", "Elve Data AS", "Tynset", 6,
     "62.010 Programmeringstjenester", "aktuell", None, "Kari Eksempel", "99 00 00 01",
     "kari@elvedata.example", None, ""),
    (int(BAKERI), "Fjellbakeriet", "Tynset", "ca. 12", "10.710 Brød", "medlem", "1.3.2022",
     "Nils Eksempel", 99000002, "nils@fjellbakeriet.example", "12.10.2026", "Fornøyd"),
    (SAG, "Kvernberget Sag AS", "Tynset", 15, "16.100 Saging", "sagt nei", None, "Ola Eksempel",
     "+47 99 00 00 03", "", "", ""),
    (GRUNN, "Grøftegraverne AS", "Os", "3", "43.120 Grunnarbeid", "Aktuell", None, "Siv Eksempel",
     "99 00 00 04", "", "", ""),
    (GRUNN, "Os Maskin AS", "Os", 4, "43120", "aktuell", *[None] * 6),
    (),
    (OS_GARD, "Nordre Gard", "Os", 2, "01.410", "aktuell", None, "Per Eksempel", *[None] * 3,
     "ring ikke"),
    (TYNSET_GARD, "Nordre Gard", "Tynset", 1, "01.410", "aktuell", None, "Pål Eksempel",
     *[None] * 4),
    (REGNSKAP, "Tynset Regnskap AS", "Tynset", 8, "69.202 Regnskap", "aktuell", None,
     "Eva Eksempel", "99 00 00 07", "eva@regnskap.example", "", ""),
    ("", "Nye Idéer", "Tynset", 1, "", "aktuell", None, "Ada Eksempel", "99 00 00 08", *[None] * 3),
    (LYS, "Os Lys AS", "Os", 9, "43.210 Elektro", "Medlem", date(2020, 1, 15), "Bo Eksempel",
     "99 00 00 09", "bo@oslys.example", date(2026, 9, 1), ""),
    (HOTELL, "Fjellstua Hotell", "Os", 22, "55.101 Hotell", "?", None, "Liv Eksempel",
     "99 00 00 10", "", "30.11.2025", ""),
    (HJEM, "Tynset sykehjem", "Tynset", 80, "87.101 Sykehjem", "aktuell", *[None] * 6),
)  # fmt: skip
"""Two of one number, one without, two of one name, a status that nobody can read, empty rows."""


def write_list(path: Path, rows: Sequence[Row], title: str) -> Path:
    """Write a list as people make them: a merged title, an empty row, headings, rows."""
    workbook: Any = openpyxl.Workbook()
    sheet = workbook.active
    for row in ((title,), (), HEAD, *rows):
        sheet.append(row)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEAD))
    workbook.save(path)
    return path


def december(changes: Mapping[str, Mapping[str, object]], *new: Row) -> tuple[Row, ...]:
    """Return the rows of November with other cells, by the name of the company, and new rows."""
    rows = []
    for row in filter(None, NOVEMBER):
        cells = {**dict(zip(HEAD, row, strict=True)), **changes.get(f"{row[1]}", {})}
        rows.append(tuple(cells.values()))
    return (*rows, *new)
