"""What `import brreg` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hageplan.command.answer import progress_bar
from hageplan.command.call import Call
from hageplan.i18n import _
from hageplan.imports.register import fetch_register, read_register
from hageplan.imports.run_shared import between_requests, compared, reading_or_writing
from hageplan.imports.sources.brreg import Service
from hageplan.imports.sources.companies import CompanyRows
from hageplan.imports.terminal import print_whole
from hageplan.records.memory import BRREG, NLOD, REGISTER, Kilde, SourceSnapshot
from hageplan.records.workspace import Workspace
from hageplan.workspace.kilder import KeptPages, drop_pages, read_snapshot


def import_brreg(
    call: Call, kommuner: Sequence[str], files: Sequence[Path], *, dry_run: bool
) -> None:
    """Bring in the companies of Enhetsregisteret, from its service or its own bulk files."""
    kilde = Kilde(navn=BRREG, tittel=REGISTER, lisens=NLOD, hentet=call.today)
    name = ", ".join(file.name for file in files) or REGISTER
    with reading_or_writing(call, dry_run=dry_run) as folder:
        records = call.records()
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
