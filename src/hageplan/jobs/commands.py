"""`hageplan jobs`."""

from __future__ import annotations

from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import ExplainOption, KommuneOption, PeriodOption


@command(writes=(".csv", ".xlsx", ".json"))
def jobs(
    call: Call,
    period: PeriodOption = None,
    kommune: KommuneOption = None,
    explain: ExplainOption = False,
) -> None:
    """Jobs that companies say are new or kept; no claim is counted twice."""
    from hageplan.jobs import run

    run.jobs(call, period, kommune, explain=explain)
