"""Repairs, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich.console import Console

from hageplan.i18n import _, shown
from hageplan.messages import Message, msg
from hageplan.ui.console import text
from hageplan.upkeep.repair import KEPT, Damage, Repair

_DAMAGES: Final[Mapping[Damage, Message]] = {
    "cut-off": msg("a change to several files stopped before this one; will be completed"),
    "passed-over": msg("changed by someone else since; stays, and the interrupted version is kept"),
    "torn": msg("cannot be read; will be removed and kept"),
    "nul": msg("zeros left by a power cut; will be removed"),
    "encoding": msg("not UTF-8; will be read as Windows-1252"),
    "merge": msg("a merge marker; will be removed, both versions stay"),
    "line-end": msg("the last line has no line break; one will be added"),
    "double": msg("an entry that is also somewhere else; will be removed"),
}


def print_repair(found: Repair, out: Console) -> None:
    """Print each damage with its place and what happens to it."""
    if not found.findings:
        out.print(_("Nothing is damaged."))
        return
    for one in found.findings:
        what = shown(_DAMAGES[one.damage])
        out.print(text(f"{one.file}:{one.line}: {what}"), soft_wrap=True)
        first = one.removed.decode("utf-8", "replace").strip().splitlines()[:2]
        for line in first if one.damage in ("torn", "double") else ():
            out.print(text(f"  {line}"), soft_wrap=True)
    kept = _("What is removed is kept in the folder {folder} next to the file.").format(folder=KEPT)
    out.print(text(kept))
