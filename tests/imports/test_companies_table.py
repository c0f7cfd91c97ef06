"""`hageplan export companies`: a table that people edit and bring in again."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from hageplan import load
from hageplan.i18n import shown, use
from hageplan.imports.listed import LISTED
from hageplan.imports.run_companies import company_rows
from hageplan.imports.sources.cells import READERS
from hageplan.imports.sources.exported import path_of
from hageplan.imports.sources.headings import HEADINGS
from hageplan.records.base import UKEDAGER, Record, Ukedag
from hageplan.records.bedrift import (
    Bedrift,
    Besokstid,
    Kontakt,
    Regnskap,
    Stengt,
    Tilfredshet,
)
from hageplan.ui.labels import COLUMNS
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
DAYS_OF_WEEK = st.lists(st.sampled_from(UKEDAGER), min_size=1, max_size=7)
CLOCKS = st.tuples(st.integers(0, 11), st.sampled_from([0, 5, 30])).map(lambda t: time(*t))
LATER = st.tuples(st.integers(12, 23), st.sampled_from([0, 45])).map(lambda t: time(*t))
AMOUNT = st.none() | st.integers(0, 10**10)
WITHIN: Mapping[type[Record], st.SearchStrategy[Mapping[str, Any]]] = {
    Besokstid: st.fixed_dictionaries(
        {"fra": CLOCKS, "til": LATER, "ukedager": DAYS_OF_WEEK.map(tuple)}
    ),
    Stengt: st.fixed_dictionaries(
        {
            "fra": st.sampled_from(["01-01", "02-29", "11-15"]),
            "til": st.sampled_from(["04-10", "12-31"]),
            "grunn": st.just("") | WORDS,
        }
    ),
    Regnskap: st.fixed_dictionaries(
        {
            "aar": st.integers(1990, 2100),
            "omsetning": AMOUNT,
            "driftsresultat": AMOUNT | st.integers(-(10**9), 0),
            "verdiskaping": AMOUNT | st.integers(-(10**9), 0),
            "ansatte": AMOUNT,
        }
    ),
    Tilfredshet: st.fixed_dictionaries(
        {"dato": st.dates(date(1990, 1, 1), date(2026, 11, 1)), "svar": st.integers(1, 6)}
    ),
    Kontakt: st.fixed_dictionaries(
        {
            "navn": st.just("") | WORDS,
            "rolle": st.just("") | WORDS,
            "telefon": st.sampled_from(["", "99 00 00 00", "+4799000000", "0047 62 48 00 00"]),
            "epost": st.sampled_from(["", "post@eksempel.no"]),
            "samtykke": DAYS,
        }
    ),
}
"""The tables within a company."""


def tables(record: type[Record], most: int = 3) -> st.SearchStrategy[list[Mapping[str, Any]]]:
    return st.lists(WITHIN[record], max_size=most)


TEXTS = st.just("") | WORDS
FIELDS: Mapping[str, st.SearchStrategy[Any]] = {
    "organisasjonsnummer": st.sampled_from(NUMBERS),
    "navn": WORDS,
    "kommunenummer": st.sampled_from(["3430", "3427", "3114", "3419", "4020"]),
    "overordnet_enhet": st.none() | st.sampled_from(NUMBERS),
    "organisasjonsform": st.sampled_from(["", "AS", "BEDR"]),
    "naeringskode": st.sampled_from([None, "01.450", "43", "62.1"]),
    "antall_ansatte": st.none() | st.integers(0, 5000),
    "adresse": TEXTS,
    "postnummer": st.sampled_from([None, "0301", "2550"]),
    "poststed": TEXTS,
    "lat": st.floats(58, 71),
    "lon": st.floats(5, 31),
    "posisjon": st.sampled_from([None, "adresse", "vei", "poststed"]),
    "kontakt": WITHIN[Kontakt],
    "besokstider": tables(Besokstid),
    "besok_minutter": st.none() | st.integers(5, 480),
    "besoksintervall_dager": st.none() | st.integers(7, 700),
    "stengt": tables(Stengt),
    "krever": TAGS,
    "to_medarbeidere": st.booleans(),
    "etter": st.lists(st.sampled_from(NUMBERS), max_size=2),
    "status": st.sampled_from(["prospekt", "medlem", "maalbedrift", "avslag", "nedlagt"]),
    "status_endret": DAYS,
    "medlem_siden": DAYS,
    "sluttet": DAYS,
    "ring_ikke": st.booleans(),
    "reservert": st.booleans(),
    "behov": TAGS,
    "tilbyr": TAGS,
    "regnskap": st.lists(WITHIN[Regnskap], max_size=3, unique_by=lambda one: one["aar"]),
    "ledere": st.none() | st.integers(5, 9),
    "kvinner_i_ledelse": st.none() | st.integers(0, 5),
    "tilfredshet": tables(Tilfredshet),
    "notat": TEXTS,
}
"""What any field of a company may hold."""


def told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a file says of values: nothing of those that say nothing."""
    return {
        key: one
        for key, one in values.items()
        if one is not False and one not in (None, "", [], {})
    }


@st.composite
def companies(draw: st.DrawFn) -> list[Bedrift]:
    """Draw companies with any fields that a file may hold."""
    numbers = draw(st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=4, unique=True))
    return [draw(_company(number, numbers[:at])) for at, number in enumerate(numbers)]


@st.composite
def _company(draw: st.DrawFn, number: str, before: list[str]) -> Bedrift:
    values = {**draw(st.fixed_dictionaries({**FIELDS})), "organisasjonsnummer": number}
    values["etter"] = draw(st.sets(st.sampled_from(before))) if before else []
    for pair in (("lat", "lon"), ("ledere", "kvinner_i_ledelse")):
        if draw(st.booleans()) or values[pair[0]] is None:
            values |= dict.fromkeys(pair)
    values["kontakt"] = told(values["kontakt"])
    for name in ("besokstider", "stengt", "regnskap", "tilfredshet"):
        values[name] = [told(one) for one in values[name]]
    return Bedrift.model_validate(told(values))


def test_every_field_is_a_column_and_is_drawn() -> None:
    """A field that is new is a column of the table too, and one that is drawn here."""
    assert FIELDS.keys() == Bedrift.model_fields.keys()
    for record, strategy in WITHIN.items():
        assert find(strategy, lambda _one: True).keys() == record.model_fields.keys()
    columns = {path_of(name) for name in COLUMNS}
    within = {f"kontakt.{key}" for key in Kontakt.model_fields}
    assert columns == (Bedrift.model_fields.keys() | within) - {"kontakt"}
    assert COLUMNS.keys() <= HEADINGS.keys()


@given(st.data(), st.sampled_from(["nb", "en"]))
def test_a_cell_tells_all_of_a_field(data: st.DataObject, lang: str) -> None:
    name = data.draw(st.sampled_from([*LISTED]))
    made = Bedrift.model_validate(
        {
            "organisasjonsnummer": A,
            "navn": "Sag",
            "kommunenummer": "3430",
            name: [told(one) for one in data.draw(FIELDS[name])],
        }
    )
    made = made.model_copy(
        update={
            "besokstider": tuple(
                one.model_copy(update={"ukedager": sorted_days(one)}) for one in made.besokstider
            ),
            "stengt": tuple(
                one.model_copy(update={"grunn": tagged(one.grunn)}) for one in made.stengt
            ),
        }
    )
    use(lang)
    cell = company_rows((made,), load(None).kommuner, date(2026, 11, 1)).rows[0][
        shown(COLUMNS[name])
    ]
    assert not cell or "{" not in f"{cell}"
    back = READERS[name](f"{cell}") if cell else []
    again = Bedrift.model_validate({**made.model_dump(exclude={name}), name: back})
    assert getattr(again, name) == getattr(made, name)


def sorted_days(window: Besokstid) -> tuple[Ukedag, ...]:
    """Return its weekdays as a cell tells them: each once, in their order."""
    return tuple(day for day in UKEDAGER if day in window.ukedager)


def tagged(text: str) -> str:
    """Return a reason as one may be told beside another: without signs at its ends."""
    return "".join(sign for sign in text if sign.isalpha())


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
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
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


def test_tables_within_a_company_are_edited_as_texts(write: Write) -> None:
    written = (
        bedrift(A, "Sag AS", posisjon="poststed", lat=62.5, lon=11.4)
        + '\n[[bedrift.besokstider]]\nfra = "09:00" # etter melking\ntil = "12:00"\n'
        + '\n# skade i fjor\n[[bedrift.stengt]]\nfra = "04-15"\ntil = "05-30"\ngrunn = "lamming"\n'
        + bedrift(B, "Elv AS", tilfredshet=[])
    )
    folder = write({"bedrifter/os.toml": written})
    file = write_table(folder, "liste.xlsx", "nb")
    book: Any = openpyxl.load_workbook(file)
    head, sag, *_rest = book.active.iter_rows(values_only=True)
    row = dict(zip(head, sag, strict=True))
    assert row["Kan besøkes"] == "ma-fr 09:00-12:00"
    assert row["Stengt hvert år"] == "15.04.-30.05. lamming"
    assert row["Koordinatene gjelder"] == "poststed"
    edited(
        file,
        {
            (A, "Kan besøkes"): "ma-on, fr kl. 9-15\nlørdag 10.30 – 12",
            (A, "Breddegrad"): 62.6,
            (A, "Tilfredshet (dato: 1-6)"): "1.3.2026: 5",
            (B, "Regnskap (år: beløp)"): "2025: omsetning 1 200 000, verdiskaping -300 000",
            (B, "Stengt hvert år"): "om våren",
        },
    )
    found = document(bring_back(folder, file).out)
    (unread,) = found["left_out"]
    assert unread["reason"].startswith(
        "«om våren» cannot be interpreted; write it like this: 15.04.-30.05."
    )
    sag, elv = load(folder).bedrifter
    assert [(one.ukedager, one.fra, one.til) for one in sag.besokstider] == [
        (("man", "tir", "ons", "fre"), time(9), time(15)),
        (("lor",), time(10, 30), time(12)),
    ]
    assert (sag.lat, sag.posisjon, sag.stengt[0].grunn) == (62.6, None, "lamming")
    assert sag.tilfredshet == (Tilfredshet(dato=date(2026, 3, 1), svar=5),)
    assert elv.regnskap == (Regnskap(aar=2025, omsetning=1_200_000, verdiskaping=-300_000),)
    text = (folder / "bedrifter/os.toml").read_text("utf-8")
    assert "# etter melking\n" in text
    assert "\n# skade i fjor\n" in text
    again = document(bring_back(folder, write_table(folder, "igjen.csv", "en")).out)
    assert (again["counts"]["same"], again["left_out"]) == (2, [])
    assert hageplan("import", "undo", "-w", str(folder)).code == 0
    assert (folder / "bedrifter/os.toml").read_text("utf-8") == written


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
        ({(A, "Bedriftsnavn"): None}, "navn is empty"),
        ({(A, "Status"): "kanskje"}, "the meaning of «kanskje» is not given"),
        ({(A, "Organisasjonsnummer"): C}, "its number has been changed here"),
        ({(A, "Organisasjonsnummer"): B}, "its number has been changed here"),
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
        "«12-15» is a range: write one number",
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
