"""The log's contacts for the terminal."""

from __future__ import annotations

from rich.console import Console

from hageplan.i18n import _, short_moment
from hageplan.log.result import LoggedContacts
from hageplan.records.entries import id_of
from hageplan.ui.console import example_notice, line, table, text, words
from hageplan.ui.entry_text import contact_words


def print_log(found: LoggedContacts, out: Console) -> None:
    """Print contacts, the oldest first; those that no longer count are dimmed."""
    if found.example_data:
        example_notice(out)
    if not found.entries:
        out.print(_("The log has no such entries."))
        return
    columns = line(_("When")), words(_("Company"), 2), words(_("What"), 3), line(_("Id"))
    rows = table(out, *columns)
    for one in found.entries:
        contact, corrected = one.contact, () if one.counts else (_("corrected"),)
        what = ", ".join([*corrected, *contact_words(contact)])
        cells = (short_moment(contact.tid), one.navn, what, id_of(contact))
        rows.add_row(*(text(cell, "" if one.counts else "dim") for cell in cells))
    out.print(rows)
