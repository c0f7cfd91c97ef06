"""What two plans do differently, for the terminal: whom to phone."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from hageplan.i18n import _, short_date, shown
from hageplan.messages import nmsg
from hageplan.records.names import Handles, People
from hageplan.records.plan import Change, Comparison, When
from hageplan.ui.console import companies, company, example_notice, line, table, text, words
from hageplan.ui.numbers import duration


def print_comparison(found: Comparison, handles: Handles, people: People, out: Console) -> None:
    """Print how two plans differ."""
    if found.example_data:
        example_notice(out)
        out.print()
    for name, totals in ((_("Before"), found.before), (_("Now"), found.after)):
        line = nmsg(
            "{name}: 1 visit, {driving} of driving",
            "{name}: {count} visits, {driving} of driving",
            name=name,
            count=totals.visits,
            driving=duration(totals.drive_minutes),
        )
        out.print(text(shown(line)))
    print_changes(found.changes, handles, people, out)


def print_changes(
    changes: Sequence[Change], handles: Handles, people: People, out: Console
) -> None:
    """Print who is visited at another time, no more, or anew."""
    if not changes:
        out.print(_("All visits are as they were."), style="bold")
        return
    out.print()
    out.print(_("Changed: call these"), style="bold")
    names = companies(
        ((change.navn, change.organisasjonsnummer) for change in changes), handles, out
    )
    rows = table(out, line(""), names, words(_("Before")), words(_("Now")))
    for change in changes:
        rows.add_row(*_change_cells(change, handles, people))
    out.print(rows)


def _change_cells(
    change: Change, handles: Handles, people: People
) -> tuple[Text, Text, Text, Text]:
    kinds = {"moved": _("moved"), "dropped": _("dropped"), "new": _("new")}
    styles = {"moved": "yellow", "dropped": "red", "new": "green"}
    named = f"{change.navn} ({_('booked')})" if change.is_booked else change.navn
    name = company(named, change.organisasjonsnummer, handles, ring_ikke=change.ring_ikke)
    kind = text(kinds[change.kind], styles[change.kind])
    return kind, name, text(_when(change.before, people)), text(_when(change.after, people))


def _when(when: When | None, people: People) -> str:
    if when is None:
        return ""
    return f"{short_date(when.date)} {when.start:%H:%M} {people[when.medarbeider]}"
