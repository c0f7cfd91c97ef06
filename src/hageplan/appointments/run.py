"""What `book`, `move`, `cancel`, `done` and `avtaler` do: decide, write into the log, show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import typer

from hageplan.appointments import booking
from hageplan.appointments.booking import AppointmentChange
from hageplan.appointments.request import Present
from hageplan.appointments.result import listed
from hageplan.appointments.terminal import print_avtaler, print_entry
from hageplan.calendars.busy import with_busy_times
from hageplan.calendars.run import refresh_calendars
from hageplan.command.answer import tell_written
from hageplan.command.call import Call
from hageplan.command.company import company_meant
from hageplan.errors import RefusedError, RequestError
from hageplan.followup.close import closing_entry, find_task
from hageplan.followup.due import open_tasks
from hageplan.followup.result import Oppgave
from hageplan.i18n import _, shown
from hageplan.log.result import LoggedEntries
from hageplan.messages import msg
from hageplan.records.avtaler import booked
from hageplan.records.entries import ids_of
from hageplan.records.planned import standing_tours
from hageplan.records.spelling import compact
from hageplan.records.status import Utfall
from hageplan.records.workspace import Workspace
from hageplan.travel.roads import travel_of
from hageplan.ui.entry_text import entry_lines
from hageplan.ui.texts import remark
from hageplan.workspace.append import append_entries
from hageplan.workspace.lookup import called, candidates, check_whole
from hageplan.workspace.partial import booked_in, companies, has_entry
from hageplan.workspace.plans import plans_between

_ID: Final = re.compile(r"[a-z]+-\d[\w-]*")
"""How ids are written that the tool gives."""


def appoint(
    call: Call,
    which: str,
    at: datetime,
    *,
    medarbeider: str | None,
    minutes: int | None,
    anyway: bool,
    is_move: bool = False,
) -> None:
    """Book an appointment with a company, or give one another time or medarbeider.

    Who comes may be left out where saved plans send somebody there that day. One that breaks rules
    of planning is written where it is wanted `anyway`.
    """
    make = booking.move if is_move else booking.book
    wanted = _entry_or_number(call, which, _with_appointment) if is_move else _number(call, which)

    def decide(known: _Known) -> AppointmentChange:
        return make(
            known.records,
            wanted,
            at,
            medarbeider=medarbeider or (None if is_move else known.visitor),
            minutter=minutes,
            present=_present(call),
            travel=travel_of(known.records),
        )

    with _decided(call, wanted, at.date(), decide) as (folder, records, change):
        _refuse(change, anyway=anyway)
        for told in change.broken:
            call.note(f"hageplan: {remark(told)}")
        _write(call, folder, records, change)


@dataclass(frozen=True)
class _Known:
    """What an appointment is decided by; `visitor` is whom saved plans send there that day."""

    records: Workspace
    visitor: str | None


@contextmanager
def _decided(
    call: Call, which: str, day: date, decide: Callable[[_Known], AppointmentChange]
) -> Iterator[tuple[Path, Workspace, AppointmentChange]]:
    """Give the user's own workspace, its records, and what is decided; nobody else writes in it.

    Roads may be asked, so it is decided before; anew where somebody else has written meanwhile.
    """
    refresh_calendars(call)
    known = _known(call, which, day)
    while True:
        change = decide(known)
        with call.writing() as folder:
            before, known = known, _known(call, which, day, again=True)
            if known == before:
                yield folder, known.records, change
                return


def _known(call: Call, which: str, day: date, *, again: bool = False) -> _Known:
    records, folder = call.records(again=again), call.own_folder()
    check_whole(compact(which), records)
    visitor = _planned_visitor(folder, which, day)
    return _Known(with_busy_times(records, folder, call.today), visitor)


def _planned_visitor(folder: Path, number: str, day: date) -> str | None:
    """Return whom saved plans send to a company on a day; None where they send nobody, or two."""
    plans, _faults = plans_between(folder, day, day)
    people = {
        tour.medarbeider
        for tour in standing_tours(plans, day, day)
        if any(stop.organisasjonsnummer == number for stop in tour.stops)
    }
    return people.pop() if len(people) == 1 else None


def _refuse(change: AppointmentChange, *, anyway: bool) -> None:
    """Raise RefusedError, with every reason, where an appointment must not be written."""
    if change.faults or (change.broken and not anyway):
        against = (RequestError(msg("{text}", text=remark(one)), ANYWAY) for one in change.broken)
        raise RefusedError((*change.faults, *against))


def cancel(call: Call, which: str) -> None:
    """Call an appointment off."""
    wanted = _entry_or_number(call, which, _with_appointment)
    with _own_records(call, wanted) as (folder, records):
        _write(call, folder, records, booking.cancel(records, wanted))


def done(
    call: Call,
    which: str,
    *,
    interesse: str | None,
    notat: str,
    minutes: int | None,
    neste_besok: date | None,
    utfall: Utfall | None,
) -> None:
    """Say what became of an appointment, or close a task."""
    wanted = _entry_or_number(call, which, _with_anything_open)
    with _own_records(call, wanted) as (folder, records):
        task = find_task(wanted, records, call.today)
        if task is None:
            change = booking.done(
                records,
                wanted,
                interesse=interesse,
                minutter=minutes,
                notat=notat,
                neste_besok=neste_besok,
                utfall=utfall or "snakket",
                present=_present(call),
            )
            _write(call, folder, records, change)
        elif (interesse, minutes, neste_besok, utfall) == (None,) * 4:
            _close(call, folder, records, task, notat)
        else:
            raise typer.BadParameter(
                _("--utfall, --interesse, --minutter and --neste-besok cannot be used with a task")
            )


def avtaler(call: Call) -> None:
    """Show the appointments from today on."""
    records = call.records()
    found = booked(records.avtaler)
    coming = [avtale for avtale in found if avtale.tid.date() >= call.today]
    result = listed(coming, records)
    call.show(
        result, lambda console: print_avtaler(result, records.handles, records.people, console)
    )
    if len(found) > len(coming):
        over = (avtale for avtale in found if avtale not in coming)
        names = ", ".join(records.name_of(avtale.organisasjonsnummer) for avtale in over)
        forgotten = msg("hageplan: past, but neither held nor cancelled: {names}", names=names)
        call.note(shown(forgotten))


ANYWAY: Final = msg("choose another time or another medarbeider, or book it anyway with --anyway")


def _number(call: Call, which: str) -> str:
    """Return the number of the company that `which` means; nobody waits while it is asked for."""
    return company_meant(call, which, companies(call.own_folder())).organisasjonsnummer


def _with_appointment(call: Call) -> set[str]:
    """Return the companies that have an appointment to be held."""
    return {avtale.organisasjonsnummer for avtale in booked_in(call.folder)}


def _with_anything_open(call: Call) -> set[str]:
    """Return the companies that have an appointment to be held or a task to be done."""
    tasks = open_tasks(call.records(), call.today)
    return _with_appointment(call) | {task.organisasjonsnummer for task in tasks}


def _entry_or_number(call: Call, which: str, likely: Callable[[Call], set[str]]) -> str:
    """Return the number of the company that `which` means, `which` where it is an entry's id.

    Of several companies of that name, those that are `likely` are meant.
    """
    folder = call.own_folder()
    known = companies(folder)
    is_id = has_entry(folder, which) or (_ID.fullmatch(which) and not called(which, known))
    found = () if is_id else candidates(which, known)
    if not found:
        return which
    narrowed = likely(call) if len(found) > 1 else set[str]()
    return company_meant(call, which, known, narrowed).organisasjonsnummer


@contextmanager
def _own_records(call: Call, which: str) -> Iterator[tuple[Path, Workspace]]:
    """Give the user's own workspace and its records, busy times too; nobody else writes in it.

    Raises RequestError where `which` is the number of a company that has faults.
    """
    refresh_calendars(call)
    with call.writing() as folder:
        records = call.records()
        check_whole(compact(which), records)
        yield folder, with_busy_times(records, folder, call.today)


def _present(call: Call) -> Present:
    """Return the present; a day that was asked for counts whole."""
    return Present(call.today, None if call.as_if else call.now.time())


def _write(call: Call, folder: Path, records: Workspace, change: AppointmentChange) -> None:
    """Say what to think of, append to the log, show the appointment."""
    check_whole(change.avtale.organisasjonsnummer, records)
    for warning in change.warnings:
        call.note(f"hageplan: {shown(warning)}")
    path = append_entries(folder, change.avtale.tid.year, change.entries)
    result = listed((change.avtale,), records)
    call.show(result, lambda console: print_entry(result.avtaler[0], records.people, console))
    tell_written([path], quiet=call.quiet)


def _close(call: Call, folder: Path, records: Workspace, task: Oppgave, result: str) -> None:
    check_whole(task.organisasjonsnummer, records)
    entry = closing_entry(task, records, done=call.today, result=result, taken=ids_of(records))
    path = append_entries(folder, call.today.year, (entry,))
    written = LoggedEntries(navn=task.navn, entries=(entry,), path=path)
    call.tell(written, entry_lines(written.entries, written.navn, records.people))
    tell_written([written.path], quiet=call.quiet)
