"""What `roads compare` does."""

from __future__ import annotations

from collections.abc import Sequence

from hageplan.calendars.busy import with_busy_times
from hageplan.calendars.run import refresh_calendars
from hageplan.command.answer import progress_bar
from hageplan.command.call import Call
from hageplan.records.plan import PlanRequest
from hageplan.roads.compare import compare_roads
from hageplan.roads.compare_terminal import print_roads_comparison
from hageplan.workspace.lookup import kommuner_of


def compare(
    call: Call, kommuner: Sequence[str], days: int | None, seed: int, *, explain: bool
) -> None:
    """Show what roads change in the plan that would be made today."""
    refresh_calendars(call)
    records = with_busy_times(call.records(), call.folder, call.today)
    asked = PlanRequest(kommuner=kommuner_of(kommuner, records), days=days, as_week=True, seed=seed)
    with progress_bar(quiet=call.quiet) as progress:
        found = compare_roads(records, asked, today=call.today, progress=progress)
    call.show(
        found,
        lambda out: print_roads_comparison(
            found, records.handles, records.people, out, explain=explain
        ),
    )
