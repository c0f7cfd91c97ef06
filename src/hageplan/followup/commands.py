"""`hageplan followup`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.options import (
    CsvOption,
    DebugOption,
    ExcelOption,
    JsonOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
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
            autocompletion=completion.medarbeidere,
            help=_("Only one medarbeider's."),
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print what is to be done for whom, by when."""
    check_excel(csv, excel=excel)
    from hageplan import api
    from hageplan.followup.table import followup_csv
    from hageplan.followup.terminal import print_followup
    from hageplan.ui.console import console

    on_day = day(today)
    records = records_of(locate(workspace), on_day)
    document = api.followup(records, today=on_day, overdue=overdue, ansvarlig=ansvarlig)
    if as_json:
        print_json(document)
    else:
        print_followup(document, console())
    if csv is not None:
        write_file(csv, followup_csv(document, excel=excel), quiet=quiet)
