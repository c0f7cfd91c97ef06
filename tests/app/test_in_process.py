"""The entry point called many times in one process does what a process for each call does."""

from __future__ import annotations

import io
import os
import random
import re
import shlex
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from hageplan.app import main
from hageplan.app.commands import COMMANDS
from hageplan.upkeep.create import create_workspace, new_workspace
from tests.conftest import PATIENCE_S
from tests.driver import Ended
from tests.forking import run_forked

pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
"""Processes of their own are started to compare with."""

DAY = "--today 2026-11-23"
LINES = (
    "--help", "--version", "", "ukjent", "score --help --lang en", "score --help --lang nb",
    f"score {DAY}", f"score {DAY} --json --lang en", f"next -n 3 {DAY}", f"next -n 3 {DAY} --lang en",
    "next --help", f"plan --kommune Tynset --days 1 --iterations 20 {DAY}",
    f"plan --kommune Tynset --days 1 --iterations 20 {DAY} --save --lang en", "plan --kommune Ingensteds",
    "show", "show --lang en", "compare", "export -o tur.md", "invite --lang en",
    "staffing --help", "staffing --set ukjent=1", f"slots 301877250 {DAY} --count 1",
    f'book 301877250 --at "2026-12-01 10:00" --medarbeider sigrid {DAY}',
    f'book 301877250 --at "i morgen kl 25" {DAY} --lang en', "move 301877250 --help",
    f"cancel 301877250 {DAY}", f"done 301877250 {DAY}", f"appointments {DAY}", f"avtaler {DAY} --lang en",
    f'log 301877250 --at "2026-11-20 10:30" --interesse interessert {DAY}', "log --help --lang en",
    f"log show 301877250 {DAY}", f"followup {DAY}", f"bedrift 301877250 {DAY} --lang en",
    f"uke {DAY}", f"uke {DAY} --lang en", "plan --dayz 3", "plan --dayz 3 --lang en",
    f"jobs {DAY} --explain", f"match {DAY} --json", "match introduce --help",
    "import csv ingen.csv --lang en", "import csv liste.csv", "import --help", "import undo",
    "geocode --help", "privacy holdings --lang en", "privacy forget 999", f"summary --week 2026-W47 {DAY}",
    f"report siva --period 2026-H2 {DAY}", f"report styre --period 2026 {DAY} --lang en", "outbox",
    f"forecast --months 3 --policy keep {DAY}", "forecast --months 0 --lang en", "roads", "roads remove intet --lang en",
    "check", "check --lang en", "check --json", "init ny --lang en", "backup", "restore latest --dry-run",
)  # fmt: skip


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    create_workspace(folder / "mal", new_workspace(folder / "mal", (), demo=True))
    (folder / "mal/liste.csv").write_text(
        "Org. nr.,Navn,Kommune\n310000000,Sag AS,Tynset\n", "utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def alone(region: Path) -> dict[str, Ended]:
    """Return how each line ends in a process of its own."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("HAGEPLAN", "LANG", "LC_"))}
    found = {}
    for line in LINES:
        env = {**keep, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
        done = run_forked(shlex.split(line), _laid_out(region), env, PATIENCE_S)
        found[line] = _plain(Ended(done.returncode, done.stdout, done.stderr))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_call_does_not_depend_on_those_before_it(
    region: Path, alone: dict[str, Ended], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith(("HAGEPLAN", "LANG", "LC_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANGUAGE", "nb")
    monkeypatch.setenv("COLUMNS", "80")
    lines = [*LINES]
    random.Random(seed).shuffle(lines)
    for line in lines:
        monkeypatch.chdir(_laid_out(region))
        assert _plain(_called(line, monkeypatch)) == alone[line], line


def test_every_command_is_called() -> None:
    assert {word for line in LINES for word in line.split()[:1]} >= COMMANDS.keys()


def _called(line: str, monkeypatch: pytest.MonkeyPatch) -> Ended:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    monkeypatch.setattr(sys, "argv", ["hageplan", *shlex.split(line)])
    code = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())
    return Ended(code, *texts)


def _laid_out(region: Path) -> Path:
    """Lay the workspace out anew, each time in the same place."""
    folder = region / "hage"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(region / "mal", folder)
    return folder


def _plain(ended: Ended) -> Ended:
    """Leave out the moment of a file's name, and how long something took."""
    out, err = (
        re.sub(r"\d{4}-\d\d-\d\d-\d{6}|\d+[.,]\d+ s\b", "*", t) for t in (ended.out, ended.err)
    )
    return Ended(ended.code, out, err)
