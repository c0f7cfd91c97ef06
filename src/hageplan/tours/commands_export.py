"""`hageplan export`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from hageplan.command import completion
from hageplan.command.options import (
    CsvOption,
    DebugOption,
    ExcelOption,
    GeojsonOption,
    GpxOption,
    HtmlOption,
    IcsOption,
    LangOption,
    MdOption,
    QuietOption,
    TilesOption,
    TodayOption,
    WorkspaceOption,
    XlsxOption,
)
from hageplan.command.running import day, guarded, locate, records_of
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.messages import msg
from hageplan.tours.files.write import Exports, write_exports

if TYPE_CHECKING:
    from hageplan.records.plan import Plan
    from hageplan.records.workspace import Workspace


@guarded
def export(
    which: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            help=_("A saved plan's name or file."),
            autocompletion=completion.plans,
        ),
    ] = "latest",
    workspace: WorkspaceOption = None,
    ics: IcsOption = None,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    xlsx: XlsxOption = None,
    geojson: GeojsonOption = None,
    gpx: GpxOption = None,
    html: HtmlOption = None,
    md: MdOption = None,
    tiles: TilesOption = False,
    medarbeider: Annotated[
        list[str] | None,
        typer.Option(
            help=_("Only the days of this one of us; several times."),
            autocompletion=completion.medarbeidere,
        ),
    ] = None,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Write a saved plan into files for the calendar, the telephone and the spreadsheet."""
    wanted = Exports(
        ics=ics, csv=csv, xlsx=xlsx, geojson=geojson, gpx=gpx, html=html, md=md,
        excel=excel, tiles=tiles,
    )  # fmt: skip
    wanted.check()
    if not wanted.paths:
        raise typer.BadParameter(_("name at least one file, such as --html tur.html"))
    from hageplan.workspace.plans import read_plan

    place, now = locate(workspace), day(today)
    plan = read_plan(place.own, which)
    only = tuple(medarbeider or ())
    records = records_of(place, now)
    _check_people(only, plan, records, wanted)
    write_exports(wanted, plan, records, place, now, only=only, quiet=quiet)


def _check_people(only: Sequence[str], plan: Plan, records: Workspace, wanted: Exports) -> None:
    """Refuse people of whom there is nothing to write.

    A calendar may have to hear that all of somebody's visits are called off.
    """
    known = {tour.medarbeider for tour in plan.tours}
    if wanted.paths == (wanted.ics,):
        known |= {*plan.request.medarbeidere, *(p.id for p in records.oppsett.medarbeider)}
    if unknown := set(only) - known:
        raise RequestError(
            msg("the plan has no day of {name}", name=", ".join(sorted(unknown))),
            msg("it has: {names}", names=", ".join(sorted(known))),
        )
