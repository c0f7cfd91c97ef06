"""What a verb does with a company, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import Console

from hageplan.companies.result import CompanyChange
from hageplan.i18n import _, say, shown
from hageplan.messages import msg
from hageplan.records.kommune import Kommuner
from hageplan.ui.console import text
from hageplan.ui.entry_text import GRADES, KINDS
from hageplan.ui.labels import field_words, value_words
from hageplan.ui.texts import company_words, remark

_IN_HEADING: Final = ("organisasjonsnummer", "navn")
"""Fields of a new company that stand in its first line."""


def print_change(change: CompanyChange, kommuner: Kommuner, out: Console) -> None:
    """Print what changes of a company: field by field, from what to what, and where."""
    name = company_words(change.navn, change.organisasjonsnummer)
    out.print(text(say("New: {name}", name=name) if change.action == "ny" else name, "bold"))
    for line in _lines(change, kommuner):
        out.print(text(f"  {line}"), soft_wrap=True)
    if change.action == "ny" and change.edits:
        out.print(text(f"  ({change.edits[0].place})"), soft_wrap=True)
    if change.alike:
        names = ", ".join(change.alike)
        told = say("It may already be on the list: {names}", names=names)
        out.print(text(told, "yellow"))
    if change.outside:
        told = say("Outside the target group: {why}", why=remark(change.outside))
        out.print(text(told, "yellow"), soft_wrap=True)
    if not change.edits and not change.renumbered:
        out.print(_("Nothing to change: it is already so."))
    elif change.dry_run:
        out.print(_("Dry run: nothing was written."))


def _lines(change: CompanyChange, kommuner: Kommuner) -> Iterator[str]:
    for one in change.edits:
        before, after = (value_words(one.field, value) for value in (one.before, one.after))
        if change.action != "ny":
            yield f"{field_words(one.field)}: {before} -> {after}  ({one.place})"
        elif one.field not in _IN_HEADING:
            told = kommuner[after].navn if one.field == "kommunenummer" else after
            yield f"{field_words(one.field)}: {told}"
    if change.renumbered:
        count = msg("The number will be changed in {files}", files=", ".join(change.renumbered))
        yield shown(count)
    if change.entry is not None:
        kind, answer = shown(KINDS[change.entry.kanal]), shown(GRADES["ikke"])
        yield say("To be logged: {kind}, {answer}", kind=kind, answer=answer)
