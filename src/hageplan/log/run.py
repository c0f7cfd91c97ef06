"""What `log` and `log fix` do: take in what was said, write it, say that it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

import typer

from hageplan.command.answer import tell_written
from hageplan.command.call import Call, norwegian_time
from hageplan.command.company import company_meant
from hageplan.command.prompt import is_somebody_asked
from hageplan.errors import RequestError
from hageplan.i18n import _, short_date
from hageplan.log.contact_input import ContactInput
from hageplan.log.result import LoggedEntries
from hageplan.log.write import correct_contact, log_contact
from hageplan.messages import msg
from hageplan.ui.clean import printable
from hageplan.ui.entry_text import entry_lines
from hageplan.workspace.partial import Company, companies, people_in


def write(call: Call, bedrift: str | None, options: dict[str, Any]) -> None:
    """Write what `options` say of a contact, what is asked for on a terminal, or a correction.

    Of the options, `fix` is the id of the contact to correct; `from_plan` goes through all stops.
    """
    folder, fix, from_plan = call.own_folder(), options.pop("fix"), options.pop("from_plan")
    if from_plan and bedrift is not None:
        raise typer.BadParameter(_("--from-plan covers all stops; leave out the company"))
    if fix is not None and bedrift is not None:
        raise typer.BadParameter(_("an entry cannot change company; withdraw it with --stryk"))
    if options["stroket"] and fix is None:
        raise typer.BadParameter(_("--stryk requires log fix ID"))
    said = ContactInput.of(options, call.today)
    if fix is not None:
        with call.writing():
            written = correct_contact(folder, fix, said, moment(call))
        _tell(call, written)
        return
    if from_plan or ((bedrift is None or said.is_bare) and is_somebody_asked(as_json=call.as_json)):
        contacts = _asked_for(call, bedrift, said, from_plan=from_plan)
    elif bedrift is None:
        raise RequestError(
            msg("the company is missing"), msg("give it: hageplan log COMPANY --interesse …")
        )
    else:
        contacts = iter([(company_meant(call, bedrift, companies(folder)), said)])
    for company, contact in contacts:
        with call.writing():
            written = log_contact(folder, company, contact, moment(call))
        _tell(call, written)
        if contact.answers.get("kanal") == "epost" and contact.answers.get("retning") != "inn":
            _warn_of_email(call, company)


def moment(call: Call) -> datetime:
    """Return the time in Norway; a day that was asked for counts whole."""
    now = norwegian_time().replace(tzinfo=None)
    return now if call.today == now.date() else datetime.combine(call.today, time(23, 59))


def _asked_for(
    call: Call, bedrift: str | None, said: ContactInput, *, from_plan: bool
) -> Iterator[tuple[Company, ContactInput]]:
    """Give the companies and what they said; each is to be written before the next is asked for."""
    # Questions begin with the day's plan, which takes 60 ms to load.
    from hageplan.log.prompt import LogPrompt

    prompt = LogPrompt(call=call, said=said, now=moment(call))
    return prompt.walk_through_plan() if from_plan else prompt.ask(bedrift)


def _tell(call: Call, written: LoggedEntries) -> None:
    people = people_in(call.folder)
    lines = [*entry_lines(written.entries, written.navn, people)]
    if (task := written.flag_task) is not None:
        words = _("Task for the flag: {ansvarlig}, due {frist}")
        lines.append(
            printable(words.format(ansvarlig=people[task.ansvarlig], frist=short_date(task.frist)))
        )
    call.tell(written, lines)
    tell_written([written.path], quiet=call.quiet)


def _warn_of_email(call: Call, company: Company) -> None:
    """Say where marketing e-mail is not allowed; what was sent is in the log all the same."""
    # All records are read for this alone, and their models take 100 ms to load.
    from hageplan.mail.consent import may_email
    from hageplan.mail.terminal import email_lines

    records = call.records()
    if company.organisasjonsnummer not in records.bedrift_by_number:
        return
    answer = may_email(records, company.organisasjonsnummer, today=moment(call).date())
    if not answer.allowed and answer.reason != "no-address":
        call.note("\n".join(email_lines(answer)))
