"""What `followup` and `bedrift` do: read the records, gather what they say, show it."""

from __future__ import annotations

from hageplan.command.call import Call
from hageplan.command.company import company_meant
from hageplan.followup.company_page import company_page
from hageplan.followup.company_terminal import print_company
from hageplan.followup.due import task_list
from hageplan.followup.table import followup_rows
from hageplan.followup.terminal import print_followup
from hageplan.workspace.plans import latest_plan


def followup(call: Call, *, overdue: bool, ansvarlig: str | None) -> None:
    """Show the open tasks; only the `overdue` ones, or only those of `ansvarlig`."""
    records = call.records()
    found = task_list(records, today=call.today, overdue=overdue, ansvarlig=ansvarlig)
    call.answer(
        found,
        lambda console: print_followup(found, records.handles, records.people, console),
        lambda: followup_rows(found, records.people),
    )


def bedrift(call: Call, which: str) -> None:
    """Show all that is known of a company, named by its number, its name or its handle."""
    records = call.records()
    company = company_meant(call, which, records.bedrifter)
    plan = latest_plan(call.own, call.today)
    page = company_page(company, records, plan=plan, today=call.today)
    call.show(page, lambda console: print_company(page, records.handles, records.people, console))
