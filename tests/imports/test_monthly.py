"""The office's own list, a new one every month: what people wrote wins, then the newest list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hageplan import load
from tests.conftest import NUMBERS, Write
from tests.documents import document
from tests.driver import hageplan
from tests.terminal import answered

pytestmark = pytest.mark.slow

A, B, C, D = NUMBERS[:4]
HEAD = (
    "Org.nr", "Firma", "Sted", "Ant. ansatte", "Bransje (NACE)", "Status", "Medlem siden",
    "Kontakt", "Mobil", "E-post", "Kommentar",
)  # fmt: skip
NOVEMBER = (
    (A, "Sag AS", "Os", "ca. 12", "16.100 Saging", "aktuell", "", "Nils Eksempel", "99 00 00 00",
     "nils@sag.example", ""),
    (B, "Elv AS", "Os", 4, "43.120 Grunnarbeid", "Medlem", date(2020, 3, 1), "Kari Eksempel",
     "98 00 00 00", "", "Ønsker ikke besøk"),
    (C, "Fjell AS", "Tynset", 2, "43120", "sagt nei", "", "", "", "", "ring ikke før kl 10"),
    (D, "Dal AS", "Tynset", 3, "", "medlem", "", "Siv Eksempel", "97 00 00 00", "", ""),
)  # fmt: skip
DECEMBER = (
    (A, "Sag AS", "Os", 15, "16.100 Saging", "medlem", date(2026, 12, 1), "Nils Eksempel",
     "99 11 11 11", "nils@sag.example", ""),
    (B, "Elv AS", "Os", 4, "43.120 Grunnarbeid", "Medlem", date(2020, 3, 1), "Ola Eksempel",
     "96 00 00 00", "", "Ønsker ikke besøk"),
    (C, "Fjell AS", "Tynset", 2, "43120", "sagt nei", "", "Per Eksempel", "", "", ""),
    (D, "Dal AS", "Tynset", 7, "", "medlem", "", "Siv Eksempel", "97 99 99 99", "", ""),
)  # fmt: skip


def book(path: Path, rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> Path:
    workbook: Any = openpyxl.Workbook()
    for row in (["Bedrifter i Os og Tynset"], head, *rows):
        workbook.active.append(list(row))
    workbook.save(path)
    return path


def excel(folder: Path, file: Path, *words: str) -> dict[str, Any]:
    done = hageplan(
        "import", "excel", str(file), "-w", str(folder), "--lang", "en", "--json", *words
    )
    assert done.code == 0, done.err
    return document(done.out)


WORDS = '\n[innlesing.status]\n"aktuell" = "prospekt"\n'


@pytest.fixture
def folder(write: Write) -> Path:
    folder = write({})
    settings = folder / "hageplan.toml"
    settings.write_text(settings.read_text("utf-8") + WORDS, "utf-8")
    return folder


def test_a_newer_list_of_a_kind_updates_what_nobody_wrote_since(
    folder: Path, tmp_path: Path
) -> None:
    first = excel(folder, book(tmp_path / "Bedriftsliste november.xlsx", NOVEMBER))
    assert (first["new"], first["rejected"], first["left_out"]) == ([A, B, C, D], [], [])
    made = load(folder).bedrift_by_number
    assert (made[A].antall_ansatte, made[A].naeringskode, made[A].status) == (
        12, "16.100", "prospekt",
    )  # fmt: skip
    assert (made[B].medlem_siden, made[B].ring_ikke, made[C].ring_ikke) == (
        date(2020, 3, 1), True, False,
    )  # fmt: skip
    assert (made[C].status, made[C].naeringskode) == ("avslag", "43.120")
    kept = (folder / "kilder").glob("*.toml")
    remembered = "".join(path.read_text("utf-8") for path in kept)
    assert not any(word in remembered for word in ("Nils", "99 00", "nils@", "Ønsker", "98 00"))

    path = folder / "bedrifter/tynset.toml"
    text = path.read_text("utf-8")
    assert text.count('"97 00 00 00"') == 1
    by_hand = text.replace('"97 00 00 00"', '"62 00 00 00"  # she said so')
    path.write_text(by_hand.replace("antall_ansatte = 3", "antall_ansatte = 4"), "utf-8")
    before = {p: p.read_bytes() for p in (folder / "bedrifter").iterdir()}

    second = excel(folder, book(tmp_path / "Kundeoversikt des-26.xlsx", DECEMBER))
    made = load(folder).bedrift_by_number
    assert (made[A].status, made[A].antall_ansatte, made[A].medlem_siden) == (
        "medlem", 15, date(2026, 12, 1),
    )  # fmt: skip
    assert (made[A].kontakt.telefon, made[A].kontakt.epost) == ("99 11 11 11", "nils@sag.example")
    assert (made[B].kontakt.navn, made[B].kontakt.telefon) == ("Ola Eksempel", "96 00 00 00")
    assert made[C].kontakt.navn == "Per Eksempel"
    assert (made[D].antall_ansatte, made[D].kontakt.telefon) == (4, "62 00 00 00")
    assert {(one["organisasjonsnummer"], one["field"]) for one in second["kept"]} == {
        (D, "antall_ansatte"), (D, "kontakt.telefon"),
    }  # fmt: skip
    assert len([*(folder / "kilder").iterdir()]) == 1
    again = excel(folder, tmp_path / "Kundeoversikt des-26.xlsx")
    assert (again["counts"]["same"], again["changes"]) == (4, [])

    assert hageplan("import", "undo", "-w", str(folder)).code == 0
    assert {p: p.read_bytes() for p in (folder / "bedrifter").iterdir()} == before


def test_what_was_edited_in_our_own_table_is_a_person_s_word(folder: Path, tmp_path: Path) -> None:
    excel(folder, book(tmp_path / "november.xlsx", NOVEMBER))
    table = tmp_path / "ut.xlsx"
    where = ("-w", str(folder), "--lang", "nb")
    assert hageplan("export", "companies", "-o", str(table), *where).code == 0
    workbook: Any = openpyxl.load_workbook(table)
    sheet = workbook.active
    column = next(n for n, cell in enumerate(sheet[1]) if cell.value == "Ansatte")
    row = next(row for row in sheet.iter_rows() if row[0].value == A)
    row[column].value = 20
    workbook.save(table)
    assert excel(folder, table)["counts"]["changed"] == 1
    found = excel(folder, book(tmp_path / "desember.xlsx", DECEMBER))
    assert load(folder).bedrift_by_number[A].antall_ansatte == 20
    assert (A, "antall_ansatte") in {(k["organisasjonsnummer"], k["field"]) for k in found["kept"]}


def test_another_s_address_is_not_left_under_a_new_name(folder: Path, tmp_path: Path) -> None:
    excel(folder, book(tmp_path / "november.xlsx", NOVEMBER))
    another = (*NOVEMBER[0][:7], "Siv Eksempel", "", "", "")
    excel(folder, book(tmp_path / "desember.xlsx", (another, *NOVEMBER[1:])))
    contact = load(folder).bedrift_by_number[A].kontakt
    assert (contact.navn, contact.telefon, contact.epost) == ("Siv Eksempel", "", "")


def test_consent_binds_name_and_address_alone(folder: Path, tmp_path: Path) -> None:
    excel(folder, book(tmp_path / "november.xlsx", NOVEMBER))
    path = folder / "bedrifter/os.toml"
    mail = 'epost = "nils@sag.example"\n'
    text = path.read_text("utf-8")
    path.write_text(text.replace(mail, f"{mail}samtykke = 2026-11-03\n"), "utf-8")
    excel(folder, book(tmp_path / "desember.xlsx", DECEMBER))
    assert load(folder).bedrift_by_number[A].kontakt.telefon == "99 11 11 11"
    changed = (*DECEMBER[0][:9], "annen@sag.example", "")
    found = excel(folder, book(tmp_path / "januar.xlsx", (changed, *DECEMBER[1:])))
    assert load(folder).bedrift_by_number[A].kontakt.epost == "nils@sag.example"
    assert "kontakt.epost" in {one["field"] for one in found["kept"]}


def test_a_status_nobody_knows_is_asked_for_once(write: Write, tmp_path: Path) -> None:
    folder = write({})
    november = book(tmp_path / "november.xlsx", NOVEMBER)
    found = excel(folder, november)
    assert [(one["line"], one["reason"]) for one in found["rejected"]] == [
        (3, "status: nobody has said what «aktuell» means")
    ]
    code, seen = answered(folder, ["1\n", "y\n"], "import", "excel", str(november))
    assert code == 0, seen
    assert "What does the status «aktuell» mean?" in seen
    assert load(folder).bedrift_by_number[A].status == "prospekt"
    december = book(tmp_path / "desember.xlsx", NOVEMBER)
    assert excel(folder, december)["counts"] == {
        "rows": 4, "new": 0, "changed": 0, "same": 4, "gone": 0, "rejected": 0,
    }  # fmt: skip


def test_columns_that_somebody_named_are_remembered_by_kind(write: Write, tmp_path: Path) -> None:
    folder = write({})
    one = (("Nr", "Hva", "Hvor"), [(A, "Sag AS", "Os")])
    other = (("Id", "Kalles", "I"), [(B, "Elv AS", "Os")])
    for n, (head, rows) in enumerate((one, other)):
        words = ("organisasjonsnummer", "navn", "kommune")
        named = ",".join(f"{f}={h}" for f, h in zip(words, head, strict=True))
        excel(folder, book(tmp_path / f"liste{n}.xlsx", rows, head), "--map", named)
    for n, (head, rows) in enumerate((other, one)):
        again = excel(folder, book(tmp_path / f"ny {n}.xlsx", rows, head))
        assert again["counts"]["same"] == 1
