"""Answers and visits of companies that are not on the list: these are added where that is said."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from hageplan.records.spelling import is_provisional
from hageplan.workspace.read import load, read_workspace
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.documents import document
from tests.imports.test_import_calendar import calendar, event
from tests.terminal import answered

SAG, REAL, GONE = NUMBERS[:3]
DAY = ("--today", "2026-11-25", "--lang", "en")
BEFORE = bedrift(SAG, "Storsag AS")
ANSWERS = (
    "Tidspunkt;Bedrift;Org. nr.;Kommune;Interesse\n"
    "20.11.2026 10:00;Storsag;;Os;interessert\n"
    "21.11.2026 10:00;Elve Data AS;;Os;ikke\n"
    "22.11.2026 10:00;elve data;;Os;interessert\n"
    f"22.11.2026 11:00;Ny Gard;{REAL};Tynset;nøytral\n"
    "23.11.2026 10:00;Storsagbruket;;Os;ikke\n"
    "23.11.2026 12:00;Uten Sted;;;ikke\n"
)


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": BEFORE, "svar.csv": ANSWERS})


def brought_in(run: Run, folder: Path, *words: str) -> dict[str, Any]:
    done = run("import", *words, "-w", folder, "--json", *DAY)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = document(done.stdout)
    return found


def test_without_a_word_nobody_is_added(run: Run, folder: Path) -> None:
    found = brought_in(run, folder, "survey", f"{folder / 'svar.csv'}", "--yes")
    names = [one["navn"] for one in found["unknown"]]
    assert names == ["Elve Data AS", "Ny Gard", "Storsagbruket", "Uten Sted"]
    assert (found["counts"]["new"], found["counts"]["rejected"], found["added"]) == (1, 5, [])
    assert [one.navn for one in load(folder).bedrifter] == ["Storsag AS"]


def test_in_scripts_who_is_surely_new_is_added_with_the_answers(run: Run, folder: Path) -> None:
    done = run("import", "survey", folder / "svar.csv", "--add-new", "--yes", "-w", folder, *DAY)
    assert done.returncode == 0, done.stderr
    assert "Uten Sted was not added: the municipality is unknown" in done.stderr
    assert "21 Nov 2026 Elve Data AS: " in done.stdout
    assert "+ Elve Data AS (no organisation number yet)" in done.stdout
    records = load(folder)
    elve, gard = (one for one in records.bedrifter if one.navn != "Storsag AS")
    assert is_provisional(elve.organisasjonsnummer)
    assert (gard.organisasjonsnummer, gard.kommunenummer) == (REAL, "3427")
    answers = [one.organisasjonsnummer for one in records.henvendelser]
    assert answers.count(elve.organisasjonsnummer) == 2
    assert answers.count(REAL) == 1
    assert not [p for p in read_workspace(folder)[1] if p.severity == "error"]
    again = brought_in(run, folder, "survey", f"{folder / 'svar.csv'}", "--add-new", "--yes")
    assert (again["counts"]["new"], again["added"]) == (0, [])


def test_undo_takes_both_back_unless_somebody_needs_them(run: Run, folder: Path) -> None:
    words = ("import", "survey", folder / "svar.csv", "--add-new", "--yes", "-w", folder, *DAY)
    assert run(*words).returncode == 0
    assert run("import", "undo", "-w", folder).returncode == 0
    assert (folder / "bedrifter/os.toml").read_text("utf-8") == BEFORE
    assert not (folder / "bedrifter/tynset.toml").exists()
    assert not (folder / "logg/2026.toml").exists()
    assert run(*words).returncode == 0
    assert run("log", REAL, "--interesse", "ikke", "-w", folder, "--lang", "en").returncode == 0
    assert run("import", "undo", "-w", folder).returncode == 0
    assert {one.navn for one in load(folder).bedrifter} == {"Storsag AS", "Ny Gard"}


def test_a_forgotten_company_is_not_added(run: Run, folder: Path) -> None:
    file = folder / "svar.csv"
    file.write_text(ANSWERS.replace(REAL, GONE), "utf-8")
    (folder / "bedrifter/os.toml").write_text(BEFORE + bedrift(GONE, "Borte"), "utf-8")
    assert run("privacy", "forget", GONE, "--yes", "-w", folder, *DAY).returncode == 0
    done = run("import", "survey", file, "--add-new", "--yes", "-w", folder, *DAY)
    assert "Ny Gard has opted out or been erased" in done.stdout
    assert "Ny Gard" not in (folder / "svar-rejected.csv").read_text("utf-8-sig")
    assert GONE not in (folder / "bedrifter/os.toml").read_text("utf-8")


def test_a_visit_whose_title_says_so_adds_whom_it_visits(run: Run, folder: Path) -> None:
    file = calendar(
        folder / "k.ics",
        event("1", ";TZID=Europe/Oslo:20261120T100000", "Besøk hos Elve Data AS",
              "LOCATION:Vegen 1\\, 2500 Tynset"),
        event("2", ";TZID=Europe/Oslo:20261121T100000", "Tannlege hemmelig"),
    )  # fmt: skip
    words = ("calendar", f"{file}", "--medarbeider", "kari", "--yes")
    left = brought_in(run, folder, *words)
    assert ([one["navn"] for one in left["unknown"]], left["outside"]) == (["Elve Data AS"], 2)
    assert "hemmelig" not in json.dumps(left)
    found = brought_in(run, folder, *words, "--add-new")
    assert (found["counts"]["new"], found["outside"], len(found["added"])) == (1, 1, 1)
    (elve,) = (one for one in load(folder).bedrifter if one.navn == "Elve Data AS")
    assert elve.kommunenummer == "3427"


def test_a_register_that_knows_the_number_makes_no_double(run: Run, folder: Path) -> None:
    """The company that stood here without a number is to get it; then the row is the same one's."""
    add = ("bedrift", "ny", "--navn", "Elve Data", "--kommune", "Os", "--yes", "-w", folder, *DAY)
    assert run(*add).returncode == 0
    (folder / "liste.csv").write_text(
        f"Org. nr.;Navn;Kommune;Antall ansatte\n{REAL};ELVE DATA AS;Os;7\n", "utf-8"
    )
    words = ("csv", f"{folder / 'liste.csv'}", "--yes")
    (row,) = brought_in(run, folder, *words)["rejected"]
    assert len(load(folder).bedrifter) == 2
    command = row["reason"].partition("hageplan ")[2]
    assert run(*shlex.split(command), "--yes", "-w", folder, *DAY).returncode == 0
    assert brought_in(run, folder, *words)["counts"]["changed"] == 1
    (elve,) = (one for one in load(folder).bedrifter if one.organisasjonsnummer == REAL)
    assert (elve.antall_ansatte, elve.navn) == (7, "Elve Data")


def test_on_a_terminal_somebody_is_asked_for_each(folder: Path) -> None:
    file = folder / "svar.csv"
    answers = ("y\n", "n\n", "\n", "y\n", "Atlantis\n", "Tynset\n", "y\n")
    code, seen = answered(folder, answers, "import", "survey", f"{file}", *DAY)
    assert code == 0, seen
    assert "(listed: Storsag AS)" in seen
    added = {one.navn: one.kommunenummer for one in load(folder).bedrifter}
    assert added == {"Storsag AS": "3430", "Elve Data AS": "3430", "Uten Sted": "3427"}
