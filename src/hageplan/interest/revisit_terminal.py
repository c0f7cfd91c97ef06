"""Visits that are due for the terminal, and in a line how many are made in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rich.console import Console

from hageplan.i18n import _, say, short_date, shown
from hageplan.interest.revisit_result import Coverage, DueVisits, mean_elapsed
from hageplan.messages import Message, encode, msg
from hageplan.records.names import Handles
from hageplan.records.settings.planlegging import Besoksklasse
from hageplan.ui.console import (
    company,
    figures,
    line,
    remarks,
    table,
    text,
    title,
    words,
)
from hageplan.ui.numbers import fixed
from hageplan.ui.texts import outside_group, remark

NARROW: Final = 100
"""Below so many columns the day since when it is due is left to `--json`."""
CLASSES: Final[Mapping[Besoksklasse, Message]] = {
    "medlem": msg("members"),
    "maalbedrift": msg("target companies"),
    "forpliktet": msg("committed"),
    "interessert": msg("interested"),
    "nøytral": msg("neutral"),
    "ikke": msg("not interested"),
}


def print_due(visits: DueVisits, handles: Handles, out: Console, *, explain: bool) -> None:
    """Print `visits` on `out`."""
    name = say("Visits due as of {date}", date=short_date(visits.today))
    title(name, out, is_example=visits.example_data)
    if visits.visits:
        _print_rows(visits, handles, out)
    else:
        out.print(_("No visits are due."))
    if visits.due > len(visits.visits):
        out.print(
            text(say("{count} are due in all; show them with -n {count}", count=visits.due), "dim")
        )
    out.print()
    for told in coverage_lines(visits.coverage):
        out.print(text(told))
    if visits.outside:
        out.print(text(outside_group(visits.outside)))
    out.print()
    remarks(visits.assumptions, out, explain=explain)


def _print_rows(visits: DueVisits, handles: Handles, out: Console) -> None:
    is_wide = out.width >= NARROW
    rows = table(
        out,
        words(_("Company")),
        line(_("Municipality")),
        words(_("Visit interval for")),
        line(_("Last visit")),
        *([line(_("Due"))] if is_wide else []),
        *figures(_("Interval")),
    )
    for visit in visits.visits:
        rows.add_row(
            company(visit.navn, visit.organisasjonsnummer, handles, ring_ikke=visit.ring_ikke),
            text(visit.kommune),
            shown(CLASSES[visit.klasse]) if visit.klasse else "",
            short_date(visit.visited) if visit.visited else _("never"),
            *([short_date(visit.due) if visit.due else _("now")] if is_wide else []),
            f"×{fixed(visit.elapsed, 1)}",
        )
    out.print(rows)
    out.print(text(_("×2: twice the interval has passed since the last visit."), "dim"))


def coverage_lines(covered: Iterable[Coverage]) -> tuple[str, ...]:
    """Return how many were visited within their interval, and whether more are due than made."""
    rows = tuple(covered)
    if not rows:
        return ()
    elapsed = mean_elapsed(rows)
    behind = encode("visits-behind", percent=round(100 * elapsed))
    parts = ", ".join(
        say("{name} {visited} of {companies}", name=shown(CLASSES[row.klasse]),
            visited=row.visited, companies=row.companies)
        for row in rows
    )  # fmt: skip
    told = say("Visited in time: {parts}.", parts=parts)
    return (told, remark(behind)) if elapsed > 1 else (told,)
