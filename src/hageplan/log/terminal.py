"""The log's contacts for the terminal."""

from __future__ import annotations

from rich.console import Console

from hageplan.i18n import _, short_moment
from hageplan.log.result import LoggedContacts
from hageplan.records.entries import id_of
from hageplan.records.names import Handles
from hageplan.ui.console import company, example_notice, line, table, text, words
from hageplan.ui.entry_text import contact_words


def print_log(found: LoggedContacts, handles: Handles, out: Console) -> None:
    """Print contacts, each with its id below, the oldest first.

    Those that no longer count are dimmed.
    """
    if found.example_data:
        example_notice(out)
    if not found.entries:
        out.print(_("The log has no such entries."))
        return
    moments = [short_moment(one.contact.tid).rpartition(" ") for one in found.entries]
    rows = table(out, line(_("When")), words(_("Company")), words(_("What")))
    for one, (day, _gap, clock) in zip(found.entries, moments, strict=True):
        contact, corrected = one.contact, () if one.counts else (_("corrected"),)
        style = "" if one.counts else "dim"
        told = text(", ".join([*corrected, *contact_words(contact)]), style)
        rows.add_row(
            text(day, style).append(f"\n{clock}"),
            company(one.navn, contact.organisasjonsnummer, handles, style=style),
            told.append("\n").append_text(text(id_of(contact), "dim")),
        )
    out.print(rows)
