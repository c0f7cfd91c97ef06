"""What `import brreg` and `geocode` do: ask public services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from hageplan.command.answer import progress_bar, tell_written
from hageplan.command.call import Call
from hageplan.i18n import _
from hageplan.imports.apply import stage_import
from hageplan.imports.entries_terminal import position_lines
from hageplan.imports.register import fetch_register, read_register
from hageplan.imports.result import Geocoding, PositionCounts
from hageplan.imports.run_shared import between_requests, compared, reading_or_writing
from hageplan.imports.sources.addresses import Geocoded, look_up
from hageplan.imports.sources.brreg import Service
from hageplan.imports.sources.companies import CompanyRows
from hageplan.imports.terminal import print_whole
from hageplan.records.memory import (
    ADDRESSES,
    BRREG,
    CC_BY,
    KARTVERKET,
    NLOD,
    REGISTER,
    Kilde,
    SourceSnapshot,
)
from hageplan.records.workspace import Workspace
from hageplan.workspace.kilder import KeptPages, drop_pages, read_snapshot
from hageplan.workspace.lookup import kommuner_of


def import_brreg(
    call: Call, kommuner: Sequence[str], files: Sequence[Path], *, dry_run: bool
) -> None:
    """Bring in the companies of Enhetsregisteret, from its service or its own bulk files."""
    kilde = Kilde(navn=BRREG, tittel=REGISTER, lisens=NLOD, hentet=call.today)
    name = ", ".join(file.name for file in files) or REGISTER
    with reading_or_writing(call, dry_run=dry_run) as folder:
        records = call.whole_records()
        snapshot = read_snapshot(folder, BRREG)
        rows = (
            read_register(records, files, kommuner)
            if files
            else _fetched(call, records, kommuner, snapshot)
        )
        found, staged = compared(folder, records, rows, kilde, snapshot, file=name, dry_run=dry_run)
        if staged:
            staged.write()
            drop_pages(folder)
    call.show(found, lambda out: print_whole(found, out))


def _fetched(
    call: Call, records: Workspace, kommuner: Sequence[str], snapshot: SourceSnapshot
) -> CompanyRows:
    """Ask the service: politely, and for each page but once a day."""
    settings = records.oppsett.innlesing
    with progress_bar(quiet=call.quiet or call.as_json, doing=_("Fetching")) as progress:
        service = Service(
            url=settings.brreg_url,
            kept=KeptPages(call.folder, call.today),
            pause=between_requests(settings.pause_sekunder),
            progress=progress,
        )
        return fetch_register(records, service, kommuner, snapshot, today=call.today)


def geocode(call: Call, kommuner: Sequence[str], *, dry_run: bool) -> None:
    """Look up where companies without coordinates are; none of `kommuner` is all of them.

    What was found before a failure is kept, and then the failure is raised.
    """
    with reading_or_writing(call, dry_run=dry_run) as folder:
        records = call.whole_records()
        with progress_bar(quiet=call.quiet or call.as_json, doing=_("Fetching")) as progress:
            looked_up = look_up(
                records,
                read_snapshot(folder, KARTVERKET),
                kommuner_of(kommuner, records),
                between_requests(records.oppsett.innlesing.pause_sekunder),
                progress,
            )
        kilde = Kilde(navn=KARTVERKET, tittel=ADDRESSES, lisens=CC_BY, hentet=call.today)
        changes = {number: place.model_dump() for number, place in looked_up.found.items()}
        files = None
        if not dry_run:
            files = stage_import(
                folder, kilde, looked_up.snapshot, records.kommuner, changes=changes
            )
            files.write()
    found = Geocoding(
        dry_run=dry_run,
        counts=_counts(looked_up),
        found=looked_up.found,
        unknown=tuple(looked_up.unknown),
        written=files.names if files else (),
    )
    call.tell(found, position_lines(found))
    tell_written(found.written, quiet=call.quiet or call.as_json)
    if looked_up.failure is not None:
        raise looked_up.failure


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
