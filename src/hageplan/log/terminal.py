"""The log's contacts for the terminal."""

from __future__ import annotations

from rich.console import Console

from hageplan.i18n import _, short_moment
from hageplan.log.result import LoggedContacts
from hageplan.records.entries import id_of
from hageplan.records.handles import Handles
from hageplan.ui.console import companies, company, example_notice, line, table, text, words
from hageplan.ui.entry_text import contact_words


def print_log(found: LoggedContacts, handles: Handles, out: Console) -> None:
    """Print contacts, the oldest first; those that no longer count are dimmed."""
    if found.example_data:
        example_notice(out)
    if not found.entries:
        out.print(_("The log has no such entries."))
        return
    names = companies(
        ((one.navn, one.contact.organisasjonsnummer) for one in found.entries), handles, out
    )
    columns = line(_("When")), names, words(_("What"), 3), line(_("Id"))
    rows = table(out, *columns)
    for one in found.entries:
        contact, corrected = one.contact, () if one.counts else (_("corrected"),)
        what = ", ".join([*corrected, *contact_words(contact)])
        style = "" if one.counts else "dim"
        rows.add_row(
            text(short_moment(contact.tid), style),
            company(one.navn, contact.organisasjonsnummer, handles, style=style),
            text(what, style),
            text(id_of(contact), style),
        )
    out.print(rows)
