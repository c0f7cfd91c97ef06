"""What a backup would bring back, for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from hageplan.i18n import _, shown
from hageplan.messages import Message, msg
from hageplan.ui.console import console, text
from hageplan.upkeep.restore import FileChange, Restoring

_KINDS: Final[Mapping[str, Message]] = {
    "new": msg("new"),
    "changed": msg("changed"),
    "only-here": msg("only here, stays"),
}
SHOWN: Final = 6
"""Lines of a file's difference that are shown."""


def restoring_json(found: Restoring, *, applied: bool) -> dict[str, Any]:
    """Return what would change, or did."""
    return {
        "schema": "hageplan/restore/1",
        "applied": applied,
        "changes": [{**asdict(one), "diff": list(one.diff)} for one in found.changes],
        "forgotten": list(found.forgotten),
    }


def print_restoring(found: Restoring, path: Path) -> None:
    """Print per file what would change."""
    out = console()
    out.print(text(_("{path}: whole, as its checksums say").format(path=path)), soft_wrap=True)
    for change in found.changes:
        for line in _lines(change):
            out.print(text(line), soft_wrap=True)
    if found.is_empty:
        out.print(_("Nothing would change."))
    if found.forgotten:
        told = _(
            "It brings back companies that were forgotten: {numbers}. Forget them again: "
            "hageplan privacy forget ORGNR"
        )
        out.print(text(told.format(numbers=", ".join(found.forgotten)), "bold"))


def _lines(change: FileChange) -> Iterator[str]:
    if change.kind == "same":
        return
    counts = f" (+{change.added} -{change.removed})" if change.diff else ""
    yield f"{change.name}: {shown(_KINDS[change.kind])}{counts}"
    yield from (f"  {line}" for line in change.diff[:SHOWN])
    if len(change.diff) > SHOWN:
        yield _("  … and {count} lines more").format(count=len(change.diff) - SHOWN)
