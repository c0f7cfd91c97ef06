"""`hageplan forecast`, as the real command."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import Run

pytestmark = pytest.mark.slow

SCHEMA = Path(__file__).parents[2] / "docs/schemas/forecast-1.schema.json"
DAY = ("--today", "2026-11-23")
MONTHS = ("--months", "14")
OWN = """navn = "<b>Os</b> først"
kommuner = ["Os", "3427"]
[[ansett]]
maaned = 3
aarsverk = 0.5
"""


def test_the_answer_comes_first_and_files_agree_with_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "os.toml").write_text(OWN, "utf-8")
    asked = ("forecast", *DAY, *MONTHS, "--policy", "hire-now", "--policy", "os.toml", "--json")
    files = ("-o", "f.csv", "-o", "f.html")
    done = run(*asked, *files, "--lang", "en")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    jsonschema.validate(found, json.loads(SCHEMA.read_text("utf-8")))
    assert run(*asked, "--lang", "nb", "-q").stdout == done.stdout, (
        "the same bytes by the same seed"
    )
    keep, hire, own = found["policies"]
    assert [p["policy"] for p in (keep, hire, own)] == ["keep", "hire-now", "<b>Os</b> først"]
    assert [month["month"][:7] for month in keep["months"][:2]] == ["2026-12", "2027-01"]
    assert all(month["staff"] == pytest.approx(found["existing"]) for month in keep["months"])
    assert hire["beyond"]["position_years"]["q50"] == pytest.approx(0.5 * (14 - 4) / 12)
    assert own["beyond"]["position_years"]["q50"] == pytest.approx(0.5 * (14 - 2) / 12)
    assert sum(driver["share"] for driver in found["drivers"]) == pytest.approx(1)
    rows = list(csv.DictReader((tmp_path / "f.csv").read_text("utf-8").splitlines()))
    assert len(rows) == 3 * 14
    assert float(rows[13]["members_q50"]) == keep["months"][13]["members"]["q50"]
    page = (tmp_path / "f.html").read_text("utf-8")
    assert "&lt;b&gt;Os" in page
    assert "<b>Os" not in page
    assert page.count('<svg class="fan') == 2


def test_it_says_when_to_hire_and_what_it_rests_on(run: Run) -> None:
    done = run("forecast", *DAY, "--lang", "en", "--explain", "--policy", "keep")
    told = " ".join(done.stdout.split())
    assert re.search(
        r"With today's 1\.7 full-time positions: \d\d members in November 2029, probably \d", told
    )
    assert re.search(
        r"Hire (now\. The|by \w+ 202\d\. 4 months later, the) chance of being too few", told
    )
    assert re.search(r"hours per member and year [\d.]+ assumption combined", told)
    assert "guess, after Bass" in told
    assert "published: Marketing" in told
    assert "Compared with today's staff" not in told  # there is nothing beside it
    assert max(map(len, done.stdout.splitlines())) <= 80


FAULTS = [
    (["--months", "121"], 2, "120", ""),
    (["--months", "0"], 2, "--months", ""),
    (["--policy", "nope"], 1, "no choice and no file called nope", ""),
    (["--policy", "p.toml"], 1,
     "p.toml:3: error: ansett.aarsverk: -0.5 is not allowed here expected: 0 or more",
     'navn = "a"\n[[ansett]]\naarsverk = -0.5\nmaaned = 1\n'),
    (["--policy", "p.toml"], 1, "p.toml:2: error: kommuner: there is no municipality «Atlantis»",
     'navn = "a"\nkommuner = ["Atlantis"]\n'),
    (["--policy", "p.toml"], 1, "p.toml:1: error: navn: keep is the name of a built-in choice",
     'navn = "keep"\n'),
    (["--policy", "p.toml"], 1,
     "p.toml:2: error: kommuner: Oslo is not part of the forecast suggestion: add --kommune Oslo",
     'navn = "a"\nkommuner = ["Os", "Oslo"]\n'),
    (["--policy", "p.toml"], 1, "p.toml:3: error: ved_underskudd.maaneder: 0",
     'navn = "a"\n[ved_underskudd]\nmaaneder = 0\n'),
    (["--policy", "p.toml"], 1, "p.toml", "navn = \n"),
    (["--policy", "p.toml"], 1, "navn", ""),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "told", "file"), FAULTS)
def test_what_is_wrong_is_said_with_its_line(
    run: Run, tmp_path: Path, words: list[str], code: int, told: str, file: str
) -> None:
    (tmp_path / "p.toml").write_text(file, "utf-8")
    done = run("forecast", *DAY, "--lang", "en", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in " ".join(done.stderr.split())
