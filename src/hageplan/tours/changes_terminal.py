"""What a plan does otherwise than another, for the terminal: who must be phoned."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from hageplan.i18n import _, shown
from hageplan.messages import msg
from hageplan.records.plan import Change, Comparison, When
from hageplan.ui.console import example_notice, table, text
from hageplan.ui.numbers import duration, short_date


def print_comparison(found: Comparison, out: Console) -> None:
    """Print how two plans differ."""
    if found.example_data:
        example_notice(out)
        out.print()
    for name, totals in ((_("Before"), found.before), (_("Now"), found.after)):
        line = msg(
            "{name}: {visits} visits, {driving} driving",
            name=name,
            visits=totals.visits,
            driving=duration(totals.drive_minutes),
        )
        out.print(text(shown(line)))
    print_changes(found.changes, out)


def print_changes(changes: Sequence[Change], out: Console) -> None:
    """Print who is visited at another time, no more, or anew."""
    if not changes:
        out.print(_("All visits are as they were."), style="bold")
        return
    out.print()
    out.print(_("Changed: whom to phone"), style="bold")
    rows = table(out)
    rows.add_column("", no_wrap=True)
    rows.add_column(_("Company"), ratio=3, overflow="fold")
    rows.add_column(_("Before"), overflow="fold")
    rows.add_column(_("Now"), overflow="fold")
    for change in changes:
        rows.add_row(*_cells(change))
    out.print(rows)


def _cells(change: Change) -> tuple[Text, Text, Text, Text]:
    kinds = {"moved": _("moved"), "dropped": _("dropped"), "new": _("new")}
    styles = {"moved": "yellow", "dropped": "red", "new": "green"}
    name = text(change.navn, "bold")
    if change.is_booked:
        name.append_text(text(f" ({_('agreed')})", "dim"))
    kind = text(kinds[change.kind], styles[change.kind])
    return kind, name, text(_when(change.before)), text(_when(change.after))


def _when(when: When | None) -> str:
    if when is None:
        return ""
    return f"{short_date(when.date)} {when.start:%H:%M} {when.medarbeider}"
