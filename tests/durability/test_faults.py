"""Each system call of a write fails once: it is saved, or refused and nothing has changed."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tomli

from hageplan.errors import RecordsError, RequestError
from hageplan.workspace.append import append_entries
from hageplan.workspace.lock import locked
from hageplan.workspace.write import replace_files
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.driver import Ended, hageplan
from tests.durability.counting import HOLDER, LOG, YEAR, Tally, entries, leftovers
from tests.durability.failing import Calls

pytestmark = pytest.mark.slow

CODES = (errno.ENOSPC, errno.EIO, errno.EACCES)
NOTHING_CHANGED = "nothing was changed"
MAY_BE_LOST = "may be lost in a power cut"
BOOK = ("book", NUMBERS[0], "--at", "2026-12-01 10:00", "--today", "2026-11-24", "--lang", "en")


def _append(folder: Path) -> None:
    with locked(folder, HOLDER, patience_s=5):
        append_entries(folder, YEAR, entries(5))


@pytest.mark.parametrize("is_new", [True, False], ids=["new log", "old log"])
def test_each_call_of_an_append(
    tmp_path: Path, is_new: bool, figures: Callable[[object], None]
) -> None:
    names = _names_of(_append, _folder(tmp_path / "first", is_new))
    assert {"open", "write", "fsync", "replace", "mkdir", "close", "flock"} <= {*names}
    ends, tally = Counter[str](), Tally("calls that fail in an append")
    for number in range(len(names)):
        for code in CODES:
            folder = _folder(tmp_path / f"{number}-{code}", is_new)
            before = _content(folder)
            end = _end(_append, folder, number, code)
            ends[end] += 1
            said = list(range(0 if is_new else 4)) + [5] * (end != NOTHING_CHANGED)
            assert tally.count(folder, said) == [], (names[number], number, code, end)
            assert end != NOTHING_CHANGED or _content(folder) == before
            assert end == "saved" or not _temporary(folder), (names[number], number, code)
            _append(folder) if end == NOTHING_CHANGED else None
            assert not _temporary(folder)
    figures(f"{tally}; {dict(ends)}")
    assert tally.is_clean, tally
    assert len(ends) == 3


def test_each_call_of_two_files(tmp_path: Path, figures: Callable[[object], None]) -> None:
    """The names of those that are written are told where the disk fails between them."""

    def replace_two(folder: Path) -> None:
        replace_files({folder / "a": "new", folder / "b" / "c": "new"})

    names, ends = _names_of(replace_two, _two(tmp_path / "first")), Counter[str]()
    for number in range(len(names)):
        folder = _two(tmp_path / f"{number}")
        end = _end(replace_two, folder, number, errno.EIO)
        contents = [(folder / "a").read_text(), (folder / "b" / "c").read_text()]
        ends[end] += 1
        assert not _temporary(folder)
        assert contents in {
            "saved": (["new", "new"],),
            NOTHING_CHANGED: (["old", "old"],),
            MAY_BE_LOST: (["new", "new"], ["new", "old"]),
        }.get(end, ()), (names[number], number, end)
    figures(f"calls that fail in writing two files: {dict(ends)}")


def test_each_call_of_the_command(
    write: Write,
    is_long: bool,
    monkeypatch: pytest.MonkeyPatch,
    figures: Callable[[object], None],
) -> None:
    folder = write({"bedrifter/os.toml": bedrift(NUMBERS[0])})
    monkeypatch.setenv("HAGEPLAN_WAIT", "5")
    assert hageplan(*BOOK, "-w", str(folder)).code == 0
    (folder / LOG).unlink()
    ended: list[Ended] = []

    def book(folder: Path) -> None:
        ended.append(hageplan(*BOOK, "-w", str(folder)))

    names, ends = _names_of(book, folder), Counter[str]()
    for number in range(len(names)):
        for code in CODES if is_long else CODES[number % 3 :][:1]:
            (folder / LOG).unlink(missing_ok=True)
            _end(book, folder, number, code)
            done, is_there = ended.pop(), (folder / LOG).exists()
            err = " ".join(done.err.split())
            assert done.code in (0, 1), (names[number], number, code, done)
            assert is_there == (done.code == 0 or MAY_BE_LOST in err), (names[number], number, done)
            assert done.code == 0 or "hageplan: " in err
            assert not _temporary(folder)
            ends["saved" if done.code == 0 else "may be lost" if is_there else "refused"] += 1
    figures(f"calls that fail in hageplan book: {dict(ends)}")


def test_a_folder_that_may_be_lost_is_made_again(tmp_path: Path) -> None:
    """Else the next write would put its file into a folder that isn't on disk."""
    folder = _folder(tmp_path / "a", is_new=True)
    names = _names_of(_append, _folder(tmp_path / "b", is_new=True))
    made = len(names) - 1 - names[::-1].index("mkdir")
    assert _end(_append, folder, names.index("fsync", made), errno.EIO) == NOTHING_CHANGED
    assert not (folder / LOG).parent.exists()
    _append(folder)
    assert Tally("").count(folder, [5]) == []


def test_what_is_saved_was_synced_before_it_was_said(tmp_path: Path) -> None:
    """The new text is on disk before it takes the old one's place, the folder's names after."""
    names = _names_of(_append, _folder(tmp_path / "a", is_new=False))
    put = names.index("replace")
    written = len(names) - 1 - names[::-1].index("write", len(names) - put)
    assert names.index("fsync", written) < put < len(names) - 1 - names[::-1].index("fsync")


def test_a_file_size_limit_is_no_half_file(folder: Path, run: Run) -> None:
    before, limit = (folder / LOG).read_bytes(), len((folder / LOG).read_bytes()) + 20
    done = subprocess.run(
        [sys.executable, "-m", "hageplan", *BOOK, "-w", folder],
        preexec_fn=lambda: _limit(limit),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "cannot be written: File too large" in " ".join(done.stderr.split())
    assert NOTHING_CHANGED in done.stderr
    assert (folder / LOG).read_bytes() == before
    assert leftovers(folder) == ["bedrifter/os.toml"]
    assert run(*BOOK, "-w", folder).returncode == 0


def _limit(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_is_no_half_file(folder: Path, run: Run, mounted: Mounted) -> None:
    disk = mounted("size=256k")
    shutil.copytree(folder, disk, dirs_exist_ok=True)
    before = (disk / LOG).read_bytes()
    with contextlib.suppress(OSError):
        (disk / "film").write_bytes(bytes(1 << 20))
    done = run(*BOOK, "-w", disk)
    assert done.returncode == 1
    assert "the disk is full" in done.stderr
    assert NOTHING_CHANGED in done.stderr
    assert (disk / LOG).read_bytes() == before
    assert not _temporary(disk)
    (disk / "film").unlink()
    assert run(*BOOK, "-w", disk).returncode == 0
    assert (disk / LOG).read_bytes().startswith(before)


def test_a_read_only_folder_is_said(folder: Path, run: Run, mounted: Mounted) -> None:
    disk = mounted("size=1m")
    shutil.copytree(folder, disk, dirs_exist_ok=True)
    before = (disk / LOG).read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    done = run(*BOOK, "-w", disk)
    assert done.returncode == 1
    assert "the disk is read-only" in done.stderr
    assert NOTHING_CHANGED in done.stderr
    assert (disk / LOG).read_bytes() == before
    assert run("score", "-w", disk).returncode == 0


@pytest.mark.parametrize("name", [".hageplan", "logg"])
def test_a_file_where_a_folder_must_be_is_said(write: Write, run: Run, name: str) -> None:
    folder = write({"bedrifter/os.toml": bedrift(NUMBERS[0]), name: "ikke en mappe"})
    done = run(*BOOK, "-w", folder)
    assert done.returncode == 1
    assert name in done.stderr
    assert NOTHING_CHANGED in done.stderr
    assert (folder / name).read_text() == "ikke en mappe"


def test_a_half_written_last_line_stays_and_is_named(folder: Path, run: Run) -> None:
    """What a crash of another program left: nothing is added, nothing lost, the mend is named."""
    whole = (folder / LOG).read_bytes()
    last = whole.rindex(b"[[")
    for end in range(last + 1, len(whole) - 1):
        with contextlib.suppress(tomli.TOMLDecodeError, UnicodeDecodeError):
            tomli.loads(whole[:end].decode())
            continue  # such an end is whole TOML
        (folder / LOG).write_bytes(whole[:end])
        with pytest.raises(RecordsError) as caught, locked(folder, HOLDER):
            append_entries(folder, YEAR, entries(5))
        (problem,) = caught.value.problems
        assert problem.line == whole.count(b"\n", 0, end) + 1, whole[:end]
        assert "hageplan check --repair" in str(problem.todo)
        assert (folder / LOG).read_bytes() == whole[:end]
    done = run(*BOOK, "-w", folder)
    assert done.returncode == 1
    assert re.search(r"^logg/2026.toml:\d+: error", done.stderr, re.MULTILINE)
    assert "hageplan check --repair" in " ".join(done.stderr.split()), done.stderr
    assert (folder / LOG).read_bytes() == whole[:end]


@pytest.fixture
def folder(write: Write) -> Path:
    made = write({"bedrifter/os.toml": "".join(map(bedrift, NUMBERS))})
    for number in range(1, 4):
        append_entries(made, YEAR, entries(number))
    return made


Mounted = Callable[[str], Path]


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Mounted]:
    """Mount a small disk in memory; skips where that takes more rights."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("mounting a small disk needs root on Linux")
        return place

    yield mount
    if os.path.ismount(place):
        subprocess.run(["umount", place], check=True)


def _folder(folder: Path, is_new: bool) -> Path:
    folder.mkdir()
    for number in range(0 if is_new else 4):
        append_entries(folder, YEAR, entries(number))
    return folder


def _two(folder: Path) -> Path:
    (folder / "b").mkdir(parents=True)
    for path in (folder / "a", folder / "b" / "c"):
        path.write_text("old")
    return folder


def _names_of(work: Callable[[Path], None], folder: Path) -> list[str]:
    """Return the system calls that `work` makes where all is well.

    The first time, what measures coverage makes calls of its own; that is done beforehand.
    """
    work(Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-beforehand"))))
    with pytest.MonkeyPatch.context() as patch:
        calls = Calls(patch)
        work(folder)
        return list(calls.names)


def _end(work: Callable[[Path], None], folder: Path, number: int, code: int) -> str:
    """Let a call of `work` fail; return what the user was told in the end."""
    with pytest.MonkeyPatch.context() as patch:
        Calls(patch, number, code)
        try:
            work(folder)
        except RequestError as fault:
            known = (NOTHING_CHANGED, MAY_BE_LOST)
            return next((words for words in known if words in str(fault.todo)), str(fault))
    return "saved"


def _content(folder: Path) -> bytes:
    return (folder / LOG).read_bytes() if (folder / LOG).exists() else b""


def _temporary(folder: Path) -> list[str]:
    return [name for name in leftovers(folder) if name.endswith("hageplan-tmp")]
