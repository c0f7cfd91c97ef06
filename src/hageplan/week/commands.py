"""`hageplan uke`, and what `hageplan` alone answers."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.i18n import _


@command(writes=(".html", ".md", ".json"))
def uke(
    call: Call,
    week: Annotated[
        str | None,
        typer.Option(
            "--week",
            metavar=_("WEEK"),
            help=_("Week 49, next week or 2026-W49. Default: this week, or the next at weekends."),
        ),
    ] = None,
    medarbeider: Annotated[
        str | None,
        typer.Option(
            "--medarbeider",
            metavar=_("PERSON"),
            autocompletion=completion.medarbeidere,
            help=_("Only this person's week: name or ID."),
        ),
    ] = None,
) -> None:
    """Print the week: visits, calls to make, what is due, and what is new."""
    from hageplan.week import run

    run.uke(call, week, medarbeider)


@command(without=["as_json"])
def now(call: Call) -> None:
    """Tell what is to be done now, or how to begin where there is no workspace."""
    from hageplan.week import run

    run.now(call)
