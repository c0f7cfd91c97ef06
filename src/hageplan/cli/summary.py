"""`hageplan summary`."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
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
    no_workspace,
    note,
    print_json,
    records_of,
    writing,
)
from hageplan.i18n import _

if TYPE_CHECKING:
    from hageplan.records.oppsummert import Oppsummert
    from hageplan.records.uke import Uker
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
    """What was asked for: a week or all since the last one, always or only where it is news."""

    week: str | None
    since_last: bool
    if_new: bool

    @property
    def is_remembered(self) -> bool:
        """Whether what is told now is not to be told again."""
        return self.since_last or self.if_new


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
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Tell what the week brought, and what the next one asks for."""
    if week is not None and since_last:
        raise typer.BadParameter(_("--week and --since-last exclude each other"))
    place, on_day = locate(workspace), day(today)
    wanted = Wanted(week, since_last, if_new)
    if wanted.is_remembered and place.own is None:
        raise no_workspace()
    is_new = _told(wanted, place, on_day, Format.JSON if as_json else form, quiet=quiet)
    if not is_new and exit_code:
        raise typer.Exit(NOTHING_NEW)


def _told(wanted: Wanted, place: Place, today: date, form: Format, *, quiet: bool) -> bool:
    """Print what is wanted and remember it; return whether anything in it was new."""
    own = place.own if wanted.is_remembered else None
    with nullcontext() if own is None else writing(own, quiet=quiet):
        before = _remembered(place.own)
        weeks = _weeks(wanted, before, today)
        if weeks is None:
            if not wanted.if_new:
                note(_("hageplan: all weeks that are over have been told"), quiet=quiet)
            return False
        found = _summary(place, weeks, before, today)
        is_new = found.is_new(before.spurt if before else ())
        if wanted.if_new and not is_new:
            return False
        _print(found, form)
        if own is not None:
            _remember(own, found, before)
    return is_new


def _remembered(folder: Path | None) -> Oppsummert | None:
    from hageplan.workspace.read import read_oppsummert

    return read_oppsummert(folder) if folder is not None else None


def _weeks(wanted: Wanted, before: Oppsummert | None, today: date) -> Uker | None:
    """Return the weeks to tell; None where all that are over have been told."""
    from hageplan.records.uke import parse_week, week_before, weeks_since

    if wanted.week is not None:
        return parse_week(wanted.week)
    if wanted.is_remembered and before is not None:
        since = weeks_since(before.til, today)
        return since if wanted.since_last or since is None else week_before(today)
    return week_before(today)


def _summary(place: Place, weeks: Uker, before: Oppsummert | None, today: date) -> Summary:
    from hageplan import api
    from hageplan.workspace.plans import latest_plan

    return api.summary(
        records_of(place, today),
        weeks,
        today=today,
        plan=latest_plan(place.own, weeks.last),
        told_before=before.fortalt if before else None,
    )


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
