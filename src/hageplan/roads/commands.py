"""`hageplan roads`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import (
    DaysOption,
    ExplainOption,
    KommuneOption,
    SeedOption,
    YesOption,
)
from hageplan.command.speech import App
from hageplan.i18n import _

roads_app = App(help=_("List, build and delete road networks."))


@roads_app.callback(invoke_without_command=True)
@command()
def overview(call: Call, context: typer.Context) -> None:  # noqa: ARG001  (read by the decorator)
    """Show where driving comes from, and the road networks of this machine."""
    from hageplan.roads import run

    run.overview(call)


@roads_app.command("build", help=_("Build a road network from an OpenStreetMap file."))
@command()
def build(
    call: Call,
    file: Annotated[
        Path,
        typer.Argument(
            metavar=_("FILE.osm.pbf"),
            help=_("E.g. norway-latest.osm.pbf from download.geofabrik.de."),
        ),
    ],
    around_km: Annotated[
        float,
        typer.Option(
            "--around-km",
            min=1,
            max=1000,
            metavar="KM",
            help=_("How far around the workspace's places to include roads."),
        ),
    ] = 60,
) -> None:
    """Cut the roads around the workspace's places out of a file, and build a network of them."""
    from hageplan.roads import run

    run.build(call, file, around_km)


@roads_app.command("remove", help=_("Delete a road network."))
@command()
def remove(
    call: Call,
    network: Annotated[
        str, typer.Argument(metavar=_("NETWORK"), help=_("Name as shown by `hageplan roads`."))
    ],
    yes: YesOption = False,
) -> None:
    """Remove a road network, with the driving that is kept of it."""
    from hageplan.roads import run

    run.remove(call, network, yes=yes)


@roads_app.command("compare", help=_("Compare today's plan with and without roads."))
@command(of_group=True)
def compare(
    call: Call,
    kommune: KommuneOption = None,
    days: DaysOption = None,
    seed: SeedOption = 0,
    explain: ExplainOption = False,
) -> None:
    """Show the plan under the estimate and under roads, and the estimate that fits the region."""
    from hageplan.roads import run_compare

    run_compare.compare(call, kommune or (), days, seed, explain=explain)
