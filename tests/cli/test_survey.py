"""`hageplan import survey`: answers of forms become entries of the log, each once."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hageplan import load
from hageplan.records.logg import Henvendelse
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document

SAG, GARD, KRO = NUMBERS[:3]
COMPANIES = bedrift(SAG, "Storsag AS") + bedrift(GARD, "Nordgard") + bedrift(KRO, "Os Kro AS")
GRADES = """
[skjema.kolonner]
interesse = "Hvor aktuelt er det å bli medlem?"

[skjema.grader]
"Svært aktuelt" = "forpliktet"
"Aktuelt" = "interessert"
"Ikke aktuelt" = "ikke"
"""
HEADINGS = (
    "Tidsmerke", "Bedriftens navn", "Org. nr.", "Hvor aktuelt er det å bli medlem?",
    "Hva trenger dere?", "Hva kan dere tilby?", "Kommentar",
)  # fmt: skip
ROWS = (
    ("2026/11/20 3:04:05 PM GMT+1", "", SAG, "Svært aktuelt", "kapital, eksport", "", "Ring oss"),
    ("20.11.2026 kl. 10.30.15", "NORDGARD", "", "aktuelt", "", "lokalmat;utleie;", ""),
    ("2026-11-21T08:00:00Z", "Os kro", "", "", "", "", "Fint"),
    ("21.11.2026 09:00", "Helt ukjent AS", "", "Aktuelt", "", "", ""),
    ("21.11.2026 09:00", "", SAG, "kanskje", "", "", ""),
    ("i går", "", SAG, "Aktuelt", "", "", ""),
    ("21.11.2026 09:00", "", "999", "Aktuelt", "", "", ""),
)


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"hageplan.toml": SETTINGS + GRADES, "bedrifter/os.toml": COMPANIES})


def as_csv(path: Path, rows: Sequence[Sequence[object]] = ROWS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADINGS, *rows])
    return path


def survey(run: Run, folder: Path, file: Path, *words: str) -> dict[str, Any]:
    done = run("import", "survey", file, "-w", folder, "--json", *words)
    assert done.returncode == 0, done.stderr
    return document(done.stdout)


def test_answers_become_inbound_entries_with_their_own_time(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = as_csv(tmp_path / "svar.csv")
    assert survey(run, folder, file, "--dry-run")["counts"]["new"] == 3
    assert not (folder / "logg").exists()
    found = survey(run, folder, file)
    assert found["counts"] == {"rows": 7, "new": 3, "same": 0, "rejected": 4}
    assert [(one["line"], one["navn"]) for one in found["by_name"]] == [
        (3, "Nordgard"),
        (4, "Os Kro AS"),
    ]
    reasons = {one["line"]: one["reason"] for one in found["rejected"]}
    assert "no company has this name" in reasons[5]
    assert "«kanskje» is no grade" in reasons[6]
    assert "no date and time" in reasons[7]
    assert "999 is no company" in reasons[8]
    assert len((tmp_path / "svar-avvist.csv").read_text("utf-8").splitlines()) == 5
    logged = {one.organisasjonsnummer: one for one in load(folder).henvendelser}
    common: dict[str, Any] = {"kanal": "skjema", "retning": "inn"}
    assert logged == {
        SAG: Henvendelse(
            organisasjonsnummer=SAG, tid=datetime(2026, 11, 20, 15, 4), interesse="forpliktet",
            behov=("kapital", "eksport"), notat="Ring oss", **common,
        ),
        GARD: Henvendelse(
            organisasjonsnummer=GARD, tid=datetime(2026, 11, 20, 10, 30), interesse="interessert",
            tilbyr=("lokalmat", "utleie"), **common,
        ),
        KRO: Henvendelse(
            organisasjonsnummer=KRO, tid=datetime(2026, 11, 21, 9), notat="Fint", **common,
        ),
    }  # fmt: skip


def test_importing_twice_adds_nothing_and_the_import_can_be_taken_back(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    log = folder / "logg/2026.toml"
    log.parent.mkdir()
    before = f"# ours\n[[henvendelse]]\norganisasjonsnummer = '{SAG}'\ntid = 2026-01-02 10:00:00\n"
    log.write_text(before, "utf-8")
    file = as_csv(tmp_path / "svar.csv")
    survey(run, folder, file)
    after = log.read_bytes()
    again = survey(run, folder, file)
    assert (again["counts"]["new"], again["counts"]["same"], again["written"]) == (
        0,
        3,
        [(tmp_path / "svar-avvist.csv").as_posix()],
    )
    assert log.read_bytes() == after
    assert run("check", "-w", folder).returncode == 0
    assert run("import", "undo", "-w", folder).returncode == 0
    assert log.read_text("utf-8") == before


def test_a_workbook_of_microsoft_forms(run: Run, folder: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Starttidspunkt", "Fullføringstidspunkt", *HEADINGS[1:]])
    sheet.append([1, datetime(2026, 11, 20, 9), datetime(2026, 11, 20, 9, 7), "Storsag", None,
                  "Aktuelt", "kapital;eksport;", None, None])  # fmt: skip
    book.save(tmp_path / "svar.xlsx")
    found = survey(run, folder, tmp_path / "svar.xlsx")
    assert found["counts"] == {"rows": 1, "new": 1, "same": 0, "rejected": 0}
    (entry,) = load(folder).henvendelser
    assert (entry.tid, entry.behov) == (datetime(2026, 11, 20, 9, 7), ("kapital", "eksport"))


def test_a_form_without_a_column_for_the_company_is_refused(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "svar.csv").write_text("Tidsmerke,Hva synes du?\n20.11.2026 10:00,Bra\n", "utf-8")
    done = run("import", "survey", tmp_path / "svar.csv", "-w", folder, "--lang", "en")
    assert done.returncode == 1
    assert "no column for organisasjonsnummer" in done.stderr
    assert "[skjema.kolonner]" in done.stderr
    settings = folder / "hageplan.toml"
    settings.write_text(settings.read_text("utf-8").replace('"ikke"', '"aldri"'), encoding="utf-8")
    wrong = run("check", "-w", folder, "--lang", "en")
    assert wrong.returncode == 1
    assert "grader" in wrong.stdout
