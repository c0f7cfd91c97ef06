"""What `summary --send` does: make letters of a summary, queue and send them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from hageplan.command.answer import tell_written
from hageplan.command.call import Call
from hageplan.mail.letter import Attachment, Letter, calendar, message_of
from hageplan.mail.outbox import mail_settings, queue_letter
from hageplan.mail.result import QueuedMail
from hageplan.mail.run import deliver
from hageplan.mail.terminal import print_outbox
from hageplan.records.settings.epost import plain_address
from hageplan.records.workspace import Workspace
from hageplan.reports.summary_page import summary_html, summary_text
from hageplan.reports.summary_result import Summary
from hageplan.reports.summary_texts import summary_title
from hageplan.tours.files.itinerary import itinerary_of
from hageplan.tours.run_files import published
from hageplan.ui.console import console
from hageplan.workspace.journal import change_files
from hageplan.workspace.plans import latest_plan
from hageplan.workspace.write import replace_files


def queued(
    records: Workspace,
    found: Summary,
    to: Sequence[str],
    now: datetime,
    *,
    folder: Path,
    memory: Mapping[Path, str],
) -> Sequence[QueuedMail]:
    """Queue a summary in the workspace `folder`, in one step with its `memory`.

    Returns what its receivers had got before.
    """
    letter, remembered = _letter(found, folder, records)
    mail = queue_letter(folder, records, letter, to, now)
    change_files(folder, {**remembered, **mail.files, **memory})
    return mail.earlier


def drafted(
    call: Call, records: Workspace, found: Summary, to: Sequence[str], now: datetime
) -> None:
    """Write what would be sent into the current folder, a file a recipient."""
    letter, _remembered = _letter(found, call.own_folder(), records)
    sender = mail_settings(records).avsender
    contents = {
        Path(f"{found.weeks}-{number}.eml"): message_of(letter, sender, recipient, now).as_bytes()
        for number, recipient in enumerate(dict.fromkeys(map(plain_address, to)), start=1)
    }
    replace_files(contents)
    tell_written(contents, quiet=call.quiet)


def send(
    call: Call, records: Workspace, now: datetime, earlier: Sequence[QueuedMail], *, quiet: bool
) -> None:
    """Send what waits, and say what became of it; raises ServiceError where one was not sent."""
    delivery = replace(deliver(call, records, now), earlier=tuple(earlier))
    if not (quiet or call.quiet):
        print_outbox(delivery.letters, console(sys.stderr), delivery.earlier)
    if delivery.failure is not None:
        raise delivery.failure


def _letter(found: Summary, folder: Path, records: Workspace) -> tuple[Letter, Mapping[Path, str]]:
    """Return the summary as a letter, with the calendar of the plan that the week to come has.

    Beside it the files that remember what the calendar was given, for whoever sends it.
    """
    attachments: tuple[Attachment, ...] = ()
    remembered: Mapping[Path, str] = {}
    plan = latest_plan(folder, found.last)
    if plan is not None and found.coming:
        itinerary = itinerary_of(plan, records, today=found.today, introduce=True)
        content, remembered = published(folder, itinerary, records, found.today)
        attachments = (calendar(content),)
    text, page = summary_text(found, records.people), summary_html(found, records.people)
    return Letter(summary_title(found), text, page, attachments), remembered
