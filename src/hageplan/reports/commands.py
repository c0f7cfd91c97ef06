"""`hageplan summary` and `hageplan report`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import ExplainOption, KommuneOption, PeriodOption
from hageplan.i18n import _


class Readers(StrEnum):
    """Whom a report is for."""

    SIVA = "siva"
    STYRE = "styre"
    KOMMUNE = "kommune"


@command(writes=(".html", ".xlsx", ".md", ".json"), of_group=True)
def report(
    call: Call,
    readers: Annotated[
        Readers, typer.Argument(metavar="siva|styre|kommune", help=_("Who the report is for."))
    ],
    period: PeriodOption = None,
    kommune: KommuneOption = None,
    explain: ExplainOption = False,
) -> None:
    """Print or write what a period came to, for Siva, the board or a municipality."""
    if kommune and readers is not Readers.KOMMUNE:
        raise typer.BadParameter(_("--kommune can only be used with report kommune"))
    from hageplan.reports import run_report

    run_report.report(call, readers.value, period, kommune, explain=explain)


@command(writes=(".html", ".md", ".txt", ".json"), of_group=True)
def summary(
    call: Call,
    week: Annotated[
        str | None,
        typer.Option(
            "--week",
            metavar=_("WEEK"),
            help=_("Week 49, or 2026-W49. Default: the last whole week."),
        ),
    ] = None,
    since_last: Annotated[
        bool, typer.Option("--since-last", help=_("Include all weeks since the last summary."))
    ] = False,
    if_new: Annotated[
        bool, typer.Option("--if-new", help=_("Print nothing if there is nothing new."))
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=_("Exit with code 4 if there is nothing new."))
    ] = False,
    send: Annotated[
        list[str] | None,
        typer.Option(
            "--send", metavar=_("ADDRESS"), help=_("Send it to this address. May be repeated.")
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("With --send: write the .eml files, send nothing."))
    ] = False,
) -> None:
    """Tell what the week brought, and what the next one asks for."""
    if week is not None and since_last:
        raise typer.BadParameter(_("--week and --since-last cannot be used together"))
    if dry_run and not send:
        raise typer.BadParameter(_("--dry-run can only be used with --send ADDRESS"))
    from hageplan.reports.run_summary import SummaryRequest, tell

    asked = SummaryRequest(
        week=week, since_last=since_last, if_new=if_new, to=tuple(send or ()), dry_run=dry_run
    )
    if not tell(call, asked) and exit_code:
        raise typer.Exit(NOTHING_NEW)


NOTHING_NEW = 4
"""Exit code for those who asked to know."""
