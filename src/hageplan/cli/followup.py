"""`hageplan followup`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.cli import completing
from hageplan.cli.options import (
    CsvOption,
    DebugOption,
    ExcelOption,
    JsonOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.cli.running import (
    check_excel,
    day,
    guarded,
    locate,
    print_json,
    records_of,
    write_file,
)
from hageplan.i18n import _


@guarded
def followup(
    overdue: Annotated[
        bool, typer.Option("--overdue", help=_("Only what should have been done by now."))
    ] = False,
    ansvarlig: Annotated[
        str | None,
        typer.Option(
            "--ansvarlig",
            metavar="ID",
            autocompletion=completing.medarbeidere,
            help=_("Only one medarbeider's."),
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print what is to be done for whom, by when."""
    check_excel(csv, excel=excel)
    from hageplan import api
    from hageplan.render.console import console
    from hageplan.render.followup_csv import followup_csv
    from hageplan.render.followup_terminal import print_followup

    on_day = day(today)
    records = records_of(locate(workspace), on_day)
    document = api.followup(records, today=on_day, overdue=overdue, ansvarlig=ansvarlig)
    if as_json:
        print_json(document)
    else:
        print_followup(document, console())
    if csv is not None:
        write_file(csv, followup_csv(document, excel=excel), quiet=quiet)
