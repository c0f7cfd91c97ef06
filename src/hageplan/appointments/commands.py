"""`hageplan book`, `move`, `cancel`, `done` and `avtaler`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hageplan.command import completion
from hageplan.command.options import (
    DebugOption,
    JsonOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    day,
    guarded,
    locate,
    note,
    now,
    own_folder,
    print_json,
    records_of,
    writing,
)
from hageplan.i18n import _, shown
from hageplan.log.options import GradeOption
from hageplan.messages import msg

if TYPE_CHECKING:
    from hageplan.appointments.judge import Present, Wanted
    from hageplan.records.logg import Avtale, Entry, Henvendelse, Oppfolging
    from hageplan.records.workspace import Workspace


AtOption = Annotated[
    datetime,
    typer.Option(
        "--at",
        formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
        metavar='"YYYY-MM-DD HH:MM"',
        help=_("When the meeting begins."),
    ),
]
WhoOption = Annotated[
    str | None,
    typer.Option(
        "--medarbeider",
        metavar="ID",
        autocompletion=completion.medarbeidere,
        help=_("Who comes."),
    ),
]
MinutesOption = Annotated[
    int | None,
    typer.Option(
        "--minutes",
        min=5,
        max=480,
        help=_("How long the meeting takes; else the company's or the usual time."),
    ),
]
AvtaleArgument = Annotated[
    str,
    typer.Argument(
        metavar="AVTALE|ORGNR",
        autocompletion=completion.avtaler,
        help=_("An appointment's id, or the company's organisasjonsnummer."),
    ),
]


@guarded
def book(
    number: Annotated[
        str,
        typer.Argument(
            metavar="ORGNR",
            autocompletion=completion.numbers,
            help=_("The company's organisasjonsnummer."),
        ),
    ],
    at: AtOption,
    medarbeider: WhoOption = None,
    minutes: MinutesOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Write an appointment into the log."""
    with _own(workspace, today, quiet=quiet) as (folder, records):
        from hageplan.appointments.judge import person_of
        from hageplan.records.avtaler import new_avtale
        from hageplan.workspace.lookup import find_bedrift

        bedrift = find_bedrift(number, records.bedrift_by_number)
        person = person_of(records, medarbeider)
        entry = new_avtale(bedrift.organisasjonsnummer, at, person.id, minutes, _taken(records))
        _check(entry, records, today, quiet=quiet)
        _write(folder, entry, records, as_json=as_json, quiet=quiet)


@guarded
def move(
    which: AvtaleArgument,
    at: AtOption,
    medarbeider: WhoOption = None,
    minutes: MinutesOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Give an appointment another time, or another medarbeider."""
    with _own(workspace, today, quiet=quiet) as (folder, records):
        from hageplan.appointments.judge import person_of
        from hageplan.appointments.lookup import find_booked
        from hageplan.records.avtaler import replacement

        before = find_booked(which, records)
        entry = replacement(
            before,
            "flyttet",
            _taken(records),
            tid=at,
            medarbeider=person_of(records, medarbeider or before.medarbeider or None).id,
            minutter=minutes or before.minutter,
        )
        _check(entry, records, today, quiet=quiet)
        _write(folder, entry, records, as_json=as_json, quiet=quiet)


@guarded
def cancel(
    which: AvtaleArgument,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Call an appointment off."""
    with _own(workspace, today, quiet=quiet) as (folder, records):
        from hageplan.appointments.lookup import find_booked
        from hageplan.records.avtaler import replacement

        entry = replacement(find_booked(which, records), "avlyst", _taken(records))
        _write(folder, entry, records, as_json=as_json, quiet=quiet)


@guarded
def done(
    which: Annotated[
        str,
        typer.Argument(
            metavar="ID|ORGNR",
            autocompletion=completion.avtaler,
            help=_("Id of an appointment or of a task, or the company's organisasjonsnummer."),
        ),
    ],
    interesse: GradeOption = None,
    notat: Annotated[
        str,
        typer.Option(
            "--notat",
            "--note",
            metavar="TEXT",
            help=_("A note for the log; of a task, what was done."),
        ),
    ] = "",
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=0, max=1440, help=_("How long the meeting took."))
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Say that an appointment has taken place, or that a task is done, and what came of it."""
    with _own(workspace, today, quiet=quiet) as (folder, records):
        from hageplan.followup.close import closing_entry, find_task

        oppgave = find_task(which, records, day(today))
        if oppgave is not None:
            if interesse is not None or minutes is not None:
                raise typer.BadParameter(_("a task takes no --interesse and no --minutes"))
            closed = closing_entry(
                oppgave, records, done=day(today), result=notat, taken=_taken(records)
            )
            _write_closed(folder, closed, oppgave.navn, as_json=as_json, quiet=quiet)
            return
        from hageplan.appointments.judge import check_answer, check_done
        from hageplan.appointments.lookup import find_booked
        from hageplan.records.avtaler import replacement
        from hageplan.records.logg import Henvendelse

        before = find_booked(which, records)
        check_done(before, _present(today))
        if interesse is not None:
            check_answer(before, records)
        visit = Henvendelse.model_validate(
            {
                "organisasjonsnummer": before.organisasjonsnummer,
                "tid": before.tid,
                "medarbeider": before.medarbeider,
                "minutter": minutes,
                "interesse": interesse.value if interesse else None,
                "notat": notat,
            }
        )
        entry = replacement(before, "gjennomfort", _taken(records))
        _write(folder, entry, records, visit, as_json=as_json, quiet=quiet)


def _write_closed(
    folder: Path, entry: Oppfolging, navn: str, *, as_json: bool, quiet: bool
) -> None:
    from hageplan.ui.entry_text import entries_json, entry_lines
    from hageplan.workspace.append import append_entries

    path = append_entries(folder, (entry.utfort or entry.frist).year, (entry,))
    if as_json:
        print_json(entries_json((entry,), navn))
    else:
        for line in entry_lines((entry,), navn):
            typer.echo(line)
    note(shown(msg("written: {path}", path=path)), quiet=quiet)


@guarded
def avtaler(
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """List the appointments from today on."""
    place, from_day = locate(workspace), day(today)
    records = records_of(place, from_day)
    from hageplan.appointments.result import listed
    from hageplan.records.avtaler import booked

    found = booked(records.avtaler)
    coming = [avtale for avtale in found if avtale.tid.date() >= from_day]
    document = listed(coming, records)
    if as_json:
        print_json(document)
    else:
        from hageplan.appointments.terminal import print_avtaler
        from hageplan.ui.console import console

        print_avtaler(document, console())
    if len(found) > len(coming):
        ids = ", ".join(avtale.id for avtale in found if avtale not in coming)
        forgotten = msg("hageplan: over, but neither done nor cancelled: {ids}", ids=ids)
        note(shown(forgotten), quiet=quiet)


@contextmanager
def _own(
    workspace: Path | None, today: datetime | None, *, quiet: bool
) -> Iterator[tuple[Path, Workspace]]:
    """Give the user's own workspace, its folder and its records, and let nobody else write in it.

    The example is not written.
    """
    from hageplan.calendars.busy import with_busy_times

    place = locate(workspace)
    with writing(own_folder(place), quiet=quiet):
        records = records_of(place, day(today))
        yield own_folder(place), with_busy_times(records, place.folder, day(today))


def _present(today: datetime | None) -> Present:
    """Return the present; a day that was asked for counts whole."""
    from hageplan.appointments.judge import Present

    if today is not None:
        return Present(today.date())
    here = now()
    return Present(here.date(), here.time())


def _taken(records: Workspace) -> frozenset[str]:
    """Return the ids of the log's entries."""
    from hageplan.records.entries import id_of

    contacts = (*records.henvendelser, *records.rettet)
    entries: Iterable[Entry] = (
        *contacts,
        *records.avtaler,
        *records.oppfolginger,
        *records.koblinger,
    )
    return frozenset(map(id_of, entries))


def _check(entry: Avtale, records: Workspace, today: datetime | None, *, quiet: bool) -> None:
    """Refuse an appointment that cannot be kept; say what else there is to think of."""
    from hageplan.appointments.judge import check
    from hageplan.appointments.warn import warnings
    from hageplan.travel.roads import travel_of
    from hageplan.ui.clean import printable

    wanted, travel = _wanted(entry, records), travel_of(records)
    check(wanted, records, _present(today), travel)
    for warning in warnings(wanted, records, travel):
        note(printable(f"hageplan: {shown(warning)}"), quiet=quiet)


def _wanted(entry: Avtale, records: Workspace) -> Wanted:
    from hageplan.appointments.judge import Wanted, person_of
    from hageplan.records.avtaler import minutes_of
    from hageplan.workspace.lookup import find_bedrift

    bedrift = find_bedrift(entry.organisasjonsnummer, records.bedrift_by_number)
    person = person_of(records, entry.medarbeider)
    length = minutes_of(entry, bedrift, records.oppsett.planlegging)
    return Wanted(bedrift, person, entry.tid, length, entry.erstatter)


def _write(
    folder: Path,
    entry: Avtale,
    records: Workspace,
    visit: Henvendelse | None = None,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Append to the log, print the appointment, and say where it stands."""
    from hageplan.appointments.result import listed
    from hageplan.workspace.append import append_entries

    entries = (entry,) if visit is None else (entry, visit)
    path = append_entries(folder, entry.tid.year, entries)
    document = listed((entry,), records)
    if as_json:
        print_json(document)
    else:
        from hageplan.appointments.terminal import print_entry
        from hageplan.ui.console import console

        print_entry(document.avtaler[0], console())
    note(shown(msg("written: {path}", path=path)), quiet=quiet)
