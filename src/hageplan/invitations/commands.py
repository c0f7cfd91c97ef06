"""`hageplan invite`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import count_option
from hageplan.i18n import _


@command(without=["as_json"], drives=True)
def invite(
    call: Call,
    which: Annotated[
        str,
        typer.Argument(
            metavar=_("PLAN"),
            help=_("Name or file of a saved plan."),
            autocompletion=completion.plans,
        ),
    ] = "latest",
    folder: Annotated[
        Path,
        typer.Option("--folder", metavar=_("FOLDER"), help=_("Folder for the drafts.")),
    ] = Path("invitasjoner"),
    times: Annotated[int, count_option(_("Number of times to offer each company."), 10)] = 3,
) -> None:
    """Write an invitation for each stop as a draft, where the law allows it."""
    from hageplan.invitations import run

    run.invite(call, which, folder, times)
