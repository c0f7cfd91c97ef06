"""A plan for the terminal: the weeks at a glance, a table a day, the best left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from hageplan.i18n import _, say, short_date, shown
from hageplan.messages import decode, msg
from hageplan.records.handles import Handles
from hageplan.records.kommune import Kommuner
from hageplan.records.people import People
from hageplan.records.plan import Conflict, LeftOut, Plan, Stop, Tour
from hageplan.tours.files.visit_texts import conflict_text, introduction, pause_name
from hageplan.tours.screen.changes_terminal import print_changes
from hageplan.tours.screen.glance_terminal import print_glance
from hageplan.ui.console import (
    companies,
    company,
    example_notice,
    figures,
    line,
    remarks,
    table,
    text,
    words,
)
from hageplan.ui.numbers import day_name, decimal, duration
from hageplan.ui.texts import outside_group, reason, remark

LEFT_OUT_SHOWN = 8
NARROW = 100
"""Below so many columns the reasons are cut to the weightiest."""


def print_plan(
    plan: Plan, kommuner: Kommuner, handles: Handles, people: People, out: Console
) -> None:
    """Print `plan` on `out`."""
    if plan.example_data:
        example_notice(out)
        out.print()
    print_glance(plan, kommuner, people, out)
    for tour in plan.tours:
        _print_tour(tour, handles, people, out)
    _print_conflicts(plan.conflicts, people, out)
    _print_totals(plan, out)
    _print_later(plan, out)
    _print_desk_time(plan, out)
    _print_safety(plan, out)
    if plan.changes is not None:
        print_changes(plan.changes, handles, people, out)
    _print_left_out(plan, kommuner, handles, out)
    out.print()
    remarks(plan.travel.assumptions, out)


def _print_conflicts(conflicts: Sequence[Conflict], people: People, out: Console) -> None:
    """Print the appointments that break rules: someone decides whether they stay."""
    if not conflicts:
        return
    out.print(_("Appointments against the rules"), style="bold yellow")
    for one in conflicts:
        out.print(Padding(text(conflict_text(one, people)), (0, 0, 0, 2)))
    out.print()


def _print_tour(tour: Tour, handles: Handles, people: People, out: Console) -> None:
    heading = Text(f"{day_name(tour.date)}  ", style="bold")
    heading.append_text(text(people[tour.medarbeider], "bold"))
    out.print(heading)
    names = companies(((stop.navn, stop.organisasjonsnummer) for stop in tour.stops), handles, out)
    columns = (line(_("Time")), names, words(_("Place")), *figures(_("Driving")))
    rows = table(out, *columns, words(_("Why"), 3))
    rows.add_row(_clock(tour.start.time), text(_("Leave"), "dim"), text(tour.start.place), "", "")
    for event in tour.events:
        if isinstance(event, Stop):
            rows.add_row(*_stop_cells(event, handles, people, is_narrow=out.width < NARROW))
        else:
            span = f"{_clock(event.start)}-{_clock(event.end)}"
            rows.add_row(span, text(pause_name(event), "dim"))
    back = _driving(tour.return_minutes, tour.return_km)
    rows.add_row(_clock(tour.end.time), text(_("Back"), "dim"), text(tour.end.place), back, "")
    out.print(rows)
    out.print(_day_totals(tour), style="dim")
    if tour.home_in_time is not None:
        chance = msg("{percent} % to be back in time", percent=_percent(tour.home_in_time))
        out.print(shown(chance), style="dim")
    out.print()


def _stop_cells(
    stop: Stop, handles: Handles, people: People, *, is_narrow: bool
) -> tuple[Text | str, ...]:
    reasons = [remark(code) for code in _telling(stop.reasons)[: 2 if is_narrow else None]]
    if stop.together_with is not None:
        reasons.insert(0, say("together with {name}", name=people[stop.together_with]))
    if stop.avtale is not None:
        reasons.insert(0, _("agreed"))
    if stop.on_time is not None:
        percent = msg("{percent} % on time", percent=_percent(stop.on_time))
        reasons.insert(0, shown(percent))
    if stop.introduce is not None:
        reasons.append(introduction(stop.introduce))
    place = f"{stop.place}*" if stop.position == "kommune" else stop.place
    return (
        f"{_clock(stop.start)}-{_clock(stop.end)}",
        company(stop.navn, stop.organisasjonsnummer, handles),
        text(place),
        _driving(stop.drive_minutes, stop.drive_km),
        text(", ".join(reasons)),
    )


def _telling(reasons: tuple[str, ...]) -> list[str]:
    """Leave out the last contact where its date stands beside the answer given then."""
    codes = [decode(reason) for reason in reasons]
    answered = {values.get("date") for code, values in codes if code == "interest"}
    return [
        reason
        for reason, (code, values) in zip(reasons, codes, strict=True)
        if code != "last-contact" or values.get("date") not in answered
    ]


def _driving(minutes: int, km: float) -> str:
    return f"{minutes} min {decimal(km, 0 if km >= 10 else 1):>3} km"


def _clock(value: object) -> str:
    return f"{value:%H:%M}"


def _day_totals(tour: Tour) -> str:
    return say(
        "{visits} visits, {meetings} meeting, {driving} driving ({km} km), {waiting} waiting",
        visits=len(tour.stops),
        meetings=duration(tour.visit_minutes),
        driving=duration(tour.drive_minutes),
        km=decimal(tour.drive_km, 0),
        waiting=duration(tour.wait_minutes),
    )


def _print_totals(plan: Plan, out: Console) -> None:
    totals = plan.totals
    if not plan.tours:
        out.print(_("No visit is worth its drive, or none fits, on these days."), style="bold")
    summary = msg(
        "In all {visits} visits of {considered} companies, {driving} driving ({km} km).",
        visits=totals.visits,
        considered=totals.considered,
        driving=duration(totals.drive_minutes),
        km=decimal(totals.drive_km, 0),
    )
    out.print(shown(summary), style="bold")
    if plan.outside:
        out.print(text(outside_group(plan.outside)))
    if totals.at_kommune_centre:
        centre = msg(
            "{count} companies without coordinates stand at their municipality's centre (*).",
            count=totals.at_kommune_centre,
        )
        out.print(shown(centre))


def _print_later(plan: Plan, out: Console) -> None:
    """Say in one line how many visits are left to which of the weeks after the plan."""
    days = (decode(left.detail)[1]["date"] for left in plan.left_out if left.reason == "later")
    weeks = Counter(date.fromisoformat(day).isocalendar()[:2] for day in days)
    if weeks:
        told = ", ".join(
            say("{count} to week {week}", count=count, week=week)
            for (_year, week), count in sorted(weeks.items())
        )
        out.print(text(say("Left to later weeks, which do it better: {weeks}.", weeks=told)))


def _print_desk_time(plan: Plan, out: Console) -> None:
    desk = plan.desk_time
    if desk is None:
        return
    line = msg(
        "Follow-up until {date}: {expected} expected of these visits, {due} tasks due; {needed} of "
        "{left} at the desk.",
        date=short_date(desk.until),
        expected=decimal(desk.expected_followups),
        due=desk.due_tasks,
        needed=duration(desk.needed_minutes),
        left=duration(desk.left_minutes),
    )
    out.print(shown(line))
    if desk.worth is not None and desk.worth > plan.totals.visits:
        sized = msg(
            "As many visits as can be followed up, of {worth} worth a visit on these days; more: "
            "--max-visits {worth}",
            worth=desk.worth,
        )
        out.print(shown(sized))
    if not desk.is_enough:
        out.print(
            _("That is not enough: fewer visits (--max-visits), or keep time free each day "
              "(ledig_minutter)."),
            style="yellow",
        )  # fmt: skip


def _percent(share: float) -> str:
    return decimal(100 * share, 0)


def _print_safety(plan: Plan, out: Console) -> None:
    safety = plan.safety
    if safety is None:
        return
    lines = [
        msg(
            "On time: {percent} % of the visits are expected to begin on time ({required} % asked "
            "for), by {count} simulated days each.",
            percent=_percent(safety.on_time),
            required=_percent(safety.required),
            count=safety.simulations,
        )
    ]
    if safety.drive_factor > 1:
        lines.append(
            msg(
                "Reserves: driving × {factor} and {slack} min more after each visit. They cost "
                "{visits} visits: without them {usual} visits, {percent} % on time.",
                factor=decimal(safety.drive_factor, 2),
                slack=safety.extra_slack,
                visits=safety.usual_visits - safety.visits,
                usual=safety.usual_visits,
                percent=_percent(safety.usual_on_time),
            )
        )
    elif safety.on_time >= safety.required:
        lines.append(msg("No reserves are needed for that."))
    if safety.on_time < safety.required:
        lines.append(msg("No reserve is enough for that on these days; this is the best of them."))
    for told in lines:
        out.print(shown(told))


def _print_left_out(plan: Plan, kommuner: Kommuner, handles: Handles, out: Console) -> None:
    if not plan.left_out:
        return
    out.print()
    out.print(_("Left out, the best first"), style="bold")
    best = plan.left_out[:LEFT_OUT_SHOWN]
    names = companies(((left.navn, left.organisasjonsnummer) for left in best), handles, out)
    columns = (names, words(_("Municipality")), *figures(_("Worth")), words(_("Why not"), 3))
    rows = table(out, *columns, words(_("What would help, with --must"), 4))
    for left in best:
        rows.add_row(*_left_out_cells(left, kommuner, handles))
    out.print(rows)
    if (rest := len(plan.left_out) - LEFT_OUT_SHOWN) > 0:
        more = msg("and {count} more; --json lists all with reasons", count=rest)
        out.print(shown(more), style="dim")


def _left_out_cells(left: LeftOut, kommuner: Kommuner, handles: Handles) -> tuple[Text | str, ...]:
    number = left.kommunenummer
    return (
        company(left.navn, left.organisasjonsnummer, handles, style=""),
        text(kommuner[number].navn if number in kommuner else number),
        f"{left.prize_minutes} min" if left.prize_minutes else "",
        text(reason(left.reason, left.detail)),
        text("; ".join(map(remark, left.remedies))),
    )
