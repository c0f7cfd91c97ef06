"""Who been erased does not come back: under another number, by name, or after a purge."""

from __future__ import annotations

from pathlib import Path

import pytest

from hageplan.workspace.read import load
from tests.conftest import NUMBERS, Write, bedrift
from tests.driver import Ended, hageplan
from tests.imports.test_import_calendar import calendar, event

SAG, REAL, NEW = NUMBERS[:3]
KONTAKT = 'kontakt = { navn = "Nils Eksempel", telefon = "90000001", epost = "nils@eksempel.no" }\n'
HEAD = "Org.nr.;Bedrift;Kommune;Kontaktperson;Telefon;E-post;Notat\n"
LANG = ("--lang", "en")


def do(folder: Path, *words: str, code: int = 0) -> Ended:
    done = hageplan(*words, "-w", str(folder), *LANG)
    assert done.code == code, (done.out, done.err)
    return done


def bring(folder: Path, rows: str) -> Ended:
    (folder / "liste.csv").write_text(HEAD + rows, "utf-8")
    return do(folder, "import", "csv", str(folder / "liste.csv"), "--add-new", "--yes")


def names(folder: Path) -> set[str]:
    return {one.navn for one in load(folder).bedrifter}


def is_named(folder: Path, word: str) -> bool:
    files = [*(folder / "bedrifter").glob("*.toml"), *(folder / "logg").glob("*.toml")]
    return any(word in path.read_text("utf-8") for path in files)


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": bedrift(SAG, "Storsag AS")})


def test_a_person_stays_forgotten_under_another_number(folder: Path) -> None:
    words = ("--navn", "Elve Data", "--kommune", "Os", "--kontakt", "Nils Eksempel")
    do(folder, "bedrift", "ny", *words, "--telefon", "90000001", "--yes")
    do(folder, "privacy", "forget", "Nils Eksempel", "--yes")
    row = "Elve Data;Os;Nils Eksempel;90 00 00 01;;ring Nils Eksempel\n"
    for old, new in (("Elve Data", REAL), (REAL, NEW)):
        do(folder, "bedrift", "endre", old, "--orgnr", new, "--yes")
        bring(folder, f"{new};{row}")
        bring(folder, f"{new};Elve Data;Os;;90 00 00 01;;\n")
        assert not is_named(folder, "Nils")
        assert not is_named(folder, "90 00")
    bring(folder, f"{NEW};Elve Data;Os;Kari Eksempel;;;\n")
    assert is_named(folder, "Kari")
    do(folder, "privacy", "forget", NEW, "--yes")
    assert NEW not in (folder / "personvern/nummer.toml").read_text("utf-8")


@pytest.mark.parametrize("number", ["", REAL])
def test_a_forgotten_company_does_not_come_back_by_name(folder: Path, number: str) -> None:
    said = ("--orgnr", number) if number else ()
    do(folder, "bedrift", "ny", "--navn", "Elve Data", "--kommune", "Os", *said, "--yes")
    do(folder, "privacy", "forget", "Elve Data", "--yes")
    assert "has opted out or been erased" in bring(folder, ";Elve Data AS;Os;;;;\n").out
    (folder / "svar.csv").write_text(
        "Tidsmerke;Bedrift;Kommune;Interesse\n20.11.2026 10:00;ELVE DATA;Os;ikke\n", "utf-8"
    )
    do(folder, "import", "survey", str(folder / "svar.csv"), "--add-new", "--yes")
    file = calendar(
        folder / "k.ics",
        event("1", ";TZID=Europe/Oslo:20261120T100000", "Besøk hos Elve Data", "LOCATION:Os"),
    )
    words = ("import", "calendar", str(file), "--medarbeider", "kari", "--add-new", "--yes")
    assert "Elve Data" not in do(folder, *words).out
    words = ("bedrift", "ny", "--navn", "elve data", "--kommune", "Os", "--yes")
    assert "been erased" in do(folder, *words, code=1).err
    assert names(folder) == {"Storsag AS"}
    bring(folder, f"{NEW};Elve Data;Os;;;;\n")
    assert names(folder) == ({"Storsag AS"} if not number else {"Storsag AS", "Elve Data"})


def test_who_was_purged_does_not_return_with_the_next_list(folder: Path) -> None:
    (folder / "logg").mkdir()
    (folder / "logg/2019.toml").write_text(
        f'[[henvendelse]]\norganisasjonsnummer = "{SAG}"\ntid = 2019-03-01T10:00:00\n', "utf-8"
    )
    row = f"{SAG};Storsag AS;Os;Nils Eksempel;90000001;nils@eksempel.no;Liker kaffe\n"
    bring(folder, row)
    assert is_named(folder, "Nils")
    do(folder, "privacy", "purge", "--yes")
    assert not is_named(folder, "Nils")
    bring(folder, row)
    assert not any(is_named(folder, word) for word in ("Nils", "90000001", "nils@", "kaffe"))


def test_a_backup_keeps_what_is_forgotten(folder: Path) -> None:
    for navn in ("Elve Data", "Borte"):
        do(folder, "bedrift", "ny", "--navn", navn, "--kommune", "Os", "--kontakt", "Nils", "--yes")
    do(folder, "backup")
    (old,) = (folder / "sikkerhetskopier").glob("*.zip")
    do(folder, "privacy", "forget", "Borte", "--yes")
    do(folder, "bedrift", "endre", "Elve Data", "--orgnr", REAL, "--yes")
    kept = {p.name: p.read_bytes() for p in (folder / "personvern").iterdir()}
    assert "nummer.toml" in kept
    do(folder, "restore", str(old), "--yes")
    assert {p.name: p.read_bytes() for p in (folder / "personvern").iterdir()} == kept
