"""Appointments and times to offer, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.text import Text

from hageplan.appointments.result import AppointmentLine, Avtaleliste, Offer, Slots
from hageplan.i18n import _, say, shown
from hageplan.messages import Message, msg
from hageplan.ui.console import example_notice, heading, table, text
from hageplan.ui.numbers import day_name

CHANGES: Final[Mapping[str, Message]] = {
    "foreslatt": msg("Proposed: {day} {time}, {navn}, {medarbeider} ({id})"),
    "avtalt": msg("Booked: {day} {time}, {navn}, {medarbeider} ({id})"),
    "flyttet": msg("Moved to: {day} {time}, {navn}, {medarbeider} ({id})"),
    "avlyst": msg("Cancelled: {day} {time}, {navn}, {medarbeider} ({id})"),
    "gjennomfort": msg("Done: {day} {time}, {navn}, {medarbeider} ({id})"),
}


def print_avtaler(document: Avtaleliste, out: Console) -> None:
    """Print the appointments of `document` on `out`."""
    if document.example_data:
        example_notice(out)
        out.print()
    if not document.avtaler:
        out.print(_("There are no appointments from today on."))
    for number, (day, lines) in enumerate(groupby(document.avtaler, key=lambda line: line.date)):
        if number:
            out.print()
        _print_day(day, tuple(lines), out)


def print_entry(line: AppointmentLine, out: Console) -> None:
    """Print one appointment that was just written, and what became of it."""
    values = {
        "day": _day(line.date),
        "time": _time(line),
        "navn": line.navn,
        "medarbeider": line.medarbeider,
        "id": line.id,
    }
    sentence = Message(CHANGES[line.status].template, values)
    out.print(text(shown(sentence)), soft_wrap=True)


def _print_day(day: date, lines: tuple[AppointmentLine, ...], out: Console) -> None:
    heading(_day(day), out)
    rows = table(out)
    rows.add_column(_("Time"), no_wrap=True)
    rows.add_column(_("Company"), ratio=2, overflow="fold")
    rows.add_column(_("Who"), ratio=1, overflow="fold")
    rows.add_column(_("Id"), no_wrap=True)
    for line in lines:
        rows.add_row(_time(line), text(line.navn, "bold"), text(line.medarbeider), text(line.id))
    out.print(rows)


def _day(day: date) -> str:
    return f"{day_name(day)} {day.year}"


def _time(line: AppointmentLine) -> str:
    return f"{line.start:%H:%M}-{line.end:%H:%M}"


def print_slots(found: Slots, out: Console) -> None:
    """Print the offers, best first."""
    if found.example_data:
        example_notice(out)
        out.print()
    out.print(text(say("Times for {name}", name=found.navn), "bold"))
    if found.ring_ikke:
        out.print(_("Do not phone: offer these in another way."), style="yellow")
    if not found.offers:
        out.print(_("It fits on none of these days, not even instead of others."))
        return
    rows = table(out)
    rows.add_column(_("When"), overflow="fold")
    rows.add_column(_("Who"), overflow="fold")
    rows.add_column(_("Adds"), justify="right", no_wrap=True)
    rows.add_column(_("Where in the day"), ratio=3, overflow="fold")
    for offer in found.offers:
        rows.add_row(*_cells(offer))
    out.print(rows)
    plan = _("the saved plan") if found.is_saved_plan else _("a plan made just now")
    out.print(text(say("Minutes of driving and waiting added to {plan}.", plan=plan), "dim"))


def _cells(offer: Offer) -> tuple[Text, Text, Text, Text]:
    when = f"{day_name(offer.date)} {offer.start:%H:%M}-{offer.end:%H:%M}"
    return text(when), text(offer.medarbeider), text(_minutes(offer)), text(_where(offer))


def _minutes(offer: Offer) -> str:
    return f"{offer.detour_minutes} min"


def _where(offer: Offer) -> str:
    parts = []
    if offer.after:
        parts.append(say("after {name}", name=offer.after))
    if offer.before:
        parts.append(say("before {name}", name=offer.before))
    if not parts:
        parts.append(_("a day of its own"))
    if offer.drops:
        gone = msg(
            "instead of {names} ({minutes} min worse in all)",
            names=", ".join(offer.drops),
            minutes=offer.cost_minutes,
        )
        parts.append(shown(gone))
    return ", ".join(parts)
