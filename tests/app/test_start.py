"""What a command loads and builds before it answers, in counts: time depends on the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hageplan.upkeep.create import create_workspace, new_workspace

CODE = """
import json, sys
from hageplan.app import main
sys.argv = ["hageplan", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
from hageplan.records.base import Record
def kinds(one):
    return {one, *(kind for sub in one.__subclasses__() for kind in kinds(sub))}
built = sorted(kind.__name__ for kind in kinds(Record) if kind.__pydantic_complete__)
print(json.dumps([sorted(sys.modules), built]), file=sys.stderr)
"""
NOBODY_NEEDS = {
    "email_validator", "icalendar", "jinja2", "keyring", "openpyxl", "rapidfuzz", "tree_sitter",
    "xlsxwriter", "hageplan.ui.sheets.sheet", "hageplan.workspace.journal",
}  # fmt: skip


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("start") / "hage"
    create_workspace(folder, new_workspace(folder, (), demo=True))
    return folder


@pytest.mark.parametrize(
    ("words", "beside", "models"),
    [
        (["check"], {"numpy", "babel", "hageplan.ui.texts", "hageplan.records.plan"}, 9),
        (["followup"], {"numpy", "hageplan.records.plan"}, 11),
        (
            ["score", "--today", "2026-11-23"],
            {"hageplan.interest.suggest", "hageplan.interest.next_result", "hageplan.records.plan"},
            20,
        ),
        (["summary"], {"hageplan.mail.outbox", "hageplan.tours.files.itinerary"}, 40),
    ],
)
def test_a_command_loads_and_builds_what_it_needs(
    region: Path, words: list[str], beside: set[str], models: int
) -> None:
    command = [sys.executable, "-c", CODE, *words, "-w", str(region)]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    loaded, built = json.loads(done.stderr.splitlines()[-1])
    assert not (NOBODY_NEEDS | beside) & {*loaded}
    assert len(built) <= models, built
