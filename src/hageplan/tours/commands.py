"""`hageplan plan`, `show`, `compare` and `export`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.dates import day_option
from hageplan.command.declare import command
from hageplan.command.options import (
    DaysOption,
    KommuneOption,
    MedarbeiderOption,
    SeedOption,
)
from hageplan.i18n import _

COMPANIES: Final = "companies"
"""What `export` takes in the place of a plan: the companies themselves."""
FILES: Final = (".html", ".ics", ".xlsx", ".csv", ".gpx", ".geojson", ".md", ".json")

PlanArgument = Annotated[
    str,
    typer.Argument(
        metavar=_("PLAN"), autocompletion=completion.plans, help=_("Name or file of a saved plan.")
    ),
]


def _companies(words: str) -> object:
    """Return an option that takes companies."""
    return typer.Option(metavar=_("COMPANY"), autocompletion=completion.bedrifter, help=words)


@command(writes=FILES, of_group=True, drives=True)
def plan(
    call: Call,
    kommune: KommuneOption = None,
    start: Annotated[
        date | None,
        day_option("--from", told=_("First day. Default: when there has been time to invite.")),
    ] = None,
    days: DaysOption = None,
    weeks: Annotated[
        int | None,
        typer.Option(
            min=1, max=12, help=_("Number of weeks, each with as many visits as you can follow up.")
        ),
    ] = None,
    medarbeider: MedarbeiderOption = None,
    must: Annotated[
        list[str] | None, _companies(_("This company must be visited. May be repeated."))
    ] = None,
    only: Annotated[
        list[str] | None, _companies(_("Consider only this company. May be repeated."))
    ] = None,
    without: Annotated[
        list[str] | None, _companies(_("Leave this company out. May be repeated."))
    ] = None,
    from_plan: Annotated[
        str | None,
        typer.Option(
            metavar=_("PLAN"),
            autocompletion=completion.plans,
            help=_("Change this saved plan as little as possible. none: start afresh."),
        ),
    ] = None,
    absent: Annotated[
        list[str] | None,
        typer.Option(
            metavar=_("ID:DAYS"),
            help=_("Who is absent and when, e.g. kari:30.11.-4.12. May be repeated."),
        ),
    ] = None,
    robust: Annotated[
        bool,
        typer.Option("--robust", help=_("Add extra time so that appointments hold, with chances.")),
    ] = False,
    max_visits: Annotated[
        int | None, typer.Option(min=1, help=_("At most this many visits in all."))
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(min=0.01, help=_("Seconds to search for a better plan."))
    ] = None,
    iterations: Annotated[
        int | None,
        typer.Option(min=1, help=_("Rounds of search. The same number gives the same plan.")),
    ] = None,
    seed: SeedOption = 0,
    match: Annotated[
        bool, typer.Option("--match", help=_("Show at each stop which company it should meet."))
    ] = False,
    prove: Annotated[
        bool,
        typer.Option("--prove", help=_("Prove how much more a plan could be worth at most.")),
    ] = False,
    save: Annotated[bool, typer.Option("--save", help=_("Save the plan in planer/."))] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help=_("Show every day, including later weeks."))
    ] = False,
) -> None:
    """Plan visits: who, when, in which order, and why."""
    from hageplan.records.plan import PlanRequest
    from hageplan.tours import run

    run.plan(
        call,
        PlanRequest(
            kommuner=tuple(kommune or ()),
            from_=start,
            days=run.working_days(days, weeks),
            medarbeidere=tuple(medarbeider or ()),
            max_visits=max_visits,
            must=tuple(must or ()),
            only=tuple(only or ()),
            without=tuple(without or ()),
            as_week=True,
            absent=run.absences(absent or (), call.today),
            seed=seed,
            stop_rule=run.stop_rule(time_limit, iterations),
        ),
        from_plan=from_plan,
        robust=robust,
        introduce=match,
        prove=prove,
        save=save,
        explain=explain,
    )


@command(writes=FILES)
def show(call: Call, which: PlanArgument = "latest") -> None:
    """Print a saved plan again."""
    from hageplan.tours import run_saved

    run_saved.show(call, which)


@command(without=("quiet", "today"))
def compare(
    call: Call,
    before: PlanArgument,
    after: Annotated[
        str,
        typer.Argument(
            metavar=_("PLAN"),
            autocompletion=completion.plans,
            help=_("A plan other than the latest."),
        ),
    ] = "latest",
) -> None:
    """Print what a saved plan does otherwise than another."""
    from hageplan.tours import run_saved

    run_saved.compare(call, before, after)


@command(writes=(*FILES, ".vcf"), without=["as_json"])
def export(
    call: Call,
    which: PlanArgument = "latest",
    medarbeider: Annotated[
        list[str] | None,
        typer.Option(
            help=_("Only this person's days. May be repeated."),
            autocompletion=completion.medarbeidere,
        ),
    ] = None,
    per_person: Annotated[
        bool,
        typer.Option(
            "--per-medarbeider",
            help=_("Write one file per person: tur-kari.html for -o tur.html."),
        ),
    ] = False,
    xlsform: Annotated[
        bool,
        typer.Option(
            "--xlsform", help=_("With -o FILE.xlsx: the form of answers, for ODK and Kobo.")
        ),
    ] = False,
) -> None:
    """Write a saved plan into files for the calendar, the telephone and the spreadsheet."""
    if xlsform and call.results.endings != {".xlsx"}:
        raise typer.BadParameter(_("--xlsform can only be used with -o FILE.xlsx"))
    if which == COMPANIES:
        from hageplan.imports import run_companies

        run_companies.export_companies(call)
        return
    from hageplan.tours import run_saved

    only = tuple(medarbeider or ())
    if xlsform:
        run_saved.export_form(call, which, only=only)
    else:
        run_saved.export(call, which, only=only, per_person=per_person)
