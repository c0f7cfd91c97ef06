"""What `check` does: report faults, after damaged files are repaired where that is asked for."""

from __future__ import annotations

from contextlib import suppress

import typer

from hageplan.calendars.run import refresh_calendars
from hageplan.command.call import Call
from hageplan.errors import ServiceError
from hageplan.upkeep.check import check as check_folder
from hageplan.upkeep.check_terminal import print_checked


def check(call: Call, *, is_repair: bool, yes: bool) -> None:
    """Show every fault; with `is_repair`, first repair damaged files, once that is agreed to.

    Ends with 1 where there are errors.
    """
    if is_repair:
        # Backups and the journal take 15 ms to load, and few files are damaged.
        from hageplan.upkeep.run_repair import repair

        repair(call, yes=yes)
        if call.as_json:
            return
    with suppress(ServiceError):  # a calendar that was never had is a fault among others
        refresh_calendars(call)
    found = check_folder(call.folder, call.today)
    call.show(found, lambda out: print_checked(found, out, with_counts=not call.quiet))
    if found.counts.errors:
        raise typer.Exit(1)
