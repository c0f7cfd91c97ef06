"""`hageplan import`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from hageplan.command import completion
from hageplan.command.options import (
    DebugOption,
    DryRunOption,
    JsonOption,
    KommuneOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
    YesOption,
)
from hageplan.command.running import (
    Place,
    between_requests,
    check_targets,
    day,
    guarded,
    locate,
    note,
    now,
    own_folder,
    print_json,
    progress_bar,
    records_of,
    tell_written,
    unconfirmed,
    writing,
)
from hageplan.i18n import _

if TYPE_CHECKING:
    from hageplan.imports.compare import SourceRead
    from hageplan.imports.sources.brreg import Service
    from hageplan.imports.sources.companies import Rejection
    from hageplan.imports.sources.table import Table
    from hageplan.imports.terminal import Imported
    from hageplan.records.logg import Avtale, Henvendelse
    from hageplan.records.memory import Kilde, SourceSnapshot
    from hageplan.records.workspace import Workspace

_DATE: Final = re.compile(r"\d{4}([-_. ]?\d{1,2}){0,2}|\d{1,2}[-_.]\d{1,2}[-_.]\d{2,4}|\(\d+\)")
"""What tells one month's file, or one download, from the next."""
_MENDED: Final = re.compile(r"-(avvist|rejected)(-\d+)?$")
"""How the names of files with rejected rows end."""
_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9]+")
_BETWEEN_PAIRS: Final = re.compile(r",(?=\s*\w+=)")
"""A comma with FIELD= behind it; headings may hold commas of their own."""

import_app = typer.Typer(
    help=_("Bring in records from elsewhere."), no_args_is_help=True, rich_markup_mode=None
)

MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=HEADING", help=_("Which column is which field.")),
]
ByNameOption = Annotated[
    bool,
    typer.Option("--by-name", help=_("Rows without a number are companies known by name.")),
]
SourceOption = Annotated[
    str,
    typer.Option(
        "--source",
        metavar="NAME",
        help=_("What the source is called; what it said is remembered under that name."),
    ),
]
LicenceOption = Annotated[
    str, typer.Option("--licence", metavar="TEXT", help=_("On which terms it may be used."))
]
RejectedOption = Annotated[
    Path | None,
    typer.Option("--rejected", help=_("Write the rejected rows to this file, with the reason.")),
]


@dataclass(frozen=True)
class _Job:
    """An import as it was asked for.

    Attributes:
        opened: Opens the file as a table of which at most so many megabytes are read.
        source: What the source is called; "": as the file is.
        mapping: Headings by field.
        rejected: Where rejected rows go; None: beside the file.
    """

    file: Path
    opened: Callable[[int], AbstractContextManager[Table]]
    source: str
    mapping: dict[str, str]
    by_name: bool
    kommuner: list[str]
    licence: str
    rejected: Path | None


@import_app.command("csv", help=_("Bring in the companies of a CSV file."))
@guarded
def import_csv(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A register extract or a list."))],
    columns: MapOption = None,
    by_name: ByNameOption = False,
    kommune: KommuneOption = None,
    source: SourceOption = "",
    licence: LicenceOption = "",
    rejected: RejectedOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    today: TodayOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Bring in the companies of a CSV file."""

    def opened(most_mb: int) -> AbstractContextManager[Table]:
        from hageplan.imports.sources.table import open_table

        return open_table(file, most_mb)

    job = _Job(
        file, opened, source, _mapping(columns or []), by_name, kommune or [], licence,
        rejected,
    )  # fmt: skip
    _bring_in(job, locate(workspace), today, dry_run=dry_run, yes=yes, as_json=as_json)


@import_app.command("excel", help=_("Bring in the companies of an Excel workbook."))
@guarded
def import_excel(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("An .xlsx file."))],
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help=_("Which sheet, of several."))
    ] = None,
    columns: MapOption = None,
    by_name: ByNameOption = False,
    kommune: KommuneOption = None,
    source: SourceOption = "",
    licence: LicenceOption = "",
    rejected: RejectedOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    today: TodayOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Bring in the companies of an Excel workbook."""

    def opened(most_mb: int) -> AbstractContextManager[Table]:
        from hageplan.imports.sources.workbook import open_workbook

        return open_workbook(file, sheet, most_mb)

    job = _Job(
        file, opened, source, _mapping(columns or []), by_name, kommune or [], licence,
        rejected,
    )  # fmt: skip
    _bring_in(job, locate(workspace), today, dry_run=dry_run, yes=yes, as_json=as_json)


@import_app.command("brreg", help=_("Bring in the companies of Enhetsregisteret."))
@guarded
def import_brreg(
    kommune: KommuneOption = None,
    file: Annotated[
        list[Path] | None,
        typer.Option(
            "--file",
            help=_("The register's own bulk file instead of its service; may be given twice."),
        ),
    ] = None,
    dry_run: DryRunOption = False,
    today: TodayOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Bring in the companies of Enhetsregisteret."""
    from hageplan import api
    from hageplan.records.memory import BRREG, NLOD, REGISTER, Kilde
    from hageplan.workspace.kilder import drop_pages, read_snapshot

    place, asked, now = locate(workspace), kommune or [], day(today)
    folder = own_folder(place)
    kilde = Kilde(navn=BRREG, tittel=REGISTER, lisens=NLOD, hentet=now)
    with nullcontext() if dry_run else writing(folder, quiet=quiet or as_json):
        records = records_of(place, day(None))
        said = read_snapshot(folder, BRREG)
        if file:
            read = api.read_register(records, file, asked)
        else:
            with progress_bar(quiet=quiet or as_json, doing=_("Fetching")) as progress:
                service = _service(records, folder, now, progress)
                read = api.fetch_register(records, service, asked, said, today=now)
        report = _compared(folder, records, read, kilde, said, is_dry=dry_run)
        if not dry_run:
            report = replace(report, written=_apply(folder, records, report, {}))
            drop_pages(folder)
    _tell(report, as_json=as_json)


@import_app.command("survey", help=_("Bring in the answers of a form as entries of the log."))
@guarded
def import_survey(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("Answers of a form, as CSV or .xlsx."))
    ],
    rejected: RejectedOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    today: TodayOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Bring in the answers of a form as entries of the log."""
    from hageplan import api
    from hageplan.command.prompt import confirmed
    from hageplan.imports.apply import apply_entries
    from hageplan.imports.survey_terminal import answer_list, print_answers
    from hageplan.ui.console import console

    place = locate(workspace)
    folder = own_folder(place)
    written: tuple[Path, ...] = ()
    with nullcontext() if dry_run else writing(folder, quiet=as_json):
        records = records_of(place, day(None))
        with _form(file, records.oppsett.innlesing.maks_megabyte) as table:
            found = api.read_answers(records, table, file.name, today=day(today))
        if not as_json:
            print_answers(found, console(), dry=dry_run)
        if not dry_run:
            is_asked = not (yes or as_json) and sys.stdin.isatty()
            if is_asked and not confirmed(_("Bring this in")):
                raise unconfirmed(quiet=False)
            aside = _aside(file, rejected, found.header, found.rejected)
            written = (*apply_entries(folder, found.new, "import survey", aside), *aside)
    if as_json:
        print_json(answer_list(found, written, dry=dry_run))
    tell_written(written, quiet=as_json)


@import_app.command("calendar", help=_("Log and book the visits that stand in a calendar."))
@guarded
def import_calendar(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("An .ics file."))],
    medarbeider: Annotated[
        str,
        typer.Option(
            "--medarbeider",
            metavar="ID",
            autocompletion=completion.medarbeidere,
            help=_("Whose calendar it is."),
        ),
    ] = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    today: TodayOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Log and book the visits that stand in a calendar."""
    from hageplan import api
    from hageplan.command.prompt import agreed
    from hageplan.imports.apply import apply_entries
    from hageplan.imports.visits_terminal import print_visits, visit_list
    from hageplan.ui.console import console

    place = locate(workspace)
    folder = own_folder(place)
    moment = (today or now()).replace(tzinfo=None)
    written: tuple[Path, ...] = ()
    with nullcontext() if dry_run else writing(folder, quiet=quiet or as_json):
        records = records_of(place, day(None))
        found = api.read_visits(records, file, medarbeider, moment)
        if not as_json:
            print_visits(
                found, {b.organisasjonsnummer: b.navn for b in records.bedrifter}, console()
            )
        entries: list[Henvendelse | Avtale] = [*found.past, *found.coming]
        if entries and not dry_run:
            if not (yes or agreed(_("Log and book these"), as_json=as_json)):
                raise unconfirmed(quiet=quiet)
            written = apply_entries(folder, entries, "import calendar")
    if as_json:
        print_json(visit_list(found, written, dry=dry_run))
    tell_written(written, quiet=quiet or as_json)


def _form(file: Path, most_mb: int) -> AbstractContextManager[Table]:
    """Open the table of a form's answers: a workbook or a CSV file."""
    if file.suffix.casefold() == ".xlsx":
        from hageplan.imports.sources.workbook import open_workbook

        return open_workbook(file, None, most_mb)
    from hageplan.imports.sources.table import open_table

    return open_table(file, most_mb)


@import_app.command("undo", help=_("Take the last import back."))
@guarded
def import_undo(
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Take the last import back."""
    from hageplan.i18n import shown
    from hageplan.imports.apply import undo_import
    from hageplan.messages import msg

    folder = own_folder(locate(workspace))
    with writing(folder, quiet=quiet):
        undone = undo_import(folder)
    note(shown(msg("taken back: {command}", command=undone.command)), quiet=quiet)
    tell_written([path for path in undone.written if path.exists()], quiet=quiet)
    for path in (path for path in undone.written if not path.exists()):
        note(shown(msg("removed: {path}", path=path)), quiet=quiet)
    for name, stay in undone.kept.items():
        told = msg(
            "{file}: {count} tables were changed since or are needed by the log, and stay",
            file=name,
            count=stay,
        )
        note(shown(told), quiet=False)


def _bring_in(
    job: _Job, place: Place, today: datetime | None, *, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Read, compare, ask at a terminal, write (all of it or nothing) and tell."""
    from hageplan.command.prompt import confirmed
    from hageplan.imports.sources.headings import register_of
    from hageplan.imports.terminal import print_import, print_written
    from hageplan.records.memory import Kilde
    from hageplan.ui.console import console
    from hageplan.workspace.kilder import read_snapshot

    folder = own_folder(place)
    with nullcontext() if dry_run else writing(folder, quiet=as_json):
        records = records_of(place, day(None))
        read = _read(job, records)
        if _MENDED.search(job.file.stem):
            read = replace(read, kommuner=frozenset())  # the others are in the file it came from
        name, title, licence = register_of(read.header) or (
            _source_name(job), job.source or job.file.name, job.licence
        )  # fmt: skip
        kilde = Kilde(navn=name, tittel=title, lisens=licence, hentet=day(today))
        report = _compared(
            folder, records, read, kilde, read_snapshot(folder, name), is_dry=dry_run
        )
        aside = _aside(job.file, job.rejected, read.header, report.changes.rejected)
        is_asked = not (yes or dry_run or as_json or job.mapping) and sys.stdin.isatty()
        if is_asked:
            print_import(report, console())
            if not confirmed(_("Bring this in")):
                raise unconfirmed(quiet=False)
        if not dry_run:
            report = replace(
                report,
                written=_apply(folder, records, report, aside),
                rejected_file=next(iter(aside), None),
            )
    if is_asked:
        print_written(report, console())
    else:
        _tell(report, as_json=as_json)


def _read(job: _Job, records: Workspace) -> SourceRead:
    from hageplan import api

    with job.opened(records.oppsett.innlesing.maks_megabyte) as table:
        return api.read_rows(
            records, table, job.file.name, job.mapping, kommuner=job.kommuner, by_name=job.by_name
        )


def _source_name(job: _Job) -> str:
    """Return the name under which a list is remembered: that of its file, whatever its date.

    Rows that were mended are remembered with those of the file that they came from.
    """
    from hageplan.records.memory import BRREG, KARTVERKET
    from hageplan.records.spelling import ascii_key

    usual = _DATE.sub(" ", _MENDED.sub("", job.file.name.partition(".")[0]))
    words = _NOT_IN_NAMES.sub(" ", ascii_key(job.source or usual)).split()
    name = "-".join(words) or "liste"
    return f"{name}-liste" if name in (BRREG, KARTVERKET) else name


def _compared(
    folder: Path,
    records: Workspace,
    read: SourceRead,
    kilde: Kilde,
    said: SourceSnapshot,
    *,
    is_dry: bool,
) -> Imported:
    """Compare what was read with the records, and with what the source `said` last time."""
    from hageplan import api
    from hageplan.imports.terminal import Imported
    from hageplan.records.personvern import is_forgotten
    from hageplan.workspace.receipts import read_receipts, read_salt

    salt, receipts = read_salt(folder), read_receipts(folder)
    changes = api.compare_import(
        records, read, said, lambda number: is_forgotten(number, salt, receipts)
    )
    return Imported(read, kilde, changes, is_dry=is_dry)


def _apply(
    folder: Path, records: Workspace, report: Imported, aside: Mapping[Path, str]
) -> tuple[Path, ...]:
    """Write what an import changes, and what goes beside it; return the records' files."""
    from hageplan.imports.apply import apply_import

    changes = report.changes
    return apply_import(
        folder, changes.new, changes.fields, report.kilde, changes.said, records.kommuner, aside
    )


def _tell(report: Imported, *, as_json: bool) -> None:
    from hageplan.imports.terminal import import_list, print_import, print_written
    from hageplan.ui.console import console

    if as_json:
        print_json(import_list(report))
    else:
        print_import(report, console())
        print_written(report, console())


def _service(
    records: Workspace, folder: Path, now: date, progress: Callable[[float], None]
) -> Service:
    """Return how Enhetsregisteret is asked: politely, and each page but once a day."""
    from hageplan.imports.sources.brreg import Service
    from hageplan.workspace.kilder import KeptPages

    settings = records.oppsett.innlesing
    pause = between_requests(settings.pause_sekunder)
    return Service(settings.brreg_url, KeptPages(folder, now), pause, progress)


def _aside(
    file: Path, wanted: Path | None, header: Sequence[str], rejected: Iterable[Rejection]
) -> dict[Path, str]:
    """Return the file of rejected rows and its text, nothing where there are none.

    It has those of nobody who has opted out. What stands in another's place stays: somebody may
    have mended those rows. Raises RequestError where it cannot be written.
    """
    from hageplan.errors import RequestError
    from hageplan.imports.terminal import rejected_csv
    from hageplan.messages import msg

    check_targets([wanted] if wanted else [])
    if wanted and wanted.exists() and wanted.samefile(file):
        raise RequestError(
            msg("{path} is what is brought in", path=wanted),
            msg("name another file for the rejected rows; nothing was changed"),
        )
    rows = [one for one in rejected if one.cells]
    if not rows:
        return {}
    text, ending = rejected_csv(header, rows), _("rejected")
    stem = _MENDED.sub("", file.stem)
    return {wanted or _free_name(file.with_name(f"{stem}-{ending}.csv"), text): text}


def _free_name(path: Path, text: str) -> Path:
    """Return a file beside `path` that is not there, or holds `text` already."""
    names = chain([path], (path.with_stem(f"{path.stem}-{n}") for n in count(2)))
    content = text.encode()
    return next(one for one in names if not one.exists() or one.read_bytes() == content)


def _mapping(words: list[str]) -> dict[str, str]:
    """Return the headings by field of words such as FIELD=HEADING, or several apart by commas."""
    found = {}
    for pair in (pair for word in words for pair in _BETWEEN_PAIRS.split(word)):
        field, sign, heading = pair.partition("=")
        if not sign or not field.strip() or not heading.strip():
            raise typer.BadParameter(_("write --map FIELD=HEADING"))
        found[field.strip()] = heading.strip()
    return found
