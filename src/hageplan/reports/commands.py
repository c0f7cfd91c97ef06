"""`hageplan report`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hageplan.command.options import (
    DebugOption,
    JsonOption,
    KommuneOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    day,
    guarded,
    kommuner_of,
    locate,
    print_json,
    progress_bar,
    records_of,
    write_files,
)
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.messages import msg

if TYPE_CHECKING:
    from hageplan.reports.report import Report


class Part(StrEnum):
    """Whom a report is for."""

    SIVA = "siva"
    STYRE = "styre"
    KOMMUNE = "kommune"


@guarded
def report(
    part: Annotated[Part, typer.Argument(metavar="siva|styre|kommune", help=_("Whom it is for."))],
    period: Annotated[
        str | None,
        typer.Option("--period", help=_("2026, 2026-H2, 2026-Q4 or 2026-11; else this year.")),
    ] = None,
    kommune: KommuneOption = None,
    html: Annotated[bool, typer.Option("--html", help=_("Write it as a page."))] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help=_("Write it as a workbook."))] = False,
    md: Annotated[bool, typer.Option("--md", help=_("Write it as Markdown."))] = False,
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help=_("The folder that files go into."))
    ] = Path(),
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print or write what a period came to, for Siva, the board or a municipality."""
    if kommune and part is not Part.KOMMUNE:
        raise typer.BadParameter(_("--kommune goes with report kommune"))
    from hageplan import api
    from hageplan.jobs.periode import parse_period, year_of

    place, on_day = locate(workspace), day(today)
    if html or xlsx or md:
        _check_folder(to)
    asked = parse_period(period) if period else year_of(on_day)
    records = records_of(place, on_day)
    if part is Part.KOMMUNE:
        numbers = kommuner_of(kommune, records) or (*records.dekker, *records.vurderer)
        if not numbers:
            raise RequestError(
                msg("no municipality to report on"),
                msg("name one with --kommune, or fill in dekker and vurderer in hageplan.toml"),
            )
        found = api.kommune_report(records, asked, numbers, today=on_day)
    elif part is Part.SIVA:
        found = api.siva_report(records, asked, today=on_day)
    else:
        with progress_bar(quiet=quiet) as progress:
            found = api.board_report(records, asked, today=on_day, progress=progress)
    if as_json:
        _print_json(found)
    elif html or xlsx or md:
        write_files(_files(found, to, html=html, xlsx=xlsx, md=md), quiet=quiet)
    else:
        _print(found)


def _check_folder(folder: Path) -> None:
    """Refuse a folder that is not there, before anything is reckoned."""
    if not folder.is_dir():
        raise RequestError(
            msg("{path} is no folder that is there", path=folder),
            msg("make it, or name another: --to takes a folder, and files get their own names"),
        )


def _print(found: Report) -> None:
    from hageplan.reports.report_page import print_report
    from hageplan.ui.console import console

    print_report(found, console())


def _print_json(found: Report) -> None:
    from hageplan.reports.report_page import report_document

    print_json(report_document(found))


def _files(
    found: Report, folder: Path, *, html: bool, xlsx: bool, md: bool
) -> dict[Path, str | bytes]:
    from hageplan.reports.report_page import report_html, report_md, report_xlsx

    name = f"{found.part}-{found.period.name}"
    contents: dict[Path, str | bytes] = {}
    if html:
        contents[folder / f"{name}.html"] = report_html(found)
    if xlsx:
        contents[folder / f"{name}.xlsx"] = report_xlsx(found)
    if md:
        contents[folder / f"{name}.md"] = report_md(found)
    return contents
