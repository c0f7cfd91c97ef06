"""What `bedrift` does with a company alone: show all that is known of it."""

from __future__ import annotations

from hageplan.command.call import Call
from hageplan.command.company import company_meant
from hageplan.followup.company_page import company_page
from hageplan.followup.company_terminal import print_company
from hageplan.workspace.plans import latest_plan


def bedrift(call: Call, which: str) -> None:
    """Show all that is known of a company, named by its number, its name or its handle."""
    records = call.records()
    company = company_meant(call, which, records.bedrifter)
    plan = latest_plan(call.own, call.today)
    page = company_page(company, records, plan=plan, today=call.today)
    call.show(page, lambda console: print_company(page, records.handles, records.people, console))
