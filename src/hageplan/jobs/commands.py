"""`hageplan jobs`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import ExplainOption, KommuneOption
from hageplan.i18n import _


@command(writes=(".csv", ".xlsx", ".json"))
def jobs(
    call: Call,
    period: Annotated[
        str | None,
        typer.Option(metavar="2026|2026-H2|2026-Q4|2026-11", help=_("The period; else this year.")),
    ] = None,
    kommune: KommuneOption = None,
    explain: ExplainOption = False,
) -> None:
    """Jobs that companies say are new or kept; no claim is counted twice."""
    from hageplan.jobs import run

    run.jobs(call, period, kommune, explain=explain)
