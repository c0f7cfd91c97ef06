"""Tasks: what a flag becomes, when it grows urgent, and a company on one page."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli

from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document

DAY = ("--today", "2026-11-23")
SAG, GARD = NUMBERS[:2]
COMPANIES = bedrift(SAG, "Storsag AS", antall_ansatte=5) + bedrift(GARD, "Nordgard")


def contact(number: str, day: str, **keys: str) -> str:
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'[[henvendelse]]\norganisasjonsnummer = "{number}"\ntid = {day} 10:00:00\n{lines}\n'


def tasks(run: Run, folder: Path, *arguments: str, day: str = "2026-11-23") -> list[dict[str, Any]]:
    done = run("followup", "--json", "-w", folder, "--today", day, *arguments)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = document(done.stdout)["oppgaver"]
    return found


RULES = '\n[[medarbeider]]\nid = "sjefen"\n\n[oppfolging]\nleder = "sjefen"\ngul_dager = 10\neskaler_dager = 3\n'


def flagged(day: str, flag: str) -> str:
    return contact(SAG, day, flagg=f'"{flag}"', medarbeider='"kari"')


@pytest.mark.parametrize(
    ("flag", "day", "urgency", "escalated_to"),
    [
        ("gul", "2026-11-12", "later", None),
        ("gul", "2026-11-13", "now", None),
        ("gul", "2026-11-15", "overdue", None),
        ("gul", "2026-11-16", "escalated", "sjefen"),
        ("rod", "2026-11-02", "later", None),
        ("rod", "2026-11-03", "now", None),
        ("rod", "2026-11-04", "escalated", "sjefen"),
    ],
)
def test_flags_become_tasks_that_grow_urgent(
    run: Run, write: Write, flag: str, day: str, urgency: str, escalated_to: str | None
) -> None:
    log = flagged("2026-11-03", flag)
    folder = write(
        {"hageplan.toml": SETTINGS + RULES, "bedrifter/os.toml": COMPANIES, "logg/2026.toml": log}
    )
    if date.fromisoformat(day) < date(2026, 11, 3):
        return
    (task,) = tasks(run, folder, day=day)
    assert (task["ansvarlig"], task["owner_assumed"]) == ("kari", False)
    assert (task["urgency"], task["escalated_to"]) == (urgency, escalated_to)


def test_what_is_escalated_comes_after_red_flags_and_is_the_leaders_too(
    run: Run, write: Write
) -> None:
    promise = (
        f'[[oppfolging]]\nid = "o-1"\norganisasjonsnummer = "{GARD}"\nfrist = 2026-11-01\n'
        'ansvarlig = "kari"\ntekst = "ring"\n\n'
    )
    log = flagged("2026-11-23", "rod") + promise
    folder = write(
        {"hageplan.toml": SETTINGS + RULES, "bedrifter/os.toml": COMPANIES, "logg/2026.toml": log}
    )
    assert [t["urgency"] for t in tasks(run, folder)] == ["now", "escalated"]
    assert [t["id"] for t in tasks(run, folder, "--medarbeider", "sjefen")] == ["o-1"]
    shown = run("followup", "-w", folder, *DAY, "--lang", "en", "--csv", folder.parent / "f.csv")
    assert "kari → sjefen" in " ".join(shown.stdout.split())
    rows = list(csv.DictReader(io.StringIO((folder.parent / "f.csv").read_text(encoding="utf-8"))))
    assert [row["urgency"] for row in rows] == ["now", "escalated"]


def test_a_flag_that_names_nobody_gets_an_owner(run: Run, write: Write) -> None:
    log = contact(SAG, "2026-11-20", flagg='"gul"')
    folder = write({"bedrifter/os.toml": COMPANIES, "logg/2026.toml": log})
    (task,) = tasks(run, folder)
    assert (task["ansvarlig"], task["owner_assumed"]) == ("kari", True)
    assert "kari*" in run("followup", "-w", folder, *DAY).stdout


def test_a_leader_whom_nobody_knows_is_a_fault(run: Run, write: Write) -> None:
    settings = SETTINGS + '\n[oppfolging]\nleder = "per"\n'
    folder = write({"hageplan.toml": settings, "bedrifter/os.toml": COMPANIES})
    done = run("followup", "-w", folder, "--lang", "en")
    assert done.returncode == 1
    line = settings.splitlines().index('leder = "per"') + 1
    assert f"hageplan.toml:{line}: error: oppfolging.leder: no medarbeider" in done.stderr


def test_log_tells_the_task_that_a_flag_becomes(run: Run, write: Write) -> None:
    folder = write({"hageplan.toml": SETTINGS + RULES, "bedrifter/os.toml": COMPANIES})
    words = ("log", SAG, "-w", folder, "--lang", "en", "--medarbeider", "kari", *DAY)
    done = run(*words, "--flagg", "gul", "--at", "2026-11-20 10:00")
    assert "Task for the flag: kari, due 30 Nov 2026" in done.stdout
    done = run(
        *words, "--flagg", "rod", "--oppfolging", "2026-11-24 ring", "--at", "2026-11-20 12:00"
    )
    assert "Task:" not in done.stdout
    done = run("log", "fix", _last_id(folder), "-w", folder, "--lang", "en", "--stryk", *DAY)
    assert done.returncode == 0, done.stderr
    assert "Task:" not in done.stdout


def _last_id(folder: Path) -> str:
    contacts = tomli.loads((folder / "logg/2026.toml").read_text("utf-8"))["henvendelse"]
    return str(contacts[0]["id"])


def test_tasks_go_into_a_workbook_too(run: Run, write: Write, tmp_path: Path) -> None:
    log = contact(SAG, "2026-11-20", flagg='"gul"')
    folder = write({"bedrifter/os.toml": COMPANIES, "logg/2026.toml": log})
    names = ("f.xlsx", "f.csv", "f.json")
    files = [word for name in names for word in ("-o", tmp_path / name)]
    done = run("followup", "--json", *files, "-w", folder, *DAY)
    assert (tmp_path / "f.json").read_text(encoding="utf-8") == done.stdout
    assert (tmp_path / "f.xlsx").read_bytes().startswith(b"PK")
    assert len((tmp_path / "f.csv").read_text(encoding="utf-8").splitlines()) == 2


def test_a_companys_page_has_its_schema(run: Run, write: Write) -> None:
    """Entries with and without an id, one that was corrected, an appointment, an introduction."""
    log = contact(SAG, "2026-11-19", flagg='"gul"') + flagged("2026-11-20", "rod")
    folder = write({"bedrifter/os.toml": COMPANIES, "logg/2026.toml": log})
    words = ("--medarbeider", "kari", "-w", folder, *DAY)
    promise = ("--oppfolging", "2026-12-01 ring", "--arbeidsplasser", "nye=1")
    run("log", SAG, "--at", "2026-11-21 10:00", "--interesse", "ikke", *promise, *words)
    run("log", "fix", f"h-20261121-1000-{SAG}", "--interesse", "interessert", *words)
    run("book", SAG, "--at", "2026-12-01 10:00", *words)
    run("match", "introduce", SAG, GARD, *words)
    page = document(run("bedrift", SAG, "--json", "-w", folder, *DAY).stdout)
    assert [entry["id"] for entry in page["henvendelser"]] == [
        f"h-20261119-1000-{SAG}",
        f"h-20261120-1000-{SAG}",
        f"h-20261121-1000-{SAG}-2",
    ]
    assert [entry["table"] for entry in page["rettet"]] == ["henvendelse"]
    assert [entry["table"] for entry in page["avtaler"]] == ["avtale"]
    assert [one["other"] for one in page["koblinger"]] == ["Nordgard"]


def test_eighty_columns_break_no_word_and_no_id(run: Run, write: Write) -> None:
    """Ids as the tool makes them stand below what is to be done, and can be copied whole."""
    task = 'organisasjonsnummer = "{number}"\nfrist = 2026-11-2{day}\nansvarlig = "kari"\ntekst = "{what}"\n'
    told = ("Sende informasjon om medlemskapsavtalen", "Ringe opplæringskontoret om lærlinger", "")
    entries = "".join(
        f'[[oppfolging]]\nid = "o-2026112{n}-{NUMBERS[n]}"\n'
        + task.format(number=NUMBERS[n], day=n, what=what)
        for n, what in enumerate(told)
    )
    names = ("Fjellregionens Regnskapskontor AS", "Anleggsmaskiner Østerdalen AS", "Ål AS")
    people = SETTINGS + 'navn = "Kari Kristoffersen"\n'
    folder = write({
        "hageplan.toml": people,
        "bedrifter/a.toml": "".join(bedrift(n, navn) for n, navn in zip(NUMBERS, names, strict=False)),
        "logg/2026.toml": entries,
    })  # fmt: skip
    done = run("followup", "-w", folder, "--today", "2026-11-23", "--lang", "nb")
    assert max(map(len, done.stdout.splitlines())) <= 80
    shown = set(done.stdout.split())
    for text in (*told, *names, *(f"o-2026112{n}-{NUMBERS[n]}" for n in range(3))):
        assert shown >= set(text.split()), text
