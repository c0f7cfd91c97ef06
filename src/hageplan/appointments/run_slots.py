"""What `slots` does: read the records and the saved plan, find times that fit, show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hageplan.appointments.slots import find_slots
from hageplan.appointments.terminal import print_slots
from hageplan.calendars.busy import with_busy_times
from hageplan.calendars.run import refresh_calendars
from hageplan.command.answer import progress_bar
from hageplan.command.call import Call
from hageplan.command.company import company_meant
from hageplan.records.plan import PlanRequest
from hageplan.workspace.plans import latest_plan, read_plan


def slots(
    call: Call,
    which: str,
    *,
    count: int,
    start: date | None,
    days: int | None,
    medarbeidere: Sequence[str] | None,
    plan: str | None,
    seed: int,
) -> None:
    """Show times to offer a company, and what each adds to the plan, the latest by default."""
    request = PlanRequest(
        from_=start,
        days=days,
        medarbeidere=tuple(medarbeidere or ()),
        seed=seed,
    )
    saved = read_plan(call.own, plan) if plan else latest_plan(call.own, call.today)
    refresh_calendars(call)
    records = with_busy_times(call.records(), call.folder, call.today)
    bedrift = company_meant(call, which, records.bedrifter)
    with progress_bar(quiet=call.quiet) as progress:
        found = find_slots(
            records,
            bedrift.organisasjonsnummer,
            request,
            today=call.today,
            saved=saved,
            count=count,
            progress=progress,
        )
    call.show(found, lambda console: print_slots(found, records.handles, records.people, console))
