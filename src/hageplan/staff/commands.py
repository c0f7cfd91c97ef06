"""`hageplan staffing`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import ExplainOption, KommuneOption, SeedOption
from hageplan.i18n import _
from hageplan.records.written.days import ASKED_YEARS


@command(writes=(".csv", ".xlsx", ".json"), of_group=True, drives=True)
def staffing(
    call: Call,
    kommune: KommuneOption = None,
    scenario: Annotated[
        str,
        typer.Option(
            metavar=_("low|base|high|FILE"),
            help=_("How much work a member is, or a TOML file with keys of [bemanning]."),
        ),
    ] = "base",
    year: Annotated[
        int | None,
        typer.Option(
            min=ASKED_YEARS[0],
            max=ASKED_YEARS[1],
            help=_("Year to staff. Default: next year."),
        ),
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar=_("KEY=VALUE"),
            help=_("Other assumptions, e.g. hours_per_member=30. May be repeated."),
        ),
    ] = None,
    where: Annotated[
        bool,
        typer.Option(
            "--where", help=_("Compare places to live for the next employee, by driving.")
        ),
    ] = False,
    explain: ExplainOption = False,
    seed: SeedOption = 0,
) -> None:
    """Positions that the expansion needs, how sure that is, and what it hangs on."""
    from hageplan.staff import run

    run.staffing(
        call,
        kommune,
        scenario=scenario,
        year=year,
        sets=sets or (),
        where=where,
        explain=explain,
        seed=seed,
    )
