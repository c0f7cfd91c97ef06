"""`hageplan jobs`, what `followup` escalates, and the time a plan leaves, as the real commands."""

from __future__ import annotations

import csv
import io
import json
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


def test_jobs_of_the_example(run: Run) -> None:
    done = run("jobs", *DAY, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "EXAMPLE DATA" in done.stdout
    assert "Jobs in 2026 (1 Jan 2026 – 31 Dec 2026)" in done.stdout
    assert "By confidence: anslag 3 new, 4 kept; vedtatt 0 new, 3 kept" in done.stdout
    assert "Skaresult" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "Skaresult" in run("jobs", *DAY, "--explain").stdout


def test_json_has_the_schema_and_csv_a_row_each(run: Run, tmp_path: Path) -> None:
    done = run("jobs", *DAY, "--json", "--explain", "--csv", tmp_path / "a.csv", LC_ALL="C")
    found = document(done.stdout)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8"))))
    assert [row["henvendelse"] for row in rows] == [c["henvendelse"] for c in found["claims"]]
    run("jobs", *DAY, "--csv", tmp_path / "b.csv", "--excel", "--quiet")
    lines = (tmp_path / "b.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[-1].startswith("*;;3;3;3;7;9;0;2026;")


def test_what_is_logged_and_corrected_is_counted_once(run: Run, write: Write) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    claim = "nye=2,kilde=styret, 12. mai,sikkerhet=vedtatt,gjelder=høvel,grunnlag=6"
    done = run("log", SAG, "--arbeidsplasser", claim, "-w", folder, "--json", *DAY)
    entry = json.loads(done.stdout)["entries"][0]
    assert entry["arbeidsplasser"] == {
        "nye": 2, "bevarte": 0, "kilde": "styret, 12. mai", "sikkerhet": "vedtatt",
        "gjelder": "høvel", "grunnlag": 6,
    }  # fmt: skip
    run("log", "fix", entry["id"], "--arbeidsplasser", "nye=1,gjelder=høvel", "-w", folder, *DAY)
    found = json.loads(run("jobs", "--json", "--explain", "-w", folder, *DAY).stdout)
    assert (found["total"]["new"], found["total"]["claims"]) == (1, 1)
    assert found["claims"][0]["said_before"] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--period", "2026-W48"], "is no period"),
        (["--period", "2027"], "is yet to begin"),
        (["--kommune", "Atlantis"], "Atlantis"),
    ],
)
def test_faults_say_what_is_wrong(run: Run, arguments: list[str], told: str) -> None:
    done = run("jobs", *DAY, "--lang", "en", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr


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
    assert [t["id"] for t in tasks(run, folder, "--ansvarlig", "sjefen")] == ["o-1"]
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
    assert "Task: kari by 2026-11-30, for the flag" in done.stdout
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


def test_days_without_a_tour_are_time_at_the_desk(run: Run, write: Write) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    words = ("plan", "-w", folder, "--kommune", "Os", "--json", "--max-visits", "1", *DAY)
    one, five = (json.loads(run(*words, "--days", days).stdout)["desk_time"] for days in "15")
    assert five["left_minutes"] - one["left_minutes"] == 4 * (8 * 60 - 30)


def desk_time(run: Run, folder: Path, *arguments: str) -> dict[str, Any]:
    done = run("plan", "-w", folder, "--kommune", "Os", "--json", "--days", "1", *DAY, *arguments)
    assert done.returncode == 0, done.stderr
    plan = document(done.stdout)
    (tour,) = plan["tours"]
    minutes = [
        int(tour[end]["time"][:2]) * 60 + int(tour[end]["time"][3:]) for end in ("start", "end")
    ]
    found: dict[str, Any] = plan["desk_time"]
    out = minutes[1] - minutes[0] - (30 if tour["lunch"] else 0)
    assert found["left_minutes"] == 8 * 60 - 30 - out
    assert found["expected_followups"] == pytest.approx(0.54 * len(tour["stops"]))
    return found


def test_a_plan_tells_the_time_that_follow_ups_have(run: Run, write: Write) -> None:
    """One day at work; a task due then needs an hour, as each expected follow-up does."""
    promise = (
        f'[[oppfolging]]\nid = "o-{{n}}"\norganisasjonsnummer = "{GARD}"\nfrist = 2026-11-24\n'
        'ansvarlig = "kari"\ntekst = "ring"\n\n'
    )
    companies = {"bedrifter/os.toml": COMPANIES}
    quiet = desk_time(run, write({**companies, "logg/2026.toml": ""}))
    assert (quiet["due_tasks"], quiet["is_enough"]) == (0, True)
    busy = write({**companies, "logg/2026.toml": "".join(promise.format(n=n) for n in range(9))})
    found = desk_time(run, busy)
    assert found["due_tasks"] == 9
    assert found["needed_minutes"] == pytest.approx(60 * (9 + found["expected_followups"]), abs=1)
    assert found["is_enough"] is False
    told = run("plan", "-w", busy, "--kommune", "Os", "--days", "1", "--lang", "en", *DAY)
    assert "9 tasks due" in told.stdout
    assert "That is not enough" in told.stdout
