"""What `import survey`, `import calendar` and `import undo` do."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path

from hageplan.command.answer import note, print_json, tell_written, unconfirmed
from hageplan.command.call import Call
from hageplan.command.prompt import agreed, confirmed
from hageplan.i18n import _, say, shown
from hageplan.imports.apply import stage_entries, undo_import
from hageplan.imports.entries_terminal import print_answers, print_visits
from hageplan.imports.run_shared import reading_or_writing, rejected_file
from hageplan.imports.sources.survey import read_answers
from hageplan.imports.sources.table import SourceTable, open_table
from hageplan.messages import msg
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.ui.console import console


def import_survey(
    call: Call, file: Path, rejected: Path | None, *, dry_run: bool, yes: bool
) -> None:
    """Bring in the answers of a form as entries of the log."""
    with reading_or_writing(call, dry_run=dry_run) as folder:
        records = call.whole_records()
        with _form(file, records.oppsett.innlesing.maks_megabyte) as table:
            found = read_answers(records, table, file=file.name, dry_run=dry_run, today=call.today)
        files = None if dry_run else stage_entries(folder, found.new, "import survey")
        aside = rejected_file(file, rejected, table.header, found.rejected) if files else {}
        if files:
            written = (*files.names, *(path.as_posix() for path in aside))
            found = found.model_copy(update={"written": written})
        if not call.as_json:
            print_answers(found, console())
        if files:
            is_asked = not (yes or call.as_json) and sys.stdin.isatty()
            if is_asked and not confirmed(_("Bring this in")):
                raise unconfirmed(quiet=False)
            files.write(aside)
    if call.as_json:
        print_json(found)
    tell_written(found.written, quiet=call.quiet or call.as_json)


def _form(file: Path, most_mb: int) -> AbstractContextManager[SourceTable]:
    """Open the table of a form's answers: a workbook or a CSV file."""
    if file.suffix.casefold() == ".xlsx":
        # Workbooks take 0.4 s to load, which CSV files must not wait for.
        from hageplan.imports.sources.workbook import open_workbook

        return open_workbook(file, None, most_mb)
    return open_table(file, most_mb)


def import_calendar(call: Call, file: Path, medarbeider: str, *, dry_run: bool, yes: bool) -> None:
    """Log and book the visits in somebody's calendar."""
    # The library for calendars takes 38 ms to load, which forms must not wait for.
    from hageplan.imports.sources.visits import read_visits

    with reading_or_writing(call, dry_run=dry_run) as folder:
        records = call.whole_records()
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


def undo(call: Call) -> None:
    """Take the last import back."""
    with call.writing() as folder:
        undone = undo_import(folder)
    call.note(say("taken back: {command}", command=undone.command))
    tell_written([path for path in undone.written if path.exists()], quiet=call.quiet)
    for path in (path for path in undone.written if not path.exists()):
        call.note(say("removed: {path}", path=path))
    for name, stay in undone.kept.items():
        told = msg(
            "{file}: {count} tables were changed since or are needed by the log, and stay",
            file=name,
            count=stay,
        )
        note(shown(told), quiet=False)
