"""Send a summary as e-mail, or write what would be sent."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from hageplan.command.answer import tell_written
from hageplan.mail.letter import Attachment, Letter, calendar, message_of
from hageplan.mail.outbox import mail_settings
from hageplan.mail.result import Delivery
from hageplan.mail.terminal import print_outbox
from hageplan.records.plan import Plan
from hageplan.records.settings.epost import plain_address
from hageplan.records.workspace import Workspace
from hageplan.reports.summary_page import summary_html, summary_text
from hageplan.reports.summary_result import Summary
from hageplan.reports.summary_texts import summary_title
from hageplan.tours.files.itinerary import itinerary_of
from hageplan.tours.run_files import published
from hageplan.ui.console import console
from hageplan.workspace.write import replace_files

MORNING = time(6)
"""When letters are dated that are written as if it were another day."""


def moment(today: date | None, now: datetime) -> datetime:
    """Return the date of a letter: now, or the morning of the day that it is taken to be."""
    return now if today is None else datetime.combine(today, MORNING, ZoneInfo("Europe/Oslo"))


def letter_of(
    found: Summary, plan: Plan | None, folder: Path, records: Workspace
) -> tuple[Letter, Mapping[Path, str]]:
    """Return the summary as a letter, with the calendar of the plan that the week to come has.

    Beside it the files that remember what the calendar was given, for whoever sends it.
    """
    attachments: tuple[Attachment, ...] = ()
    remembered: Mapping[Path, str] = {}
    if plan is not None and found.coming:
        itinerary = itinerary_of(plan, records, today=found.today, introduce=True)
        content, remembered = published(folder, itinerary, records, found.today)
        attachments = (calendar(content),)
    text, page = summary_text(found), summary_html(found)
    return Letter(summary_title(found), text, page, attachments), remembered


def tell_delivery(delivery: Delivery, *, quiet: bool) -> None:
    """Say what became of the letters; raises ServiceError where one was not sent."""
    if not quiet:
        print_outbox(delivery.letters, console(sys.stderr), delivery.earlier)
    if delivery.failure is not None:
        raise delivery.failure


def write_drafts(
    letter: Letter, records: Workspace, to: Sequence[str], week: str, now: datetime, *, quiet: bool
) -> None:
    """Write what would be sent into the current folder, a file a recipient."""
    sender = mail_settings(records).avsender
    contents = {
        Path(f"{week}-{number}.eml"): message_of(letter, sender, recipient, now).as_bytes()
        for number, recipient in enumerate(dict.fromkeys(map(plain_address, to)), start=1)
    }
    replace_files(contents)
    tell_written(contents, quiet=quiet)
