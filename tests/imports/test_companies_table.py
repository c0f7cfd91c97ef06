"""`hageplan export companies`: a table that people edit and bring in again."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hageplan import load
from hageplan.records.bedrift import Bedrift, Kontakt
from tests.conftest import NUMBERS, SETTINGS, Write, bedrift, bring_in
from tests.documents import document
from tests.driver import Ended, hageplan

pytestmark = pytest.mark.slow

A, B, C = NUMBERS[:3]
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(
    lambda text: text.strip() != ""
)
TAGS = st.lists(
    st.sampled_from(["kapital", "mat, kurs", "a;b", "=1+1", "  lokal mat "]), max_size=3
)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2026, 11, 1))
LEADERS = st.none() | st.integers(1, 9)


@st.composite
def companies(draw: st.DrawFn) -> list[Bedrift]:
    """Draw companies with any fields that a file may hold."""
    return [
        draw(_company(number)) for number in draw(st.sets(st.sampled_from(NUMBERS), min_size=1))
    ]


@st.composite
def _company(draw: st.DrawFn, number: str) -> Bedrift:
    is_placed = draw(st.booleans())
    values = {
        "navn": draw(WORDS),
        "kommunenummer": draw(st.sampled_from(["3430", "3427", "3114", "3419", "4020"])),
        "status": draw(st.sampled_from(["prospekt", "medlem", "maalbedrift", "avslag", "nedlagt"])),
        "status_endret": draw(DAYS),
        "medlem_siden": draw(DAYS),
        "ring_ikke": draw(st.booleans()),
        "antall_ansatte": draw(st.none() | st.integers(0, 5000)),
        "naeringskode": draw(st.sampled_from([None, "01.450", "43", "62.1"])),
        "postnummer": draw(st.sampled_from([None, "0301", "2550"])),
        "adresse": draw(st.just("") | WORDS),
        "lat": draw(st.floats(58, 71)) if is_placed else None,
        "lon": draw(st.floats(5, 31)) if is_placed else None,
        "kontakt": draw(st.builds(Kontakt, navn=WORDS, telefon=st.sampled_from(["", "99 00 00 00",
                        "+4799000000", "0047 62 48 00 00"]), samtykke=DAYS)),
        "behov": draw(TAGS),
        "tilbyr": draw(TAGS),
        "krever": draw(TAGS),
        "ledere": draw(LEADERS),
        "notat": draw(st.just("") | WORDS),
    }  # fmt: skip
    told = {key: value for key, value in values.items() if value not in (None, "", [])}
    return Bedrift.model_validate({"organisasjonsnummer": number, **told})


def bring_back(folder: Path, file: Path, lang: str = "en", *words: str) -> Ended:
    kind = "excel" if file.suffix == ".xlsx" else "csv"
    where = ("-w", str(folder), "--lang", lang)
    return hageplan("import", kind, str(file), *where, "--json", *words)


def write_table(folder: Path, name: str, lang: str = "en", *words: str) -> Path:
    file = folder.parent / name
    done = hageplan(
        "export", "companies", "-o", str(file), "-w", str(folder), "--lang", lang, *words
    )
    assert done.code == 0, done.err
    return file


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and ".hageplan" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@given(companies(), st.sampled_from(["nb", "en"]), st.sampled_from(["nb", "en"]))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_and_brought_back_changes_nothing(
    made: list[Bedrift], lang: str, other: str
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "hage"
        folder.mkdir()
        (folder / "hageplan.toml").write_text(SETTINGS, encoding="utf-8")
        bring_in(folder, made, load(folder).kommuner)
        before = files_of(folder)
        for name, words in (("l.xlsx", ()), ("l.csv", ()), ("e.csv", ("--excel",))):
            file = write_table(folder, name, lang, *words)
            done = bring_back(folder, file, other)
            assert done.code == 0, done.err
            found = document(done.out)
            assert found["counts"]["same"] == len(made), found
            assert (found["left_out"], found["kept"]) == ([], [])
            assert files_of(folder) == before


@pytest.fixture
def folder(write: Write) -> Path:
    tables = (
        bedrift(
            A,
            "Sag AS",
            status="medlem",
            medlem_siden="2024-01-02",
            ring_ikke=True,
            kontakt={"navn": "Nils Eksempel", "telefon": "99 00 00 00"},
            behov=["kapital", "kurs"],
            lat=62.57468,
            lon=11.3842,
        ),
        "# ours\n" + bedrift(B, "Elv AS", antall_ansatte=4),
    )
    return write({"bedrifter/os.toml": "".join(tables)})


def edited(file: Path, cells: Mapping[tuple[str, str], object]) -> None:
    """Write other values into a workbook, by number of the company and heading, as Excel does."""
    book: Any = openpyxl.load_workbook(file)
    rows = [*book.active.iter_rows()]
    columns = {str(cell.value): n for n, cell in enumerate(rows[0])}
    for (number, heading), value in cells.items():
        row = next(row for row in rows if row[0].value == number)
        row[columns[heading]].value = value
    book.save(file)


def test_the_key_is_hidden_and_values_have_their_types(folder: Path) -> None:
    book: Any = openpyxl.load_workbook(write_table(folder, "liste.xlsx", "nb"))
    sheet = book.active
    head, sag, _elv = sheet.iter_rows(values_only=True)
    row = dict(zip(head, sag, strict=True))
    assert (row["Status"], row["Kommune"], row["Ring ikke"]) == ("medlem", "Os", "ja")
    assert (row["Telefon"], row["Behov"]) == ("99 00 00 00", "kapital; kurs")
    assert row["Medlem siden"].date() == date(2024, 1, 2)
    hidden = [name for name, column in sheet.column_dimensions.items() if column.hidden]
    assert hidden[0] == "A"
    assert len(hidden) == 2


def test_edited_cells_come_in_and_nothing_else(folder: Path) -> None:
    before = (folder / "bedrifter/os.toml").read_text("utf-8")
    file = write_table(folder, "liste.xlsx", "nb")
    edited(
        file,
        {
            (A, "Status"): "takket nei",
            (A, "Telefon"): None,
            (A, "Behov"): "kapital; eksport",
            (B, "Ansatte"): "ca. 12",
            (B, "Medlem siden"): date(2026, 11, 2),
            (B, "Ring ikke"): "x",
        },
    )
    done = bring_back(folder, file, "nb", "--today", "2026-11-28")
    assert done.code == 0, done.err
    told = {
        (c["organisasjonsnummer"], c["field"]): c["theirs"] for c in document(done.out)["changes"]
    }
    assert told == {
        (A, "status"): "avslag",
        (A, "status_endret"): "2026-11-28",
        (A, "kontakt.telefon"): "",
        (A, "behov"): ["kapital", "eksport"],
        (B, "antall_ansatte"): 12,
        (B, "medlem_siden"): "2026-11-02",
        (B, "ring_ikke"): True,
    }
    sag, elv = load(folder).bedrifter
    assert (sag.status, sag.kontakt, sag.behov) == (
        "avslag", Kontakt(navn="Nils Eksempel"), ("kapital", "eksport"),
    )  # fmt: skip
    assert (elv.antall_ansatte, elv.medlem_siden, elv.ring_ikke) == (12, date(2026, 11, 2), True)
    assert not (folder / "kilder").exists()
    assert bring_back(folder, write_table(folder, "igjen.xlsx"), "en").code == 0
    assert hageplan("import", "undo", "-w", str(folder)).code == 0
    assert (folder / "bedrifter/os.toml").read_text("utf-8") == before


def test_what_was_written_into_the_records_meanwhile_is_not_undone(folder: Path) -> None:
    file = write_table(folder, "liste.xlsx", "nb")
    path = folder / "bedrifter/os.toml"
    text = path.read_text("utf-8").replace("antall_ansatte = 4", "antall_ansatte = 5")
    path.write_text(text.replace('"Nils Eksempel"', '"Kari Eksempel"'), "utf-8")
    edited(file, {(A, "Kontaktperson"): "Siv Eksempel", (B, "Bedriftsnavn"): "Elva AS"})
    found = document(bring_back(folder, file, "nb").out)
    assert [(c["field"], c["theirs"]) for c in found["changes"]] == [("navn", "Elva AS")]
    assert [(c["field"], c["ours"]) for c in found["kept"]] == [("kontakt.navn", "Kari Eksempel")]
    assert load(folder).bedrifter[1].antall_ansatte == 5


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({(A, "Bedriftsnavn"): None}, "navn is blank"),
        ({(A, "Status"): "kanskje"}, "nobody has said what «kanskje» means"),
        ({(A, "Organisasjonsnummer"): C}, "its number was changed here"),
        ({(A, "Organisasjonsnummer"): B}, "its number was changed here"),
        ({(A, "Breddegrad"): None}, "only one of lat and lon"),
        ({(A, "Kommune"): "Ingensted"}, "Ingensted"),
    ],
)
def test_a_row_that_cannot_be_is_rejected_as_a_whole(
    folder: Path, cells: Mapping[tuple[str, str], object], reason: str
) -> None:
    before = files_of(folder)
    file = write_table(folder, "liste.xlsx", "nb")
    edited(file, {(A, "Rolle"): "leder", **cells})
    found = document(bring_back(folder, file).out)
    assert found["counts"]["rejected"] == 1
    assert reason in found["rejected"][0]["reason"]
    assert files_of(folder) == before


def test_a_cell_that_cannot_be_read_is_named(folder: Path) -> None:
    file = write_table(folder, "liste.xlsx", "nb")
    edited(
        file,
        {
            (A, "Medlem siden"): "31.02.2026",
            (A, "Ledere"): 1,
            (A, "Kvinner i ledelse"): 2,
            (B, "Ansatte"): "12-15",
        },
    )
    found = document(bring_back(folder, file).out)
    assert [one["reason"] for one in found["left_out"]] == [
        "medlem_siden: «31.02.2026» is not allowed here",
        "ledere: «1» is not allowed here",
        "kvinner_i_ledelse: «2» is not allowed here",
        "«12-15» is a span: write one number",
    ]
    assert found["changes"] == []


def test_a_row_that_is_added_is_a_new_company(folder: Path) -> None:
    file = write_table(folder, "liste.csv", "en")
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [*csv.reader(stream)]
    added = {"Organisation number": C, "Company name": "Ny AS", "Municipality": "Tynset"}
    rows.append([added.get(heading, "") for heading in rows[0]])
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    found = document(bring_back(folder, file).out)
    assert (found["new"], found["counts"]["same"]) == ([C], 2)
    assert load(folder).bedrift_by_number[C].kommunenummer == "3427"


def test_only_tables_are_written(folder: Path, tmp_path: Path) -> None:
    for words in (("-o", str(tmp_path / "x.html")), ()):
        done = hageplan("export", "companies", *words, "-w", str(folder), "--lang", "en")
        assert done.code == 2
        assert "liste.xlsx" in done.err


def test_libreoffice_saves_it_and_nothing_changes(folder: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice here")
    before = files_of(folder)
    for name in ("liste.xlsx", "liste.csv"):
        file, out = write_table(folder, name, "nb"), tmp_path / "lagret"
        home = f"-env:UserInstallation=file://{tmp_path}/profil"
        ending = file.suffix.removeprefix(".")
        subprocess.run(
            [office, home, "--headless", "--convert-to", ending, "--outdir", str(out), str(file)],
            check=True,
            capture_output=True,
            timeout=300,
        )
        found = document(bring_back(folder, out / file.name).out)
        assert (found["counts"]["same"], found["left_out"]) == (2, []), found
        assert files_of(folder) == before
