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
"Vet ikke" = "noytral"
"Ikke aktuelt" = "ikke"
"""
DAY = ("--today", "2026-11-25")
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
    assert "«kanskje» is not a known answer" in reasons[6]
    assert "not a date and time" in reasons[7]
    assert "999 is not on the list" in reasons[8]
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


SLASHED = "Tidsmerke,Bedrift,Interesse\n{},Storsag,interessert\n{},Nordgard,ikke\n"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("10/11/2026 09:00", "13/11/2026 09:00"), (10, 13)),
        (("11/10/2026 9:00 AM", "11/13/2026 9:00 AM"), (10, 13)),
        (("2026/11/10 9:15:33 AM EET", "2026/11/13 9:15:33 a.m. MEZ"), (10, 13)),
        (("10.11.2026", "13.11.26 kl. 09.00"), (10, 13)),
    ],
)
def test_the_dates_of_a_form_are_read_in_one_way(
    run: Run, write: Write, tmp_path: Path, days: tuple[str, str], expected: tuple[int, int]
) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    (tmp_path / "svar.csv").write_text(SLASHED.format(*days), "utf-8")
    assert survey(run, folder, tmp_path / "svar.csv", *DAY)["counts"]["new"] == 2
    logged = {one.organisasjonsnummer: one.tid for one in load(folder).henvendelser}
    assert (logged[SAG].month, logged[GARD].month) == (11, 11)
    assert (logged[SAG].day, logged[GARD].day) == expected


def test_dates_that_can_be_read_in_two_ways_are_asked_about(
    run: Run, write: Write, tmp_path: Path
) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    (tmp_path / "svar.csv").write_text(SLASHED.format("1/2/2026 09:00", "3/2/2026 09:00"), "utf-8")
    asked = run("import", "survey", tmp_path / "svar.csv", "-w", folder, "--lang", "en", *DAY)
    assert asked.returncode == 1
    assert "dag_foerst = true" in asked.stderr
    (folder / "hageplan.toml").write_text(SETTINGS + "[skjema]\ndag_foerst = true\n", "utf-8")
    assert survey(run, folder, tmp_path / "svar.csv", *DAY)["counts"]["new"] == 2
    assert {one.tid.month for one in load(folder).henvendelser} == {2}


def test_an_answer_that_cannot_be_is_rejected(run: Run, folder: Path, tmp_path: Path) -> None:
    """One of the future would lock the workspace; of two in a minute none is better."""
    rows = (
        ("26.11.2026 09:00", "", SAG, "Aktuelt", "", "", ""),
        ("20.11.2026 09:00", "", SAG, "Aktuelt", "", "", ""),
        ("20.11.2026 09:00", "", SAG, "Ikke aktuelt", "", "", ""),
        ("20.11.2026 09:00", "", SAG, "Aktuelt", "", "", ""),
        ("20.11.2026 09:00", f"Nordgard {GARD}", "", "Aktuelt", "", "", ""),
    )
    found = survey(run, folder, as_csv(tmp_path / "svar.csv", rows), *DAY)
    assert found["counts"] == {"rows": 5, "new": 2, "same": 1, "rejected": 2}
    reasons = [one["reason"] for one in found["rejected"]]
    assert "in the future" in reasons[0]
    assert "another answer from the same company at the same time" in reasons[1]
    changed = [(rows[1][0], *rows[1][1:3], "Vet ikke", "", "", "")]
    (later,) = survey(run, folder, as_csv(tmp_path / "svar.csv", changed), *DAY)["rejected"]
    assert "the log has another answer" in later["reason"]
    assert run("score", "-w", folder, *DAY).returncode == 0


def test_a_question_that_was_reworded_loses_no_interest(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    """Else its answers come without it; where that happened, the import can be done again."""
    path = tmp_path / "svar.csv"
    plain = "Tidsmerke,Bedrift,{}\n20.11.2026 09:00,Storsag,Aktuelt\n"
    path.write_text(plain.format("Hva tenker dere nå?"), "utf-8")
    lost = run("import", "survey", path, "-w", folder, "--lang", "en", *DAY)
    assert (lost.returncode, "no column for interesse" in lost.stderr) == (1, True)
    path.write_text(plain.format("Interesse for næringshagen"), "utf-8")
    found = survey(run, folder, path, "--dry-run", *DAY)
    assert found["mapping"]["interesse"] == "Interesse for næringshagen"
    settings = folder / "hageplan.toml"
    whole = settings.read_text("utf-8")
    settings.write_text(SETTINGS, "utf-8")
    path.write_text(plain.format("Hva tenker dere nå?"), "utf-8")
    assert survey(run, folder, path, *DAY)["unused"] == ["Hva tenker dere nå?"]
    settings.write_text(whole.replace("Hvor aktuelt er det å bli medlem?", "Hva tenker dere nå?"))
    (again,) = survey(run, folder, path, *DAY)["rejected"]
    assert "import undo" in again["reason"]
    assert run("import", "undo", "-w", folder).returncode == 0
    survey(run, folder, path, *DAY)
    assert [one.interesse for one in load(folder).henvendelser] == ["interessert"]


def test_a_form_without_a_column_for_the_company_is_refused(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "svar.csv").write_text("Tidsmerke,Hva synes du?\n20.11.2026 10:00,Bra\n", "utf-8")
    done = run("import", "survey", tmp_path / "svar.csv", "-w", folder, "--lang", "en")
    assert done.returncode == 1
    assert "no column for interesse, navn" in done.stderr
    assert "[skjema.kolonner]" in done.stderr
    settings = folder / "hageplan.toml"
    settings.write_text(settings.read_text("utf-8").replace('"ikke"', '"aldri"'), encoding="utf-8")
    wrong = run("check", "-w", folder, "--lang", "en")
    assert wrong.returncode == 1
    assert "grader" in wrong.stdout


VISITS = """Besøksdato;Besøkt av;Bedrift;Kanal;Retning;Interesse;Behov;Tilbyr
20.11.2026 10:00;Kari;Storsag AS;Bedriftsbesøk;;interessert;"Finansiering, lån og tilskudd;Eksport;";lokalmat
20.11.2026 11:00;kari;Nordgard;Telefon;Bedriften ringte oss;;;
20.11.2026 11:30;kari;Nordgard;Besøk;;Ikke truffet;;
20.11.2026 12:00;;Os Kro AS;;;ikke;"[""Rekruttering"", ""Lokaler, nye""]";"utleie (rom, sal), mat"
20.11.2026 13:00;Per;Os Kro AS;;;;;
20.11.2026 13:00;;Os Kro AS;Røyksignal;;;;
20.11.2026 13:00;;Os Kro AS;;ukjent;;;
"""


def test_a_form_of_ours_makes_visits_from_us_to_them(
    run: Run, write: Write, tmp_path: Path
) -> None:
    named = SETTINGS.replace('id = "kari"', 'id = "kari"\nnavn = "Kari"')
    folder = write({"hageplan.toml": named, "bedrifter/os.toml": COMPANIES})
    file = tmp_path / "besøk.csv"
    file.write_text(VISITS, encoding="utf-8")
    found = survey(run, folder, file, *DAY)
    assert found["counts"] == {"rows": 7, "new": 4, "same": 0, "rejected": 3}
    reasons = [one["reason"] for one in found["rejected"]]
    assert "no medarbeider is called «Per»; known: kari" in reasons[0]
    assert "«Røyksignal» is not a kind of contact" in reasons[1]
    assert "«ukjent» does not say who made contact" in reasons[2]
    contacts = load(folder).henvendelser
    assert [(one.utfall, one.interesse) for one in contacts if one.kanal == "besok"] == [
        ("snakket", "interessert"), ("ikke_truffet", None), ("snakket", "ikke"),
    ]  # fmt: skip
    logged = {one.organisasjonsnummer: one for one in contacts if one.talked}
    assert [(one.kanal, one.retning, one.medarbeider) for one in (logged[SAG], logged[GARD], logged[KRO])] == [
        ("besok", "ut", "kari"),
        ("telefon", "inn", "kari"),
        ("besok", "ut", ""),
    ]  # fmt: skip
    assert logged[SAG].behov == ("Finansiering, lån og tilskudd", "Eksport")
    assert logged[KRO].behov == ("Rekruttering", "Lokaler, nye")
    assert logged[KRO].tilbyr == ("utleie (rom, sal)", "mat")
    again = survey(run, folder, file, *DAY)
    assert (again["counts"]["new"], again["counts"]["same"]) == (0, 4)


def test_the_workspace_says_that_a_form_is_ours(run: Run, folder: Path, tmp_path: Path) -> None:
    settings = folder / "hageplan.toml"
    told = settings.read_text(encoding="utf-8").replace(
        "[skjema.kolonner]", '[skjema]\nkanal = "besok"\n\n[skjema.kolonner]'
    )
    settings.write_text(told, encoding="utf-8")
    survey(run, folder, as_csv(tmp_path / "svar.csv"), *DAY)
    assert {(one.kanal, one.retning) for one in load(folder).henvendelser} == {("besok", "ut")}
