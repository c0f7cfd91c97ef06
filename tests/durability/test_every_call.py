"""Every writing command is killed before every call that changes something: the old or the new."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from tests.durability.cases import CASES, LETTERS, OF_ROADS, READERS
from tests.durability.disk import Disk
from tests.durability.killer import Killer
from tests.durability.rounds import Rounds, Tally

pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
"""Who is killed cannot say which lines ran."""

READING: Final = ("avtaler -w hage", "check -w hage")
SHORT: Final = 1
"""Calls of a command before which it is killed, where there is little time."""
LUCK: Final[dict[str, Callable[[str], bool]]] = {
    "all names": lambda _folder: True,
    "no names": lambda _folder: False,
    "names in .hageplan": lambda folder: ".hageplan" in folder,
    "names elsewhere": lambda folder: ".hageplan" not in folder,
}
"""Which names survive a power cut that nobody waited for: disks write in any order."""
CUT: Final = ("privacy forget, a company", "import csv", "log, an opt-out", "export")


@pytest.mark.parametrize("name", CASES)
def test_killed_at_any_call_it_is_as_before_or_as_after(
    name: str,
    killer: Killer,
    base: Path,
    is_long: bool,
    tmp_path: Path,
    figures: Callable[[object], None],
) -> None:
    tally = Tally(f"killed {name}")
    rounds = Rounds(CASES[name], killer, tmp_path, base, tally)
    number, calls = [*CASES].index(name), len(rounds.calls)
    step = 1 if is_long else max(1, calls // SHORT)
    for turn, at in enumerate(range(1 + number % step, calls + 1, step)):
        reading = READING[turn % len(READING)]
        is_read = CASES[name].is_workspace and (is_long or turn % 2 == number % 2)
        rounds.kill(at, [reading] if is_read else [], again=is_long or not is_read)
    figures(tally)
    assert not tally.wrong, "\n".join([str(tally), *tally.wrong])


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.is_workspace])
def test_without_power_it_is_as_before_or_as_after(
    name: str,
    killer: Killer,
    base: Path,
    is_long: bool,
    tmp_path: Path,
    figures: Callable[[object], None],
) -> None:
    """What was not synced is lost, of names in one folder or the other; what was said is there."""
    if not is_long and name not in CUT:
        pytest.skip("with --long")
    tally = Tally(f"without power, {name}")
    rounds = Rounds(CASES[name], killer, tmp_path, base, tally)
    disk, calls, seen = Disk(rounds.start), len(rounds.calls), set[object]()
    for at, call in enumerate(rounds.calls, 1):
        disk.make(call)
        for luck, is_lucky in LUCK.items():
            files = disk.after_cut(is_lucky)
            is_last, what = at == calls, frozenset(files.items())
            if what not in seen and (is_last or is_long or at % (calls // SHORT) == 0):
                seen.add(what)
                rounds.cut(f"{at}/{calls} {call}, {luck}", files, READING[0], is_said=is_last)
    assert disk.files() == Disk(rounds.end).files()
    figures(tally)
    assert not tally.wrong, "\n".join([str(tally), *tally.wrong])


def test_every_command_that_writes_is_killed_here() -> None:
    """A command is one of those that are killed, or of those that are shown to change nothing."""
    killed = {case.command for case in CASES.values()}
    of_letters = {words.split()[0] for words in LETTERS}
    known = dict(_commands())
    assert known.keys() == killed | of_letters | READERS.keys() | OF_ROADS
    assert {name for name, takes_files in known.items() if takes_files} <= killed


@pytest.mark.parametrize("name", READERS)
def test_a_command_that_reads_changes_nothing(name: str, killer: Killer, base: Path) -> None:
    done = killer.run(shlex.split(READERS[name]), base)
    assert done.code == 0, done.err
    assert done.calls == ()


def _commands() -> Iterator[tuple[str, bool]]:
    """Give the name of every command, and whether it writes the files that are named by -o."""
    from hageplan.app.commands import app_for

    for name, command in _below(typer.main.get_command(app_for(None)), ()):
        yield name, any(parameter.name == "out" for parameter in command.params)


def _below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Give the commands in a group, and the group itself where it is one."""
    for name, one in getattr(command, "commands", {}).items():
        yield from _below(one, (*words, name))
    if words and (not hasattr(command, "commands") or command.invoke_without_command):
        yield " ".join(words), command
