"""`hageplan slots`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.options import (
    DaysOption,
    DebugOption,
    FromOption,
    JsonOption,
    LangOption,
    MedarbeiderOption,
    QuietOption,
    SeedOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    day,
    guarded,
    locate,
    numbers_of,
    print_json,
    progress_bar,
    records_of,
)
from hageplan.i18n import _


@guarded
def slots(
    orgnr: Annotated[
        str,
        typer.Argument(
            metavar="ORGNR", autocompletion=completion.numbers, help=_("The company's number.")
        ),
    ],
    workspace: WorkspaceOption = None,
    count: Annotated[int, typer.Option("--count", "-n", min=1, help=_("How many times."))] = 5,
    start: FromOption = None,
    days: DaysOption = None,
    medarbeider: MedarbeiderOption = None,
    plan: Annotated[
        str | None,
        typer.Option(
            metavar="PLAN",
            autocompletion=completion.plans,
            help=_("The saved plan to fit into; else the latest."),
        ),
    ] = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print times to offer a company, and what each would add to the plan."""
    from hageplan import api
    from hageplan.calendars.busy import with_busy_times
    from hageplan.tours.plan import PlanRequest
    from hageplan.workspace.plans import latest_plan, read_plan

    place = locate(workspace)
    now = day(today)
    request = PlanRequest(
        start=start.date() if start else None,
        days=days,
        medarbeidere=tuple(medarbeider or ()),
        seed=seed,
    )
    held = read_plan(place.own, plan) if plan else latest_plan(place.own, now)
    records = with_busy_times(records_of(place, now), place.folder, now)
    with progress_bar(quiet=quiet) as progress:
        found = api.slots(
            records,
            numbers_of([orgnr], records)[0],
            request,
            today=now,
            saved=held,
            count=count,
            progress=progress,
        )
    if as_json:
        print_json(found)
        return
    from hageplan.appointments.slots_terminal import print_slots
    from hageplan.ui.console import console

    print_slots(found, console())
