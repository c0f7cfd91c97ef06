"""The time that a plan leaves for the desk, and whether it is enough."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.documents import document

DAY = ("--today", "2026-11-23")
SAG, GARD = NUMBERS[:2]
COMPANIES = bedrift(SAG, "Storsag AS", antall_ansatte=5) + bedrift(GARD, "Nordgard")


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
    words = ("plan", "-w", busy, "--kommune", "Os", "--days", "1", "--lang", "en", *DAY)
    told = run(*words)
    assert "and 9 falling due" in told.stdout
    assert "Office time is too short. Plan fewer visits" in told.stdout
    nobody = run(*words, "--without", SAG, "--without", GARD)
    assert "0 visits in all" in nobody.stdout
    assert "fewer visits" not in nobody.stdout


def test_a_few_days_are_planned_full(run: Run) -> None:
    """What they bring is followed up in the rest of the week; a whole week is cut to size."""
    words = ("plan", "--kommune", "Tynset", "--iterations", "300", "--json", *DAY,
             "--from", "2026-11-24", "--days")  # fmt: skip
    two, five = (document(run(*words, days).stdout) for days in ("2", "5"))
    assert (two["desk_time"]["is_enough"], five["desk_time"]["is_enough"]) == (False, True)
    assert len(two["tours"]) == 4
    assert all(len(tour["stops"]) >= 3 for tour in two["tours"])
    assert "worth" not in two["desk_time"] or two["desk_time"]["worth"] is None
