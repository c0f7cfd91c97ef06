"""Whoever waits is told for whom; folders without locks and tools that sync lose nothing."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from hageplan.command import writing
from hageplan.command.call import Call
from hageplan.errors import RequestError
from hageplan.workspace.append import append_entries
from hageplan.workspace.holder import Holder
from hageplan.workspace.journal import change_files
from hageplan.workspace.lock import Locked, locked
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.durability.counting import HOLDER, LOG, YEAR, Tally, entries, leftovers
from tests.durability.forks import fork, status_of

pytestmark = pytest.mark.slow

BOOK = ("book", NUMBERS[0], "--at", "2026-12-01 10:00", "--today", "2026-11-24", "--lang", "en")


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": "".join(map(bedrift, NUMBERS))})


def test_who_waits_in_vain_is_told_for_whom(run: Run, folder: Path) -> None:
    with locked(folder, Holder("ola", "bærbar", 4711, "hageplan log", "2026-11-24 08:15")):
        done = run(*BOOK, "-w", folder, HAGEPLAN_WAIT="0.3")
    assert (done.returncode, done.stdout) == (1, "")
    said = " ".join(done.stderr.split())
    named = "ola on bærbar is writing here: hageplan log, process 4711, since 24 Nov 2026 08:15"
    assert named in said
    assert "nothing was changed" in said
    assert not (folder / LOG).exists()
    assert run(*BOOK, "-w", folder, HAGEPLAN_WAIT="0.3").returncode == 0


@pytest.mark.parametrize(("asked", "waited"), [("0.3", 0.3), ("-1", 0.0), ("", 300.0)])
def test_who_waits_waits_as_long_as_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, asked: str, waited: float
) -> None:
    """Nobody waits here: what would be waited for is told to the lock."""
    told: list[float] = []

    @contextmanager
    def noted(folder: Path, holder: Holder, patience_s: float) -> Iterator[Locked]:
        told.append(patience_s)
        with locked(folder, holder, patience_s) as held:
            yield held

    monkeypatch.setattr(writing, "locked", noted)
    monkeypatch.setenv("HAGEPLAN_WAIT", asked)
    with Call(folder=folder).writing(patience_s=300):
        assert told == [waited]


def test_the_holder_is_named_while_it_writes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/bin/hageplan", "book", "hemmelig"])
    held = folder / ".hageplan/holder.json"
    with Call(folder=folder, quiet=True).writing():
        holder = json.loads(held.read_text(encoding="utf-8"))
    assert (holder["process"], holder["host"]) == (os.getpid(), socket.gethostname())
    assert holder["command"] == "hageplan book"
    assert not held.exists()


def test_what_the_dead_left_goes_and_what_the_living_write_stays(run: Run, folder: Path) -> None:
    """Even where the next command only reads; it waits for nobody."""
    half, held = folder / "logg/.2026.toml.0123abcd.hageplan-tmp", folder / ".hageplan/holder.json"
    half.parent.mkdir()
    with locked(folder, HOLDER):
        half.write_text("halv", encoding="utf-8")
        assert run("avtaler", "-w", folder).returncode == 0
        assert half.exists()
        of_the_dead = held.read_bytes()
    held.write_bytes(of_the_dead)
    done = run("avtaler", "-w", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert not half.exists()
    assert not held.exists()


def _no_locks(code: int) -> Callable[..., None]:
    def flock(*_: int) -> None:
        raise OSError(code, os.strerror(code))

    return flock


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK])
def test_a_folder_without_locks_still_loses_nothing(
    tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch, figures: Callable[[object], None]
) -> None:
    monkeypatch.setattr(fcntl, "flock", _no_locks(code))
    tally = Tally(f"four writers without locks ({errno.errorcode[code]})")
    each = 50
    starts = [each * one for one in range(4)]
    children = [fork(partial(_write_soft, tmp_path, first, each)) for first in starts]
    assert [status_of(child) for child in children] == [0] * 4
    assert tally.count(tmp_path, range(4 * each)) == []
    figures(tally)
    assert tally.is_clean, tally
    assert leftovers(tmp_path) in ([], [".hageplan/lock.soft"])


def _write_soft(folder: Path, first: int, count: int) -> None:
    for number in range(first, first + count):
        with locked(folder, HOLDER, patience_s=60) as alone:
            assert not alone.is_native
            append_entries(folder, YEAR, entries(number))


def test_a_folder_without_locks_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fcntl, "flock", _no_locks(errno.ENOLCK))
    with Call(folder=folder).writing():
        pass
    assert "this folder does not support locks" in capfd.readouterr().err


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOLCK])
def test_the_file_of_a_dead_writer_is_no_lock(
    tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fcntl, "flock", _no_locks(code))

    def die() -> None:
        with locked(tmp_path, HOLDER):
            os._exit(7)

    assert status_of(fork(die)) == 7
    assert _soft_locks(tmp_path)
    with locked(tmp_path, HOLDER, patience_s=5):
        append_entries(tmp_path, YEAR, entries(1))
    assert Tally("").count(tmp_path, []) == [1]


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOLCK])
def test_the_file_of_another_machine_is_named(
    tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether that writer still lives can't be told from here: people decide."""
    monkeypatch.setattr(fcntl, "flock", _no_locks(code))
    with locked(tmp_path, HOLDER):
        (lock,) = _soft_locks(tmp_path)
        content = lock.read_text()
    lock.write_text(content.replace(socket.gethostname(), "en-annen-maskin"))
    with pytest.raises(RequestError) as caught, locked(tmp_path, HOLDER, patience_s=0.2):
        pass
    assert str(lock) in str(caught.value.todo)
    lock.unlink()
    with locked(tmp_path, HOLDER, patience_s=0.2):
        pass


def _soft_locks(folder: Path) -> list[Path]:
    return [p for p in (folder / ".hageplan").glob("lock*") if p.read_text()]


def test_a_tool_that_syncs_changes_nothing(run: Run, folder: Path) -> None:
    """It reads the log, and locks it as some do, while an appointment is written."""
    append_entries(folder, YEAR, entries(1))
    before = (folder / LOG).read_bytes()
    with (folder / LOG).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert run(*BOOK, "-w", folder).returncode == 0
        assert held.read() == before
    assert (folder / LOG).read_bytes().startswith(before)


def test_a_file_that_goes_is_waited_for_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the draft of a letter is, while a mail program shows it."""
    change_files(tmp_path, {tmp_path / "a.eml": "a", tmp_path / "b.eml": "b"})
    refusals, unlink = [32, 32], Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.name == "a.eml" and refusals:
            fault = PermissionError(errno.EACCES, "held")
            fault.winerror = refusals.pop()  # type: ignore[attr-defined,unused-ignore]
            raise fault
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    change_files(tmp_path, {tmp_path / "a.eml": None, tmp_path / "b.eml": None})
    assert not [*tmp_path.glob("*.eml")]


@pytest.mark.parametrize(("times", "is_saved"), [(2, True), (1000, False)])
def test_a_file_that_is_held_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, is_saved: bool
) -> None:
    """Windows refuses to replace a file that another program has open."""
    append_entries(tmp_path, YEAR, entries(1))
    before, refused, replace = (tmp_path / LOG).read_bytes(), [0], os.replace

    def held(source: str, target: str) -> None:
        refused[0] += 1
        if refused[0] <= times:
            fault = PermissionError(errno.EACCES, "held")
            fault.winerror = 32  # type: ignore[attr-defined,unused-ignore]
            raise fault
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    if is_saved:
        append_entries(tmp_path, YEAR, entries(2))
        assert Tally("").count(tmp_path, [1, 2]) == []
        return
    with pytest.raises(RequestError, match="cannot be written"):
        append_entries(tmp_path, YEAR, entries(2))
    assert (tmp_path / LOG).read_bytes() == before
    assert leftovers(tmp_path) == []
