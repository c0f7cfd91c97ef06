"""`hageplan summary`."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from hageplan.cli.options import (
    DebugOption,
    JsonOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.cli.running import (
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
from hageplan.cli.sending import letter_of, moment, tell, write_drafts
from hageplan.cli.sending import send as send_letter
from hageplan.i18n import _
from hageplan.records.uke import Uker, parse_week, week_before, weeks_since
from hageplan.workspace.plans import latest_plan
from hageplan.workspace.write import replace_files

if TYPE_CHECKING:
    from hageplan.mail.result import Delivery
    from hageplan.records.oppsummert import Oppsummert
    from hageplan.reports.week import Summary

NOTHING_NEW: Final = 4


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
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
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
        """Tell what is wanted, and remember it; return whether anything in it was new.

        From what was told before to what is remembered, nobody else may tell.
        """
        wanted, own = self._wanted, self._place.own
        is_writing = own is not None and (wanted.is_remembered or wanted.to)
        with writing(own, quiet=self._quiet) if own and is_writing else nullcontext():
            before = _remembered(own)
            weeks = _weeks(wanted, before, self._today)
            found = self._summary(weeks, before) if weeks is not None else None
            is_new = found is not None and found.is_new(before.spurt if before else ())
            if found is None or (wanted.if_new and not is_new):
                self._tell_nothing(is_over=found is None)
                return False
            delivery = self._give(found)
            if wanted.is_remembered and own is not None:
                _remember(own, found, before)
        if delivery is not None and own is not None:
            tell(delivery, own, quiet=self._quiet)
        return is_new

    def _summary(self, weeks: Uker, before: Oppsummert | None) -> Summary:
        from hageplan import api

        return api.summary(
            self._records,
            weeks,
            today=self._today,
            plan=latest_plan(self._place.own, weeks.last),
            told_before=before.fortalt if before else None,
        )

    def _give(self, found: Summary) -> Delivery | None:
        """Print the summary, or send it; return what became of it there."""
        wanted, own = self._wanted, self._place.own
        if not wanted.to or own is None:
            _print(found, self._form)
            return None
        plan = latest_plan(own, found.last)
        letter, remembered = letter_of(found, plan, own, self._records)
        if wanted.dry_run:
            write_drafts(
                letter, self._records, wanted.to, found.weeks, self._now, quiet=self._quiet
            )
            return None
        replace_files({**remembered})
        return send_letter(own, self._records, letter, wanted.to, self._now)

    def _tell_nothing(self, *, is_over: bool) -> None:
        """Say that all was told, where people want to know; send what waits from earlier runs."""
        wanted, own = self._wanted, self._place.own
        if is_over and not wanted.if_new:
            note(_("hageplan: all weeks that are over have been told"), quiet=self._quiet)
        if wanted.to and not wanted.dry_run and own is not None:
            delivery = send_letter(own, self._records, None, (), self._now)
            tell(delivery, own, quiet=True)


def _remembered(folder: Path | None) -> Oppsummert | None:
    from hageplan.workspace.read import read_oppsummert

    return read_oppsummert(folder) if folder is not None else None


def _weeks(wanted: Wanted, before: Oppsummert | None, today: date) -> Uker | None:
    """Return the weeks to tell; None where all that are over have been told."""
    if wanted.week is not None:
        return parse_week(wanted.week)
    if (wanted.since_last or wanted.if_new) and before is not None:
        since = weeks_since(before.til, today)
        return since if wanted.since_last or since is None else week_before(today)
    return week_before(today)


def _print(found: Summary, form: Format) -> None:
    from hageplan.render.summary import summary_document, summary_html, summary_md, summary_text

    if form is Format.JSON:
        print_json(summary_document(found))
        return
    written = {Format.TEXT: summary_text, Format.MD: summary_md, Format.HTML: summary_html}
    typer.echo(written[form](found), nl=False)


def _remember(folder: Path, found: Summary, before: Oppsummert | None) -> None:
    from hageplan.records.oppsummert import Oppsummert
    from hageplan.workspace.oppsummert import write_oppsummert

    til = max(found.last, before.til) if before else found.last
    write_oppsummert(folder, Oppsummert(til=til, fortalt=found.told, spurt=found.asked))
