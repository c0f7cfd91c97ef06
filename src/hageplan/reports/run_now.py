"""What `hageplan` alone does: say what is to be done now, or how to begin."""

from __future__ import annotations

import typer

from hageplan.command.call import Call
from hageplan.errors import RecordsError
from hageplan.reports.now import now_of
from hageplan.reports.now_terminal import beginning, faulty, now_lines
from hageplan.workspace.read import load_sound


def now(call: Call) -> None:
    """Print a few lines: what there is to do, and what to type for it."""
    if call.own is None:
        typer.echo("\n".join(beginning()))
        return
    try:
        records, faults = load_sound(call.own)
    except RecordsError as fault:
        typer.echo("\n".join(faulty(len(fault.problems))))
        raise typer.Exit(fault.exit_code) from None
    typer.echo("\n".join(now_lines(now_of(records, call.today, len(faults)))))
