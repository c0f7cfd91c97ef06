"""`hageplan summary`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from hageplan.command.options import (
    DebugOption,
    JsonOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    Place,
    day,
    guarded,
    locate,
    note,
    now,
    own_folder,
    print_json,
    records_of,
    writing,
)
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.messages import msg
from hageplan.reports.memory import write_oppsummert
from hageplan.reports.sending import letter_of, moment, tell, write_drafts
from hageplan.reports.sending import send as send_letters
from hageplan.reports.weeks import Uker, parse_week, week_before, weeks_since
from hageplan.workspace.find import OPPSUMMERT_FILE
from hageplan.workspace.plans import latest_plan
from hageplan.workspace.write import replace_files

if TYPE_CHECKING:
    from hageplan.mail.result import Outcome
    from hageplan.records.oppsummert import Oppsummert
    from hageplan.reports.week import Summary, Told

NOTHING_NEW: Final = 4
PATIENCE_S: Final = 300.0
"""How long to wait for others, who may be sending through a slow mail server."""


class Format(StrEnum):
    """What a summary is printed as."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True)
class Wanted:
    """What was asked for.

    Attributes:
        week: This one; None: the last that is over.
        since_last: All weeks that were not told yet.
        if_new: Only where there is something new.
        to: Addresses that it is sent to; none: it is printed.
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

    def check(self) -> None:
        """Refuse what does not go together."""
        if self.week is not None and self.since_last:
            raise typer.BadParameter(_("--week and --since-last exclude each other"))
        if self.dry_run and not self.to:
            raise typer.BadParameter(_("--dry-run goes with --send TO"))


@guarded
def summary(
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="YYYY-Www", help=_("This week; else the last whole one.")),
    ] = None,
    since_last: Annotated[
        bool, typer.Option("--since-last", help=_("All weeks since the last one that was told."))
    ] = False,
    if_new: Annotated[
        bool, typer.Option("--if-new", help=_("Say nothing where there is nothing new."))
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=_("End with 4 where there is nothing new."))
    ] = False,
    form: Annotated[
        Format, typer.Option("--format", help=_("What it is printed as."))
    ] = Format.TEXT,
    send: Annotated[
        list[str] | None,
        typer.Option("--send", metavar="TO", help=_("Send it to this address; several times.")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("With --send: write the .eml files, send nothing."))
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Tell what the week brought, and what the next one asks for."""
    wanted = Wanted(week, since_last, if_new, tuple(send or ()), dry_run)
    wanted.check()
    place = locate(workspace)
    if wanted.is_remembered or wanted.to:
        own_folder(place)
    run = _Run(wanted, place, today, Format.JSON if as_json else form, quiet=quiet)
    if not run.tell() and exit_code:
        raise typer.Exit(NOTHING_NEW)


class _Run:
    """One run of the command."""

    def __init__(
        self, wanted: Wanted, place: Place, today: datetime | None, form: Format, *, quiet: bool
    ) -> None:
        self._wanted, self._place, self._form, self._quiet = wanted, place, form, quiet
        self._today = day(today)
        self._now = moment(today.date() if today else None, now())
        self._records = records_of(place, self._today)

    def tell(self) -> bool:
        """Tell what is wanted, and remember it; return whether anything in it was new."""
        own = self._place.own
        with self._alone():
            before = _remembered(own)
            weeks = _weeks(self._wanted, before, self._today)
            found = self._summary(weeks, before) if weeks is not None else None
            is_new = found is not None and found.is_new(before)
            is_told = found is not None and (is_new or not self._wanted.if_new)
            earlier = self._give(found) if found is not None and is_told else ()
        if not is_told:
            self._tell_nothing(is_over=found is None)
        if self._wanted.to and not self._wanted.dry_run and own is not None:
            # What is told waits on disk and is remembered: whatever fails now, it is sent once.
            with self._alone():
                delivery = send_letters(own, self._records, self._now)
            tell(replace(delivery, earlier=tuple(earlier)), own, quiet=self._quiet or not is_told)
        return is_new and is_told

    def _alone(self) -> AbstractContextManager[None]:
        """Return the workspace's lock: from what was told to what is remembered, nobody else tells.

        Who waits behind a slow mail server waits for minutes.
        """
        wanted, own = self._wanted, self._place.own
        if own is None or not (wanted.is_remembered or wanted.to):
            return nullcontext()
        return writing(own, quiet=self._quiet, patience_s=PATIENCE_S)

    def _summary(self, weeks: Uker, before: Oppsummert | None) -> Told:
        from hageplan import api

        wanted = self._wanted
        return api.summary(
            self._records,
            weeks,
            today=self._today,
            plan=latest_plan(self._place.own, weeks.last),
            before=before if wanted.since_last or wanted.if_new else None,
        )

    def _give(self, found: Told) -> Sequence[Outcome]:
        """Print the summary, or queue it, and remember it; return who had got it before."""
        wanted, own = self._wanted, self._place.own
        earlier: Sequence[Outcome] = ()
        if not wanted.to or own is None:
            _print(found.summary, self._form)
        else:
            earlier = self._post(found.summary, own)
        if wanted.is_remembered and own is not None:
            write_oppsummert(own, found.memory)
        return earlier

    def _post(self, found: Summary, own: Path) -> Sequence[Outcome]:
        from hageplan import api

        wanted, plan = self._wanted, latest_plan(own, found.last)
        letter, remembered = letter_of(found, plan, own, self._records)
        if wanted.dry_run:
            write_drafts(
                letter, self._records, wanted.to, found.weeks, self._now, quiet=self._quiet
            )
            return ()
        replace_files({**remembered})
        return api.queue_letter(own, self._records, letter, wanted.to, self._now)

    def _tell_nothing(self, *, is_over: bool) -> None:
        """Say that all was told, where people want to know."""
        if is_over and not self._wanted.if_new:
            note(_("hageplan: all weeks that are over have been told"), quiet=self._quiet)


def _remembered(folder: Path | None) -> Oppsummert | None:
    from hageplan.workspace.read import read_oppsummert

    return read_oppsummert(folder) if folder is not None else None


def _weeks(wanted: Wanted, before: Oppsummert | None, today: date) -> Uker | None:
    """Return the weeks to tell; None where all that are over have been told.

    Raises RequestError where that is later than today, or a named week has not begun.
    """
    if before is not None and before.til > today and (wanted.since_last or wanted.if_new):
        raise RequestError(
            msg("{file} says that all is told up to {day}", file=OPPSUMMERT_FILE, day=before.til),
            msg("put the clock right, or delete that file: then the last whole week is told anew"),
        )
    if wanted.week is not None:
        week = parse_week(wanted.week)
        if week.first > today:
            raise RequestError(
                msg("the week {week} has not begun", week=week.name),
                msg("a week that has, such as the last whole one, {week}",
                    week=week_before(today).name),
            )  # fmt: skip
        is_told = wanted.if_new and before is not None and week.last <= before.til
        return None if is_told else week
    if (wanted.since_last or wanted.if_new) and before is not None:
        since = weeks_since(before.til, today)
        return since if wanted.since_last or since is None else week_before(today)
    return week_before(today)


def _print(found: Summary, form: Format) -> None:
    from hageplan.reports.summary_page import (
        summary_document,
        summary_html,
        summary_md,
        summary_text,
    )

    if form is Format.JSON:
        print_json(summary_document(found))
        return
    written = {Format.TEXT: summary_text, Format.MD: summary_md, Format.HTML: summary_html}
    typer.echo(written[form](found), nl=False)
