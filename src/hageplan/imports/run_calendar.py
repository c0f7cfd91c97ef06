"""What `import calendar` does."""

from __future__ import annotations

from pathlib import Path

from hageplan.command.answer import print_json, tell_written, unconfirmed
from hageplan.command.call import Call
from hageplan.command.prompt import agreed
from hageplan.i18n import _
from hageplan.imports.apply import stage_entries
from hageplan.imports.entries_terminal import print_visits
from hageplan.imports.run_shared import reading_or_writing
from hageplan.imports.sources.visits import read_visits
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.ui.console import console


def import_calendar(call: Call, file: Path, medarbeider: str, *, dry_run: bool, yes: bool) -> None:
    """Log and book the visits in somebody's calendar."""
    with reading_or_writing(call, dry_run=dry_run) as folder:
        records = call.records()
        found = read_visits(records, file, medarbeider, call.now, dry_run=dry_run)
        entries: tuple[Henvendelse | Avtale, ...] = (*found.to_be_logged, *found.to_be_booked)
        files = None if dry_run else stage_entries(folder, entries, "import calendar")
        if not call.as_json:
            print_visits(found, records.name_of, console())
        if files and entries:
            if not (yes or agreed(_("Log and book these"), as_json=call.as_json)):
                raise unconfirmed(quiet=call.quiet)
            files.write()
            found = found.model_copy(update={"written": files.names})
    if call.as_json:
        print_json(found)
    tell_written(found.written, quiet=call.quiet or call.as_json)
