"""What `import brreg` and `geocode` do: ask public services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typer

from hageplan.command.answer import progress_bar, tell_written
from hageplan.command.call import Call
from hageplan.i18n import _
from hageplan.imports.apply import Staged, stage_import
from hageplan.imports.changes.run import RegisterRequest, import_changes
from hageplan.imports.changes.run_try import try_register
from hageplan.imports.entries_terminal import position_lines
from hageplan.imports.register import RegisterUnits, fetch_register, read_register
from hageplan.imports.result import Geocoding, PositionCounts
from hageplan.imports.run_register import asking_register
from hageplan.imports.run_shared import (
    between_requests,
    compared,
    reading_or_writing,
    tell_group,
    tell_undo,
)
from hageplan.imports.sources.addresses import Geocoded, kartverket, look_up
from hageplan.imports.terminal import print_whole
from hageplan.records.memory import (
    ADDRESSES,
    BRREG,
    CC_BY,
    KARTVERKET,
    NLOD,
    REGISTER,
    Kilde,
)
from hageplan.records.workspace import Workspace
from hageplan.workspace.kilder import drop_pages, read_snapshot
from hageplan.workspace.lookup import kommuner_of


def import_brreg(call: Call, asked: RegisterRequest) -> None:
    """Bring in the companies of Enhetsregisteret, from its service or its own bulk files.

    Raises typer.BadParameter where leaders are asked for without changes.
    """
    if asked.roles and not asked.changes:
        raise typer.BadParameter(_("--roller goes with --changes"))
    if asked.is_try:
        try_register(call, asked)
    elif asked.changes:
        import_changes(call, asked)
    else:
        _import_whole(call, asked)


def _import_whole(call: Call, asked: RegisterRequest) -> None:
    """Bring in all companies of municipalities."""
    kommuner, files, dry_run = asked.kommuner, asked.files, asked.dry_run
    kilde = Kilde(navn=BRREG, tittel=REGISTER, lisens=NLOD, hentet=call.today)
    name = ", ".join(file.name for file in files) or REGISTER
    call.own_folder()
    records = call.whole_records()
    said = read_register(records, files, kommuner) if files else _fetched(call, records, asked)
    with reading_or_writing(call, dry_run=dry_run) as folder:
        records = call.whole_records()
        rows, snapshot = said.places(records.bedrifter), read_snapshot(folder, BRREG)
        found, staged = compared(folder, records, rows, kilde, snapshot, file=name, dry_run=dry_run)
        if staged:
            staged.write()
            drop_pages(folder)
    call.show(found, lambda out: print_whole(found, out))
    tell_undo(call, found.written)
    tell_group(call, found)


def _fetched(call: Call, records: Workspace, asked: RegisterRequest) -> RegisterUnits:
    """Ask the service for all units of the municipalities."""
    settings, snapshot = records.oppsett.innlesing, read_snapshot(call.folder, BRREG)
    is_quiet = call.quiet or call.as_json
    with asking_register(call, settings, asked.record, quiet=is_quiet) as asking:
        return fetch_register(records, asking, asked.kommuner, snapshot, today=call.today)


def geocode(call: Call, kommuner: Sequence[str], *, dry_run: bool) -> None:
    """Look up where companies without coordinates are; none of `kommuner` is all of them.

    What was found before a failure is kept, and then the failure is raised.
    """
    call.own_folder()
    records = call.whole_records()
    looked_up = _looked_up(call, records, kommuner)
    files = None
    if not dry_run:
        with call.writing() as folder:
            records = call.whole_records()
            looked_up = looked_up.still_asked_for(records)
            files = _positions(folder, records, looked_up, call.today)
            files.write()
    found = Geocoding(
        dry_run=dry_run,
        counts=_counts(looked_up),
        found=looked_up.found,
        unknown=tuple(looked_up.unknown),
        outside=tuple(looked_up.outside),
        written=files.names if files else (),
    )
    call.tell(found, position_lines(found, records.name_of))
    tell_written(found.written, quiet=call.quiet or call.as_json)
    if looked_up.failure is not None:
        raise looked_up.failure


def _looked_up(call: Call, records: Workspace, kommuner: Sequence[str]) -> Geocoded:
    """Ask the service, each address once."""
    settings = records.oppsett.innlesing
    with (
        progress_bar(quiet=call.quiet or call.as_json, doing=_("Fetching")) as progress,
        kartverket(settings) as service,
    ):
        return look_up(
            service,
            records,
            read_snapshot(call.folder, KARTVERKET),
            kommuner=kommuner_of(kommuner, records),
            pause=between_requests(settings.pause_sekunder),
            progress=progress,
        )


def _positions(folder: Path, records: Workspace, found: Geocoded, today: date) -> Staged:
    """Return the files with positions in them, and what the service said remembered."""
    kilde = Kilde(navn=KARTVERKET, tittel=ADDRESSES, lisens=CC_BY, hentet=today)
    changes = {number: place.model_dump() for number, place in found.found.items()}
    said = {**read_snapshot(folder, KARTVERKET), **found.told}
    return stage_import(folder, kilde, said, records.kommuner, changes=changes)


def _counts(found: Geocoded) -> PositionCounts:
    kinds = Counter(place.posisjon for place in found.found.values())
    return PositionCounts(
        adresse=kinds["adresse"],
        vei=kinds["vei"],
        poststed=kinds["poststed"],
        unknown=len(found.unknown),
        asked_before=found.asked_before,
        no_address=found.no_address,
        not_asked=found.not_asked,
    )
