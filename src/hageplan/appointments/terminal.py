"""Appointments for the terminal: a table a day, or a line of one that changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Final

from rich.console import Console

from hageplan.appointments.result import Avtaleliste, Linje
from hageplan.i18n import _, shown
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


def print_entry(line: Linje, out: Console) -> None:
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


def _print_day(day: date, lines: tuple[Linje, ...], out: Console) -> None:
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


def _time(line: Linje) -> str:
    return f"{line.start:%H:%M}-{line.end:%H:%M}"
