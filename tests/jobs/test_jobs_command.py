"""`hageplan jobs`, as the real command."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import NUMBERS, Run, Write, bedrift
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
    assert "Jobs, 2026\n" in done.stdout
    assert (
        "By certainty: estimate 3 new and 4 retained; decided 0 new and 3 retained" in done.stdout
    )
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
        (["--period", "2026-W54"], "is not a valid period"),
        (["--period", "2027"], "has not begun"),
        (["--kommune", "Atlantis"], "Atlantis"),
    ],
)
def test_faults_say_what_is_wrong(run: Run, arguments: list[str], told: str) -> None:
    done = run("jobs", *DAY, "--lang", "en", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
