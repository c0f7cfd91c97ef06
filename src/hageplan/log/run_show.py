"""What `log show` does: read the log, pick the latest contacts, show them."""

from __future__ import annotations

from hageplan.command.call import Call
from hageplan.command.company import company_meant
from hageplan.log.result import LoggedContact, LoggedContacts
from hageplan.log.terminal import print_log
from hageplan.records.workspace import Workspace


def show(call: Call, bedrift: str | None, *, count: int, everything: bool) -> None:
    """Show the latest contacts, with `everything` those that no longer count too."""
    records = call.records()
    company = company_meant(call, bedrift, records.bedrifter) if bedrift else None
    number = company.organisasjonsnummer if company else None
    found = latest_contacts(records, number, count=count, everything=everything)
    call.show(found, lambda console: print_log(found, records.handles, console))


def latest_contacts(
    workspace: Workspace, number: str | None, *, count: int, everything: bool
) -> LoggedContacts:
    """Return the latest `count` contacts, of one company where its `number` is given."""
    contacts = [(contact, True) for contact in workspace.henvendelser]
    if everything:
        contacts += [(contact, False) for contact in workspace.rettet]
    of_it = [one for one in contacts if number in (None, one[0].organisasjonsnummer)]
    latest = sorted(of_it, key=lambda one: one[0].tid)[-count:]
    return LoggedContacts(
        example_data=workspace.example_data,
        entries=tuple(
            LoggedContact(
                contact=contact,
                navn=workspace.name_of(contact.organisasjonsnummer),
                counts=counts,
            )
            for contact, counts in latest
        ),
    )
