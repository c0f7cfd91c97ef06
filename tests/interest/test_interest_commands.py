"""`hageplan score` and `hageplan next`, as the real commands."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import NUMBERS, Run, Write, bedrift

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
DAY = ("--today", "2026-11-23")


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return found


def test_score_prints_chart_numbers_and_assumptions(run: Run) -> None:
    done = run("score", *DAY, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "EXAMPLE DATA" in done.stdout
    line = next(line for line in done.stdout.splitlines() if line.startswith("Tynset"))
    assert re.match(r"Tynset +\d+/34 +\d+% +\d+–\d+% +┊?─*━+●━+─", line)
    assert re.search(r"\d+ of 157 companies have answered", done.stdout)
    explained = run("score", *DAY, "--lang", "en", "--explain")
    assert "An answer counts half after 3 years." in explained.stdout
    assert "Politeness cannot be seen in the answers." in explained.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("width", ["46", "60", "140"])
def test_score_fits_other_terminals(run: Run, width: str) -> None:
    done = run("score", *DAY, COLUMNS=width)
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= int(width)
    assert any("●" in line for line in lines)


def test_score_is_norwegian_by_default(run: Run) -> None:
    done = run("score", *DAY, "--kommune", "tynset", "--explain")
    assert "Interesse i hver kommune per 23. nov. 2026" in done.stdout
    assert "Kommunen selv, ut fra svarene" in done.stdout
    assert "Tolga" not in done.stdout


def test_score_json_has_the_schema_and_is_the_same_in_every_language(run: Run) -> None:
    english = run("score", *DAY, "--explain", "--json", "--lang", "en")
    norwegian = run("score", *DAY, "--explain", "--json", LC_ALL="C")
    assert english.stdout == norwegian.stdout
    document = json.loads(english.stdout)
    jsonschema.validate(document, schema("score-1.schema.json"))
    assert document["example_data"] is True
    assert len(document["kommuner"]) == 8
    assert document["kommuner"][0]["explanation"]["terms"].keys() == {
        "region",
        "size",
        "industry",
        "kommune",
        "self_selection",
        "refusals",
    }


def test_score_csv(run: Run, tmp_path: Path) -> None:
    done = run("score", *DAY, "--csv", tmp_path / "a.csv", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"))))
    assert [row["navn"] for row in rows][:3] == ["Røros", "Holtålen", "Os"]
    assert 0 < float(rows[3]["share_low90"]) < float(rows[3]["share"]) < 1
    run("score", *DAY, "--csv", tmp_path / "b.csv", "--excel", "--quiet")
    text = (tmp_path / "b.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeffkommunenummer;navn;")
    assert ";0,4" in text


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("score", "--threshold", "2"), 2, "threshold"),
        (("score", "--kommune", "Tynsett"), 1, "Tynset"),
        (("score", "--excel"), 2, "--csv"),
        (("next", "--value", "money"), 2, "members"),
        (("next", "-n", "0"), 2, "-n"),
    ],
)
def test_wrong_use(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr


def test_a_kommune_without_companies_is_shown_as_such(run: Run, write: Write) -> None:
    folder = write({"bedrifter/a.toml": bedrift(NUMBERS[0], "Sag [red]AS\x1b")})
    done = run("score", *DAY, "--explain", "--workspace", folder, "--lang", "en")
    assert done.returncode == 0
    assert re.search(r"Tynset +0/0 +– +–", done.stdout)
    assert "Nobody has answered yet" in done.stdout
    document = json.loads(run("score", *DAY, "--json", "--workspace", folder).stdout)
    assert [row["estimated"]["share"] for row in document["kommuner"]][1:] == [None, None]


def test_an_answer_in_the_future_is_a_fault_with_its_line(run: Run, write: Write) -> None:
    log = f"""[[henvendelse]]
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2099-01-01T09:00:00
interesse = "interessert"
"""
    folder = write({"bedrifter/a.toml": bedrift(NUMBERS[0]), "logg/2099.toml": log})
    for command in ("score", "next", "plan", "check"):
        done = run(command, "--workspace", folder, "--lang", "en")
        assert done.returncode == (command == "check")  # the others leave it out, and say so
        assert "logg/2099.toml:3" in done.stdout + done.stderr
    done = run("score", "--today", "2099-02-01", "--workspace", folder)
    assert done.returncode == 0


def test_next_lists_who_why_and_who_was_drawn(run: Run) -> None:
    done = run("next", "-n", "10", *DAY, "--explain", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^ ?10\*", done.stdout, re.MULTILINE)
    assert re.search(r"^ *3 ", done.stdout, re.MULTILINE)
    assert "never asked" in done.stdout
    assert "odds against an average company" in done.stdout
    assert "10% of the visits are picked at random" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_next_json_and_csv(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "neste.csv"
    done = run(
        "next", "-n", "20", *DAY, "--json", "--explain", "--csv", file, "--quiet", "--seed", "3"
    )
    document = json.loads(done.stdout)
    jsonschema.validate(document, schema("next-1.schema.json"))
    assert len(document["visits"]) == 20
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [row["organisasjonsnummer"] for row in rows] == [
        visit["organisasjonsnummer"] for visit in document["visits"]
    ]
    assert [row["drawn"] for row in rows].count("true") == 2
    again = run("next", "-n", "20", *DAY, "--json", "--explain", "--seed", "3")
    assert again.stdout == done.stdout


def test_the_solver_is_not_loaded_for_a_score(run: Run, tmp_path: Path) -> None:
    heavy = ("scipy", "matplotlib", "rapidfuzz", "tree_sitter")
    (tmp_path / "sitecustomize.py").write_text(
        "import atexit, sys\n"
        f"heavy = {heavy!r}\n"
        "atexit.register(lambda: sys.stderr.write(' '.join(m for m in heavy if m in sys.modules)))\n",
        encoding="utf-8",
    )
    for command in (("score", *DAY), ("next", *DAY), ("score", *DAY, "--json")):
        done = run(*command, PYTHONPATH=str(tmp_path))
        assert (done.returncode, done.stderr) == (0, "")


def test_a_csv_never_lands_on_records(run: Run, write: Write) -> None:
    folder = write({"bedrifter/a.toml": bedrift(NUMBERS[0])})
    before = (folder / "hageplan.toml").read_text("utf-8")
    for target in (folder / "hageplan.toml", folder, folder / "finnes-ikke/a.csv"):
        done = run("score", *DAY, "--workspace", folder, "--csv", target, "--lang", "en")
        assert done.returncode == 1
        assert "results cannot be written to" in done.stderr
    assert (folder / "hageplan.toml").read_text("utf-8") == before


def test_nobody_to_visit_is_said(run: Run, write: Write) -> None:
    folder = write({"bedrifter/a.toml": bedrift(NUMBERS[0], status="medlem")})
    done = run("next", *DAY, "--workspace", folder, "--lang", "en")
    assert "There is no company to visit now." in done.stdout
    assert "drawn by lot" not in done.stdout
    assert json.loads(run("next", *DAY, "--json", "--workspace", folder).stdout)["visits"] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full to write to")
def test_a_full_disk_is_no_fault_of_ours() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hageplan", "score", *DAY, "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 1
    assert "mislyktes" in done.stderr
