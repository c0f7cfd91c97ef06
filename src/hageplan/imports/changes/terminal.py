"""What happened since the register was asked last, for the terminal."""

from __future__ import annotations

from rich.console import Console

from hageplan.i18n import _, say, short_date
from hageplan.imports.changes.result import ChangesImport
from hageplan.imports.terminal import print_some
from hageplan.records.hendelser import Hendelse, remark_of
from hageplan.ui.console import text
from hageplan.ui.texts import company_words, remark


def print_changes(found: ChangesImport, out: Console) -> None:
    """Print what happened to whom, and what came of it in the records."""
    print_some((_told(one, found) for one in found.happenings), out, _("What happened:"))
    counts = say(
        "Updates read: {updates}, units looked up: {asked}, events: {happenings}, new companies:"
        " {new}, changed fields: {changes}",
        updates=found.updates,
        asked=found.asked,
        happenings=len(found.happenings),
        new=len(found.new),
        changes=len(found.changes),
    )
    out.print(text(counts, "bold"))
    of_whom = ", ".join(filter(None, (found.source.tittel, found.source.lisens)))
    source = say("Source: {title} (kilder/{name}.toml)", title=of_whom, name=found.source.navn)
    out.print(text(source))
    for path in found.written:
        out.print(text(say("written: {path}", path=path)), soft_wrap=True)
    if found.dry_run:
        out.print(_("Dry run: nothing was written."))


def _told(one: Hendelse, found: ChangesImport) -> str:
    name = found.names.get(one.organisasjonsnummer, "")
    whom = company_words(name, one.organisasjonsnummer)
    return f"{short_date(one.dato)} {whom}: {remark(remark_of(one))}"
