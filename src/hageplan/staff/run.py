"""What `staffing` does: read the records and what is tried out, estimate, show and write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from hageplan.command.answer import progress_bar
from hageplan.command.call import Call
from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.workspace import Workspace
from hageplan.staff.homes import homes
from hageplan.staff.scenario import Preset, StaffingRequest
from hageplan.staff.scenario_file import parse_sets, read_scenario
from hageplan.staff.staffing import staffing as estimate_staffing
from hageplan.staff.table import home_rows, staffing_rows
from hageplan.staff.terminal import print_homes, print_staffing
from hageplan.workspace.lookup import kommuner_of


def staffing(
    call: Call,
    kommuner: Sequence[str] | None,
    *,
    scenario: str,
    year: int | None,
    sets: Sequence[str],
    where: bool,
    explain: bool,
    seed: int,
) -> None:
    """Show the positions needed, or with `where` the driving from each place to live."""
    records = call.records()
    numbers = kommuner_of(kommuner, records)
    plain = StaffingRequest(kommuner=numbers, year=year, sets=parse_sets(sets), seed=seed)
    show = _show_homes if where else _show_positions
    show(call, records, _with_scenario(plain, scenario), explain=explain)


def _show_positions(
    call: Call, records: Workspace, asked: StaffingRequest, *, explain: bool
) -> None:
    with progress_bar(quiet=call.quiet) as progress:
        found = estimate_staffing(records, asked, today=call.today, progress=progress)
    call.answer(
        found,
        lambda console: print_staffing(found, console, explain=explain),
        lambda: staffing_rows(found),
    )


def _show_homes(call: Call, records: Workspace, asked: StaffingRequest, *, explain: bool) -> None:
    with progress_bar(quiet=call.quiet) as progress:
        found = homes(records, asked, today=call.today, progress=progress)
    call.answer(
        found,
        lambda console: print_homes(found, console, explain=explain),
        lambda: home_rows(found),
    )


def _with_scenario(asked: StaffingRequest, scenario: str) -> StaffingRequest:
    """Return what is asked for under one of our scenarios, or under that of a file."""
    ours = next((name for name in get_args(Preset) if name == scenario), None)
    if ours is not None:
        return replace(asked, scenario=ours)
    path = Path(scenario)
    if not path.is_file():
        raise RequestError(
            msg("there is no scenario and no file called {name}", name=scenario),
            msg("one of: {words}", words="low, base, high, FILE.toml"),
        )
    return replace(asked, file=path.name, changes=read_scenario(path))
