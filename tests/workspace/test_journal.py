"""A change of several files is whole, whoever cut it off; nobody else's word changes a file."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from hageplan.errors import RequestError
from hageplan.workspace import journal
from hageplan.workspace.find import is_cut_off, journal_file
from hageplan.workspace.holder import Holder
from hageplan.workspace.journal import Settlement, change_files
from hageplan.workspace.lock import locked
from hageplan.workspace.write import Contents, FileStep, carry_out
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.driver import hageplan
from tests.durability.forks import fork, status_of

HOLDER = Holder("kari", "kontor", 1, "hageplan privacy", "2026-11-24 09:00")
OLD = {"a": b"old a", "b/c": b"old c", "gone": b"old gone", "../out/r": b"old r"}
NEW = {"a": b"new a", "b/c": b"new c", "b/new": b"new", "gone": None, "../out/r": b"new r"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in OLD.items():
        path = tmp_path / "hage" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.resolve().parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "hage"


def contents(folder: Path) -> Contents:
    return {folder / name: content for name, content in NEW.items()}


def found(folder: Path) -> dict[str, bytes]:
    paths = {name: folder / name for name in {**OLD, **NEW}}
    return {name: path.read_bytes() for name, path in paths.items() if path.exists()}


def reset(folder: Path) -> None:
    """Make all files those of before."""
    for name, content in OLD.items():
        (folder / name).write_bytes(content)
    (folder / "b/new").unlink(missing_ok=True)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.parent.rglob("*.hageplan-tmp")]


def whole(files: Mapping[str, bytes | None]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if content is not None}


def settled(folder: Path) -> Settlement | None:
    with locked(folder, HOLDER) as alone:
        return alone.settled


def cut_off(folder: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Change all files in a process that dies at the `step`-th that it takes; tell whether it did."""
    taken = count(1)
    is_noted: list[bool] = []

    def dying(call: Callable[..., object]) -> Callable[..., object]:
        def die(*args: object, **keys: object) -> object:
            if is_noted and next(taken) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **keys)

        return die

    def noted(steps: Sequence[FileStep]) -> None:
        is_noted.append(True)
        carry_out(steps)

    def change() -> None:
        for name in ("open", "replace", "unlink", "fsync"):
            monkeypatch.setattr(os, name, dying(getattr(os, name)))
        monkeypatch.setattr(journal, "carry_out", noted)
        with locked(folder, HOLDER):
            change_files(folder, contents(folder))

    return status_of(fork(change)) == -signal.SIGKILL


def test_cut_off_anywhere_it_is_the_old_or_the_new(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = set()
    for step in count(1):
        died = cut_off(folder, step, monkeypatch)
        end = settled(folder)
        assert end is None or end.outcome != "stuck"
        ends.add(end and end.outcome)
        assert found(folder) in (whole(OLD), whole(NEW)), step
        assert end is None or (found(folder) == whole(NEW)) == (end.outcome == "completed")
        assert leftovers(folder) == []
        assert not is_cut_off(folder)
        if not died:
            break
        reset(folder)
    assert step > 20
    assert ends == {None, "completed", "taken-back"}
    assert found(folder) == whole(NEW)


def half(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change all files in a process that dies after the first of them is in place."""
    steps = count(1)
    while cut_off(folder, next(steps), monkeypatch):
        if found(folder)["a"] == b"new a":
            return
        settled(folder)
        reset(folder)
    raise AssertionError("it didn't die half way")


def test_what_others_changed_since_stays_and_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half(folder, monkeypatch)
    (folder / "b/c").write_bytes(b"somebody's")
    end = settled(folder)
    assert end is not None
    assert end.outcome == "stuck"
    assert [fault.file for fault in end.faults] == ["b/c"]
    assert (folder / "b/c").read_bytes() == b"somebody's"
    assert is_cut_off(folder)


def test_a_result_that_others_changed_since_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half(folder, monkeypatch)
    result = (folder / "../out/r").resolve()
    result.write_bytes(b"somebody's")
    end = settled(folder)
    assert end is not None
    assert end.unwritten == (result,)
    assert found(folder) == {**whole(NEW), "../out/r": b"somebody's"}
    assert leftovers(folder) == []


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("goes", [False, True])
def test_a_note_of_others_changes_nothing_outside(folder: Path, goes: bool, begun: bool) -> None:
    """Who can write into the workspace must not write with the rights of those who use it."""
    victim = folder.parent / "out/r"
    with locked(folder, HOLDER):
        pass
    sums = {"before": sha256(b"old r").hexdigest()}
    if not goes:
        sums["after"] = sha256(b"bad").hexdigest()
    files = [
        {"path": str(path), "temporary": f".{name}.00000000.hageplan-tmp", "size": 3 * (not goes)}
        | sums
        for path, name in ((victim, "r"), ("../out/r", "r"), (folder.parent / "out/x", "x"))
    ]
    if begun:
        own = {"path": "a", "temporary": ".a.0.hageplan-tmp", "size": 5}
        files.append({**own, "after": sha256(b"old a").hexdigest()})
    head = json.dumps({"files": files}).encode()
    content = b"" if goes else b"badbadbad"
    journal_file(folder).write_bytes(head + b"\n" + content + b"old a" * begun)
    settled(folder)
    assert victim.read_bytes() == b"old r"
    assert not (folder.parent / "out/x").exists()


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\n",
        b"{",
        b"\xff\xfe",
        b'{"files": [{"path": "a", "temporary": "x"}]}\n',
        b'{"files": [{"path": "a\\u0000", "temporary": ".a.0.hageplan-tmp"}]}\n',
        b'{"files": [{"path": "a", "temporary": "../../.a.0.hageplan-tmp"}]}\n',
        b'{"files": [{"path": "a", "temporary": ".a.0.hageplan-tmp", "after": "0", "size": 9}]}\n',
        b"[" * 100_000,
    ],
)
def test_a_damaged_note_is_said_and_set_aside(write: Write, note: bytes) -> None:
    folder = write({"bedrifter/os.toml": bedrift(NUMBERS[0])})
    (folder / ".hageplan").mkdir()
    journal_file(folder).write_bytes(note)
    book = ("book", NUMBERS[0], "--at", "2026-12-01 10:00", "--today", "2026-11-24", "--lang", "en")
    where = ("-w", str(folder), "--lang", "en")
    refused = hageplan(*book, "-w", str(folder))
    assert refused.code == 1
    assert "a change was interrupted and cannot be completed" in refused.err
    assert not (folder / "logg").exists()
    checked = hageplan("check", *where)
    assert checked.code == 1
    assert ".hageplan/journal" in checked.out
    assert hageplan("check", "--repair", "--yes", *where).code == 0
    kept = [path.read_bytes() for path in (folder / ".hageplan/reddet").glob("*.txt")]
    assert all(note in text for text in kept)
    assert len(kept) == bool(note)
    assert hageplan(*book, "-w", str(folder)).code == 0


def test_repair_finishes_what_others_came_between(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "hageplan.toml").write_text("[naeringshage]\n", encoding="utf-8")
    half(folder, monkeypatch)
    (folder / "b/c").write_bytes(b"somebody's")
    done = hageplan("check", "--repair", "--yes", "-w", str(folder), "--lang", "en")
    assert "b/c:1: changed by someone else since" in done.out
    assert found(folder) == {**whole(NEW), "b/c": b"somebody's", "../out/r": b"old r"}
    (kept,) = (folder / "b/reddet").glob("*.txt")
    assert b"new c" in kept.read_bytes()
    assert not is_cut_off(folder)


def test_reading_goes_on_where_nothing_can_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    (folder / "hageplan.toml").write_text("[naeringshage]\n", encoding="utf-8")
    half(folder, monkeypatch)
    (folder / "b/c").write_bytes(b"somebody's")
    done = run("avtaler", "-w", folder, "--lang", "en")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "hageplan: a change was interrupted and cannot be completed",
    ]


def test_a_change_that_cannot_be_noted_changes_nothing(folder: Path) -> None:
    with locked(folder, HOLDER):
        journal_file(folder).mkdir()
        with pytest.raises(RequestError):
            change_files(folder, contents(folder))
        journal_file(folder).rmdir()
    assert found(folder) == whole(OLD)
