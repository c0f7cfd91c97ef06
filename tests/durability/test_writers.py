"""Four who write at once: nothing of any is lost, and what stands in a file stays."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from hageplan.workspace.append import append_entries
from hageplan.workspace.lock import locked
from hageplan.workspace.write import replace_file
from tests.conftest import SETTINGS, Write, bedrift
from tests.durability.counting import HOLDER, LOG, YEAR, Tally, entries, leftovers
from tests.durability.forks import fork, status_of

pytestmark = [pytest.mark.no_cover, pytest.mark.slow]

WRITERS = 4
EACH = 250
COMMANDS = 25
WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def test_four_writers_at_once(tmp_path: Path, figures: Callable[[object], None]) -> None:
    tally = Tally("four writers")
    numbers = [range(EACH * one, EACH * (one + 1)) for one in range(WRITERS)]
    children = [fork(partial(_write_all, tmp_path, mine)) for mine in numbers]
    seen = _watched(tmp_path / LOG, lambda: len(_said(tmp_path)) < WRITERS * EACH)
    assert [status_of(child) for child in children] == [0] * WRITERS
    assert seen > 10
    assert tally.count(tmp_path, _said(tmp_path)) == []
    figures(tally)
    assert tally.said == WRITERS * EACH
    assert tally.is_clean, tally
    assert not [name for name in leftovers(tmp_path) if not name.startswith("said")]


def _write_all(folder: Path, numbers: range) -> None:
    with (folder / f"said-{numbers.start}").open("a", buffering=1) as said:
        for number in numbers:
            with locked(folder, HOLDER, patience_s=60):
                append_entries(folder, YEAR, entries(number))
            said.write(f"{number}\n")


def _said(folder: Path) -> list[int]:
    return [int(n) for path in folder.glob("said-*") for n in path.read_text().split()]


def _watched(path: Path, is_going_on: Callable[[], bool]) -> int:
    """Read a file as often as it changes: each content begins with the one before; count them."""
    before, count, end = b"", 0, time.monotonic() + 120
    while is_going_on() and time.monotonic() < end:
        now = path.read_bytes() if path.exists() else b""
        assert now.startswith(before)
        count += now != before
        before = now
    return count


@pytest.mark.parametrize("by_itself", [True, False], ids=["with the lock", "without it"])
def test_the_count_would_show_what_is_lost(tmp_path: Path, by_itself: bool) -> None:
    """The same two writers without the lock lose what the other wrote: the count can fail."""
    tally = Tally("two writers")
    if by_itself:
        _write_all(tmp_path, range(2))
    else:
        append_entries(tmp_path, YEAR, entries(0))
        replace_file(tmp_path / LOG, b"")
        append_entries(tmp_path, YEAR, entries(1))
    tally.count(tmp_path, [0, 1])
    assert tally.lost == (0 if by_itself else 1)


def test_four_commands_at_once(
    write: Write,
    is_long: bool,
    monkeypatch: pytest.MonkeyPatch,
    figures: Callable[[object], None],
) -> None:
    """Each books for a medarbeider of its own, so that all can be kept, however slow the others."""
    monkeypatch.setenv("HAGEPLAN_WAIT", "60")
    each = COMMANDS if is_long else 2
    numbers = [f"31{n:06}" for n in range(200)]
    valid = [number + check for number in numbers if (check := _check_digit(number))]
    people = "".join(f'[[medarbeider]]\nid = "p{one}"\n' for one in range(WRITERS))
    settings = SETTINGS.replace('[[medarbeider]]\nid = "kari"\n', people)
    companies = "".join(map(bedrift, valid))
    folder = write({"hageplan.toml": settings, "bedrifter/os.toml": companies})
    mine = [valid[one * each : (one + 1) * each] for one in range(WRITERS)]
    children = [fork(partial(_book_all, folder, f"p{one}", mine[one])) for one in range(WRITERS)]
    assert [status_of(child) for child in children] == [0] * WRITERS
    log = (folder / LOG).read_text(encoding="utf-8")
    said = [number for numbers in mine for number in numbers]
    counts = [log.count(f'organisasjonsnummer = "{number}"') for number in said]
    figures(f"four commands: {len(said)} said, {sum(map(bool, counts))} found")
    assert counts == [1] * WRITERS * each
    assert leftovers(folder) == ["bedrifter/os.toml"]


def _book_all(folder: Path, who: str, numbers: list[str]) -> None:
    for count, number in enumerate(numbers):
        at = f"2026-12-{(1, 2, 3, 4, 7, 8, 9, 10, 11)[count // 3]:02} {9 + count % 3 * 2:02}:00"
        words = ["book", number, "--at", at, "--medarbeider", who, "-w", str(folder), "-q"]
        command = [sys.executable, "-m", "hageplan", *words, "--today", "2026-11-24"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _check_digit(number: str) -> str:
    """Return the digit that makes an organisasjonsnummer valid, "" where none does."""
    rest = sum(int(d) * w for d, w in zip(number, WEIGHTS, strict=True)) % 11
    return "" if rest == 1 else str((11 - rest) % 11)
