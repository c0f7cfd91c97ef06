"""What `uke` and `hageplan` alone do: read the records and plans, gather the week, show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from hageplan.calendars.busy import with_busy_times
from hageplan.calendars.run import refresh_calendars
from hageplan.command.answer import tell_written
from hageplan.command.call import Call
from hageplan.command.results import Writers
from hageplan.errors import RecordsError, ServiceError
from hageplan.followup.close import closed_by_company
from hageplan.i18n import shown
from hageplan.imports.answers.waiting import waiting_in
from hageplan.jobs.periode import Periode, parse_week
from hageplan.messages import msg
from hageplan.records.plan import Plan
from hageplan.records.workspace import Workspace
from hageplan.ui.console import console
from hageplan.ui.problems import warn_of
from hageplan.week.beginning_terminal import beginning, faulty
from hageplan.week.line_texts import Words
from hageplan.week.markdown_texts import week_md
from hageplan.week.result import Uke, WaitingReport
from hageplan.week.terminal import print_week
from hageplan.week.week import WeekSources, days_that_matter, usual_week
from hageplan.week.week import uke as week_of
from hageplan.workspace.lookup import medarbeider_of
from hageplan.workspace.plans import plans_between
from hageplan.workspace.read import load_sound, read_oppsummert


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A week, and what it was made from: the records with their calendars, and the plans."""

    week: Uke
    records: Workspace
    plans: tuple[Plan, ...]


def uke(call: Call, asked: str | None, medarbeider: str | None) -> None:
    """Show a week, by default this one, or write it into the files that are wanted instead."""
    usual = usual_week(call.today)
    week = parse_week(asked, call.today, "next") if asked else usual
    records = call.records()
    who = medarbeider_of(medarbeider, records).id if medarbeider else None
    found = _week(call, records, week, who)
    words = _words(call, records, who)
    written = call.write(found.week, writers=_writers(found, words)) if call.results.files else ()
    if call.as_json or not call.results.files:
        call.show(found.week, lambda out: print_week(found.week, words, usual.name, out))
    tell_written(written, quiet=call.quiet)


def now(call: Call) -> None:
    """Show this week, or how to begin where there is no workspace, or what to mend first."""
    if call.own is None:
        typer.echo("\n".join(beginning()))
        return
    try:
        records, _faults = load_sound(call.own)
    except RecordsError as fault:
        typer.echo("\n".join(faulty(len(fault.problems))))
        raise typer.Exit(fault.exit_code) from None
    week = usual_week(call.today)
    found = _week(call, records, week, None).week
    print_week(found, _words(call, records, None), week.name, console())


def _writers(found: _Asked, words: Words) -> Writers:
    # The morning's look needs no page; templates take 16 ms to load, and the page's map a model.
    def html() -> str:
        from hageplan.week.gather import week_sheet
        from hageplan.week.page import week_html

        sheet = week_sheet(found.records, found.week, found.plans)
        return week_html(found.week, sheet, words)

    return {".html": html, ".md": lambda: week_md(found.week, words)}


def _week(call: Call, records: Workspace, week: Periode, medarbeider: str | None) -> _Asked:
    first, last = days_that_matter(week, call.today)
    sources = WeekSources(
        plans=_plans(call.own, first, last),
        before=read_oppsummert(call.own) if call.own else None,
        waiting=_waiting(call.own, records),
    )
    known = _with_calendars(call, records, week.first, last)
    made = week_of(known, week, sources, now=call.now, medarbeider=medarbeider)
    return _Asked(week=made, records=known, plans=tuple(sources.plans))


def _plans(own: Path | None, first: date, last: date) -> tuple[Plan, ...]:
    """Return the saved plans of some days; those that cannot be read are told, and left out."""
    if own is None:
        return ()
    plans, faults = plans_between(own, first, last)
    warn_of(faults)
    return plans


def _waiting(own: Path | None, records: Workspace) -> tuple[WaitingReport, ...]:
    """Return the answers from the car that wait in files of the workspace."""
    if own is None:
        return ()
    return tuple(
        WaitingReport(
            date=one.start.date(),
            start=one.start.time(),
            organisasjonsnummer=one.number,
            navn=records.name_of(one.number),
            file=one.path.relative_to(own).as_posix(),
        )
        for one in waiting_in(own)
    )


def _with_calendars(call: Call, records: Workspace, first: date, last: date) -> Workspace:
    """Return the records with what calendars say; one with faults is told, and left out."""
    try:
        refresh_calendars(call)
        return with_busy_times(records, call.folder, first, last)
    except ServiceError as fault:
        call.note(shown(msg("hageplan: {text}", text=fault.message)))
    except RecordsError as fault:
        # A morning must not fail for it, nor may nobody know.
        warn_of(fault.problems)
    return records


def _words(call: Call, records: Workspace, medarbeider: str | None) -> Words:
    people = records.oppsett.medarbeider
    return Words(
        only=people[0].id if len(people) == 1 else medarbeider,
        handles=records.handles,
        people=records.people,
        one_task=closed_by_company(records, call.today),
    )
