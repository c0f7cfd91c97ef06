"""`hageplan plan` and `hageplan show`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hageplan.cli.options import (
    CsvOption,
    DebugOption,
    ExcelOption,
    JsonOption,
    KommuneOption,
    LangOption,
    QuietOption,
    SeedOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.cli.running import (
    check_excel,
    day,
    guarded,
    locate,
    note,
    print_json,
    progress_bar,
    records_of,
    write_csv,
)
from hageplan.i18n import _, shown

if TYPE_CHECKING:
    from hageplan.records.kommune import Kommuner
    from hageplan.records.plan import Plan, StopRule


@guarded
def plan(
    workspace: WorkspaceOption = None,
    kommune: KommuneOption = None,
    start: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help=_("First day; else tomorrow.")),
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=60, help=_("Working days; else the setting, 5."))
    ] = None,
    medarbeider: Annotated[
        list[str] | None, typer.Option(help=_("Id of who drives; may be given several times."))
    ] = None,
    max_visits: Annotated[
        int | None, typer.Option(min=1, help=_("At most so many visits in all."))
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(min=0.01, help=_("Seconds to look for a better plan."))
    ] = None,
    iterations: Annotated[
        int | None, typer.Option(min=1, help=_("Rounds of search; the same give the same plan."))
    ] = None,
    seed: SeedOption = 0,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    save: Annotated[bool, typer.Option("--save", help=_("Keep the plan in planer/."))] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Plan visits: who, when, in which order, and why."""
    if time_limit is not None and iterations is not None:
        raise typer.BadParameter(_("--time-limit and --iterations exclude each other"))
    check_excel(csv, excel=excel)
    from hageplan import api
    from hageplan.tours.plan import PlanRequest
    from hageplan.workspace.kommuner import find_all

    place = locate(workspace)
    now = day(today)
    records = records_of(place, now)
    if save and place.own is None:
        raise _no_workspace()
    region = (*records.dekker, *records.vurderer)
    request = PlanRequest(
        kommuner=find_all(kommune or (), records.kommuner, region),
        start=start.date() if start else None,
        days=days,
        medarbeidere=tuple(medarbeider or ()),
        max_visits=max_visits,
        stop=_stop_rule(time_limit, iterations),
        seed=seed,
    )
    if request.start is not None and request.start <= now:
        note(_("hageplan: the first day is not after today"), quiet=quiet)
    with progress_bar(quiet=quiet) as progress:
        result = api.plan(records, request, today=now, progress=progress)
    _show(result, records.kommuner, csv, excel=excel, as_json=as_json, quiet=quiet)
    if save and place.own is not None:
        from hageplan.messages import msg
        from hageplan.workspace.plans import save_plan

        path = save_plan(place.own, result, now)
        note(shown(msg("saved: {path}", path=path)), quiet=quiet)


@guarded
def show(
    which: Annotated[
        str, typer.Argument(metavar="PLAN", help=_("A saved plan's name or file."))
    ] = "latest",
    workspace: WorkspaceOption = None,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print a saved plan again."""
    check_excel(csv, excel=excel)
    from hageplan.workspace.plans import read_plan
    from hageplan.workspace.shipped import read_kommuner

    saved = read_plan(locate(workspace).own, which)
    _show(saved, read_kommuner(), csv, excel=excel, as_json=as_json, quiet=quiet)


def _show(
    result: Plan,
    kommuner: Kommuner,
    csv: Path | None,
    *,
    excel: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    if as_json:
        print_json(result.model_dump(mode="json", by_alias=True))
    else:
        from hageplan.render.console import console
        from hageplan.render.plan_terminal import print_plan

        print_plan(result, kommuner, console())
    if csv is not None:
        from hageplan.render.plan_csv import plan_csv

        write_csv(csv, plan_csv(result, excel=excel), quiet=quiet)


def _stop_rule(time_limit: float | None, iterations: int | None) -> StopRule:
    from hageplan.records.plan import StopRule
    from hageplan.tours.plan import DEFAULT_STOP

    if time_limit is not None:
        return StopRule(seconds=time_limit)
    return DEFAULT_STOP if iterations is None else StopRule(iterations=iterations)


def _no_workspace() -> Exception:
    from hageplan.errors import RequestError
    from hageplan.messages import msg

    return RequestError(
        msg("there is no workspace to save into; this is the example region"),
        msg("make one: hageplan init FOLDER"),
    )
