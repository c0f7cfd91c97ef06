"""What `plan` does: read the records, plan, show the plan, write and keep it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

import typer

from hageplan.calendars.busy import with_busy_times
from hageplan.calendars.run import refresh_calendars
from hageplan.command.answer import progress_bar, tell_written
from hageplan.command.call import Call
from hageplan.command.company import numbers_meant
from hageplan.command.dates import refused
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.records.plan import Absence, Plan, PlanRequest, StopRule
from hageplan.records.when import span_of
from hageplan.records.workspace import Workspace
from hageplan.tours.calendar import A_WEEK
from hageplan.tours.going_on import going_on
from hageplan.tours.introductions import with_introductions
from hageplan.tours.plan import named_in
from hageplan.tours.plan import plan as plan_visits
from hageplan.tours.prove.run import prover
from hageplan.tours.run_files import write_plan
from hageplan.tours.screen.plan_terminal import print_plan
from hageplan.ui.problems import warn_of
from hageplan.workspace.lookup import kommuner_of
from hageplan.workspace.plans import plans_between, read_plan

ANEW: Final = "none"
"""In the place of an earlier plan: what is saved does not count."""


def plan(
    call: Call,
    typed: PlanRequest,
    *,
    from_plan: str | None,
    robust: bool,
    introduce: bool,
    prove: bool,
    save: bool,
    explain: bool,
) -> None:
    """Plan what is asked, in the words that were typed; show the plan, write and save it."""
    refresh_calendars(call)
    records = with_busy_times(call.records(), call.folder, call.today)
    if save:
        call.own_folder()
    asked = _looked_up(call, typed, records)
    asked, earlier = _earlier(call, asked, records, from_plan)
    if asked.from_ is not None and asked.from_ <= call.today:
        call.note(_("hageplan: the first day is not after today"))
    call.note_outside(records, named_in(asked, earlier))
    with progress_bar(quiet=call.quiet) as progress:
        found = plan_visits(
            records,
            asked,
            today=call.today,
            earlier=earlier,
            robust=robust,
            progress=progress,
            prove=prover(call, progress) if prove else None,
        )
    if introduce:
        tours = with_introductions(records, found.tours, today=call.today)
        found = found.model_copy(update={"tours": tours})
    has_answers = ".html" in call.results.endings and any(tour.stops for tour in found.tours)
    if has_answers and call.own is not None and not save:
        save = True
        call.note(
            _("hageplan: the plan is saved too, so that answers from its page can be matched to it")
        )
    written = write_plan(call, found, lambda: records, save=save)
    call.show(
        found,
        lambda console: print_plan(
            found, records.kommuner, records.handles, records.people, console, explain=explain
        ),
    )
    tell_written(written, quiet=call.quiet)


def _earlier(
    call: Call, asked: PlanRequest, records: Workspace, from_plan: str | None
) -> tuple[PlanRequest, Plan | None]:
    """Return the request, and the plan that it changes: the one named, else what is saved."""
    if from_plan == ANEW:
        return asked, None
    if from_plan is not None:
        return asked, read_plan(call.own, from_plan)
    if call.own is None:
        return asked, None
    plans, faults = plans_between(call.own, call.today, date.max)
    warn_of(faults)
    asked, earlier = going_on(records, asked, plans, today=call.today)
    if earlier is not None:
        call.note(
            _(
                "hageplan: keeps the saved plan for these days where possible; to start afresh: "
                "--from-plan none"
            )
        )
    return asked, earlier


def absences(texts: Iterable[str], today: date) -> tuple[Absence, ...]:
    """Return who is absent when, day by day; raises typer.BadParameter."""
    found: dict[Absence, None] = {}
    for text in texts:
        who, colon, spans = text.partition(":")
        if not colon:
            raise typer.BadParameter(
                _("--absent takes an ID and days, e.g. kari:30.11.-4.12. or kari:1.12.,4.12.")
            )
        for span in spans.split(","):
            try:
                first, last = span_of(span, today)
            except RequestError as fault:
                raise refused(fault) from None
            days = (last - first).days + 1
            dates = (first + timedelta(days=number) for number in range(days))
            found |= {Absence(medarbeider=who.strip(), date=day): None for day in dates}
    return tuple(found)


def working_days(days: int | None, weeks: int | None) -> int | None:
    """Return how many days are asked for, None where nobody says; raises typer.BadParameter."""
    if days is not None and weeks is not None:
        raise typer.BadParameter(_("--days and --weeks cannot be used together"))
    return weeks * A_WEEK if weeks is not None else days


def stop_rule(seconds: float | None, iterations: int | None) -> StopRule | None:
    """Return when the solver stops, None where nobody says; raises typer.BadParameter."""
    if seconds is not None and iterations is not None:
        raise typer.BadParameter(_("--time-limit and --iterations cannot be used together"))
    if seconds is None and iterations is None:
        return None
    return StopRule(seconds=seconds, iterations=iterations)


def _looked_up(call: Call, typed: PlanRequest, records: Workspace) -> PlanRequest:
    """Return the request with numbers for the names that were typed; raises RequestError."""
    numbers = {
        key: numbers_meant(call, getattr(typed, key), records.bedrifter)
        for key in ("must", "only", "without")
    }
    return typed.model_copy(update={"kommuner": kommuner_of(typed.kommuner, records), **numbers})
