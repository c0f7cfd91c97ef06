"""`hageplan import`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from hageplan.cli import completing
from hageplan.cli.options import (
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
from hageplan.cli.running import (
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
    from hageplan.records.kilde import Kilde, Sagt
    from hageplan.records.logg import Avtale, Henvendelse
    from hageplan.records.workspace import Workspace
    from hageplan.render.import_report import Imported
    from hageplan.sources.brreg import Service
    from hageplan.sources.companies import Rejection
    from hageplan.sources.importing import SourceRead
    from hageplan.sources.table import Table

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
        mapping: Headings by field.
        rejected: Where rejected rows go; None: beside the file.
    """

    file: Path
    opened: Callable[[int], AbstractContextManager[Table]]
    name: str
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
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Bring in the companies of a CSV file."""

    def opened(most_mb: int) -> AbstractContextManager[Table]:
        from hageplan.sources.table import open_table

        return open_table(file, most_mb)

    job = _Job(
        file, opened, source or "csv", _mapping(columns or []), by_name, kommune or [], licence,
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
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Bring in the companies of an Excel workbook."""

    def opened(most_mb: int) -> AbstractContextManager[Table]:
        from hageplan.sources.workbook import open_workbook

        return open_workbook(file, sheet, most_mb)

    job = _Job(
        file, opened, source or "excel", _mapping(columns or []), by_name, kommune or [], licence,
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
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Bring in the companies of Enhetsregisteret."""
    from hageplan import api
    from hageplan.records.kilde import BRREG, NLOD, REGISTER, Kilde
    from hageplan.workspace.kept import drop_pages
    from hageplan.workspace.kilder import read_said

    place, asked, now = locate(workspace), kommune or [], day(today)
    folder = own_folder(place)
    kilde = Kilde(navn=BRREG, tittel=REGISTER, lisens=NLOD, hentet=now)
    with nullcontext() if dry_run else writing(folder, quiet=quiet or as_json):
        records = records_of(place, day(None))
        said = read_said(folder, BRREG)
        if file:
            read = api.read_register(records, file, asked)
        else:
            with progress_bar(quiet=quiet or as_json, doing=_("Fetching")) as progress:
                service = _service(records, folder, now, progress)
                read = api.fetch_register(records, service, asked, said, today=now)
        report = _applied(folder, records, read, kilde, said, dry_run=dry_run)
        if not dry_run:
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
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Bring in the answers of a form as entries of the log."""
    from hageplan import api
    from hageplan.render.answers import answer_list, print_answers
    from hageplan.render.console import console
    from hageplan.workspace.imports import apply_entries

    place = locate(workspace)
    folder = own_folder(place)
    check_targets([rejected] if rejected else [])
    written: tuple[Path, ...] = ()
    with nullcontext() if dry_run else writing(folder, quiet=as_json):
        records = records_of(place, day(None))
        with _form(file, records.oppsett.innlesing.maks_megabyte) as table:
            found = api.read_answers(records, table, file.name)
        if not dry_run:
            written = apply_entries(folder, found.new, "import survey")
            aside = _aside(file, rejected, found.header, found.rejected)
            written = (*written, *([aside] if aside else []))
    if as_json:
        print_json(answer_list(found, written, dry=dry_run))
    else:
        print_answers(found, written, console(), dry=dry_run)


@import_app.command("calendar", help=_("Log and book the visits that stand in a calendar."))
@guarded
def import_calendar(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("An .ics file."))],
    medarbeider: Annotated[
        str,
        typer.Option(
            "--medarbeider",
            metavar="ID",
            autocompletion=completing.medarbeidere,
            help=_("Whose calendar it is."),
        ),
    ] = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    today: TodayOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Log and book the visits that stand in a calendar."""
    from hageplan import api
    from hageplan.cli.asking import agreed
    from hageplan.render.console import console
    from hageplan.render.visits import print_visits, visit_list
    from hageplan.workspace.imports import apply_entries

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
        from hageplan.sources.workbook import open_workbook

        return open_workbook(file, None, most_mb)
    from hageplan.sources.table import open_table

    return open_table(file, most_mb)


@import_app.command("undo", help=_("Take the last import back."))
@guarded
def import_undo(
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Take the last import back."""
    from hageplan.i18n import shown
    from hageplan.messages import msg
    from hageplan.workspace.imports import undo_import

    folder = own_folder(locate(workspace))
    with writing(folder, quiet=quiet):
        undone = undo_import(folder)
    note(shown(msg("taken back: {command}", command=undone.command)), quiet=quiet)
    tell_written(undone.written, quiet=quiet)
    for name, count in undone.kept.items():
        told = msg("{file}: {count} tables were changed since, and stay", file=name, count=count)
        note(shown(told), quiet=False)


def _bring_in(
    job: _Job, place: Place, today: datetime | None, *, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Read, compare, write (all of it or nothing) and tell."""
    from hageplan.records.kilde import Kilde
    from hageplan.sources.headings import register_of
    from hageplan.workspace.kilder import read_said

    folder = own_folder(place)
    check_targets([job.rejected] if job.rejected else [])
    with nullcontext() if dry_run else writing(folder, quiet=as_json):
        records = records_of(place, day(None))
        read = _read(job, records, is_asking=not (yes or dry_run or as_json))
        name, title, licence = register_of(read.header) or (job.name, job.file.name, job.licence)
        kilde = Kilde(navn=name, tittel=title, lisens=licence, hentet=day(today))
        said = read_said(folder, name)
        report = _applied(folder, records, read, kilde, said, dry_run=dry_run)
        if not dry_run:
            aside = _aside(job.file, job.rejected, read.header, report.changes.rejected)
            report = replace(report, rejected_file=aside)
    _tell(report, as_json=as_json)


def _read(job: _Job, records: Workspace, *, is_asking: bool) -> SourceRead:
    """Read the file; at a terminal, show which column is which and ask whether that is right."""
    from hageplan import api
    from hageplan.cli.asking import confirmed
    from hageplan.render.console import console
    from hageplan.render.import_report import print_mapping

    with job.opened(records.oppsett.innlesing.maks_megabyte) as table:
        read = api.read_rows(
            records, table, job.file.name, job.mapping, kommuner=job.kommuner, by_name=job.by_name
        )
    if is_asking and not job.mapping and sys.stdin.isatty():
        print_mapping(read, console(sys.stderr))
        if not confirmed(_("Is this right")):
            raise unconfirmed(quiet=False)
    return read


def _applied(
    folder: Path, records: Workspace, read: SourceRead, kilde: Kilde, said: Sagt, *, dry_run: bool
) -> Imported:
    """Compare with the records and, unless it is dry, write."""
    from hageplan import api
    from hageplan.records.personvern import is_forgotten
    from hageplan.render.import_report import Imported
    from hageplan.workspace.imports import apply_import
    from hageplan.workspace.receipts import read_receipts, read_salt

    salt, receipts = read_salt(folder), read_receipts(folder)
    changes = api.compare_import(
        records, read, said, lambda number: is_forgotten(number, salt, receipts)
    )
    report = Imported(read, kilde, changes, is_dry=dry_run)
    if dry_run:
        return report
    written = apply_import(
        folder, changes.new, changes.fields, kilde, changes.said, records.kommuner
    )
    return replace(report, written=written)


def _tell(report: Imported, *, as_json: bool) -> None:
    from hageplan.render.console import console
    from hageplan.render.import_report import import_list, print_import

    if as_json:
        print_json(import_list(report))
    else:
        print_import(report, console())


def _service(
    records: Workspace, folder: Path, now: date, progress: Callable[[float], None]
) -> Service:
    """Return how Enhetsregisteret is asked: politely, and each page but once a day."""
    from hageplan.sources.brreg import Service
    from hageplan.workspace.kept import KeptPages

    settings = records.oppsett.innlesing
    pause = between_requests(settings.pause_sekunder)
    return Service(settings.brreg_url, KeptPages(folder, now), pause, progress)


def _aside(
    file: Path, wanted: Path | None, header: Sequence[str], rejected: Iterable[Rejection]
) -> Path | None:
    """Write the rejected rows to a file, but for those who have opted out."""
    from hageplan.render.import_report import rejected_csv
    from hageplan.workspace.write import replace_file

    rows = [one for one in rejected if one.cells]
    if not rows:
        return None
    ending = _("rejected")
    path = wanted or file.with_name(f"{file.stem}-{ending}.csv")
    replace_file(path, rejected_csv(header, rows))
    return path


def _mapping(words: list[str]) -> dict[str, str]:
    """Return the headings by field of words such as FIELD=HEADING, or several apart by commas."""
    found = {}
    for pair in (pair for word in words for pair in _BETWEEN_PAIRS.split(word)):
        field, sign, heading = pair.partition("=")
        if not sign or not field.strip() or not heading.strip():
            raise typer.BadParameter(_("write --map FIELD=HEADING"))
        found[field.strip()] = heading.strip()
    return found
