"""What a verb does with a company, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import Console

from hageplan.companies.result import CompanyChange, FieldValue
from hageplan.i18n import _, say, short_date, shown
from hageplan.messages import msg
from hageplan.ui.console import text
from hageplan.ui.texts import number_words


def print_change(change: CompanyChange, out: Console) -> None:
    """Print what changes of a company: field by field, from what to what, and where."""
    name = f"{change.navn} ({number_words(change.organisasjonsnummer)})"
    out.print(text(say("New: {name}", name=name) if change.action == "ny" else name, "bold"))
    for line in _lines(change):
        out.print(text(f"  {line}"), soft_wrap=True)
    if change.action == "ny" and change.edits:
        out.print(text(f"  ({change.edits[0].place})"), soft_wrap=True)
    if change.alike:
        names = ", ".join(change.alike)
        told = say("There is one that it may be already: {names}", names=names)
        out.print(text(told, "yellow"))
    if not change.edits and not change.renumbered:
        out.print(_("It stands so already: nothing is to be changed."))
    elif change.dry_run:
        out.print(_("Dry run: nothing was written."))


def _lines(change: CompanyChange) -> Iterator[str]:
    for one in change.edits:
        after = _told(one.after)
        if change.action == "ny":
            yield f"{one.field}: {after}"
        else:
            yield f"{one.field}: {_told(one.before)} -> {after}  ({one.place})"
    if change.renumbered:
        count = msg("The number changes in {files}", files=", ".join(change.renumbered))
        yield shown(count)
    if change.entry is not None:
        yield say("Into the log: {kind}, {answer}", kind=change.entry.kanal, answer="ikke")


def _told(value: FieldValue) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return short_date(value)
    return "–" if value is None else f"{value}"
