"""`hageplan staffing`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, get_args

import typer

from hageplan.command.options import (
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
from hageplan.command.running import (
    check_excel,
    day,
    guarded,
    kommuner_of,
    locate,
    print_json,
    progress_bar,
    records_of,
    write_file,
)
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.messages import msg

if TYPE_CHECKING:
    from hageplan.records.workspace import Workspace
    from hageplan.staff.estimate import StaffingRequest

YEARS: Final = (1, 9999)
"""What a date can hold; of which years the holidays are known is told by their calendar."""


@guarded
def staffing(
    workspace: WorkspaceOption = None,
    kommune: KommuneOption = None,
    scenario: Annotated[
        str,
        typer.Option(
            metavar="low|base|high|FILE",
            help=_("How much work a member is; or a TOML file with keys of [bemanning]."),
        ),
    ] = "base",
    year: Annotated[
        int | None,
        typer.Option(
            min=YEARS[0], max=YEARS[1], help=_("The year that is staffed; else the next.")
        ),
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help=_("What if, such as hours_per_member=30 or conversion.interessert=0.5; several."),
        ),
    ] = None,
    where: Annotated[
        bool, typer.Option("--where", help=_("Where should the next person live: driving a year."))
    ] = False,
    seed: SeedOption = 0,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Positions that the expansion needs, how sure that is, and what it hangs on."""
    check_excel(csv, excel=excel)
    place, now = locate(workspace), day(today)
    records = records_of(place, now)
    asked = _request(records, kommune, year, scenario, sets, seed)
    from hageplan import api
    from hageplan.staff import table as staffing_csv
    from hageplan.staff.homes_terminal import print_homes
    from hageplan.staff.terminal import print_staffing
    from hageplan.ui.console import console
    from hageplan.ui.documents import document

    with progress_bar(quiet=quiet) as progress:
        if where:
            homes = api.homes(records, asked, today=now, progress=progress)
        else:
            result = api.staffing(records, asked, today=now, progress=progress)
    if as_json:
        print_json(
            document("hageplan/homes/1", homes)
            if where
            else document("hageplan/staffing/1", result)
        )
    elif where:
        print_homes(homes, console())
    else:
        print_staffing(result, console())
    if csv is not None:
        text = (
            staffing_csv.homes_csv(homes, excel=excel)
            if where
            else staffing_csv.staffing_csv(result, excel=excel)
        )
        write_file(csv, text, quiet=quiet)


def _request(
    records: Workspace,
    kommune: list[str] | None,
    year: int | None,
    scenario: str,
    sets: list[str] | None,
    seed: int,
) -> StaffingRequest:
    from hageplan.staff.estimate import StaffingRequest
    from hageplan.staff.scenario import Preset
    from hageplan.staff.scenario_file import parse_sets, read_scenario

    numbers = kommuner_of(kommune, records)
    tried = parse_sets(sets or ())
    ours = next((name for name in get_args(Preset) if name == scenario), None)
    if ours is not None:
        return StaffingRequest(numbers, year, ours, sets=tried, seed=seed)
    path = Path(scenario)
    if not path.is_file():
        raise RequestError(
            msg("no scenario is called {name}, and there is no such file", name=scenario),
            msg("one of: {words}", words="low, base, high, FILE.toml"),
        )
    changes = read_scenario(path)
    return StaffingRequest(numbers, year, "base", path.name, changes, tried, seed)
