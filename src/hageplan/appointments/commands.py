"""`hageplan book`, `move`, `cancel`, `done`, `avtaler` and `slots`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.dates import moment_option
from hageplan.command.declare import command
from hageplan.command.options import (
    CompanyArgument,
    DaysOption,
    FromOption,
    MedarbeiderOption,
    SeedOption,
    count_option,
)
from hageplan.i18n import _
from hageplan.log.options import GradeOption, NextVisitOption, OutcomeOption

AtOption = Annotated[datetime, moment_option("--at", told=_("When the meeting begins."))]
WhoOption = Annotated[
    str | None,
    typer.Option(
        "--medarbeider",
        metavar="ID",
        autocompletion=completion.medarbeidere,
        help=_("Who visits."),
    ),
]
MinutesOption = Annotated[
    int | None,
    typer.Option(
        "--minutter",
        min=5,
        max=480,
        help=_("How long the meeting lasts. Default: the company's or the usual time."),
    ),
]
AnywayOption = Annotated[
    bool,
    typer.Option(
        "--anyway",
        help=_("Book even if it breaks planning rules. Plans keep it, and show the breach."),
    ),
]
AvtaleArgument = Annotated[
    str,
    typer.Argument(
        metavar=_("AVTALE|COMPANY"),
        autocompletion=completion.avtaler,
        help=_("ID of the appointment, or the company's name or number."),
    ),
]


@command(drives=True)
def book(
    call: Call,
    company: CompanyArgument,
    at: AtOption,
    medarbeider: WhoOption = None,
    minutes: MinutesOption = None,
    anyway: AnywayOption = False,
) -> None:
    """Write an appointment into the log."""
    from hageplan.appointments import run

    run.appoint(call, company, at, medarbeider=medarbeider, minutes=minutes, anyway=anyway)


@command(drives=True)
def move(
    call: Call,
    which: AvtaleArgument,
    at: AtOption,
    medarbeider: WhoOption = None,
    minutes: MinutesOption = None,
    anyway: AnywayOption = False,
) -> None:
    """Give an appointment another time, or another medarbeider."""
    from hageplan.appointments import run

    run.appoint(
        call, which, at, medarbeider=medarbeider, minutes=minutes, anyway=anyway, is_move=True
    )


@command()
def cancel(call: Call, which: AvtaleArgument) -> None:
    """Call an appointment off."""
    from hageplan.appointments import run

    run.cancel(call, which)


@command()
def done(
    call: Call,
    which: Annotated[
        str,
        typer.Argument(
            metavar=_("ID|COMPANY"),
            autocompletion=completion.avtaler,
            help=_("ID of the appointment or task, or the company's name or number."),
        ),
    ],
    utfall: OutcomeOption = None,
    interesse: GradeOption = None,
    notat: Annotated[
        str,
        typer.Option(
            "--notat",
            metavar=_("TEXT"),
            help=_("A note for the log. For a task: what was done."),
        ),
    ] = "",
    minutes: Annotated[
        int | None,
        typer.Option("--minutter", min=0, max=1440, help=_("How long the meeting lasted.")),
    ] = None,
    neste_besok: NextVisitOption = None,
) -> None:
    """Say that an appointment has taken place, or that a task is done, and what came of it."""
    from hageplan.appointments import run

    run.done(
        call,
        which,
        utfall=utfall,
        interesse=interesse,
        notat=notat,
        minutes=minutes,
        neste_besok=neste_besok,
    )


@command()
def avtaler(call: Call) -> None:
    """List the appointments from today on."""
    from hageplan.appointments import run

    run.avtaler(call)


@command(drives=True)
def slots(
    call: Call,
    company: CompanyArgument,
    count: Annotated[int, count_option(_("Number of times to offer."))] = 5,
    start: FromOption = None,
    days: DaysOption = None,
    medarbeider: MedarbeiderOption = None,
    plan: Annotated[
        str | None,
        typer.Option(
            metavar=_("PLAN"),
            autocompletion=completion.plans,
            help=_("The saved plan to fit it into. Default: the latest."),
        ),
    ] = None,
    seed: SeedOption = 0,
) -> None:
    """Print times to offer a company, and what each would add to the plan."""
    from hageplan.appointments import run_slots

    run_slots.slots(
        call,
        company,
        count=count,
        start=start,
        days=days,
        medarbeidere=medarbeider,
        plan=plan,
        seed=seed,
    )
