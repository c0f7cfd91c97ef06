"""What `show`, `compare` and `export` do with saved plans; no solver is loaded for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import typer

from hageplan.command.answer import tell_of_cards, tell_written
from hageplan.command.call import Call
from hageplan.command.results import write_files
from hageplan.errors import RequestError
from hageplan.i18n import _, language
from hageplan.imports.answers.stops import stops_of
from hageplan.messages import msg
from hageplan.records.plan import Plan
from hageplan.records.workspace import Workspace
from hageplan.tours.changes import compare as compare_plans
from hageplan.tours.changes import promises
from hageplan.tours.run_files import write_plan
from hageplan.tours.screen.changes_terminal import print_comparison
from hageplan.tours.screen.plan_terminal import print_plan
from hageplan.workspace.partial import booked_in, companies, handles_in, people_in, read_kommuner
from hageplan.workspace.plans import read_plan


def show(call: Call, which: str) -> None:
    """Show a saved plan, and write it into the files that are wanted."""
    saved = read_plan(call.own, which)
    written = write_plan(call, saved, call.records)
    folder = call.folder
    call.show(
        saved,
        lambda console: print_plan(
            saved, read_kommuner(), handles_in(folder), people_in(folder), console, explain=True
        ),
    )
    tell_written(written, quiet=call.quiet)


def compare(call: Call, before: str, after: str) -> None:
    """Show what a saved plan does otherwise than another."""
    folder = call.folder
    known = {company.organisasjonsnummer: company for company in companies(folder)}
    promised = promises(booked_in(folder), known)
    found = compare_plans(read_plan(call.own, before), read_plan(call.own, after), promised)
    call.show(
        found,
        lambda console: print_comparison(found, handles_in(folder), people_in(folder), console),
    )


def export(call: Call, which: str, *, only: Sequence[str], per_person: bool) -> None:
    """Write the days that `only` these medarbeidere have in a saved plan; none named: all.

    With `per_person` each of them gets files of their own.
    """
    if not call.results.endings:
        raise typer.BadParameter(_("give at least one file, e.g. -o tur.html"))
    saved, records = read_plan(call.own, which), call.records()
    _check_people(only, saved, records, is_calendar=call.results.endings == {".ics"})
    if per_person:
        names = only or tuple(dict.fromkeys(tour.medarbeider for tour in saved.tours))
        calls = {who: replace(call, results=call.results.of_person(who)) for who in names}
        found = (write_plan(own, saved, lambda: records, only=(who,)) for who, own in calls.items())
        written: Collection[Path] = [path for paths in found for path in paths]
    else:
        written = write_plan(call, saved, lambda: records, only=only)
    if ".vcf" in call.results.endings:
        tell_of_cards(quiet=call.quiet)
    tell_written(written, quiet=call.quiet)


def export_form(call: Call, which: str, *, only: Sequence[str]) -> None:
    """Write the form of answers with the stops of a saved plan, for ODK and Kobo."""
    # The library for workbooks takes 40 ms to load.
    from hageplan.imports.answers.xlsform import xlsform

    saved, records = read_plan(call.own, which), call.records()
    _check_people(only, saved, records, is_calendar=False)
    stops = sorted(stops_of(saved.of_people(only)), key=lambda stop: stop.id)
    unique = {stop.id: stop for stop in stops}.values()
    if not unique:
        raise RequestError(msg("the plan has no stops"), msg("choose another plan, or make one"))
    version = f"{call.now:%Y%m%d%H%M}"
    written = call.results.contents({".xlsx": lambda: xlsform(unique, language(), version)})
    write_files(written)
    tell_written(written, quiet=call.quiet)


def _check_people(
    only: Sequence[str], plan: Plan, records: Workspace, *, is_calendar: bool
) -> None:
    """Refuse people of whom there is nothing to write.

    A calendar may have to hear that all of somebody's visits are called off.
    """
    known = {tour.medarbeider for tour in plan.tours}
    if is_calendar:
        known |= {*plan.request.medarbeidere, *(p.id for p in records.oppsett.medarbeider)}
    if unknown := set(only) - known:
        raise RequestError(
            msg("the plan has no day of {name}", name=", ".join(sorted(unknown))),
            msg("it has: {names}", names=", ".join(sorted(known))),
        )
