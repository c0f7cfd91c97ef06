"""`hageplan forecast`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import ExplainOption, KommuneOption, SeedOption
from hageplan.i18n import _

USUAL_MONTHS = 36
MOST_MONTHS = 120
MOST_WORKERS = 256


@command(writes=(".csv", ".xlsx", ".html", ".json"), of_group=True, of_several=True)
def forecast(
    call: Call,
    kommune: KommuneOption = None,
    months: Annotated[
        int, typer.Option(min=1, max=MOST_MONTHS, help=_("Number of months ahead."))
    ] = USUAL_MONTHS,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            metavar=_("NAME|FILE"),
            help=_("keep, hire-now, when-short, in-order, or a TOML file. May be repeated."),
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_WORKERS, help=_("Number of processes for several workspaces.")
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="tcp://…", help=_("Address of a Dask cluster to run on.")),
    ] = None,
    explain: ExplainOption = False,
    seed: SeedOption = 0,
) -> None:
    """Members and positions month by month, and what hiring changes."""
    if len(call.folders) > 1 or workers or cluster:
        from hageplan.forecast.many import run as many

        many.forecast_many(
            call,
            kommune,
            months=months,
            policies=policy or (),
            explain=explain,
            seed=seed,
            workers=workers,
            address=cluster,
        )
        return
    from hageplan.forecast import run

    run.forecast(call, kommune, months=months, policies=policy or (), explain=explain, seed=seed)
