"""`hageplan next`."""

from __future__ import annotations

from enum import StrEnum
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
    SeedOption,
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


class Worth(StrEnum):
    """What a member is worth."""

    MEMBERS = "members"
    JOBS = "jobs"
    HOURS = "hours"


@guarded
def next_visits(
    workspace: WorkspaceOption = None,
    count: Annotated[int, typer.Option("-n", min=1, help=_("How many visits."))] = 20,
    kommune: KommuneOption = None,
    value: Annotated[
        Worth, typer.Option(help=_("What a member is worth: 1 each, its jobs, or hours."))
    ] = Worth.MEMBERS,
    explain: ExplainOption = False,
    seed: SeedOption = 0,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Whom to visit next: likely members, and those whose answer teaches most."""
    check_excel(csv, excel=excel)
    from hageplan import api

    place, now = locate(workspace), day(today)
    records = records_of(place, now)
    result = api.next_visits(
        records,
        today=now,
        kommuner=kommuner_of(kommune, records),
        count=count,
        value=value.value,
        explain=explain,
        seed=seed,
    )
    if as_json:
        from hageplan.ui.documents import document

        print_json(document("hageplan/next/1", result))
    else:
        from hageplan.interest.next_terminal import print_next
        from hageplan.ui.console import console

        print_next(result, console())
    if csv is not None:
        from hageplan.interest.next_table import next_csv

        write_file(csv, next_csv(result, excel=excel), quiet=quiet)
