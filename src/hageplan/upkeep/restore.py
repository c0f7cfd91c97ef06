"""What a backup would bring back."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from hageplan.records.base import Document, Many, Record, Schema
from hageplan.records.personvern import is_forgotten
from hageplan.upkeep.backup import contents_of
from hageplan.workspace.find import PERSONVERN
from hageplan.workspace.privacy_files import read_receipts, read_salt

ChangeKind = Literal["new", "changed", "same", "only-here"]

_NUMBER: Final = re.compile(rb"(?<!\d)\d{9}(?!\d)")


class FileChange(Record):
    """What becomes of a file; `added` and `removed` are its lines, `diff` shows them."""

    name: str
    kind: ChangeKind
    added: int = 0
    removed: int = 0
    diff: Many[str] = ()


class Restoration(Document):
    """What restoring a backup would change, or changed.

    Attributes:
        changes: What becomes of each file, by name in the workspace, as `contents` are.
        forgotten: Organisasjonsnummer that it brings back although they were forgotten.
    """

    schema_: Schema[Literal["hageplan/restore/1"]] = "hageplan/restore/1"
    applied: bool = False
    changes: Many[FileChange]
    forgotten: Many[str]
    contents: Annotated[dict[str, bytes], Field(exclude=True)]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.contents


def restoration(folder: Path, backup: Mapping[str, bytes]) -> Restoration:
    """Return what restoring `backup` would change in the workspace `folder`; writes nothing.

    What was forgotten since is not undone: receipts in the workspace stay as they are.
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
    return Restoration(changes=changes, forgotten=tuple(back), contents=contents)


def _change(name: str, here: bytes | None, there: bytes | None) -> FileChange:
    if there is None:
        return FileChange(name=name, kind="only-here")
    if here == there or (here is not None and name.startswith(f"{PERSONVERN}/")):
        return FileChange(name=name, kind="same")
    lines = _diff(here or b"", there)
    added = sum(line.startswith("+") for line in lines)
    removed = sum(line.startswith("-") for line in lines)
    kind: ChangeKind = "new" if here is None else "changed"
    return FileChange(name=name, kind=kind, added=added, removed=removed, diff=lines)


def _diff(here: bytes, there: bytes) -> tuple[str, ...]:
    """Return the lines that differ, each with + or - before it."""
    old, new = (content.decode("utf-8", "replace").splitlines() for content in (here, there))
    found = difflib.unified_diff(old, new, n=0, lineterm="")
    return tuple(line for line in found if line[:1] in "+-" and line[:3] not in ("+++", "---"))
