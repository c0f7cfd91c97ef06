"""The log's contacts for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console

from hageplan.i18n import _
from hageplan.records.entries import entry_json, id_of
from hageplan.records.logg import Henvendelse
from hageplan.records.workspace import Workspace
from hageplan.ui.console import example_notice, table, text
from hageplan.ui.entry_text import SCHEMA, contact_words


def log_json(contacts: Sequence[Henvendelse], workspace: Workspace) -> dict[str, Any]:
    """Return contacts with their ids; `counts` is false for what was corrected or taken back."""
    others = {id(contact) for contact in workspace.rettet}
    rows = [{**entry_json(contact), "counts": id(contact) not in others} for contact in contacts]
    return {"schema": SCHEMA, "example_data": workspace.example_data, "entries": rows}


def print_log(contacts: Sequence[Henvendelse], workspace: Workspace, out: Console) -> None:
    """Print contacts, the oldest first; those that no longer count are dimmed."""
    if workspace.example_data:
        example_notice(out)
    if not contacts:
        out.print(_("The log has no such entries."))
        return
    rows = table(out)
    rows.add_column(_("When"), no_wrap=True)
    rows.add_column(_("Company"), ratio=2, overflow="fold")
    rows.add_column(_("What"), ratio=3, overflow="fold")
    rows.add_column(_("Id"), no_wrap=True)
    others = {id(contact) for contact in workspace.rettet}
    for contact in contacts:
        number, is_other = contact.organisasjonsnummer, id(contact) in others
        what = ", ".join([*([_("corrected")] if is_other else []), *contact_words(contact)])
        cells = (f"{contact.tid:%Y-%m-%d %H:%M}", workspace.name_of(number), what, id_of(contact))
        rows.add_row(*(text(one, "dim" if is_other else "") for one in cells))
    out.print(rows)
