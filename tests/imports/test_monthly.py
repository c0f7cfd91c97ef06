"""The office's own list, a new one every month: what people wrote wins, then the newest list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hageplan import load
from tests.conftest import NUMBERS, Write, bedrift
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
    assert made[B].medlem_siden == date(2020, 3, 1)
    assert [made[n].reservert for n in (A, B, C)] == [False, True, False]
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
        (3, "status: the meaning of «aktuell» is not given")
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


def test_words_are_told_ready_to_paste_and_rows_together(write: Write, tmp_path: Path) -> None:
    folder = write({})
    words = ("aktuell", "kanskje", "på gli", "usikker")
    rows = [
        (number, f"Bedrift {n}", "Os", "mange", "", words[n % 4], *[""] * 5)
        for n, number in enumerate(NUMBERS)
    ]
    file = book(tmp_path / "liste.xlsx", [*rows, ("310000001", "Feil", "Os"), ("1", "Feil", "Os")])
    done = hageplan("import", "excel", str(file), "-w", str(folder), "--lang", "en")
    told = done.out.splitlines()
    at = told.index("  [innlesing.status]")
    assert [line.partition("  #")[0] for line in told[at + 1 : at + 5]] == [
        f'  "{word}" = ""' for word in words
    ]
    assert "rows: 3; one of: prospekt, medlem" in told[at + 1]
    assert len([line for line in told if line.startswith("liste.xlsx")]) == 3
    pasted = "\n".join(line.strip() for line in told[at : at + 5]).replace('""', '"prospekt"')
    settings = folder / "hageplan.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\n{pasted}\n", "utf-8")
    done = hageplan("import", "excel", str(file), "-w", str(folder), "--lang", "en")
    assert len(load(folder).bedrifter) == 12
    assert "liste.xlsx: 8 rows" not in done.out
    assert "12 new" in done.out


def test_who_was_erased_does_not_come_back_with_any_list(folder: Path, tmp_path: Path) -> None:
    excel(folder, book(tmp_path / "november.xlsx", NOVEMBER))
    where = ("-w", str(folder), "--lang", "en")
    assert hageplan("privacy", "forget", "Nils Eksempel", "--yes", *where).code == 0
    erased = ("nils", "99 00 00 00", "99000000", "sag.example")
    rows = (
        (*DECEMBER[0][:7], "EKSEMPEL, Nils", "97 77 77 77", "", "Ring Nils Eksempel først"),
        (*DECEMBER[1][:7], "N. Eksempel", "", "Nils@Sag.example", ""),
        (*DECEMBER[2][:7], "Siv Eksempel", "", "", "NILS@sag.example er sluttet"),
        DECEMBER[3],
    )
    found = excel(folder, book(tmp_path / "desember.xlsx", rows))
    made = load(folder).bedrift_by_number
    assert found["forgotten"] == 3
    assert (made[A].kontakt.telefon, made[A].notat, made[A].antall_ansatte) == ("", "", 15)
    assert made[B].kontakt.epost == ""
    assert made[C].kontakt.navn == "Siv Eksempel"
    told = "".join(
        path.read_text("utf-8").casefold() for path in folder.rglob("*") if path.is_file()
    )
    assert not [word for word in erased if word in told]

    switchboard = (*DECEMBER[0][:7], "Siv Eksempel", "+47 99 00 00 00", "siv@sag.example", "")
    excel(folder, book(tmp_path / "januar.xlsx", (switchboard, *DECEMBER[1:])))
    contact = load(folder).bedrift_by_number[A].kontakt
    assert (contact.navn, contact.telefon, contact.epost) == ("Siv Eksempel", "", "siv@sag.example")

    answers = tmp_path / "svar.csv"
    answers.write_text(
        f"Tidsmerke,Org.nr,Interesse,Kommentar\n2026-11-20 10:00,{A},interessert,"
        '"Ring Nils Eksempel på 99000000"\n',
        "utf-8",
    )
    survey = hageplan("import", "survey", str(answers), *where, "--today", "2026-11-28")
    assert "1 contact or note concerns someone who has been erased" in " ".join(survey.out.split())
    assert load(folder).henvendelser[0].notat == ""


def test_the_last_visit_of_a_list_goes_into_the_log_once(write: Write, tmp_path: Path) -> None:
    folder = write({"bedrifter/os.toml": bedrift(A, "Sag AS")})
    head = ("Org.nr", "Firma", "Kommune", "Sist besøkt")
    rows = [(A, "Sag AS", "Os", "12.10.2026"), (B, "Elv AS", "Os", date(2026, 9, 1)),
            (C, "Ny AS", "Os", "31.02.2026"), (D, "Dal AS", "Os", "")]  # fmt: skip
    found = excel(folder, book(tmp_path / "nov.xlsx", rows, head), "--today", "2026-11-28")
    assert [one["line"] for one in found["left_out"]] == [5]
    assert [(one.organisasjonsnummer, one.tid.date(), one.kanal) for one in
            load(folder).henvendelser] == [
        (A, date(2026, 10, 12), "besok"), (B, date(2026, 9, 1), "besok"),
    ]  # fmt: skip
    later = [(A, "Sag AS", "Os", "12.10.2026"), (B, "Elv AS", "Os", "20.11.2026")]
    again = excel(folder, book(tmp_path / "des.xlsx", later, head), "--today", "2026-11-28")
    assert [one["organisasjonsnummer"] for one in again["visits"]] == [B]
    assert len(load(folder).henvendelser) == 3
    assert hageplan("import", "undo", "-w", str(folder)).code == 0
    assert len(load(folder).henvendelser) == 2
    excel(folder, tmp_path / "des.xlsx", "--today", "2026-11-01")
    assert len(load(folder).henvendelser) == 2
