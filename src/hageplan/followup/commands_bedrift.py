"""`hageplan bedrift`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.options import (
    DebugOption,
    JsonOption,
    LangOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import day, guarded, locate, print_json, records_of
from hageplan.i18n import _


@guarded
def bedrift(
    which: Annotated[
        str,
        typer.Argument(
            metavar="ORGNR|NAME", autocompletion=completion.bedrifter, help=_("The company.")
        ),
    ],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print all that is known of a company."""
    from hageplan import api
    from hageplan.followup.company_terminal import bedrift_json, print_bedrift
    from hageplan.ui.console import console
    from hageplan.workspace.lookup import find_company

    place, on_day = locate(workspace), day(today)
    records = records_of(place, on_day)
    number = find_company(which, records.bedrifter).organisasjonsnummer
    page = api.bedrift(records, number, today=on_day, folder=place.own)
    if as_json:
        print_json(bedrift_json(page))
    else:
        print_bedrift(page, console())
