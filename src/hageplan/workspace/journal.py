"""A change of several files that happens whole: noted before it begins, carried out, struck out.

`.hageplan/journal` holds, while a change is under way, a line of JSON (an `Intent`), and then the
new contents, one after another. Whoever takes the lock next settles what a crash left: the change
is completed, or taken back where nothing of it was visible yet.

The journal is a file that others may write too. So nothing outside the workspace becomes otherwise
on its word alone: there a step is taken only where its temporary file lies, as it was staged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path
from typing import Final, Literal

from pydantic import NonNegativeInt

from hageplan.errors import Problem
from hageplan.messages import Message, msg
from hageplan.records.base import Many, Record
from hageplan.workspace.files import REPAIR
from hageplan.workspace.find import INTERNAL, is_cut_off, journal_file
from hageplan.workspace.holder import read_holder
from hageplan.workspace.write import (
    TEMPORARY,
    Contents,
    FileStep,
    HalfWrittenError,
    cannot_write,
    carry_out,
    discard,
    disk_failed,
    place,
    replace_file,
    stage,
    step_to,
    sync_folders,
)

_UNKNOWN: Final = "?"
_NO_FILE: Final = "no file"
"""What stands for a checksum where something lies that is no file, or can't be read."""


class FileIntent(Record):
    """What one file becomes; `path` is relative to the workspace where it lies there.

    Attributes:
        temporary: The name of the file beside it, by way of which it does.
        before: The checksum of what is there before, None where nothing is.
        after: The checksum of what will be, None where nothing will.
        size: How many bytes that is.
    """

    path: str
    temporary: str
    before: str | None = None
    after: str | None = None
    size: NonNegativeInt = 0


class Intent(Record):
    """A change of several files: who makes it, and what becomes of each."""

    journal: Literal[1] = 1
    command: str = _UNKNOWN
    user: str = _UNKNOWN
    since: str = _UNKNOWN
    files: Many[FileIntent] = ()


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What became of a change that was cut off.

    Attributes:
        intent: The change.
        unwritten: Results outside the workspace that stay as they are.
        faults: Why it is stuck.
        missing: What files of the workspace still become where it is stuck, None where one goes.
        foreign: What files were to become that somebody else has changed since.
    """

    intent: Intent
    outcome: Literal["completed", "taken-back", "stuck"]
    unwritten: tuple[Path, ...] = ()
    faults: tuple[Problem, ...] = ()
    missing: Mapping[Path, bytes | None] = field(default_factory=dict)
    foreign: Mapping[Path, bytes | None] = field(default_factory=dict)


def change_files(folder: Path, contents: Contents) -> None:
    """Give files their new contents, None where one goes: all of them, whatever happens.

    Only the holder of the lock of the workspace `folder` may call this; files may lie outside. When
    it returns, everything is on disk. Raises RequestError if nothing could be written, and
    HalfWrittenError where the disk fails in between: the next command writes the rest.
    """
    steps = [step_to(path, content) for path, content in contents.items()]
    before = {step.target: _sum_of(step.target) for step in steps}
    steps = [step for step in steps if before[step.target] != _sum(step.content)]
    if len(steps) > 1 or is_cut_off(folder):  # which its own note takes the place of
        _change(folder, sorted(steps, key=lambda step: not _is_inside(folder, step.target)), before)
        return
    try:
        carry_out(steps)
    finally:
        discard(steps)


def _change(folder: Path, steps: Sequence[FileStep], before: Mapping[Path, str | None]) -> None:
    """Note the change, carry it out, strike it out; `before` are checksums of what is there."""
    head = _intent(folder, steps, before).model_dump_json(exclude_none=True).encode()
    contents = (step.content for step in steps if step.content is not None)
    replace_file(journal_file(folder), b"".join((head, b"\n", *contents)))
    try:
        carry_out(steps)
    except HalfWrittenError as fault:
        raise HalfWrittenError(fault.message, _WRITES_THE_REST) from fault
    except BaseException:
        discard(steps)
        _strike_out(folder)
        raise
    _strike_out(folder)


_WRITES_THE_REST: Final = msg("run any hageplan command: it writes what is missing")


def _strike_out(folder: Path) -> None:
    """Remove the note of a change; raises HalfWrittenError where that may not last."""
    path = journal_file(folder)
    try:
        path.unlink(missing_ok=True)
        sync_folders([path])
    except OSError as fault:
        raise HalfWrittenError(disk_failed(fault), _WRITES_THE_REST) from fault


def settle(folder: Path) -> Settlement | None:
    """Complete the change that was cut off in `folder`, if any, or take it back.

    It is stuck where others changed a file since, or the note is damaged; then nothing is done.
    Only the holder of the lock may call this. Raises RequestError if the disk fails.
    """
    try:
        return _settled(folder) if is_cut_off(folder) else None
    except OSError as fault:
        raise cannot_write(journal_file(folder), fault) from fault


def _settled(folder: Path) -> Settlement:
    """Do what `settle` does; raises OSError."""
    try:
        intent, steps = _read(folder)
    except (ValueError, RuntimeError) as fault:
        return _damaged(fault)
    found = _settlement(intent, steps)
    if found.outcome == "completed":
        _complete([one for one in steps if one.step.target not in found.unwritten])
    if found.outcome != "stuck":
        discard(one.step for one in steps)
        _strike_out(folder)
    return found


@dataclass(frozen=True, kw_only=True)
class _Noted:
    """A step of a change that was cut off, and the checksum of what its file holds now."""

    step: FileStep
    intent: FileIntent
    now: str | None
    is_inside: bool

    @property
    def is_done(self) -> bool:
        return self.now == self.intent.after

    @property
    def is_foreign(self) -> bool:
        """Whether somebody else has changed the file since."""
        return self.now not in (self.intent.before, self.intent.after)

    @property
    def can_be_taken(self) -> bool:
        """Whether the step can be; outside the workspace its temporary file vouches for it."""
        path = self.step.temporary
        is_staged = not path.is_symlink() and _sum_of(path) == _sum(self.step.content or b"")
        return not self.is_foreign and (self.is_inside or is_staged)


def _settlement(intent: Intent, steps: Sequence[_Noted]) -> Settlement:
    """Return what is to become of a change; one that can't be made whole is taken back in time."""
    missing = [one for one in steps if not one.is_done]
    barred = [one for one in missing if not one.can_be_taken]
    if barred and len(missing) == len(steps):
        return Settlement(intent=intent, outcome="taken-back")
    foreign = [one for one in barred if one.is_inside]
    if foreign:
        return Settlement(
            intent=intent,
            outcome="stuck",
            faults=tuple(_changed_since(one.intent) for one in foreign),
            missing={
                one.step.target: one.step.content
                for one in missing
                if one.is_inside and not one.is_foreign
            },
            foreign={one.step.target: one.step.content for one in foreign},
        )
    unwritten = tuple(one.step.target for one in barred)
    return Settlement(intent=intent, outcome="completed", unwritten=unwritten)


def _complete(steps: Iterable[_Noted]) -> None:
    """Take the steps that were not taken; raises OSError."""
    missing = [one for one in steps if not one.is_done]
    inside = [one.step for one in missing if one.is_inside]
    discard(inside)
    stage(inside)
    for one in missing:
        place(one.step)
    # Also what was done before may not be on disk yet.
    sync_folders(one.step.target for one in steps)


def _intent(folder: Path, steps: Iterable[FileStep], before: Mapping[Path, str | None]) -> Intent:
    files = tuple(
        FileIntent(
            path=_name(folder, step.target),
            temporary=step.temporary.name,
            before=before[step.target],
            after=_sum(step.content),
            size=len(step.content or b""),
        )
        for step in steps
    )
    holder = read_holder(folder / INTERNAL)
    if holder is None:
        return Intent(files=files)
    return Intent(command=holder.command, user=holder.user, since=holder.since, files=files)


def _read(folder: Path) -> tuple[Intent, list[_Noted]]:
    """Return the change that is noted; raises ValueError or RuntimeError where it is damaged."""
    head, _, contents = journal_file(folder).read_bytes().partition(b"\n")
    intent = Intent.model_validate_json(head)
    steps, start = [], 0
    for one in intent.files:
        content = contents[start : start + one.size] if one.after is not None else None
        start += one.size
        if _sum(content) != one.after:
            raise ValueError(one.path)
        steps.append(_noted(folder, one, content))
    return intent, steps


def _noted(folder: Path, intent: FileIntent, content: bytes | None) -> _Noted:
    target = (folder / intent.path).resolve()
    temporary = target.with_name(intent.temporary)
    if not temporary.match(f".{escape(target.name)}.*{TEMPORARY}"):
        raise ValueError(intent.temporary)
    return _Noted(
        step=FileStep(target, temporary, content),
        intent=intent,
        now=_sum_of(target),
        is_inside=_is_inside(folder, target),
    )


def _damaged(fault: Exception) -> Settlement:
    what = msg(
        "a change was interrupted, and the record of it is damaged: {why}", why=str(fault)[:80]
    )
    return Settlement(
        intent=Intent(), outcome="stuck", faults=(_fault(f"{INTERNAL}/journal", what),)
    )


def _changed_since(intent: FileIntent) -> Problem:
    what = msg("a change was interrupted before this file, which someone has changed since")
    return _fault(intent.path, what)


def _fault(file: str, what: Message) -> Problem:
    return Problem(severity="error", code="cut-off", file=file, what=what, todo=REPAIR)


def _name(folder: Path, target: Path) -> str:
    own = folder.resolve()
    return (target.relative_to(own) if own in target.parents else target).as_posix()


def _is_inside(folder: Path, target: Path) -> bool:
    return folder.resolve() in target.parents


def _sum_of(path: Path) -> str | None:
    """Return the checksum of a file, None where there is none."""
    try:
        return _sum(path.read_bytes()) if path.is_file() or not path.exists() else _NO_FILE
    except FileNotFoundError:
        return None
    except OSError:
        return _NO_FILE


def _sum(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()
