"""What `followup` does: read the records, gather what is to be done, show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hageplan.command.call import Call
from hageplan.followup.due import task_list
from hageplan.followup.terminal import print_followup

if TYPE_CHECKING:
    from hageplan.ui.rows import Rows


def followup(call: Call, *, overdue: bool, ansvarlig: str | None) -> None:
    """Show the open tasks; only the `overdue` ones, or only those of `ansvarlig`."""
    records = call.records()
    found = task_list(records, today=call.today, overdue=overdue, ansvarlig=ansvarlig)

    def rows() -> Rows:
        # Few want a table, and its modules take as long to load as the tasks to find.
        from hageplan.followup.table import followup_rows

        return followup_rows(found, records.people)

    call.answer(
        found, lambda console: print_followup(found, records.handles, records.people, console), rows
    )
