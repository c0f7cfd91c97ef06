"""`hageplan followup`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.i18n import _


@command(writes=(".csv", ".xlsx", ".json"))
def followup(
    call: Call,
    overdue: Annotated[bool, typer.Option("--overdue", help=_("Only overdue tasks."))] = False,
    medarbeider: Annotated[
        str | None,
        typer.Option(
            "--medarbeider",
            metavar="ID",
            autocompletion=completion.medarbeidere,
            help=_("Only one person's tasks."),
        ),
    ] = None,
) -> None:
    """Print what is to be done for whom, by when."""
    from hageplan.followup import run

    run.followup(call, overdue=overdue, ansvarlig=medarbeider)
