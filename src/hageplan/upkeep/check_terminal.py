"""Faults and repairs, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich.console import Console

from hageplan.i18n import _, shown
from hageplan.interest.coverage_texts import coverage_text
from hageplan.messages import Message, msg
from hageplan.ui.console import example_notice, text
from hageplan.ui.problems import print_problems
from hageplan.upkeep.check import Checked
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


def print_checked(found: Checked, out: Console, *, with_counts: bool) -> None:
    """Print each fault with its place; `with_counts` also how many, and what the list has."""
    if found.example_data:
        example_notice(out)
    print_problems((*found.errors, *found.warnings), out)
    for row in found.coverage if with_counts else ():
        out.print(text(coverage_text(row)), soft_wrap=True)
    if with_counts:
        summary = msg(
            "{folder}: {errors} errors, {warnings} warnings",
            folder=found.workspace,
            **found.counts.model_dump(),
        )
        style = "red" if found.counts.errors else "green"
        out.print(text(shown(summary), style), soft_wrap=True)


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
