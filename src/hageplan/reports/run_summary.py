"""What `summary` does: tell what is wanted, show, write or send it, and remember it as told."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

import tomli_w
import typer

from hageplan.command.answer import tell_written
from hageplan.command.call import Call, norwegian_time
from hageplan.command.results import Writers
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.jobs.periode import Periode, parse_week, week_before, weeks_since
from hageplan.mail.letter import Attachment, Letter, calendar, message_of
from hageplan.mail.outbox import mail_settings, queue_letter
from hageplan.mail.result import Delivery, QueuedMail
from hageplan.mail.run import deliver
from hageplan.mail.terminal import print_outbox
from hageplan.messages import msg
from hageplan.records.memory import Oppsummert
from hageplan.records.plan import Plan, Tour
from hageplan.records.planned import standing_tours
from hageplan.records.settings.epost import plain_address
from hageplan.records.workspace import Workspace
from hageplan.reports.summary import summary, week_after
from hageplan.reports.summary_page import summary_html, summary_md, summary_text
from hageplan.reports.summary_result import Summary, WeekResult
from hageplan.reports.summary_terminal import print_summary
from hageplan.reports.summary_texts import summary_title
from hageplan.tours.files.itinerary import itinerary_of
from hageplan.tours.run_files import published
from hageplan.ui.console import console
from hageplan.workspace.find import OPPSUMMERT_FILE
from hageplan.workspace.journal import change_files
from hageplan.workspace.plans import latest_plan, plans_between
from hageplan.workspace.read import read_oppsummert
from hageplan.workspace.write import replace_files


@dataclass(frozen=True, kw_only=True)
class SummaryRequest:
    """What was asked for.

    Attributes:
        week: This one; None: the last that is over.
        since_last: All weeks that were not told yet.
        if_new: Only where there is something new.
        to: Addresses that it is sent to; none: it is shown.
        dry_run: What would be sent is written into files instead.
    """

    week: str | None
    since_last: bool
    if_new: bool
    to: tuple[str, ...]
    dry_run: bool

    @property
    def is_remembered(self) -> bool:
        """Whether what is told now is not to be told again."""
        return (self.since_last or self.if_new) and not self.dry_run


def tell(call: Call, asked: SummaryRequest) -> bool:
    """Tell what is wanted, and remember it; return whether anything in it was new."""
    if asked.is_remembered or asked.to:
        call.own_folder()
    now = norwegian_time()
    if call.as_if is not None:
        now = datetime.combine(call.today, MORNING, now.tzinfo)
    return _Run(call, asked, call.records(), now).tell()


@dataclass(frozen=True)
class _Run:
    """One run of the command; `now` dates what is sent."""

    call: Call
    asked: SummaryRequest
    records: Workspace
    now: datetime

    def tell(self) -> bool:
        own = self.call.own
        with self._alone():
            before = None if own is None else read_oppsummert(own)
            weeks = _weeks(self.asked, before, self.call.today)
            found = None if weeks is None else self._summary(weeks, before)
            is_new = found is not None and found.is_new(before)
            is_told = found is not None and (is_new or not self.asked.if_new)
            earlier = self._give(found) if found is not None and is_told else ()
        if found is None and not self.asked.if_new:
            self.call.note(_("hageplan: nothing new: all finished weeks have been summarised"))
        if self.asked.to and not self.asked.dry_run and own is not None:
            # What is told waits on disk and is remembered: whatever fails now, it is sent once.
            delivery = deliver(self.call, self.records, self.now)
            quiet = self.call.quiet or not is_told
            tell_delivery(replace(delivery, earlier=tuple(earlier)), quiet=quiet)
        return is_new and is_told

    def _alone(self) -> AbstractContextManager[object]:
        """Return the workspace's lock: until what is told is remembered, nobody else tells."""
        if self.call.own is None or not (self.asked.is_remembered or self.asked.to):
            return nullcontext()
        return self.call.writing()

    def _summary(self, weeks: Periode, before: Oppsummert | None) -> WeekResult:
        return summary(
            self.records,
            weeks,
            today=self.call.today,
            tours=_planned(self.call.own, weeks),
            before=before if self.asked.since_last or self.asked.if_new else None,
        )

    def _give(self, found: WeekResult) -> Sequence[QueuedMail]:
        """Queue the summary or show it, remembered in one step; return who had got it before."""
        own = self.call.own
        memory: dict[Path, str] = {}
        if self.asked.is_remembered and own is not None:
            memory = {own / OPPSUMMERT_FILE: tomli_w.dumps(found.memory.model_dump())}
        if self.asked.to and own is not None:
            return self._post(found.summary, own, memory)
        self._show(found.summary, memory)
        return ()

    def _post(self, found: Summary, own: Path, memory: Mapping[Path, str]) -> Sequence[QueuedMail]:
        plan = latest_plan(own, found.last)
        letter, remembered = letter_of(found, plan, own, self.records)
        if self.asked.dry_run:
            write_drafts(
                letter, self.records, self.asked.to, found.weeks, self.now, quiet=self.call.quiet
            )
            return ()
        queued = queue_letter(own, self.records, letter, self.asked.to, self.now)
        change_files(own, {**remembered, **queued.files, **memory})
        return queued.earlier

    def _show(self, found: Summary, memory: Mapping[Path, str]) -> None:
        """Write the summary into the files that are wanted, with its `memory`, or print it.

        What is not told again is printed whole: cron may send it on.
        """
        call, people = self.call, self.records.people
        writers: Writers = {
            ".html": lambda: summary_html(found, people),
            ".md": lambda: summary_md(found, people),
            ".txt": lambda: summary_text(found, people),
        }
        written = call.write(found, writers=writers, beside=memory)
        if self.asked.is_remembered and not call.as_json and not call.results.files:
            typer.echo(summary_text(found, people), nl=False)
        elif call.as_json or not call.results.files:
            call.show(found, lambda console: print_summary(found, people, console))
        tell_written(written, quiet=call.quiet)


def _planned(own: Path | None, weeks: Periode) -> tuple[Tour, ...]:
    """Return what is planned for the week after some weeks; a plan with faults is left out."""
    if own is None:
        return ()
    first, last = week_after(weeks)
    plans, _faults = plans_between(own, first, last)
    return standing_tours(plans, first, last)


def _weeks(asked: SummaryRequest, before: Oppsummert | None, today: date) -> Periode | None:
    """Return the weeks to tell; None where all that are over have been told.

    Raises RequestError where that is later than today, or a named week has not begun.
    """
    if before is not None and before.til > today and (asked.since_last or asked.if_new):
        raise RequestError(
            msg(
                "{file} says everything up to {day} has been summarised",
                file=OPPSUMMERT_FILE,
                day=before.til,
            ),
            msg("set the clock, or delete that file; the last whole week is then summarised again"),
        )
    if asked.week is not None:
        week = parse_week(asked.week, today)
        if week.first > today:
            raise RequestError(
                msg("{week} has not begun", week=week.name),
                msg("choose a week that has, e.g. the last whole one, {week}",
                    week=week_before(today).name),
            )  # fmt: skip
        is_told = asked.if_new and before is not None and week.last <= before.til
        return None if is_told else week
    if (asked.since_last or asked.if_new) and before is not None:
        since = weeks_since(before.til, today)
        return since if asked.since_last or since is None else week_before(today)
    return week_before(today)


MORNING = time(6)
"""When letters are dated that are written as if it were another day."""


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
    text, page = summary_text(found, records.people), summary_html(found, records.people)
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
