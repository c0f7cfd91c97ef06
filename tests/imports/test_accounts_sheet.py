"""Accounts of several years from a spreadsheet: `hageplan import excel --accounts`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hageplan import load
from hageplan.records.bedrift import Regnskap
from tests.conftest import NUMBERS, Write, bedrift
from tests.documents import document
from tests.driver import Ended, hageplan
from tests.terminal import answered

pytestmark = pytest.mark.slow

A, B, C, D, E = NUMBERS[:5]
OWNER, OTHER = NUMBERS[8:10]
COMPANIES = (
    bedrift(A, "Sag AS", status="maalbedrift", regnskap=[{"aar": 2024, "omsetning": 4_900_000}])
    + bedrift(B, "Elv AS", status="medlem")
    + bedrift(C, "Kjede avd Os", overordnet_enhet=OWNER)
    + bedrift(D, "Kjede avd Tynset", overordnet_enhet=OWNER)
    + bedrift(E, "Bakeri avd Os", overordnet_enhet=OTHER)
)
PROFF = (
    ("Orgnr", "Juridisk selskapsnavn", "Kommune", "Antall ansatte", "Sum driftsinnt., 2024",
     "Sum driftsinnt., 2023", "Driftsres., 2024", "Driftsres., 2023", "Sum eiend., 2024",
     "Lønnskostn., 2024"),
    (f"{A[:3]} {A[3:6]} {A[6:]}", "SAG AS", "Os", 12, 5000000, 4500000, -100000, 90000.0, 1,
     2500000),
    (B, "ELV AS", "Os", 3, "1 200 000,00", "", "(45 000)", "-", 1, None),
    (NUMBERS[10], "UKJENT AS", "Oslo", 3, 1, 1, 1, 1, 1, 1),
)  # fmt: skip


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": COMPANIES})


def book(path: Path, *rows: Sequence[object]) -> Path:
    workbook: Any = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(list(row))
    workbook.save(path)
    return path


def ended(folder: Path, file: Path, *words: str) -> Ended:
    where = ("-w", str(folder), "--lang", "en")
    return hageplan("import", "excel", str(file), "--accounts", *where, *words)


def accounts(folder: Path, number: str) -> tuple[Regnskap, ...]:
    return load(folder).bedrift_by_number[number].regnskap


def test_an_export_of_proff_has_years_in_its_headings(folder: Path, tmp_path: Path) -> None:
    file = book(tmp_path / "Proff november.xlsx", *PROFF)
    before = (folder / "bedrifter/os.toml").read_bytes()
    found = document(ended(folder, file, "--json", "--dry-run").out)
    assert (folder / "bedrifter/os.toml").read_bytes() == before
    found = document(ended(folder, file, "--json", "--source", "Proff Forvalt").out)
    assert accounts(folder, A) == (
        Regnskap(aar=2023, omsetning=4_500_000, driftsresultat=90_000),
        Regnskap(aar=2024, omsetning=5_000_000, driftsresultat=-100_000, verdiskaping=2_400_000),
    )
    assert accounts(folder, B) == (Regnskap(aar=2024, omsetning=1_200_000, driftsresultat=-45_000),)
    assert (found["asked"], found["found"], found["outside"]) == (3, 2, 1)
    assert found["mapping"]["omsetning 2024"] == "Sum driftsinnt., 2024"
    corrected = [c for c in found["changes"] if c["ours"] is not None]
    assert [(c["aar"], c["ours"], c["theirs"]) for c in corrected] == [(2024, 4_900_000, 5_000_000)]
    (kilde,) = load(folder).kilder
    assert (kilde.navn, kilde.tittel) == ("proff-forvalt-regnskap", "Proff Forvalt")
    assert hageplan("import", "undo", "-w", str(folder)).code == 0
    assert (folder / "bedrifter/os.toml").read_bytes() == before


def test_a_row_may_be_of_one_year(folder: Path, tmp_path: Path) -> None:
    """What is in another currency or of another period is named, and what is twice is rejected."""
    file = book(
        tmp_path / "a.xlsx",
        ("Organisasjonsnummer", "Regnskapsår", "Omsetning (1000 kr)", "Driftsresultat i hele 1000",
         "Ansatte", "Valuta", "Fra dato", "Til dato"),
        (B, 2023, "1.100", 10, 3, "NOK", "2023-01-01", "31.12.2023"),
        (B, 2024, 1200, 20, 4, "NOK", "", ""),
        (B, "2024", 1200, 20, 4, "NOK", "", ""),
        (B, 2022, 1200, 20, 4, "SEK", "", ""),
        (B, 2021, 1200, 20, 4, "NOK", "2021-07-01", "2021-12-31"),
        (B, "i fjor", 1200, 20, 4, "NOK", "", ""),
        (B, 2020, "mye", 20, 4, "NOK", "", ""),
        ("", 2020, 1, 20, 4, "NOK", "", ""),
    )  # fmt: skip
    found = document(ended(folder, file, "--json").out)
    assert accounts(folder, B) == (
        Regnskap(aar=2023, omsetning=1_100_000, driftsresultat=10_000, ansatte=3),
        Regnskap(aar=2024, omsetning=1_200_000, driftsresultat=20_000, ansatte=4),
    )
    assert {one["aar"]: one["reason"] for one in found["unused"]} == {
        2021: "of 2021-07-01 to 2021-12-31, which is not twelve months",
        2022: "in SEK, not in kroner",
    }
    assert {one["line"]: one["reason"] for one in found["rejected"]} == {
        4: "the accounts of 2024 for the second time",
        7: "«i fjor» is not a year",
        8: "«mye» is not an amount",
        9: "the organisation number is missing",
    }


def test_an_owner_s_employees_are_not_those_of_each_of_its_places(
    folder: Path, tmp_path: Path
) -> None:
    head = ("Orgnr", "Omsetning 2024", "Ansatte 2024")
    file = book(tmp_path / "a.xlsx", head, (OWNER, 9_000_000, 40), (OTHER, 1_000_000, 7))
    assert ended(folder, file).code == 0
    for number in (C, D):
        assert accounts(folder, number) == (Regnskap(aar=2024, omsetning=9_000_000),)
    assert accounts(folder, E) == (Regnskap(aar=2024, omsetning=1_000_000, ansatte=7),)


def test_thousands_are_not_taken_for_kroner(folder: Path, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", ("Orgnr", "Omsetning 2024", "Ansatte 2024"), (A, 5_000, 9))
    done = ended(folder, file)
    assert done.code == 1
    assert "--thousands" in done.err
    assert ended(folder, file, "--thousands").code == 0
    assert accounts(folder, A) == (Regnskap(aar=2024, omsetning=5_000_000, ansatte=9),)


@pytest.mark.parametrize(
    ("head", "words", "code", "why"),
    [
        (("Orgnr", "Navn", "Kommune"), (), 1, "«Sum driftsinnt., 2024»"),
        (("Navn", "Omsetning 2024"), (), 1, "«Orgnr»"),
        (("Orgnr", "Omsetning"), (), 1, "Regnskapsår"),
        (("Orgnr", "Omsetning 2024"), ("--add-new",), 2, "--accounts goes with"),
    ],
)
def test_what_has_no_accounts_is_told(
    folder: Path, tmp_path: Path, head: Sequence[str], words: Sequence[str], code: int, why: str
) -> None:
    done = ended(folder, book(tmp_path / "a.xlsx", head, [A] * len(head)), *words)
    assert done.code == code
    assert why in " ".join(done.err.split())


def test_on_a_terminal_it_is_shown_and_asked_about(folder: Path, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", *PROFF)
    code, seen = answered(folder, ["y\n"], "import", "excel", str(file), "--accounts")
    assert code == 0, seen
    shown, asked, after = seen.replace(",", "").partition("Bring this in?")
    assert "turnover 4900000 -> 5000000" in shown
    assert asked
    assert ("written" in shown, "written" in after) == (False, True)
    assert len(accounts(folder, A)) == 2
