"""Commands whose reader goes away, as `head` does: their work is done as if it had stayed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import NUMBERS, PATIENCE_S, Run

MONDAY = "2026-11-23"
COMPANY = "322146256"
OTHER = "322069294"
BOOK = ("book", COMPANY, "--at", "2026-12-01 10:00", "--medarbeider", "sigrid")
PLAN = ("plan", "--days", "1", "--iterations", "200", "--save")
_OF_THE_MOMENT = (".zip", ".xlsx", ".html", ".ics")
_TIME = re.compile(r"\d{2,}")


def commands() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the commands that write, by name: the last of each is the one whose reader goes."""
    return {
        "plan": (PLAN,),
        "plan -o": ((*PLAN, "-o", "tur.html", "-o", "tur.ics", "--json"),),
        "show": (PLAN, ("show", "latest", "-o", "tur.xlsx")),
        "export": (PLAN, ("export", "latest", "-o", "tur.ics")),
        "invite": (PLAN, ("invite", "latest", "--folder", "utkast")),
        "score": (("score", "--csv", "kommuner.csv"),),
        "next": (("next", "--csv", "neste.csv"),),
        "followup": (("followup", "--csv", "oppgaver.csv"),),
        "match": (("match", "--csv", "par.csv"),),
        "report": (("report", "siva", "-o", "siva.json", "--json"),),
        "summary": (("summary", "--since-last", "--json"),),
        "book": (BOOK,),
        "move": (BOOK, ("move", COMPANY, "--at", "2026-12-02 10:00")),
        "cancel": (BOOK, ("cancel", COMPANY)),
        "log": (("log", OTHER, "--interesse", "interessert"),),
        "introduce": (("match", "introduce", COMPANY, OTHER, "--medarbeider", "ola"),),
        "import": (("import", "csv", "ny.csv", "--yes"),),
        "undo": (("import", "csv", "ny.csv", "--yes"), ("import", "undo")),
        "backup": (("backup",),),
        "restore": (("backup",), BOOK, ("restore", "latest", "--yes")),
        "forget": (("privacy", "forget", COMPANY, "--yes"),),
        "reserve": (("privacy", "reserve", COMPANY),),
        "repair": (("check", "--repair", "--yes"),),
    }


def _today(words: tuple[str, ...]) -> tuple[str, ...]:
    is_timeless = words[0] in ("backup", "restore", "check") or words[:2] == ("import", "undo")
    return () if is_timeless else ("--today", MONDAY)


def _files(folder: Path) -> dict[str, bytes]:
    """Return all files, but for what is made of the moment: times in names, archives, locks."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and ".hageplan/lock" not in name:
            is_of_the_moment = path.suffix in _OF_THE_MOMENT or "personvern/" in name
            shown = _TIME.sub("#", name)
            found[shown] = b"" if is_of_the_moment else path.read_bytes()
    return found


def _with_reader_gone(words: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a command whose standard output nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    keep = {k: v for k, v in os.environ.items() if not k.startswith("HAGEPLAN")}
    done = subprocess.run(
        [sys.executable, "-m", "hageplan", *words],
        cwd=folder,
        env=keep,
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=PATIENCE_S,
        check=False,
    )
    os.close(writing)
    return done


@pytest.mark.parametrize("name", commands())
def test_what_is_written_does_not_depend_on_who_reads(name: str, tmp_path: Path, run: Run) -> None:
    """Files and exit code are those of a command whose words are read, and nobody hears of it."""
    first, second = tmp_path / "lest", tmp_path / "ulest"
    assert run("init", first, "--demo").returncode == 0
    (first / "ny.csv").write_text(f"organisasjonsnummer;navn;kommune\n{NUMBERS[0]};Ny AS;Tynset\n")
    *before, last = commands()[name]
    if name == "repair":
        (first / "logg" / "2020.toml").write_text("[[avtale]]\nid =", encoding="utf-8")
    for words in before:
        assert run(*words, *_today(words), cwd=first).returncode == 0, words
    shutil.copytree(first, second)
    read = run(*last, *_today(last), cwd=first)
    unread = _with_reader_gone((*last, *_today(last)), second)
    assert read.returncode == 0, read.stderr
    assert unread.returncode == 0, unread.stderr
    assert b"Broken" not in unread.stderr
    assert _files(first) == _files(second)


def test_standard_error_may_lose_its_reader_too(tmp_path: Path, run: Run) -> None:
    """`2>&1 | head` takes both away."""
    assert run("init", tmp_path / "hage", "--demo").returncode == 0
    command = f"{shlex.quote(sys.executable)} -m hageplan {' '.join(PLAN)} --today {MONDAY}"
    subprocess.run(
        ["bash", "-c", f"{command} 2>&1 | head -1"], cwd=tmp_path / "hage", check=True, stdout=-3
    )
    assert len(list((tmp_path / "hage" / "planer").glob("*.toml"))) == 1
