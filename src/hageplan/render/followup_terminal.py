"""Open tasks for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich.console import Console

from hageplan.i18n import _, shown
from hageplan.messages import Message, msg
from hageplan.records.oppfolgingsliste import Oppfolgingsliste, Oppgave
from hageplan.render.console import example_notice, table, text

_FLAGS: Final[Mapping[str, tuple[Message, str]]] = {
    "rod": (msg("red"), "bold red"),
    "gul": (msg("yellow"), "yellow"),
}


def print_followup(document: Oppfolgingsliste, out: Console) -> None:
    """Print the tasks of `document`, and how many are overdue."""
    if document.example_data:
        example_notice(out)
    if not document.oppgaver:
        out.print(_("Nothing is to be done."))
        return
    rows = table(out)
    for name in (_("By"), _("Flag"), _("Who")):
        rows.add_column(name, no_wrap=True)
    rows.add_column(_("Company"), ratio=2, overflow="fold")
    rows.add_column(_("What"), ratio=3, overflow="fold")
    rows.add_column(_("Id"), no_wrap=True)
    for task in document.oppgaver:
        flag, style = _FLAGS[task.flagg] if task.flagg else (None, "")
        rows.add_row(
            text(_deadline(task), "bold red" if task.overdue_days else ""),
            text(shown(flag) if flag else "", style),
            text(task.ansvarlig),
            text(task.navn, "bold"),
            text(task.tekst),
            text(task.id),
        )
    out.print(rows)
    late = sum(1 for task in document.oppgaver if task.overdue_days)
    counts = _("{count} to be done, {late} overdue. Close one: hageplan done ID --notat “…”")
    out.print(text(counts.format(count=len(document.oppgaver), late=late)))


def _deadline(task: Oppgave) -> str:
    late = _(" ({days} d late)").format(days=task.overdue_days) if task.overdue_days else ""
    return f"{task.frist}{late}"
