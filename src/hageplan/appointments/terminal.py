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
from hageplan.records.names import Handles, People
from hageplan.ui.console import (
    company,
    example_notice,
    heading,
    line,
    table,
    text,
    words,
)
from hageplan.ui.numbers import day_in_text, day_name, time_span

CHANGES: Final[Mapping[str, Message]] = {
    "foreslatt": msg("Proposed: {day} {time}, {navn}, {medarbeider}"),
    "avtalt": msg("Booked: {day} {time}, {navn}, {medarbeider}"),
    "flyttet": msg("Moved to: {day} {time}, {navn}, {medarbeider}"),
    "avlyst": msg("Cancelled: {day} {time}, {navn}, {medarbeider}"),
    "gjennomfort": msg("Held: {day} {time}, {navn}, {medarbeider}"),
}


def print_avtaler(document: Avtaleliste, handles: Handles, people: People, out: Console) -> None:
    """Print the appointments of `document` on `out`."""
    if document.example_data:
        example_notice(out)
        out.print()
    if not document.avtaler:
        out.print(_("There are no appointments from today on."))
    for number, (day, lines) in enumerate(groupby(document.avtaler, key=lambda one: one.date)):
        if number:
            out.print()
        _print_day(day, tuple(lines), handles, people, out)


def print_entry(entry: AppointmentLine, people: People, out: Console) -> None:
    """Print one appointment that was just written, and what became of it."""
    values = {
        "day": f"{day_in_text(entry.date)} {entry.date.year}",
        "time": _time(entry),
        "navn": entry.navn,
        "medarbeider": people[entry.medarbeider],
    }
    sentence = Message(CHANGES[entry.status].template, values)
    out.print(text(shown(sentence)), soft_wrap=True)


def _print_day(
    day: date,
    lines: tuple[AppointmentLine, ...],
    handles: Handles,
    people: People,
    out: Console,
) -> None:
    heading(_day(day), out)
    rows = table(out, line(_("Time")), words(_("Company")), words(_("Who")))
    for one in lines:
        name = company(one.navn, one.organisasjonsnummer, handles)
        rows.add_row(_time(one), name, text(people[one.medarbeider]))
    out.print(rows)


def _day(day: date) -> str:
    return f"{day_name(day)} {day.year}"


def _time(one: AppointmentLine) -> str:
    return time_span(one.start, one.end)


def print_slots(found: Slots, handles: Handles, people: People, out: Console) -> None:
    """Print the offers, best first."""
    if found.example_data:
        example_notice(out)
        out.print()
    out.print(text(say("Available times for {name}", name=found.navn), "bold"))
    if found.ring_ikke:
        out.print(_("Do not phone: offer these times in another way."), style="yellow")
    if not found.offers:
        out.print(_("No time fits on these days, not even instead of other visits."))
        return
    rows = table(out)
    rows.add_column(_("When"), overflow="fold")
    rows.add_column(_("Who"), overflow="fold")
    rows.add_column(_("Extra driving"), justify="right", no_wrap=True)
    rows.add_column(_("Place in the route"), overflow="fold")
    for offer in found.offers:
        rows.add_row(*_cells(offer, people))
    out.print(rows)
    plan = _("the saved plan") if found.is_saved_plan else _("a plan made just now")
    out.print(
        text(
            say("Extra driving: minutes of driving and waiting on top of {plan}.", plan=plan), "dim"
        )
    )
    out.print(text(_booking(found, handles), "dim"), soft_wrap=True)


def _booking(found: Slots, handles: Handles) -> str:
    """Return the command that books the first offer."""
    first, number = found.offers[0], found.organisasjonsnummer
    who, at = handles.get(number, number), f'"{first.date} {first.start:%H:%M}"'
    command = f"hageplan book {who} --at {at} --medarbeider {first.medarbeider}"
    return say("Book the first one: {command}", command=command)


def _cells(offer: Offer, people: People) -> tuple[Text, Text, Text, Text]:
    when = f"{day_name(offer.date)} {time_span(offer.start, offer.end)}"
    return text(when), text(people[offer.medarbeider]), text(_minutes(offer)), text(_where(offer))


def _minutes(offer: Offer) -> str:
    return f"{offer.detour_minutes} min"


def _where(offer: Offer) -> str:
    parts = []
    if offer.after:
        parts.append(say("after {name}", name=offer.after))
    if offer.before:
        parts.append(say("before {name}", name=offer.before))
    if not parts:
        parts.append(_("a separate day"))
    if offer.drops:
        gone = msg(
            "instead of {names} (the plan loses {minutes} min)",
            names=", ".join(offer.drops),
            minutes=offer.cost_minutes,
        )
        parts.append(shown(gone))
    return ", ".join(parts)
