"""Commands that ask before they change something: others write meanwhile."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hageplan import load
from tests.conftest import NUMBERS, Run, Write, bedrift

pytestmark = pytest.mark.slow

SAG, GARD, NY = NUMBERS[:3]
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
DTSTAMP:20261101T080000Z
DTSTART:20261120T090000Z
DTEND:20261120T103000Z
SUMMARY:Saga AS
END:VEVENT
END:VCALENDAR
"""
COMMANDS = {
    "import csv": ("import", "csv", "ny.csv"),
    "import survey": ("import", "survey", "svar.csv"),
    "import calendar": ("import", "calendar", "k.ics", "--medarbeider", "kari"),
    "privacy forget": ("privacy", "forget", SAG),
    "restore": ("restore", "latest"),
}


@pytest.fixture
def folder(write: Write, run: Run) -> Path:
    tables = bedrift(SAG, "Saga AS", antall_ansatte=4) + bedrift(GARD, "Gard AS")
    folder = write({"bedrifter/os.toml": tables})
    assert run("backup", "-w", folder).returncode == 0
    path = folder / "bedrifter/os.toml"
    path.write_text(path.read_text("utf-8").replace("antall_ansatte = 4", "antall_ansatte = 5"))
    (folder / "ny.csv").write_text(f"orgnr;navn;kommunenr\n{NY};Ny AS;3430\n", "utf-8")
    (folder / "svar.csv").write_text(
        f"tid;orgnr;interesse\n2026-11-20 10:00;{SAG};interessert\n", "utf-8"
    )
    (folder / "k.ics").write_text(ICS.replace("\n", "\r\n"), "utf-8")
    return folder


def agreed_after(
    folder: Path, meanwhile: Callable[[], None], *words: str
) -> tuple[int | None, str]:
    """Run a command on a terminal; do something while it asks, then agree."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "hageplan", *words, "-w", str(folder)],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder,
        env={**os.environ, "HAGEPLAN_LANG": "en", "TERM": "dumb", "COLUMNS": "200"},
    )  # fmt: skip
    os.close(theirs)
    seen, is_answered, until = "", False, time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([ours], [], [], 0.2)[0]:
            if process.poll() is not None:
                break
            continue
        try:
            seen += os.read(ours, 4096).decode("utf-8", "replace")
        except OSError:
            break
        if not is_answered and seen.rstrip().endswith("[y/N]:"):
            is_answered = True
            meanwhile()
            os.write(ours, b"y\n")
    os.close(ours)
    return process.wait(30), " ".join(seen.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_nobody_waits_for_an_answer(run: Run, folder: Path, command: str) -> None:
    ended: list[int] = []

    def log() -> None:
        words = ("log", GARD, "--interesse", "ikke", "-w", folder)
        ended.append(run(*words, HAGEPLAN_WAIT="0").returncode)

    code, seen = agreed_after(folder, log, *COMMANDS[command])
    assert ended == [0], seen
    is_other = command in ("import survey", "import calendar", "restore")  # which change the log
    assert code == int(is_other), seen
    assert ("someone changed the files while you were answering" in seen) == is_other
    assert GARD in {one.organisasjonsnummer for one in load(folder).henvendelser}


@pytest.mark.parametrize("command", ["import csv", "privacy forget", "restore"])
def test_what_is_done_is_what_was_agreed_to(folder: Path, command: str) -> None:
    path = folder / "bedrifter/os.toml"

    def change() -> None:
        path.write_text(f"{path.read_text('utf-8')}# Gard har flyttet.\n", "utf-8")

    code, seen = agreed_after(folder, change, *COMMANDS[command])
    assert (code, "nothing was changed; run the command again" in seen) == (1, True), seen
    assert path.read_text("utf-8").endswith("# Gard har flyttet.\n")
    assert {one.organisasjonsnummer for one in load(folder).bedrifter} == {SAG, GARD}


@pytest.mark.parametrize("command", [*COMMANDS, "log", "bedrift ring-ikke"])
def test_a_question_that_nobody_would_see_changes_nothing(folder: Path, command: str) -> None:
    """What is printed goes into a file, and somebody sits at the keyboard."""
    words = COMMANDS.get(command, (*command.split(), GARD))
    before = {path: path.read_bytes() for path in folder.glob("*/*.toml")}
    ours, theirs = pty.openpty()
    with (folder / "ut.txt").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "hageplan", *words, "-w", str(folder), "--lang", "en"],
            stdin=theirs, stdout=out, stderr=subprocess.PIPE, cwd=folder, timeout=60, check=False,
        )  # fmt: skip
    os.close(theirs)
    os.close(ours)
    told = done.stderr.decode()
    assert done.returncode == 1, told
    assert "nothing was changed" in told
    assert "--yes" in told
    assert "[y/N]" not in (folder / "ut.txt").read_text("utf-8")
    assert {path: path.read_bytes() for path in folder.glob("*/*.toml")} == before
