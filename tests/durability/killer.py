"""Commands that are killed before a call of theirs that changes something, and what is left then."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import pytest

from hatch_build import compiler
from tests.forking import Deadline, Server

SOURCE = Path(__file__).with_name("killer.c")
FLAGS = ("-O1", "-shared", "-fPIC")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/Oslo"))
"""Where the clock of every command stands: with it, what is written depends on nothing else."""
PATIENCE_S = 120.0


@dataclass(frozen=True)
class Call:
    """A call that changes something: of `path`, or of its name `to` another one, with its `data`."""

    name: str
    path: str
    to: str
    data: bytes

    def __str__(self) -> str:
        return f"{self.name} {self.to or self.path}"


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a command ended, by a signal where `code` is negative, and the `calls` it made."""

    code: int
    out: str
    err: str
    calls: tuple[Call, ...]

    @property
    def is_killed(self) -> bool:
        """Whether it was killed."""
        return self.code < 0

    @property
    def is_documented(self) -> bool:
        """Whether it ended as commands do: no fault of ours, no waiting for what is dead."""
        return self.code in (0, 1, 3, 4) and "Traceback" not in self.out + self.err


class Killer:
    """Runs commands in processes of their own, each of which may be killed at a call."""

    def __init__(self, library: Path) -> None:
        self._server = Server(LD_PRELOAD=str(library))
        keep = (key for key in os.environ if not key.startswith(("HAGEPLAN", "LANG", "LC_")))
        self._env = {key: os.environ[key] for key in keep} | {"COLUMNS": "80", "HAGEPLAN_WAIT": "5"}

    def run(self, words: Sequence[str], cwd: Path, at: int = 0) -> Ended:
        """Run `hageplan` in `cwd`, killed before its call `at`, from 1 on; 0: not at all."""
        with tempfile.TemporaryFile() as told:
            deadline = Deadline(at=at, clock=int(NOW.timestamp()), told=told.fileno())
            done = self._server.run(words, cwd, self._env, PATIENCE_S, deadline)
            told.seek(0)
            calls = tuple(_told(told, cwd.resolve()))
        return Ended(code=done.returncode, out=done.stdout, err=done.stderr, calls=calls)


def _told(stream: IO[bytes], here: Path) -> Iterator[Call]:
    """Give the calls that are told in a stream; paths below `here` are named from there."""
    while line := stream.readline():
        name, size, *paths = line.decode().rstrip("\n").split("\t")
        path, to = (os.path.relpath(here / one, here) if one else "" for one in paths)
        yield Call(name, path, to, stream.read(int(size)))


def compiled(folder: Path) -> Path:
    """Return the library that kills, compiled into `folder`; skips where that cannot be."""
    if not sys.platform.startswith("linux"):
        pytest.skip("a library that is loaded before libc stands for the kills, on Linux alone")
    known = compiler()
    if known is None:
        pytest.skip("no compiler works here for the library that kills")
    library = folder / "killer.so"
    command = [*known, "-x", "c", *FLAGS, "-o", str(library), str(SOURCE), "-ldl"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return library
