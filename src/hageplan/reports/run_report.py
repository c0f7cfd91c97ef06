"""What `report` does: choose the report, show it or write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hageplan.command.answer import progress_bar, tell_written
from hageplan.command.call import Call
from hageplan.command.results import Writers
from hageplan.errors import RequestError
from hageplan.jobs.periode import Periode, parse_period, year_of
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.memory import KARTVERKET, Kilde
from hageplan.records.workspace import Workspace
from hageplan.reports.kommune import kommune_report
from hageplan.reports.report_page import report_md
from hageplan.reports.report_result import Part, Report
from hageplan.reports.report_terminal import print_report
from hageplan.reports.siva import siva_report
from hageplan.reports.styre import board_report
from hageplan.workspace.kilder import read_snapshot
from hageplan.workspace.lookup import kommuner_of


def report(
    call: Call, part: Part, period: str | None, kommuner: Sequence[str] | None, *, explain: bool
) -> None:
    """Show a report, or write it into the files that are wanted instead."""
    asked = parse_period(period, call.today) if period else year_of(call.today)
    records = call.records()
    numbers = kommuner_of(kommuner, records)
    used = replace(records, kilder=tuple(_sources(call, part, numbers, records)))
    found = _report(call, part, asked, numbers, used)
    writers: Writers = {
        ".html": lambda: _html(part, found),
        ".xlsx": lambda: _xlsx(found),
        ".md": lambda: report_md(found),
    }
    written = call.write(found, writers=writers)
    if call.as_json or not call.results.files:
        call.show(found, lambda console: print_report(found, console, explain=explain))
    tell_written(written, quiet=call.quiet)


def _html(part: Part, found: Report) -> str:
    # Templates, charts and maps take 80 ms to load.
    from hageplan.reports.pages import PAGES

    return PAGES[part](found)


def _xlsx(found: Report) -> bytes:
    # The library for workbooks takes 40 ms to load.
    from hageplan.reports.report_workbook import report_xlsx

    return report_xlsx(found)


def _sources(
    call: Call, part: Part, kommuner: Sequence[str], records: Workspace
) -> Iterator[Kilde]:
    """Give the sources that told of a company which the report is about.

    Positions are used for driving alone, which the board is told of.
    """
    about = {b.organisasjonsnummer for b in records.bedrifter if _is_about(b, part, kommuner)}
    for kilde in records.kilder:
        if kilde.navn == KARTVERKET and part != "styre":
            continue
        if about & read_snapshot(call.folder, kilde.navn).keys():
            yield kilde


def _is_about(bedrift: Bedrift, part: Part, kommuner: Sequence[str]) -> bool:
    if part == "siva":
        return bedrift.status == "maalbedrift"
    return not kommuner or bedrift.kommunenummer in kommuner


def _report(
    call: Call, part: Part, period: Periode, kommuner: Sequence[str], records: Workspace
) -> Report:
    if part == "siva":
        return siva_report(records, period, today=call.today)
    if part == "styre":
        with progress_bar(quiet=call.quiet) as progress:
            return board_report(records, period, today=call.today, progress=progress)
    numbers = kommuner or (*records.dekker, *records.vurderer)
    if not numbers:
        raise RequestError(
            msg("no municipality is chosen"),
            msg("choose one with --kommune, or fill in dekker and vurderer in hageplan.toml"),
        )
    return kommune_report(records, period, numbers, today=call.today)
