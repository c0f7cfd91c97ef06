"""Suggested visits for the terminal."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.table import Table

from hageplan.i18n import _, shown
from hageplan.interest.next_result import NextVisit, NextVisits
from hageplan.messages import msg
from hageplan.ui.console import example_notice, heading, remarks, table, text
from hageplan.ui.numbers import decimal, fixed, percent, short_date

NARROW: Final = 70
"""Below so many columns the parts of the prize are left to `--json`."""


def print_next(visits: NextVisits, out: Console) -> None:
    """Print `visits` on `out`."""
    if visits.example_data:
        example_notice(out)
        out.print()
    title = msg("Whom to visit next, as known on {date}", date=short_date(visits.today))
    heading(shown(title), out)
    if visits.visits:
        _print_visits(visits, out)
    else:
        out.print(_("There is nobody to visit now."))
    out.print()
    considered = msg(
        "Chosen among {considered} companies; {excluded} are members or not to be visited now.",
        considered=visits.considered,
        excluded=visits.excluded,
    )
    out.print(shown(considered))
    if visits.visits:
        out.print()
        remarks(visits.assumptions, out)


def _print_visits(visits: NextVisits, out: Console) -> None:
    out.print(_suggestions(visits, out))
    legend = msg("* drawn by lot. Prize = member + teaches; an average company has 1 + κ.")
    out.print(text(shown(legend), "dim"))
    if any(visit.odds for visit in visits.visits):
        out.print()
        heading(_("What the chances rest on: odds against an average company of the region"), out)
        out.print(_explained(visits, out))


def _suggestions(visits: NextVisits, out: Console) -> Table:
    rows = table(out)
    rows.add_column("", justify="right", no_wrap=True)
    rows.add_column(_("Company"), ratio=3, overflow="fold")
    rows.add_column(_("Municipality"), no_wrap=True)
    rows.add_column(_("Last answer"), ratio=2, overflow="fold")
    rows.add_column(_("Chance"), justify="right", no_wrap=True)
    if out.width >= NARROW:
        rows.add_column(_("Member"), justify="right", no_wrap=True)
        rows.add_column(_("Teaches"), justify="right", no_wrap=True)
    rows.add_column(_("Prize"), justify="right", no_wrap=True)
    for number, visit in enumerate(visits.visits, start=1):
        parts = (fixed(visit.member_part, 2), fixed(visit.information_gain, 2))
        cells = (
            f"{number}{'*' if visit.randomised else ' '}",
            text(visit.navn, "bold"),
            text(visit.kommune),
            _answer(visit),
            percent(visit.membership),
            *(parts if out.width >= NARROW else ()),
            fixed(visit.prize, 2),
        )
        rows.add_row(*cells)
    return rows


def _explained(visits: NextVisits, out: Console) -> Table:
    rows = table(out)
    rows.add_column("", justify="right", no_wrap=True)
    rows.add_column(_("Employees"), justify="right")
    rows.add_column(_("Size"), justify="right", no_wrap=True)
    rows.add_column(_("Industry"), justify="right", no_wrap=True)
    rows.add_column(_("Municipality"), justify="right")
    rows.add_column(_("Interested"), justify="right", no_wrap=True)
    rows.add_column(_("Value"), justify="right", no_wrap=True)
    for number, visit in enumerate(visits.visits, start=1):
        if visit.odds is not None:
            employees = "?" if visit.antall_ansatte is None else str(visit.antall_ansatte)
            odds = (visit.odds.size, visit.odds.industry, visit.odds.kommune)
            ratios = (f"×{fixed(one, 2)}" for one in odds)
            chances = (percent(visit.interest), decimal(visit.value))
            rows.add_row(f"{number} ", employees, *ratios, *chances)
    return rows


def _answer(visit: NextVisit) -> str:
    if visit.interesse is None or visit.answered is None:
        return _("never asked")
    return f"{visit.interesse} {short_date(visit.answered)}"
