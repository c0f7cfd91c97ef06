"""What `import survey`, `import calendar` and `import undo` do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from hageplan.command.agree import change_where_agreed
from hageplan.command.answer import note, print_json, tell_written, unconfirmed
from hageplan.command.call import Call
from hageplan.command.prompt import agreed, confirmed, is_somebody_asked
from hageplan.i18n import _, say, shown
from hageplan.imports.apply import Staged, stage_entries, undo_import
from hageplan.imports.entries_terminal import print_answers, print_visits
from hageplan.imports.forgotten import (
    entries_without_forgotten,
    is_kept_out,
    rows_without_forgotten,
)
from hageplan.imports.newcomers import each_once, with_newcomers
from hageplan.imports.result import CalendarImport, Newcomer, SurveyImport
from hageplan.imports.run_newcomers import chosen_newcomers
from hageplan.imports.run_shared import rejected_file, tell_undo
from hageplan.imports.sources.survey import read_answers
from hageplan.imports.sources.table import SourceTable, open_table
from hageplan.messages import msg
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.records.workspace import Workspace
from hageplan.ui.console import console
from hageplan.workspace.privacy_files import read_forgotten

FoundT = TypeVar("FoundT", SurveyImport, CalendarImport)


@dataclass(frozen=True)
class _Entries(Generic[FoundT]):
    """What entries of the log were found, the files with them in, and what is put `aside`.

    `records` say what companies and medarbeidere are called.
    """

    found: FoundT
    files: Staged | None
    records: Workspace = field(compare=False)
    aside: Mapping[Path, str] = field(default_factory=dict)


def _write(_folder: Path, done: _Entries[FoundT]) -> None:
    if done.files is not None:
        done.files.write(done.aside)


def import_survey(
    call: Call, file: Path, rejected: Path | None, *, add_new: bool, dry_run: bool, yes: bool
) -> None:
    """Bring in the answers of a form as entries of the log."""
    is_asked = not (yes or dry_run) and is_somebody_asked(as_json=call.as_json)

    def unknown(records: Workspace) -> Iterable[Newcomer]:
        return _form_read(call, records, file, dry_run=dry_run)[0].unknown

    chosen = chosen_newcomers(call, unknown, add_new=add_new, asks=is_asked)

    def planned(folder: Path) -> _Entries[SurveyImport]:
        return _answers(call, folder, file, rejected, chosen, dry_run=dry_run)

    def agrees(done: _Entries[SurveyImport]) -> bool:
        if not call.as_json:
            print_answers(done.found, done.records.name_of, console())
        is_settled = not is_asked or not (done.found.new or done.found.added)
        return not dry_run and (is_settled or confirmed(_("Import this?")))

    done, applies = change_where_agreed(call, planned, agrees, _write, asks=is_asked or dry_run)
    if is_asked and not applies:
        raise unconfirmed(quiet=False)
    if call.as_json:
        print_json(done.found)
    tell_written(done.found.written, quiet=call.quiet or call.as_json)
    tell_undo(call, done.files.names if done.files else ())


def _answers(
    call: Call,
    folder: Path,
    file: Path,
    rejected: Path | None,
    chosen: Sequence[Newcomer],
    *,
    dry_run: bool,
) -> _Entries[SurveyImport]:
    """Return the answers, those of the companies that are `chosen` to be added among them."""
    records, added = with_newcomers(folder, call.whole_records(), chosen)
    found, header = _form_read(call, records, file, dry_run=dry_run)
    new, stay_out = entries_without_forgotten(found.new, read_forgotten(folder))
    found = found.model_copy(update={"added": added, "new": new, "forgotten": stay_out})
    if dry_run:
        return _Entries(found, None, records)
    files = stage_entries(folder, found.new, "import survey", new=added, kommuner=records.kommuner)
    aside = rejected_file(file, rejected, header, found.rejected)
    written = (*files.names, *(path.as_posix() for path in aside))
    return _Entries(found.model_copy(update={"written": written}), files, records, aside)


def _form_read(
    call: Call, records: Workspace, file: Path, *, dry_run: bool
) -> tuple[SurveyImport, Sequence[str]]:
    """Return the answers of a form, and its headings."""
    with _form(file, records.oppsett.innlesing.maks_megabyte) as table:
        found = read_answers(records, table, file=file.name, dry_run=dry_run, today=call.today)
    rejected = rows_without_forgotten(found.rejected, records, read_forgotten(call.own_folder()))
    unknown = each_once(row.newcomer for row in rejected if row.newcomer)
    return found.model_copy(update={"rejected": rejected, "unknown": unknown}), table.header


def _form(file: Path, most_mb: int) -> AbstractContextManager[SourceTable]:
    """Open the table of a form's answers: a workbook or a CSV file."""
    if file.suffix.casefold() == ".xlsx":
        # Workbooks take 0.4 s to load, which CSV files must not wait for.
        from hageplan.imports.sources.workbook import open_workbook

        return open_workbook(file, None, most_mb)
    return open_table(file, most_mb)


def import_calendar(
    call: Call, file: Path, medarbeider: str, *, add_new: bool, dry_run: bool, yes: bool
) -> None:
    """Log and book the visits in somebody's calendar."""
    # The library for calendars takes 38 ms to load, which forms must not wait for.
    from hageplan.imports.sources.visits import read_visits

    now = call.now

    def read(records: Workspace) -> CalendarImport:
        found = read_visits(records, file, medarbeider, now, dry_run=dry_run)
        forgotten = read_forgotten(call.own_folder())
        unknown = (one for one in found.unknown if not is_kept_out(one, records, forgotten))
        return found.model_copy(update={"unknown": tuple(unknown)})

    chosen = chosen_newcomers(
        call, lambda records: read(records).unknown, add_new=add_new, asks=not (yes or dry_run)
    )

    def planned(folder: Path) -> _Entries[CalendarImport]:
        records, added = with_newcomers(folder, call.whole_records(), chosen)
        found = read(records).model_copy(update={"added": added})
        what, kommuner = "import calendar", records.kommuner
        files = stage_entries(folder, _entries(found), what, new=added, kommuner=kommuner)
        return _Entries(found, None if dry_run else files, records)

    def agrees(done: _Entries[CalendarImport]) -> bool:
        if not call.as_json:
            print_visits(done.found, done.records.name_of, done.records.people, console())
        question = _("Log and book these?")
        return bool(done.files and _entries(done.found)) and (
            yes or agreed(question, as_json=call.as_json)
        )

    done, applies = change_where_agreed(call, planned, agrees, _write, asks=dry_run or not yes)
    if done.files and _entries(done.found) and not applies:
        raise unconfirmed(quiet=call.quiet)
    written = done.files.names if applies and done.files else ()
    found = done.found.model_copy(update={"written": written})
    if call.as_json:
        print_json(found)
    tell_written(found.written, quiet=call.quiet or call.as_json)
    tell_undo(call, found.written)


def _entries(found: CalendarImport) -> tuple[Henvendelse | Avtale, ...]:
    return (*found.to_be_logged, *found.to_be_booked)


def undo(call: Call) -> None:
    """Take the last import back."""
    with call.writing() as folder:
        undone = undo_import(folder)
    call.note(say("undone: {command}", command=undone.command))
    tell_written([path for path in undone.written if path.exists()], quiet=call.quiet)
    for path in (path for path in undone.written if not path.exists()):
        call.note(say("removed: {path}", path=path))
    for name, stay in undone.kept.items():
        told = msg(
            "{file}: {count} tables have been changed since or are needed by the log, "
            "and were not removed",
            file=name,
            count=stay,
        )
        note(shown(told), quiet=False)
