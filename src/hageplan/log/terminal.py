"""The log's contacts for the terminal."""

from __future__ import annotations

from rich.console import Console

from hageplan.i18n import _, short_moment
from hageplan.log.result import LoggedContacts
from hageplan.records.entries import id_of
from hageplan.records.handles import Handles
from hageplan.ui.console import companies, company, example_notice, line, room_left, table, text
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
    names = companies(
        ((one.navn, one.contact.organisasjonsnummer) for one in found.entries), handles, out
    )
    moments = [short_moment(one.contact.tid).rpartition(" ") for one in found.entries]
    least = max(len(id_of(one.contact)) for one in found.entries)
    beside = (max(len(day) for day, _gap, _clock in moments), names.width or 0)
    what = room_left(_("What"), out, beside=beside, least=least)
    rows = table(out, line(_("When")), names, what)
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
