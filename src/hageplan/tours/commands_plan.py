"""`hageplan plan` and `hageplan show`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from hageplan.command import completion
from hageplan.command.options import (
    CsvOption,
    DaysOption,
    DebugOption,
    ExcelOption,
    FromOption,
    GeojsonOption,
    GpxOption,
    HtmlOption,
    IcsOption,
    JsonOption,
    KommuneOption,
    LangOption,
    MdOption,
    MedarbeiderOption,
    QuietOption,
    SeedOption,
    TilesOption,
    TodayOption,
    WorkspaceOption,
    XlsxOption,
)
from hageplan.command.running import (
    check_excel,
    day,
    guarded,
    kommuner_of,
    locate,
    no_workspace,
    note,
    numbers_of,
    print_json,
    progress_bar,
    records_of,
    write_file,
    writing,
)
from hageplan.i18n import _, shown
from hageplan.tours.files.write import Exports, write_exports

if TYPE_CHECKING:
    from hageplan.records.kommune import Kommuner
    from hageplan.records.plan import Absence, Plan, StopRule


@guarded
def plan(
    workspace: WorkspaceOption = None,
    kommune: KommuneOption = None,
    start: FromOption = None,
    days: DaysOption = None,
    medarbeider: MedarbeiderOption = None,
    must: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORGNR",
            autocompletion=completion.numbers,
            help=_("This company must be visited; several times."),
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORGNR",
            autocompletion=completion.numbers,
            help=_("Consider these companies alone; several times."),
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORGNR",
            autocompletion=completion.numbers,
            help=_("Leave this company out; several times."),
        ),
    ] = None,
    from_plan: Annotated[
        str | None,
        typer.Option(
            metavar="PLAN",
            autocompletion=completion.plans,
            help=_("Change this saved plan (or latest) as little as possible."),
        ),
    ] = None,
    absent: Annotated[
        list[str] | None,
        typer.Option(metavar="ID:DATE", help=_("Who is missing when, such as kari:2026-12-01.")),
    ] = None,
    robust: Annotated[
        bool, typer.Option("--robust", help=_("Reserves so that times hold; shows the chances."))
    ] = False,
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
    ics: IcsOption = None,
    xlsx: XlsxOption = None,
    geojson: GeojsonOption = None,
    gpx: GpxOption = None,
    html: HtmlOption = None,
    md: MdOption = None,
    tiles: TilesOption = False,
    match: Annotated[
        bool, typer.Option("--match", help=_("Say at each stop which company it should meet."))
    ] = False,
    save: Annotated[bool, typer.Option("--save", help=_("Keep the plan in planer/."))] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Plan visits: who, when, in which order, and why."""
    if time_limit is not None and iterations is not None:
        raise typer.BadParameter(_("--time-limit and --iterations exclude each other"))
    wanted = Exports(
        ics=ics, csv=csv, xlsx=xlsx, geojson=geojson, gpx=gpx, html=html, md=md,
        excel=excel, tiles=tiles,
    )  # fmt: skip
    wanted.check()
    from hageplan import api
    from hageplan.calendars.busy import with_busy_times
    from hageplan.tours.plan import PlanRequest
    from hageplan.workspace.plans import read_plan

    place = locate(workspace)
    now = day(today)
    records = with_busy_times(records_of(place, now), place.folder, now)
    if save and place.own is None:
        raise no_workspace()
    request = PlanRequest(
        kommuner=kommuner_of(kommune, records),
        start=start.date() if start else None,
        days=days,
        medarbeidere=tuple(medarbeider or ()),
        max_visits=max_visits,
        must=numbers_of(must, records),
        only=numbers_of(only, records),
        without=numbers_of(without, records),
        absent=_absences(absent or ()),
        earlier=read_plan(place.own, from_plan) if from_plan else None,
        stop=_stop_rule(time_limit, iterations),
        seed=seed,
    )
    if request.start is not None and request.start <= now:
        note(_("hageplan: the first day is not after today"), quiet=quiet)
    with progress_bar(quiet=quiet) as progress:
        result = api.plan(records, request, today=now, robust=robust, progress=progress)
    if match:
        result = api.with_introductions(records, result, today=now)
    _print(result, records.kommuner, as_json=as_json)
    write_exports(wanted, result, records, place, now, quiet=quiet)
    if save and place.own is not None:
        from hageplan.messages import msg
        from hageplan.workspace.plans import save_plan

        with writing(place.own, quiet=quiet):
            path = save_plan(place.own, result, now)
        note(shown(msg("saved: {path}", path=path)), quiet=quiet)


@guarded
def show(
    which: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            autocompletion=completion.plans,
            help=_("A saved plan's name or file."),
        ),
    ] = "latest",
    workspace: WorkspaceOption = None,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print a saved plan again."""
    check_excel(csv, excel=excel)
    from hageplan.workspace.plans import read_plan
    from hageplan.workspace.shipped import read_kommuner

    saved = read_plan(locate(workspace).own, which)
    _print(saved, read_kommuner(), as_json=as_json)
    if csv is not None:
        from hageplan.tours.files.table import plan_csv

        write_file(csv, plan_csv(saved, excel=excel), quiet=quiet)


@guarded
def compare(
    before: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            autocompletion=completion.plans,
            help=_("A saved plan's name or file."),
        ),
    ],
    after: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            autocompletion=completion.plans,
            help=_("Another one; else the latest."),
        ),
    ] = "latest",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print what a saved plan does otherwise than another."""
    from hageplan import api
    from hageplan.workspace.plans import read_plan

    place = locate(workspace)
    found = api.compare(read_plan(place.own, before), read_plan(place.own, after))
    if as_json:
        print_json(found)
        return
    from hageplan.tours.changes_terminal import print_comparison
    from hageplan.ui.console import console

    print_comparison(found, console())


def _absences(wanted: Sequence[str]) -> tuple[Absence, ...]:
    from datetime import date

    from hageplan.records.plan import Absence

    found = []
    for text in wanted:
        who, _colon, day = text.partition(":")
        try:
            found.append(Absence(medarbeider=who, date=date.fromisoformat(day)))
        except ValueError:
            raise typer.BadParameter(
                _("--absent takes an id and a date, such as kari:2026-12-01")
            ) from None
    return tuple(found)


def _print(result: Plan, kommuner: Kommuner, *, as_json: bool) -> None:
    if as_json:
        print_json(result)
        return
    from hageplan.tours.terminal import print_plan
    from hageplan.ui.console import console

    print_plan(result, kommuner, console())


def _stop_rule(time_limit: float | None, iterations: int | None) -> StopRule | None:
    from hageplan.records.plan import StopRule

    if time_limit is None and iterations is None:
        return None
    return StopRule(seconds=time_limit, iterations=iterations)
