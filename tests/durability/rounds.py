"""A command that is killed again and again, and what others find."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.durability.cases import Case
from tests.durability.conftest import put
from tests.durability.killer import Ended, Killer
from tests.durability.states import WORKSPACE, State, holding, state_of, temporary


@dataclass
class Tally:
    """What became of a command's kills; `wrong` says of each that ended otherwise how it did.

    Another command found the `old` or the `new` state, or `some` of several results; run `again`,
    the same one made it the new.
    """

    name: str
    kills: int = 0
    old: int = 0
    new: int = 0
    some: int = 0
    again: int = 0
    neither: int = 0
    leftovers: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.kills} times, then read {self.old} old, {self.new} new,"
            f" {self.some} some of the results, then again {self.again} new, {self.neither} neither,"
            f" {self.leftovers} temporary files left, {len(self.wrong)} faults"
        )


class Rounds:
    """A command in a folder that is laid out anew each time, and how it is to be in the end.

    Attributes:
        start: A copy of the folder as it was before.
        end: A copy of it where nobody killed the command.
        calls: The calls that change something, of a command that nobody kills.
    """

    def __init__(self, case: Case, killer: Killer, folder: Path, base: Path, tally: Tally) -> None:
        self._case, self._tally = case, tally
        self._killer, self._folder, self._here = killer, folder, folder / "here"
        shutil.copytree(base, self._here)
        for name, content in case.files.items():
            put(self._here / name, content)
        for words in case.before:
            assert self._run(words).code == 0, words
        self.start, self._old = self._copy("start"), state_of(self._here)
        done = self._run(case.words)
        assert done.code == 0, done.err
        self.calls, self.end, self._new = done.calls, self._copy("end"), state_of(self._here)
        assert self._new != self._old, "nothing changes"
        assert self.calls, "the library is not loaded"
        self._spare = [self._old.safety_copy()] if case.is_safe else []
        self._usual: dict[str, frozenset[str]] = {}

    @cached_property
    def _twice(self) -> State:
        """What it is like where the command was run once more when it was done."""
        self._lay_out(self.end)
        assert self._run(self._case.words).is_documented
        return state_of(self._here)

    def kill(self, at: int, reading: Collection[str], *, again: bool) -> None:
        """Kill the command before its call `at`, and let others find what it left.

        Each finds the same: those that are `reading`, and with `again` the same command.
        """
        self._lay_out(self.start)
        done = self._run(self._case.words, at)
        self._tally.kills += 1
        where = f"{at}/{len(self.calls)} {done.calls[-1]}"
        if not done.is_killed:
            self._tally.wrong.append(f"{where}: not killed, but ended: {done.err}")
        killed = self._copy("killed")
        for words in reading:
            self._lay_out(killed)
            self._read(where, words, leaves=self._case.is_alone)
        if again:
            self._lay_out(killed)
            self._do_again(where)

    def cut(self, where: str, files: Mapping[str, bytes], reading: str, *, is_said: bool) -> None:
        """Let a command read the `files` that are there when the power is back.

        What `is_said` to be written is there then, so the state is the new one. A temporary file
        whose writer's name did not survive stays until somebody writes.
        """
        self._lay_out(self.start)
        for path in [path for path in self._here.rglob("*") if path.is_file()]:
            path.unlink()
        for name, content in files.items():
            put(self._here / name, content)
            known = self._new.files.get(name) or self._old.files.get(name)
            (self._here / name).chmod(known[1] if known else 0o640)
        self._tally.kills += 1
        before = self._tally.new
        self._read(where, reading, leaves=True)
        if is_said and self._tally.new == before:
            self._tally.wrong.append(f"{where}: what was said to be written is lost")

    def _read(self, where: str, words: str, *, leaves: bool) -> None:
        before = state_of(self._here)
        read = self._run(words)
        found = state_of(self._here)
        faults = [] if read.is_documented else [f"ended with {read.code}: {read.err}"]
        faults += [] if leaves else self._left()
        if found.is_like(self._new, self._spare):
            self._tally.new += 1
            faults += self._unfit()
        elif found.is_like(self._old, self._spare):
            self._tally.old += 1
        elif self._is_part(found):
            self._tally.some += 1
        else:
            self._tally.neither += 1
            faults.append(self._between(found))
        if found.files != before.files and not self._says_more(read, words):
            faults.append(f"does not say what it did: {read.err}")
        self._tally.wrong += [f"{where}: {words}: {fault}" for fault in faults]

    def _is_part(self, found: State) -> bool:
        """Tell whether some results are written, or pages read that concerned no record."""
        if self._case.is_alone:
            return found.is_between(self._old, self._new)
        reached = self._case.reached
        old = self._old.without(reached)
        return bool(reached) and found.without(reached).is_like(old, self._spare)

    def _do_again(self, where: str) -> None:
        again = self._run(self._case.words)
        found = state_of(self._here)
        faults = [] if again.is_documented else [f"ended with {again.code}: {again.err}"]
        faults += self._left()
        if any(found.is_like(end, self._spare) for end in (self._new, self._twice)):
            self._tally.again += 1
        else:
            self._tally.neither += 1
            faults.append(f"{self._between(found)}: {again.err}")
        self._tally.wrong += [f"{where}: again: {fault}" for fault in faults]

    def _unfit(self) -> list[str]:
        """Return why the new state is not whole: what is to be gone is not, or cannot be undone."""
        case, faults = self._case, []
        if case.again and self._run(case.again).code != 0:
            faults.append("what was to be brought in again is refused")
        if case.gone and (found := [n for n in holding(self._here, case.gone) if n[:3] != "inn"]):
            faults.append(f"not gone from {found}")
        if case.is_import:
            undone = self._run("import undo -w hage")
            left = _of_people(state_of(self._here)).items() ^ _of_people(self._old).items()
            if undone.code or left:
                faults.append(f"not undone: {sorted({name for name, _ in left})} {undone.err}")
        return faults

    def _says_more(self, read: Ended, words: str) -> bool:
        """Tell whether a command says one line more than it does where nobody was killed."""
        if words not in self._usual:
            lines: set[str] = set()
            for tree in (self.start, self.end):
                self._lay_out(tree)
                lines |= {*self._run(words).err.splitlines()}
            self._usual[words] = frozenset(lines)
        return len({*read.err.splitlines()} - self._usual[words]) == 1

    def _between(self, found: State) -> str:
        old, new = found.differences(self._old), found.differences(self._new)
        return f"neither: unlike the old in {old}, unlike the new in {new}"

    def _left(self) -> list[str]:
        left = temporary(self._here)
        self._tally.leftovers += len(left)
        return [f"left: {left}"] if left else []

    def _run(self, words: str, at: int = 0) -> Ended:
        return self._killer.run(shlex.split(words), self._here, at)

    def _lay_out(self, tree: Path) -> None:
        """Make the folder like another one; a note of a change names files by where they are."""
        shutil.rmtree(self._here)
        shutil.copytree(tree, self._here)

    def _copy(self, name: str) -> Path:
        shutil.rmtree(self._folder / name, ignore_errors=True)
        return shutil.copytree(self._here, self._folder / name)


def _of_people(state: State) -> dict[str, tuple[bytes, int]]:
    """Return the workspace's files in a state, but for what the tool remembers of imports."""
    own = (f"{WORKSPACE}/", f"{WORKSPACE}/.hageplan/")
    return {
        name: one
        for name, one in state.files.items()
        if name.startswith(own[0]) and not name.startswith(own[1])
    }
