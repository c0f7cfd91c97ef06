"""Backups, and what they would bring back, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from rich.console import Console

from hageplan.i18n import _, shown
from hageplan.messages import Message, msg
from hageplan.ui.console import text
from hageplan.upkeep.backup import Backup
from hageplan.upkeep.restore import ChangeKind, FileChange, Restoration

_CHANGES: Final[Mapping[ChangeKind, Message]] = {
    "new": msg("new"),
    "changed": msg("changed"),
    "only-here": msg("only in the workspace, stays"),
}
SHOWN: Final = 6
"""Lines of a file's difference that are shown."""


def print_backup(made: Backup, out: Console) -> None:
    """Print where a backup is and how many files it holds."""
    saved = msg("saved and verified: {path}, {count} files", path=made.file, count=made.files)
    out.print(text(shown(saved)), soft_wrap=True)


def print_restoration(found: Restoration, path: Path, out: Console) -> None:
    """Print what a backup, the file `path`, would change in each file."""
    out.print(text(_("{path}: complete, verified by checksums").format(path=path)), soft_wrap=True)
    for change in found.changes:
        for line in _lines(change):
            out.print(text(line), soft_wrap=True)
    if found.is_empty:
        out.print(_("Nothing would be changed."))
    if found.forgotten:
        told = _(
            "The backup contains erased companies: {numbers}. Erase them again: hageplan "
            "privacy forget NUMBER"
        )
        out.print(text(told.format(numbers=", ".join(found.forgotten)), "bold"))


def _lines(change: FileChange) -> Iterator[str]:
    if change.kind == "same":
        return
    counts = f" (+{change.added} -{change.removed})" if change.diff else ""
    yield f"{change.name}: {shown(_CHANGES[change.kind])}{counts}"
    yield from (f"  {line}" for line in change.diff[:SHOWN])
    if len(change.diff) > SHOWN:
        yield _("  … and {count} more lines").format(count=len(change.diff) - SHOWN)
