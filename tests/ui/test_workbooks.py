"""Every workbook that the command writes, as an office opens, filters and prints it."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from hageplan.ui import colours
from tests.clients import needs
from tests.conftest import NUMBERS, SETTINGS, bedrift
from tests.driver import hageplan

pytestmark = pytest.mark.slow

DAY = ("--today", "2026-11-23", "--quiet")
SHORT = ("--kommune", "Os", "--days", "1", "--iterations", "50")
BOOKS = {
    "plan": ("plan", *SHORT),
    "score": ("score",),
    "next": ("next",),
    "due": ("next", "--overdue"),
    "match": ("match",),
    "jobs": ("jobs",),
    "claims": ("jobs", "--explain"),
    "followup": ("followup",),
    "staffing": ("staffing", "--kommune", "Os", "--kommune", "Tynset"),
    "where": ("staffing", "--where", "--kommune", "Os"),
    "companies": ("export", "companies"),
    "siva": ("report", "siva"),
    "styre": ("report", "styre"),
    "kommune": ("report", "kommune", "--kommune", "Os"),
}
STACKED = {"plan", "siva", "styre", "kommune"}
"""Those that are no single table."""
EDITED = "companies"
PAGE_MM, MARGINS_MM = 297.0, 20.32
POINTS_LEAST = 7.5
"""Of text on paper, in a column as Excel measures it."""


def made(folder: Path, *where: str, names: Collection[str] = BOOKS) -> dict[str, Path]:
    """Write them in Norwegian."""
    paths = {}
    for name in names:
        paths[name] = folder / f"{name}.xlsx"
        done = hageplan(*BOOKS[name], "-o", str(paths[name]), "--lang", "nb", *DAY, *where)
        assert done.code in (0, 4), done.err
    return paths


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return made(tmp_path_factory.mktemp("bok"))


@pytest.fixture(scope="module")
def books(paths: dict[str, Path]) -> dict[str, Any]:
    return {name: openpyxl.load_workbook(path) for name, path in paths.items()}


def filled(sheet: Any) -> Iterator[Any]:
    return (cell for row in sheet for cell in row if cell.value not in (None, ""))


def first(books: dict[str, Any], name: str) -> Any:
    """Return a table's sheet, or the first day of the plan."""
    return books[name].worksheets[name == "plan"]


def heads(sheet: Any) -> dict[str, int]:
    """Return the columns by their headings; those stand where the panes are frozen."""
    row = int(re.sub(r"\D", "", sheet.freeze_panes)) - 1
    return {cell.value.replace("\xa0", " "): cell.column for cell in sheet[row] if cell.value}


@pytest.mark.parametrize("name", BOOKS)
def test_it_looks_as_an_office_makes_it(books: dict[str, Any], name: str) -> None:
    book = books[name]
    for sheet in book:
        assert {cell.font.name for cell in filled(sheet)} == {"Arial"}
        assert min(cell.font.sz for cell in filled(sheet)) == 10
        assert not [cell for cell in filled(sheet) if cell.data_type == "f"]
        assert sheet.print_area
        assert (sheet.page_setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
            9,
            True,
        )
        assert "&P" in str(sheet.oddFooter.right.text)
    sheet = first(books, name)
    assert sheet.freeze_panes, "the heads stay where one scrolls"
    assert sheet.print_title_rows, "and stand on each page"
    told = [*heads(sheet)]
    if name not in STACKED:
        assert sheet.auto_filter.ref
        assert not [head for head in told if "_" in head], "keys are for machines"
        assert len(told) == len({*told})
    assert book.properties.creator == "hageplan"
    assert book.properties.title
    assert book.properties.created == datetime(2026, 11, 23)


@pytest.mark.parametrize("name", BOOKS)
def test_paper_shows_it_large_enough(books: dict[str, Any], name: str) -> None:
    for sheet in books[name]:
        last = range_boundaries(sheet.print_area.split("!")[-1])[2]
        shown = [one for one in sheet.column_dimensions.values() if not one.hidden]
        # Each column has 5 pixels beside its characters, which are 7 wide.
        pixels = sum(
            (7 * one.width + 5) * (min(one.max, last) - one.min + 1)
            for one in shown
            if one.min <= last
        )
        across = sheet.page_setup.fitToWidth or 1
        lying = sheet.page_setup.orientation == "landscape"
        page = ((PAGE_MM if lying else 210) - MARGINS_MM) / 25.4 * 96
        assert 10 * min(1, across * page / pixels) >= POINTS_LEAST


def test_values_are_what_they_are(books: dict[str, Any]) -> None:
    forms = {}
    for name, column in (
        *(("score", "Andel interesserte, anslag"), ("score", "Sjanse for 30 % eller mer")),
        *(("next", "Sjanse for nytt medlem"), ("match", "Poeng"), ("followup", "Frist")),
        *(("due", "Siste besøk"), ("staffing", "Årsverk"), ("claims", "Dag")),
    ):
        sheet = first(books, name)
        row = int(re.sub(r"\D", "", sheet.freeze_panes))
        cell = next(
            one
            for (one,) in sheet.iter_rows(
                row, min_col=heads(sheet)[column], max_col=heads(sheet)[column]
            )
            if not isinstance(one.value, str)
        )
        assert isinstance(cell.value, int | float | date)
        forms[f"{name} {column}"] = cell.number_format
    assert [*forms.values()] == [
        *("0 %", '[>0.99]"> 99 %";[<0.01]"< 1 %";0 %'),
        *('[>0.99]"> 99 %";[<0.01]"< 1 %";0 %', "0 %", "dd.mm.yyyy"),
        *("dd.mm.yyyy", "0.00", "dd.mm.yyyy"),
    ]
    day = first(books, "plan")
    assert isinstance(day["A1"].value, datetime)
    assert day["B4"].value.__class__ is time
    assert "Lunsj" in [cell.value for cell in day["D"]]


def test_two_runs_give_the_same_bytes(paths: dict[str, Path], tmp_path: Path) -> None:
    again = made(tmp_path, names=("score", "followup", "companies"))
    assert all(path.read_bytes() == paths[name].read_bytes() for name, path in again.items())


def test_red_flags_stand_out(books: dict[str, Any]) -> None:
    sheet = first(books, "followup")
    flags = list(sheet[get_column_letter(heads(sheet)["Flagg"])])
    red = next(cell for cell in flags if cell.value == "rødt")
    assert red.font.color.rgb == f"FF{colours.RED[1:].upper()}"
    assert red.fill.fgColor.rgb == f"FF{colours.RED_SOFT[1:].upper()}"


def test_a_flag_stands_first_in_a_days_sheet(tmp_path: Path) -> None:
    path = tmp_path / "tur.xlsx"
    words = ("plan", "--must", "Fonnglipp Ysteri", "--only", "Fonnglipp Ysteri", "--days", "1")
    done = hageplan(*words, "-o", str(path), "--lang", "nb", *DAY)
    assert done.code == 0, done.err
    book: Any = openpyxl.load_workbook(path, rich_text=True)
    known = book.worksheets[1]["K5"].value
    assert str(known[0]).startswith("Rødt flagg")
    assert known[0].font.color.rgb == f"FF{colours.RED[1:].upper()}"
    assert "Rødt flagg" not in str(known[1])


def full(colour: str) -> str:
    """Return a colour with six digits."""
    return colour if len(colour) == 7 else "#" + "".join(2 * sign for sign in colour[1:])


def test_the_colours_are_those_of_the_pages() -> None:
    style = (Path(colours.__file__).parent / "templates/style.css.j2").read_text("utf-8")
    light = style[: style.index("prefers-color-scheme: dark")]
    known = {name: full(value) for name, value in re.findall(r"--([\w-]+):\s*(#\w+)", light)}
    ours = {name: value for name, value in vars(colours).items() if name.isupper()}
    assert len(ours) > 5
    for name, value in ours.items():
        assert known[name.lower().replace("_", "-")] == value, name


def reads_as(cell: str, value: object) -> None:
    """Compare what another program reads in a cell with what was written."""
    if isinstance(value, str):
        assert cell == value
    elif isinstance(value, int | float):
        scale = 100 if cell.endswith("%") else 1
        assert float(cell.removesuffix("%")) == pytest.approx(scale * value)
    elif isinstance(value, time):
        form = "%I:%M:%S %p" if cell.endswith("M") else "%H:%M:%S"
        assert datetime.strptime(cell, form).time() == value  # noqa: DTZ007  (a time of day alone)


def test_libreoffice_reads_the_same_and_prints_it_whole(
    paths: dict[str, Path], books: dict[str, Any], tmp_path: Path
) -> None:
    """One run of it for all: the values of each first sheet, and no column that is too narrow."""
    soffice, reader = needs("soffice"), needs("pdftotext")
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    values = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    for form in (values, "pdf"):
        words = [soffice, profile, "--headless", "--convert-to", form, "--outdir", f"{tmp_path}"]
        subprocess.run(
            [*words, *map(str, paths.values())], check=True, capture_output=True, timeout=120
        )
    for name, book in books.items():
        for sheet in book:
            text = (tmp_path / f"{name}-{sheet.title}.csv").read_text("utf-8")
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell]
            for cell, value in zip(cells, [one.value for one in filled(sheet)], strict=True):
                reads_as(cell, value)
        printed = subprocess.run(
            [reader, tmp_path / f"{name}.pdf", "-"], check=True, capture_output=True
        ).stdout.decode()
        assert "###" not in printed, name
        assert "Err:" not in printed


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    folder = tmp_path / "hage"
    (folder / "bedrifter").mkdir(parents=True)
    (folder / "logg").mkdir()
    (folder / "hageplan.toml").write_text(SETTINGS, encoding="utf-8")
    contact = {"navn": "@Kari", "telefon": "+47 62 48 00 00"}
    called = ("=cmd|'/c calc'!A1", "+1+1 AS", '@SUM(1) "x"', "_x0041_ & <b>AS</b>")
    records = [
        bedrift(number, name, kontakt=contact, behov=["=1+1"], tilbyr=["=1+1"], notat="-1\n=2")
        for number, name in zip(NUMBERS, called, strict=False)
    ]
    (folder / "bedrifter/os.toml").write_text("".join(records), encoding="utf-8")
    (folder / "logg/2026.toml").write_text(
        f'[[henvendelse]]\nid = "h-1"\norganisasjonsnummer = "{NUMBERS[0]}"\n'
        'tid = 2026-11-02T10:00:00\nkanal = "besok"\nretning = "ut"\nmedarbeider = "kari"\n'
        'flagg = "rod"\nnotat = "=NOW()"\narbeidsplasser = { nye = 2, kilde = "=1" }\n',
        encoding="utf-8",
    )
    names = BOOKS.keys() - {"staffing", "where", "styre"}
    for name, path in made(tmp_path, "-w", str(folder), names=names).items():
        with zipfile.ZipFile(path) as packed:
            for part in packed.namelist():
                if part.endswith((".xml", ".rels")):
                    ElementTree.fromstring(packed.read(part))
                    assert b"<f>" not in packed.read(part)
        book: Any = openpyxl.load_workbook(path)
        cells = [cell for sheet in book for cell in filled(sheet)]
        guarded = [c for c in cells if str(c.value).lstrip().startswith(("=", "+", "@"))]
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in guarded)
        if name in ("next", "companies", "followup"):
            assert {*called} & {cell.value for cell in cells}, "as it was written, without a guard"
    back = ("import", "excel", str(tmp_path / "companies.xlsx"), "-w", str(folder), "--lang", "nb")
    done = hageplan(*back, *DAY)
    assert done.code == 0, done.err
    assert "0 nye, 0 endret, 4 uendret" in done.out
