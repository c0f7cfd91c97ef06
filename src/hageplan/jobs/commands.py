"""`hageplan jobs`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command.options import (
    CsvOption,
    DebugOption,
    ExcelOption,
    ExplainOption,
    JsonOption,
    KommuneOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    check_excel,
    day,
    guarded,
    kommuner_of,
    locate,
    print_json,
    records_of,
    write_file,
)
from hageplan.i18n import _


@guarded
def jobs(
    period: Annotated[
        str | None,
        typer.Option(metavar="2026|2026-H2|2026-Q4|2026-11", help=_("The period; else this year.")),
    ] = None,
    kommune: KommuneOption = None,
    explain: ExplainOption = False,
    workspace: WorkspaceOption = None,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Jobs that companies say are new or kept; no claim is counted twice."""
    check_excel(csv, excel=excel)
    place, now = locate(workspace), day(today)
    records = records_of(place, now)
    from hageplan import api
    from hageplan.jobs.periode import parse_period, year_of
    from hageplan.jobs.table import jobs_csv
    from hageplan.jobs.terminal import print_jobs
    from hageplan.ui.console import console
    from hageplan.ui.documents import document

    result = api.jobs(
        records,
        parse_period(period) if period else year_of(now),
        today=now,
        kommuner=kommuner_of(kommune, records),
        explain=explain,
    )
    if as_json:
        print_json(document("hageplan/jobs/1", result))
    else:
        print_jobs(result, console())
    if csv is not None:
        write_file(csv, jobs_csv(result, excel=excel), quiet=quiet)
