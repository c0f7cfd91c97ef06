"""A writer that is killed at any moment: what it said is there, and the next can go on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hageplan.workspace.append import append_entries
from hageplan.workspace.lock import locked
from tests.conftest import NUMBERS, Write, bedrift
from tests.durability.counting import HOLDER, LOG, YEAR, Tally, entries, leftovers
from tests.durability.forks import fork, status_of

pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
"""Who is killed cannot say which lines ran."""

A_FOLDER = 50
"""Rounds in one workspace, so that its log is read often while it is of some length."""


def test_killed_writers_lose_nothing(
    tmp_path: Path, is_long: bool, figures: Callable[[object], None]
) -> None:
    kills = 5000 if is_long else 150
    chance, tally = random.Random(kills), Tally("killed writers")
    for start in range(0, kills, A_FOLDER):
        folder = tmp_path / str(start)
        folder.mkdir()
        said: list[int] = []
        for _ in range(A_FOLDER):
            told = _write_until_killed(folder, len(said), chance.uniform(0, 0.02))
            assert told == list(range(len(said), len(said) + len(told)))
            said += told
            extra = tally.count(folder, said)
            assert extra in ([], [len(said)])  # at most the call that was under way
            said += extra
            with locked(folder, HOLDER, patience_s=1):  # a dead writer's lock is free
                append_entries(folder, YEAR, entries(len(said)))
            said.append(len(said))
            assert leftovers(folder) == []
    figures(tally)
    assert tally.is_clean, tally


def _write_until_killed(folder: Path, first: int, delay_s: float) -> list[int]:
    """Let a process write calls from `first` on, kill it, and return the calls that it said."""
    reading, writing = os.pipe()
    child = fork(lambda: _write_on(folder, first, writing))
    os.close(writing)
    time.sleep(delay_s)
    os.kill(child, signal.SIGKILL)
    assert status_of(child) == -signal.SIGKILL
    with os.fdopen(reading) as said:
        return [int(line) for line in said]


def _write_on(folder: Path, first: int, said: int) -> None:  # pragma: no cover  (it is killed)
    for number in range(first, first + 10_000):
        with locked(folder, HOLDER):
            append_entries(folder, YEAR, entries(number))
            os.write(said, f"{number}\n".encode())


def test_killed_commands_lose_nothing(
    write: Write, is_long: bool, figures: Callable[[object], None]
) -> None:
    """Kill `hageplan book` from its start to after its end; what it printed is in the log."""
    folder = write({"bedrifter/os.toml": "".join(map(bedrift, NUMBERS))})
    chance, rounds, said, found = random.Random(1), 0, 0, 0
    for _ in range(10 if is_long else 1):
        _, usual_s = _book(folder, NUMBERS[0], None)
        for number in NUMBERS[1:-1]:
            told, _ = _book(folder, number, chance.uniform(0.3, 1.1) * usual_s)
            there = number in (folder / LOG).read_text(encoding="utf-8")
            assert there or not told
            rounds, said, found = rounds + 1, said + told, found + (there and told)
        assert _book(folder, NUMBERS[-1], None)[0]
        assert leftovers(folder) == ["bedrifter/os.toml"]
        (folder / LOG).unlink()
    figures(f"killed commands: {rounds} rounds, {said} said, {found} found")


def _book(folder: Path, number: str, kill_after_s: float | None) -> tuple[bool, float]:
    """Run `hageplan book`; return whether it said that it is written, and how long it took."""
    start = time.monotonic()
    day = (1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16)[NUMBERS.index(number)]
    words = ["book", number, "--at", f"2026-12-{day:02} 10:00", "--today", "2026-11-24"]
    process = subprocess.Popen(
        [sys.executable, "-m", "hageplan", *words, "-w", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        out, err = process.communicate(timeout=kill_after_s)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), err.decode()
    return out.endswith(b"\n"), time.monotonic() - start
