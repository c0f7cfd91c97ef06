"""`hageplan score` and `hageplan next`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import ExplainOption, KommuneOption, SeedOption, count_option
from hageplan.i18n import _

TABLES = (".csv", ".xlsx", ".json")


class Worth(StrEnum):
    """What a member is worth."""

    MEMBERS = "members"
    JOBS = "jobs"
    HOURS = "hours"


@command(writes=TABLES, of_group=True)
def score(
    call: Call,
    kommune: KommuneOption = None,
    explain: ExplainOption = False,
    threshold: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help=_("Threshold for the share interested. Default: the setting, 0.3.")
        ),
    ] = None,
    names: Annotated[
        bool,
        typer.Option("--names", help=_("With --explain: show which company gave each answer.")),
    ] = False,
    seed: SeedOption = 0,
) -> None:
    """Interest per municipality, with what we can and cannot know."""
    from hageplan.interest import run

    run.score(call, kommune, threshold=threshold, explain=explain, names=names, seed=seed)


@command(writes=TABLES, of_group=True)
def next_visits(
    call: Call,
    count: Annotated[int, count_option(_("Number of visits."))] = 10,
    kommune: KommuneOption = None,
    value: Annotated[
        Worth, typer.Option(help=_("What a member counts as: 1 each, its employees, or hours."))
    ] = Worth.MEMBERS,
    overdue: Annotated[
        bool,
        typer.Option("--overdue", help=_("Show only companies due for their next visit.")),
    ] = False,
    explain: ExplainOption = False,
    seed: SeedOption = 0,
) -> None:
    """Whom to visit next: likely members, and those whose answer teaches most."""
    from hageplan.interest import run_next

    if overdue:
        run_next.due_visits(call, kommune, count=count, explain=explain)
        return
    run_next.next_visits(call, kommune, count=count, value=value.value, explain=explain, seed=seed)
