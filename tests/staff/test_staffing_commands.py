"""`hageplan staffing`, as the real command."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import Run

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
DAY = ("--today", "2026-11-23")


def document(run: Run, *arguments: str | Path) -> dict[str, Any]:
    done = run("staffing", *DAY, "--json", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def validate(found: dict[str, Any], name: str) -> None:
    jsonschema.validate(found, json.loads((SCHEMAS / name).read_text(encoding="utf-8")))


def test_the_answer_its_chances_and_what_it_rests_on_are_printed(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    done = run("staffing", *DAY, "--lang", "en", "--explain", "--csv", table)
    assert (done.returncode, done.stderr) == (0, f"written: {table}\n")
    assert "EXAMPLE DATA" in done.stdout
    told = " ".join(done.stdout.split())
    assert re.search(
        r"Rendalen 1\.\d full-time positions are missing beyond today's 1\.7, probably 0\.\d to 3\.\d\. The chance that 2\.5 new",
        told,
    )
    assert re.search(
        r"Hours per member: 59 .* Assumed beforehand: 28 .* 25 members suggest 73 \(", told
    )
    assert re.search(r"1\.50–1\.75 +\d+% +█{30,}", done.stdout)
    assert re.search(r"Chance that this is enough +\d+% +\d+% .*over 99%", done.stdout)
    assert re.search(
        r"Hours a year by activity.*^Tynset +10 +5\d +\d+ +\d\d0 +48 +\d+ +2\d0 +0\.\d\d \(",
        done.stdout,
        re.MULTILINE | re.DOTALL,
    )
    assert re.search(r"hours and 3,\d00 km", told)
    assert re.search(r"Hours per member +\d+% +█+", done.stdout)
    assert "published: Richmond," in done.stdout
    assert "254 working days in the" in done.stdout
    assert "Money is left out. Add" in " ".join(done.stdout.split())
    assert max(map(len, done.stdout.splitlines())) <= 80
    has_a_row_a_municipality_and_one_for_all(table.read_text(encoding="utf-8"))


def has_a_row_a_municipality_and_one_for_all(table: str) -> None:
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["navn"] for row in rows] == [
        "Os", "Tolga", "Tynset", "Folldal", "Alvdal", "Rendalen", "",
    ]  # fmt: skip
    together = rows[-1]
    assert together["kommunenummer"] == "*"
    parts = sum(float(row["hours_driving"]) for row in rows[:-1])
    assert parts == pytest.approx(float(together["hours_driving"]), abs=0.01)
    assert float(together["fte_q50"]) == pytest.approx(1.68, abs=0.05)


@pytest.mark.parametrize("width", ["46", "140"])
def test_it_fits_other_terminals(run: Run, width: str) -> None:
    done = run("staffing", *DAY, COLUMNS=width)
    assert max(map(len, done.stdout.splitlines())) <= int(width)
    assert "Årsverk i 2027" in done.stdout


def test_json_has_the_schema_and_is_the_same_in_every_language(run: Run) -> None:
    english = run("staffing", *DAY, "--json", "--lang", "en")
    norwegian = run("staffing", *DAY, "--json", LC_ALL="C")
    assert english.stdout == norwegian.stdout
    found = json.loads(english.stdout)
    validate(found, "staffing-1.schema.json")
    for fte in (found["fte"], *(row["fte"] for row in found["kommuner"])):
        assert 0 < fte["q05"] < fte["q50"] < fte["q95"]
    assert found["before"] is None


def test_what_if(run: Run) -> None:
    found = document(
        run,
        "--set",
        "hours_per_member=60",
        "--set",
        "conversion.interessert=0.5",
        "--kommune",
        "Os",
    )
    validate(found, "staffing-1.schema.json")
    assert found["before"]["q50"] < found["fte"]["q50"]
    tried = {a["input"]: a["value"] for a in found["assumptions"] if a["given"] == "set"}
    assert tried == {"hours_per_member": 60.0, "conversion.interessert": 0.5}
    assert [row["navn"] for row in found["kommuner"]] == ["Os"]


def test_a_scenario_of_ones_own_in_either_language(run: Run, tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text("hours_per_member = 60\n[conversion]\ninteressert = 0.5\n")
    (tmp_path / "nb.toml").write_text("timer_per_medlem = 60\n[konvertering]\ninteressert = 0.5\n")
    english, norwegian = (
        document(run, "--scenario", tmp_path / name, "--kommune", "Os")
        for name in ("en.toml", "nb.toml")
    )
    assert english["scenario"] == "en.toml"
    assert english["fte"] == norwegian["fte"]
    assert english["fte"] != document(run, "--kommune", "Os")["fte"]
    given = {a["input"]: a["given"] for a in english["assumptions"]}
    assert (given["hours_per_member"], given["sick_days"]) == ("scenario", "default")


def test_where_to_live(run: Run, tmp_path: Path) -> None:
    found = document(run, "--where", "--kommune", "Folldal", "--kommune", "Alvdal")
    validate(found, "homes-1.schema.json")
    assert found["homes"][0]["place"] in ("Folldal", "Alvdal")
    assert found["homes"][-1]["place"] == "Ålen"
    (office,) = (home for home in found["homes"] if home["kind"] == "office")
    assert office["saved_hours"] == 0
    assert set(found["hours_by_kommune"]["Alvdal"]) == {"Folldal", "Alvdal"}
    done = run("staffing", *DAY, "--where", "--csv", tmp_path / "w.csv", "--kommune", "Folldal")
    assert "Røros*" in done.stdout
    assert len((tmp_path / "w.csv").read_text(encoding="utf-8").splitlines()) == 9


FAULTS = [
    (["--set", "hours_per_member=-3"], 1, "--set: error: hours_per_member: -3"),
    (["--set", "conversion.interessert=1.5"], 1, "conversion.interessert: 1.5"),
    (["--set", "hours_per_memer=3"], 1, "did you mean hours_per_member?"),
    (["--set", "hours_per_member"], 1, "write it like this: --set hours_per_member=30"),
    (["--set", "hours_per_member=12,5"], 1, "a number with a decimal point"),
    (["--set", "followups_low=2"], 1, "oppfolginger_lavt is above oppfolginger_hoyt"),
    (["--year", "1850"], 2, "--year"),
    (["--year", "2500"], 2, "--year"),
    (["--year", "0"], 2, "--year"),
    (["--scenario", "nope"], 1, "no scenario and no file called nope"),
    (["--set", "sick_days=240", "--set", "holiday_days=30"], 1, "leave no working time"),
    (["--kommune", "Atlantis"], 1, "Atlantis"),
    (["--excel"], 2, "--excel"),
]


@pytest.mark.parametrize(("arguments", "code", "told"), FAULTS)
def test_faults_say_what_is_wrong(run: Run, arguments: list[str], code: int, told: str) -> None:
    done = run("staffing", *DAY, "--lang", "en", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_all_faults_of_a_scenario_are_told_with_their_lines(run: Run, tmp_path: Path) -> None:
    faulty = 'hours_per_member = -3\nbesok_per_medlem = "to"\n[conversion]\ninteressert = 1.5\n'
    (tmp_path / "s.toml").write_text(faulty)
    done = run("staffing", "--scenario", "s.toml", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 1
    assert "s.toml:1: error: hours_per_member: -3 is not allowed here" in done.stderr
    assert 's.toml:2: error: besok_per_medlem: "to" is not a number' in done.stderr
    assert "s.toml:4: error: conversion.interessert: 1.5 is not allowed here" in done.stderr


def test_the_ending_says_what_is_written(run: Run, tmp_path: Path) -> None:
    files = [tmp_path / f"bo.{ending}" for ending in ("csv", "xlsx", "json")]
    words = [word for file in files for word in ("-o", file)]
    done = run("staffing", *DAY, "--where", "--kommune", "Folldal", "--json", *words)
    assert done.returncode == 0, done.stderr
    assert files[2].read_text(encoding="utf-8") == done.stdout
    assert files[0].read_text(encoding="utf-8").startswith("place,kind,hours,")
    assert files[1].read_bytes().startswith(b"PK")
    assert run("staffing", *DAY, "-o", tmp_path / "bo.html").returncode == 2
