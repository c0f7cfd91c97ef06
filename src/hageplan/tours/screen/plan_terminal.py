"""A plan for the terminal: the weeks at a glance, a table a day, the best left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from rich.console import Console
from rich.padding import Padding

from hageplan.i18n import _, say, short_date, shown
from hageplan.messages import decode, msg, nmsg
from hageplan.records.kommune import Kommuner
from hageplan.records.names import Handles, People
from hageplan.records.plan import Change, Conflict, Plan, Request
from hageplan.tours.files.visit_texts import conflict_text
from hageplan.tours.screen.changes_terminal import print_changes
from hageplan.tours.screen.day_terminal import days_told, print_legend, print_tour
from hageplan.tours.screen.glance_terminal import print_glance
from hageplan.tours.screen.left_out_terminal import print_left_out
from hageplan.tours.screen.proof_terminal import print_proof
from hageplan.ui.console import example_notice, remarks, text
from hageplan.ui.numbers import day_in_text, decimal, distance, duration, percent_figure
from hageplan.ui.texts import outside_group, remark

SATURDAY: Final = 5
OF_SIZE: Final = frozenset({"each-week", "visits-behind"})


def print_plan(
    plan: Plan,
    kommuner: Kommuner,
    handles: Handles,
    people: People,
    out: Console,
    *,
    explain: bool = False,
) -> None:
    """Print `plan` on `out`: of several weeks the days of the first, or all to `explain` it."""
    if plan.example_data:
        example_notice(out)
        out.print()
    print_glance(plan, kommuner, people, out)
    _print_notice(plan.request, out)
    days = days_told(plan) if not explain else plan.tours
    for tour in days:
        print_tour(tour, handles, people, out)
    if len(days) < len(plan.tours):
        out.print(text(_("Days in the following weeks: --explain"), "dim"))
    print_legend(days, out)
    _print_conflicts(plan.conflicts, people, out)
    _print_totals(plan, out)
    _print_later(plan, out)
    _print_desk_time(plan, out)
    _print_safety(plan, out)
    if plan.proof is not None:
        print_proof(plan.proof, out)
    if plan.changes is not None:
        _print_changes(plan.changes, handles, people, out)
    print_left_out(plan, kommuner, handles, out)
    out.print()
    remarks((code for code in plan.travel.assumptions if not _is_of_size(code)), out)


def _print_notice(asked: Request, out: Console) -> None:
    """Say why no visit is proposed on the next days, and how to get some."""
    first = asked.propose_from
    sooner = _weekday(asked.from_, first) if first else None
    if first is None or sooner is None:
        return
    told = say(
        "Visits are proposed from {day}, to leave time to invite. To start earlier: --from "
        "{sooner}",
        day=day_in_text(first),
        sooner=f"{sooner.day}.{sooner.month}.",
    )
    out.print(text(told))
    out.print()


def _weekday(first: date, end: date) -> date | None:
    """Return the first day from `first` on and before `end` that is none of a weekend's."""
    days = (first + timedelta(days=number) for number in range((end - first).days))
    return next((day for day in days if day.weekday() < SATURDAY), None)


def _print_conflicts(conflicts: Sequence[Conflict], people: People, out: Console) -> None:
    """Print the appointments that break rules: someone decides whether they stay."""
    if not conflicts:
        return
    out.print(_("Appointments that break the rules"), style="bold yellow")
    for one in conflicts:
        out.print(Padding(text(conflict_text(one, people)), (0, 0, 0, 2)))
    out.print()


def _print_totals(plan: Plan, out: Console) -> None:
    totals = plan.totals
    if not plan.tours:
        out.print(_("No visit is worth the drive, or none fits, on these days."), style="bold")
    summary = nmsg(
        "1 visit in all, chosen from {considered} companies; {driving} of driving ({way}).",
        "{count} visits in all, chosen from {considered} companies; {driving} of driving ({way}).",
        count=totals.visits,
        considered=totals.considered,
        driving=duration(totals.drive_minutes),
        way=distance(totals.drive_km, totals.mileage_kr),
    )
    out.print(shown(summary), style="bold")
    if plan.outside:
        out.print(text(outside_group(plan.outside)))
    if totals.at_kommune_centre:
        centre = nmsg(
            "One company lacks coordinates and is placed at its municipal centre (*).",
            "{count} companies lack coordinates and are placed at their municipal centre (*).",
            count=totals.at_kommune_centre,
        )
        out.print(shown(centre))


def _print_later(plan: Plan, out: Console) -> None:
    """Say in one line how many visits are left to which of the weeks after the plan."""
    days = (decode(left.detail)[1]["date"] for left in plan.left_out if left.reason == "later")
    weeks = Counter(date.fromisoformat(day).isocalendar()[:2] for day in days)
    if weeks:
        told = ", ".join(
            say("{count} in week {week}", count=count, week=week)
            for (_year, week), count in sorted(weeks.items())
        )
        out.print(text(say("Better in later weeks: {weeks}.", weeks=told)))


def _print_desk_time(plan: Plan, out: Console) -> None:
    desk = plan.desk_time
    if desk is None:
        return
    line = msg(
        "Follow-up until {date}: about {expected} new tasks and {due} falling due. That takes "
        "{needed} in the office; you have {left}.",
        date=short_date(desk.until),
        expected=decimal(desk.expected_followups),
        due=desk.due_tasks,
        needed=duration(desk.needed_minutes),
        left=duration(desk.left_minutes),
    )
    out.print(shown(line))
    if desk.worth is not None and desk.worth > plan.totals.visits:
        sized = msg(
            "You have time to follow up this many of the {worth} companies worth a visit on "
            "these days. For all: --max-visits {worth}",
            worth=desk.worth,
        )
        out.print(shown(sized))
    if not desk.is_enough and plan.totals.visits:
        out.print(
            _(
                "Office time is too short. Plan fewer visits (--max-visits), or keep time free "
                "each day (ledig_minutter)."
            ),
            style="yellow",
        )  # fmt: skip
    for code in filter(_is_of_size, plan.travel.assumptions):
        out.print(text(remark(code)))


def _print_changes(found: Sequence[Change], handles: Handles, people: People, out: Console) -> None:
    """Print what was told to somebody; of what is new the number, since the days tell it."""
    told = [one for one in found if one.kind != "new" or one.is_booked]
    print_changes(told, handles, people, out)
    if new := len(found) - len(told):
        out.print(text(say("New since then: {count}", count=new)))


def _is_of_size(code: str) -> bool:
    """Tell whether a remark is about how many visits there are: it stands beside their number."""
    return decode(code)[0] in OF_SIZE


def _print_safety(plan: Plan, out: Console) -> None:
    safety = plan.safety
    if safety is None:
        return
    lines = [
        msg(
            "On time: {percent}% of the visits will probably begin on time ({required}% "
            "required). Found with {count} simulated days.",
            percent=percent_figure(safety.on_time),
            required=percent_figure(safety.required),
            count=safety.simulations,
        )
    ]
    if safety.drive_factor > 1:
        lines.append(
            msg(
                "Extra time: driving × {factor} and {slack} min more after each visit. It costs "
                "{visits} visits: without it there are {usual} visits, {percent}% on time.",
                factor=decimal(safety.drive_factor, 2),
                slack=safety.extra_slack,
                visits=safety.usual_visits - safety.visits,
                usual=safety.usual_visits,
                percent=percent_figure(safety.usual_on_time),
            )
        )
    elif safety.on_time >= safety.required:
        lines.append(msg("No extra time is needed."))
    if safety.on_time < safety.required:
        lines.append(
            msg("No amount of extra time is enough on these days. This is the best found.")
        )
    for told in lines:
        out.print(shown(told))
