"""Suggested visits for the terminal."""

from __future__ import annotations

from datetime import date
from typing import Final

from rich.console import Console
from rich.table import Column, Table

from hageplan.i18n import _, say, short_date, shown
from hageplan.interest.next_result import NextVisit, NextVisits
from hageplan.records.names import Handles
from hageplan.ui.console import (
    company,
    figures,
    heading,
    line,
    remarks,
    table,
    text,
    title,
    words,
)
from hageplan.ui.entry_text import GRADES
from hageplan.ui.numbers import chance, decimal, fixed, near_date, percent
from hageplan.ui.texts import outside_group, remark

NARROW: Final = 100
"""Below so many columns the parts of the prize are left to `--json`."""


def print_next(visits: NextVisits, handles: Handles, out: Console, *, explain: bool) -> None:
    """Print `visits` on `out`."""
    name = say("Companies to visit next, as of {date}", date=short_date(visits.today))
    title(name, out, is_example=visits.example_data)
    if visits.visits:
        _print_visits(visits, handles, out)
    else:
        out.print(_("There is no company to visit now."))
    out.print()
    considered = say(
        "Chosen from {considered} companies. {excluded} others are members or should not be "
        "visited now.",
        considered=visits.considered,
        excluded=visits.excluded,
    )
    out.print(considered)
    if visits.outside:
        out.print(text(outside_group(visits.outside)))
    if visits.visits:
        out.print()
        remarks(visits.assumptions, out, explain=explain)


def _print_visits(visits: NextVisits, handles: Handles, out: Console) -> None:
    out.print(_suggestions(visits, handles, out))
    legend = say(
        "* picked at random. Worth = member + learning; an average visit has {average}.",
        average=decimal(visits.average),
    )
    out.print(text(legend, "dim"))
    if any(visit.occasions for visit in visits.visits):
        out.print()
        heading(_("What has happened there of late"), out)
        for visit in visits.visits:
            if visit.occasions:
                told = ", ".join(map(remark, visit.occasions))
                out.print(text(f"  {visit.navn}: {told}"))
    if any(visit.odds for visit in visits.visits):
        out.print()
        heading(
            _("What the chances are based on (odds against an average company in the region)"), out
        )
        out.print(_explained(visits, out))


def _suggestions(visits: NextVisits, handles: Handles, out: Console) -> Table:
    is_wide = out.width >= NARROW
    parts = [_("No visit"), _("Member"), _("Learning")]
    rows = table(
        out,
        *figures(""),
        words(_("Company")),
        line(_("Municipality")),
        words(_("Last answer")),
        *figures(_("Chance"), *(parts if is_wide else []), _("Worth")),
    )
    for number, visit in enumerate(visits.visits, start=1):
        told = (fixed(part, 2) for part in (visit.member_part, visit.information_gain))
        name = company(visit.navn, visit.organisasjonsnummer, handles, ring_ikke=visit.ring_ikke)
        who = (name, text(visit.kommune), _answer(visit, visits.today))
        chances = (percent(visit.membership), *([chance(visit.unvisited)] if is_wide else []))
        worth = (*chances, *(told if is_wide else ()), fixed(visit.prize, 2))
        rows.add_row(f"{number}{'*' if visit.randomised else ' '}", *who, *worth)
    return rows


def _explained(visits: NextVisits, out: Console) -> Table:
    rows = table(
        out,
        *figures(""),
        Column(_("Employees"), justify="right"),
        *figures(_("Size"), _("Industry")),
        Column(_("Municipality"), justify="right"),
        *figures(_("Interest"), _("No visit"), _("Member value")),
    )
    for number, visit in enumerate(visits.visits, start=1):
        if visit.odds is not None:
            employees = "?" if visit.antall_ansatte is None else str(visit.antall_ansatte)
            odds = (visit.odds.size, visit.odds.industry, visit.odds.kommune)
            ratios = (f"×{fixed(one, 2)}" for one in odds)
            chances = (percent(visit.interest), chance(visit.unvisited), decimal(visit.value))
            rows.add_row(f"{number} ", employees, *ratios, *chances)
    return rows


def _answer(visit: NextVisit, today: date) -> str:
    if visit.interesse is None or visit.answered is None:
        return _("never asked")
    return f"{shown(GRADES[visit.interesse])} {near_date(visit.answered, today)}"
