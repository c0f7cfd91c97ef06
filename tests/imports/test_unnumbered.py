"""Rows of lists without an organisasjonsnummer: of whom they are, and who is new by them."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from hageplan.records.spelling import is_provisional
from hageplan.workspace.read import load
from tests.conftest import NUMBERS, Write, bedrift
from tests.documents import document
from tests.driver import hageplan
from tests.terminal import conversation

SAG, OTHER, REAL = NUMBERS[:3]
HEAD = "Org.nr.;Bedrift;Kommune;Ansatte;Kontaktperson\n"
ROWS = (
    ";Storsag;Os;7;Nils Eksempel\n"
    "–;Elve Data AS;Os;4;Siv Eksempel\n"
    ";elve data;Os;5;\n"
    ";Uten Sted;;2;\n"
    "310;Feil Nummer;Os;2;\n"
)


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": bedrift(SAG, "Storsag AS"), "liste.csv": HEAD + ROWS})


def listed(folder: Path, *words: str, name: str = "liste.csv") -> dict[str, Any]:
    done = hageplan(
        "import", "csv", str(folder / name), "-w", str(folder), "--json", "--lang", "en", *words
    )
    assert done.code == 0, done.err
    return document(done.out)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "bedrifter").glob("*.toml")}


def test_a_row_is_of_the_company_of_its_name_or_rejected_with_what_to_do(folder: Path) -> None:
    found = listed(folder)
    assert found["counts"] | {"new": 0, "changed": 1, "rejected": 4} == found["counts"]
    reasons = {row["line"]: row["reason"] for row in found["rejected"]}
    assert all("add it with --add-new" in reasons[line] for line in (3, 4))
    assert (reasons[5], "310" in reasons[6]) == ("kommune is empty", True)
    assert [one["navn"] for one in found["unknown"]] == ["Elve Data AS"]
    (sag,) = load(folder).bedrifter
    assert (sag.navn, sag.antall_ansatte, sag.kontakt.navn) == ("Storsag AS", 7, "Nils Eksempel")


def test_who_is_new_gets_a_provisional_number_once(folder: Path) -> None:
    before = files_of(folder)
    found = listed(folder, "--add-new")
    (number,) = found["new"]
    assert is_provisional(number)
    (twice,) = (row["reason"] for row in found["rejected"] if row["line"] == 4)
    assert "the same" in twice
    elve = load(folder).bedrift_by_number[number]
    assert (elve.navn, elve.antall_ansatte, elve.kontakt.navn) == (
        "Elve Data AS", 4, "Siv Eksempel",
    )  # fmt: skip
    after = files_of(folder)
    again = listed(folder, "--add-new")
    assert (again["new"], again["changes"]) == ([], [])
    assert files_of(folder) == after
    (folder / "liste.csv").write_text(HEAD + ROWS.replace(";4;", ";6;"), "utf-8")
    assert [c["theirs"] for c in listed(folder, "--add-new")["changes"]] == [6]
    for _ in range(2):
        assert hageplan("import", "undo", "-w", str(folder)).code in (0, 1)
    assert before.keys() == files_of(folder).keys()


def test_another_name_in_the_records_makes_no_second_company(folder: Path) -> None:
    (number,) = listed(folder, "--add-new")["new"]
    words = ("bedrift", "endre", number, "--navn", "Elva Nett", "--yes", "-w", str(folder))
    assert hageplan(*words).code == 0
    for _ in range(2):
        found = listed(folder, "--add-new")
        assert (found["new"], found["changes"]) == ([], [])
    assert {one.navn for one in load(folder).bedrifter} == {"Storsag AS", "Elva Nett"}


def test_a_list_that_knows_the_number_says_how_it_is_given(folder: Path) -> None:
    listed(folder, "--add-new")
    (folder / "liste.csv").write_text(HEAD + f"{REAL};Elve Data AS;Os;9;\n", "utf-8")
    (row,) = listed(folder, "--add-new")["rejected"]
    command = row["reason"].partition("hageplan ")[2]
    assert hageplan(*shlex.split(command), "--yes", "-w", str(folder)).code == 0
    found = listed(folder, "--add-new")
    assert ([c["theirs"] for c in found["changes"]], found["rejected"]) == ([9], [])
    (folder / "liste.csv").write_text(HEAD + ";Elve Data;Os;9;\n", "utf-8")
    assert listed(folder, "--add-new")["counts"]["same"] == 1
    assert {b.organisasjonsnummer for b in load(folder).bedrifter} == {SAG, REAL}


def test_a_name_that_fits_several_is_rejected(folder: Path) -> None:
    path = folder / "bedrifter/os.toml"
    path.write_text(path.read_text("utf-8") + bedrift(OTHER, "Storsag"), "utf-8")
    before = files_of(folder)
    (folder / "liste.csv").write_text(HEAD + ";Storsag;Os;7;\n", "utf-8")
    (row,) = listed(folder, "--add-new")["rejected"]
    assert "it may be «Storsag AS»" in row["reason"]
    assert files_of(folder) == before


def test_a_row_that_somebody_adds_to_our_own_table_needs_no_number(folder: Path) -> None:
    file = folder / "egen.csv"
    where = ("-w", str(folder), "--lang", "nb")
    assert hageplan("export", "companies", "-o", str(file), *where).code == 0
    head, *rows = file.read_text("utf-8").splitlines()
    new = {"Bedriftsnavn": "Ny AS", "Kommune": "Tynset", "Kan besøkes": "ma-fr 9-15"}
    rows.append(",".join(new.get(name, "") for name in head.split(",")))
    file.write_text("\n".join([head, *rows]), "utf-8")
    found = listed(folder, "--add-new", name="egen.csv")
    assert (found["counts"]["new"], found["counts"]["same"]) == (1, 1)
    assert listed(folder, "--add-new", name="egen.csv")["counts"]["same"] == 2


def test_two_companies_of_one_number_are_both_rejected(folder: Path) -> None:
    before = files_of(folder)
    rows = f"{SAG};Storsag;Os;ca. x;\n{SAG};Elve Data;Os;8;\n{SAG};Storsag;Os;9;\n;;Os;1;\n"
    (folder / "liste.csv").write_text(HEAD + rows, "utf-8")
    found = listed(folder, "--add-new")
    assert [(row["line"], row["reason"]) for row in found["rejected"]] == [
        (2, "the same organisation number as Elve Data in line 3"),
        (3, "the same organisation number as Storsag in line 2"),
        (4, "the same organisation number as Storsag in line 2"),
        (5, "navn is empty"),
    ]
    assert found["left_out"] == []
    assert files_of(folder) == before


@pytest.mark.slow
def test_a_terminal_asks_what_a_status_means_and_whom_to_add(folder: Path) -> None:
    (folder / "liste.csv").write_text(
        "Org.nr.;Bedrift;Kommune;Status\n;Elve Data;Os;kanskje\n;Nei Takk;Os;\n", "utf-8"
    )
    answers = {"Hvilken": "1", "Elve Data": "j", "Nei Takk": "", "Hente inn dette": "j"}

    def answer(told: str) -> str:
        last = told.strip().splitlines()[-1]
        return next(typed for word, typed in answers.items() if word in last)

    words = ["import", "csv", str(folder / "liste.csv"), "-w", str(folder)]
    code, seen = conversation(words, folder, answer)
    assert code == 0, seen
    assert {one.navn for one in load(folder).bedrifter} == {"Storsag AS", "Elve Data"}
    assert "For å angre: hageplan import undo" in seen
