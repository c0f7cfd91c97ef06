"""`show`, `compare` and `export`: saved plans, whichever version saved them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from hageplan.workspace.plans import plan_file, read_plan
from tests.conftest import Run, Write
from tests.documents import document

pytestmark = pytest.mark.slow

SAVED = Path(__file__).with_name("plan-1.toml")
"""A plan as it was saved when plans had a lunch of their own beside the pauses."""
DAY = date(2026, 11, 23)


@pytest.fixture
def folder(write: Write) -> Path:
    made = write({})
    (made / "planer").mkdir()
    shutil.copy(SAVED, made / "planer" / "2026-11-23-1.toml")
    return made


def test_a_plan_of_an_earlier_version_is_read_and_saved_as_it_was(folder: Path) -> None:
    plan = read_plan(folder, "latest")
    assert [pause.kind for pause in plan.tours[0].breaks] == ["lunch"]
    assert plan.request.max_visits == 2
    assert plan.safety is not None
    assert plan.safety.usual_visits == 2
    assert [*plan_file(folder, plan, DAY).values()] == [SAVED.read_text("utf-8")]


def test_shown_and_written_as_json_it_is_one_document(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "plan.json"
    done = run("show", "--json", "-o", file, "-w", folder, "-q")
    found = document(done.stdout)
    assert found["tours"][0]["lunch"] == {"start": "12:05", "end": "12:35"}
    assert json.loads(file.read_text("utf-8")) == found
    assert document(run("compare", "latest", "latest", "--json", "-w", folder).stdout)


def test_a_saved_plan_is_shown_and_exported_into_the_same_files(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    for command in ("show", "export"):
        words = ("-o", tmp_path / f"{command}.md", "-o", tmp_path / f"{command}.csv")
        done = run(command, *words, "-w", folder, "--today", f"{DAY}")
        assert done.returncode == 0, done.stderr
    for ending in ("md", "csv"):
        shown, exported = (tmp_path / f"{command}.{ending}" for command in ("show", "export"))
        assert shown.read_bytes() == exported.read_bytes()


def test_a_faulty_record_does_not_hide_a_plan(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "bedrifter").mkdir(exist_ok=True)
    (folder / "bedrifter" / "a.toml").write_text("[[bedrift]]\n", encoding="utf-8")
    for name in ("plan.csv", "plan.md"):
        assert run("show", "-o", tmp_path / name, "-w", folder).returncode == 0


@pytest.mark.parametrize("words", [("show",), ("compare", "latest")])
def test_no_solver_is_loaded_for_it(folder: Path, words: tuple[str, ...]) -> None:
    code = (
        f"import sys; sys.argv = ['hageplan', *{words!r}, '-w', {str(folder)!r}]\n"
        "from hageplan.app import main\n"
        "try: main()\nexcept SystemExit as end: assert not end.code\n"
        "assert not {'hageplan.tours.solve.engine', 'numpy', 'icalendar'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
