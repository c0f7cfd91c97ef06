"""What registers told: a task, a reason for a visit, a line of the week, and of a company."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document

A, B, C = NUMBERS[:3]
TODAY = "2026-11-25"
PLACE = {"lat": 62.49, "lon": 11.2}


def told(number: str, slag: str, day: str, fra: str = "", til: str = "") -> str:
    return (
        f'[[hendelse]]\norganisasjonsnummer = "{number}"\ndato = {day}\nslag = "{slag}"\n'
        f'fra = "{fra}"\ntil = "{til}"\n\n'
    )


@pytest.fixture
def ask(write: Write, run: Run) -> Any:
    companies = (
        bedrift(A, "Sag AS", status="medlem", **PLACE)
        + bedrift(B, "Kro AS", antall_ansatte=20, **PLACE)
        + bedrift(C, "Bakeri AS", antall_ansatte=20, **PLACE)
    )
    happened = (
        told(A, "konkurs", "2026-11-23")
        + told(B, "ansatte", "2026-05-04", "8", "12")
        + told(B, "ansatte", "2026-11-20", "12", "20")
        + told(C, "konkurs", "2026-11-23")
    )
    folder = write(
        {
            "hageplan.toml": f'sprak = "en"\n{SETTINGS}',
            "bedrifter/os.toml": companies,
            "hendelser/2026.toml": happened,
        }
    )

    def asked(*words: str | Path) -> str:
        done = run(*words, "-w", folder, "--today", TODAY)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return asked


def tasks(ask: Any) -> Sequence[Any]:
    found: Sequence[Any] = document(ask("followup", "--json"))["oppgaver"]
    return found


def test_a_bankruptcy_of_ours_is_a_red_task_until_somebody_took_it_up(ask: Any) -> None:
    (task,) = tasks(ask)
    assert (task["organisasjonsnummer"], task["flagg"], task["kind"]) == (A, "rod", "hendelse")
    assert (task["frist"], task["ansvarlig"]) == ("2026-11-30", "kari")
    assert "bankruptcy opened, 23 Nov 2026" in " ".join(ask("followup").split())
    ask("done", task["id"], "--notat", "Snakket med bostyrer")
    assert not tasks(ask)


def test_growth_is_a_reason_that_counts_and_fades_with_the_visit(ask: Any) -> None:
    first, second = document(ask("next", "--json"))["visits"]
    assert (first["organisasjonsnummer"], second["organisasjonsnummer"]) == (B, C)
    # 30 of the 80 minutes of an average visit, whose prize is 1 + κ.
    assert first["occasion_part"] == pytest.approx(1.5 * 30 / 80)
    assert second["occasion_part"] == 0
    assert "12 more employees (8 to 20) since 4 May 2026" in " ".join(ask("next").split())
    plan = ("plan", "--kommune", "Os", "--days", "2", "--iterations", "20", "--seed", "1")
    stops = [s for tour in document(ask(*plan, "--json"))["tours"] for s in tour["stops"]]
    by_number = {stop["organisasjonsnummer"]: stop for stop in stops}
    assert by_number[B]["reasons"][0].startswith("happened-more count=12")
    assert by_number[B]["prize_minutes"] - by_number[C]["prize_minutes"] >= 30
    ask("log", B, "--at", "2026-11-24 10:00", "--interesse", "ikke")
    left = document(ask("next", "--json"))["visits"]
    assert all(visit["occasion_part"] == 0 for visit in left)


def test_the_week_and_the_summary_tell_it_and_the_summary_once(ask: Any, tmp_path: Path) -> None:
    week = document(ask("uke", "--json"))["news"]["told"]
    assert [one["organisasjonsnummer"] for one in week] == [B, A, C]
    ask("summary", "--since-last", "-o", tmp_path / "uke.md")
    assert "8 more employees" in (tmp_path / "uke.md").read_text()
    left = document(ask("uke", "--json"))["news"]["told"]
    assert [one["organisasjonsnummer"] for one in left] == [A, C]


def test_a_company_shows_the_line_of_its_life(ask: Any) -> None:
    shown = ask("bedrift", B)
    assert shown.index("20 Nov 2026 8 more employees") < shown.index("4 May 2026 4 more employees")
