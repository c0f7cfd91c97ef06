"""What `summary` does: tell what is wanted, show, write or send it, and remember it as told."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import tomli_w
import typer

from hageplan.command.answer import tell_written
from hageplan.command.call import Call, norwegian_time
from hageplan.command.results import Writers
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.jobs.periode import Periode, parse_week, week_before, weeks_since
from hageplan.messages import msg
from hageplan.records.memory import Oppsummert
from hageplan.records.names import People
from hageplan.records.plan import Tour
from hageplan.records.planned import standing_tours
from hageplan.records.workspace import Workspace
from hageplan.reports.summary import summary, week_after
from hageplan.reports.summary_result import Summary, WeekResult
from hageplan.reports.summary_terminal import print_summary
from hageplan.workspace.find import OPPSUMMERT_FILE
from hageplan.workspace.plans import plans_between
from hageplan.workspace.read import read_oppsummert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hageplan.mail.result import QueuedMail

MORNING = time(6)
"""When letters are dated that are written as if it were another day."""


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
            from hageplan.reports.run_letters import send

            send(self.call, self.records, self.now, earlier, quiet=not is_told)
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
            # Letters, calendars and their templates take as long to load as the rest of a summary.
            from hageplan.reports.run_letters import drafted, queued

            if self.asked.dry_run:
                drafted(self.call, self.records, found.summary, self.asked.to, self.now)
                return ()
            return queued(
                self.records, found.summary, self.asked.to, self.now, folder=own, memory=memory
            )
        self._show(found.summary, memory)
        return ()

    def _show(self, found: Summary, memory: Mapping[Path, str]) -> None:
        """Write the summary into the files that are wanted, with its `memory`, or print it.

        What is not told again is printed whole: cron may send it on.
        """
        call, people = self.call, self.records.people
        endings = (".html", ".md", ".txt")
        writers: Writers = {end: partial(_written, end, found, people) for end in endings}
        written = call.write(found, writers=writers, beside=memory)
        if self.asked.is_remembered and not call.as_json and not call.results.files:
            typer.echo(_written(".txt", found, people), nl=False)
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


def _written(ending: str, found: Summary, people: People) -> str:
    # Templates are loaded for files and letters alone.
    from hageplan.reports import summary_page as page

    write = {".html": page.summary_html, ".md": page.summary_md, ".txt": page.summary_text}
    return write[ending](found, people)
