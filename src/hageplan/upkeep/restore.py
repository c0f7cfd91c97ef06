"""What a backup would bring back."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from hageplan.records.settings.personvern import is_forgotten
from hageplan.upkeep.backup import contents_of
from hageplan.workspace.find import PERSONVERN
from hageplan.workspace.receipts import read_receipts, read_salt
from hageplan.workspace.write import replace_files

_NUMBER: Final = re.compile(rb"(?<!\d)\d{9}(?!\d)")


@dataclass(frozen=True)
class FileChange:
    """What becomes of a file; `added` and `removed` are its lines, `diff` shows them."""

    name: str
    kind: Literal["new", "changed", "same", "only-here"]
    added: int = 0
    removed: int = 0
    diff: tuple[str, ...] = ()


@dataclass(frozen=True)
class Restoring:
    """What restoring a backup comes to.

    Attributes:
        contents: What is to be written, by name in the workspace.
        forgotten: Organisasjonsnummer that it would bring back although they were forgotten.
    """

    changes: tuple[FileChange, ...]
    contents: Mapping[str, bytes]
    forgotten: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.contents


def restoring(folder: Path, backup: Mapping[str, bytes]) -> Restoring:
    """Return what bringing `backup` back would change in the workspace `folder`.

    What was forgotten since is not undone: receipts that stand here stay as they are.
    """
    here = contents_of(folder)
    names = sorted(here.keys() | backup.keys())
    changes = tuple(_change(name, here.get(name), backup.get(name)) for name in names)
    contents = {
        change.name: backup[change.name] for change in changes if change.kind in ("new", "changed")
    }
    salt, receipts = read_salt(folder), read_receipts(folder)
    numbers = {match.decode() for data in contents.values() for match in _NUMBER.findall(data)}
    back = sorted(number for number in numbers if is_forgotten(number, salt, receipts))
    return Restoring(changes, contents, tuple(back))


def restore(folder: Path, found: Restoring) -> None:
    """Write what the backup brings back, all files in one step; raises RequestError."""
    replace_files({folder / name: content for name, content in found.contents.items()})


def _change(name: str, here: bytes | None, there: bytes | None) -> FileChange:
    if there is None:
        return FileChange(name, "only-here")
    if here == there or (here is not None and name.startswith(f"{PERSONVERN}/")):
        return FileChange(name, "same")
    lines = _diff(here or b"", there)
    added = sum(line.startswith("+") for line in lines)
    removed = sum(line.startswith("-") for line in lines)
    return FileChange(name, "new" if here is None else "changed", added, removed, lines)


def _diff(here: bytes, there: bytes) -> tuple[str, ...]:
    """Return the lines that differ, each with + or - before it."""
    old, new = (content.decode("utf-8", "replace").splitlines() for content in (here, there))
    found = difflib.unified_diff(old, new, n=0, lineterm="")
    return tuple(line for line in found if line[:1] in "+-" and line[:3] not in ("+++", "---"))
