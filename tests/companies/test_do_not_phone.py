"""A company that nobody is to phone is marked so wherever it may be called, and planned on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import NUMBERS, Run, Write, bedrift

SAG, GARD = NUMBERS[:2]
PLACE = {"lat": 62.49, "lon": 11.2, "antall_ansatte": 5}
DAY = ("--today", "2026-11-23", "--lang", "en")
PERSON = {"navn": "Nils Eksempel", "telefon": "90000001"}
FLAG = f'[[henvendelse]]\norganisasjonsnummer = "{SAG}"\ntid = 2026-05-02 10:00:00\nflagg = "rod"\n'


@pytest.fixture
def folder(write: Write) -> Path:
    marked = bedrift(SAG, "Storsag AS", ring_ikke=True, kontakt=PERSON, **PLACE)
    return write(
        {
            "bedrifter/os.toml": marked + bedrift(GARD, "Nordgard AS", kontakt=PERSON, **PLACE),
            "logg/2026.toml": FLAG,
        }
    )


def marked(text: str) -> int:
    """Count the marks, however wide the column is that they stand in."""
    return "".join(text.split()).lower().count("donotphone")


@pytest.mark.parametrize(
    ("command", "count"),
    [
        (["next"], 1),
        (["plan", "--days", "1", "--iterations", "5"], 1),
        (["slots", SAG, "--days", "1"], 1),
        (["slots", GARD, "--days", "1"], 0),
        (["followup"], 1),
        (["bedrift", SAG], 1),
        (["bedrift", GARD], 0),
    ],
)
def test_the_mark_stands_beside_the_name(
    run: Run, folder: Path, command: list[str], count: int
) -> None:
    done = run(*command, "-w", folder, *DAY, COLUMNS="160")
    assert done.returncode == 0, done.stderr
    assert marked(done.stdout) == count, done.stdout


def test_it_is_visited_and_its_number_is_not_taken_along(run: Run, folder: Path) -> None:
    done = run("plan", "--days", "1", "--iterations", "5", "--save", "-w", folder, *DAY)
    assert done.returncode == 0, done.stderr
    out = folder.parent / "tur.md"
    assert run("export", "-o", out, "-w", folder, *DAY).returncode == 0
    page = out.read_text("utf-8")
    assert page.count("Nils Eksempel") == 2
    assert page.count("tel:") == 1
    assert marked(page) == 1


def test_the_week_says_so_beside_a_task_and_a_visit_that_is_due(run: Run, folder: Path) -> None:
    log = folder / "logg/2026.toml"
    answers = (
        f'[[henvendelse]]\norganisasjonsnummer = "{number}"\ntid = 2026-02-02 10:00:00\n'
        'kanal = "besok"\ninteresse = "interessert"\n'
        for number in (SAG, GARD)
    )
    log.write_text(FLAG.replace("flagg", 'kanal = "telefon"\nflagg') + "".join(answers), "utf-8")
    done = run("uke", "-w", folder, *DAY)
    about = [line for line in done.stdout.splitlines() if "only write" in line]
    assert len(about) == 2, done.stdout
    assert all("Storsag" in line or "storsag" in line for line in about)


def test_it_is_no_opt_out(run: Run, folder: Path) -> None:
    done = run("privacy", "email", SAG, "nils@storsag.example", "-w", folder, *DAY)
    assert "opted out" not in done.stdout
