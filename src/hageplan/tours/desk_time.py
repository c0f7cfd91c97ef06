"""Whether a plan's days leave time for what the visits lead to, and for what is due already."""

from __future__ import annotations

from datetime import date, timedelta

from hageplan.followup.due import open_tasks
from hageplan.records.naeringshage import Medarbeider, Planlegging
from hageplan.records.plan import DeskTime, Plan, Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.days import minutes, worked


def desk_time(plan: Plan, workspace: Workspace, people: tuple[Medarbeider, ...]) -> DeskTime:
    """Return the time that `people` have beside the plan's tours, and what needs it.

    Tasks are those due by the plan's last day, of anyone in the plan.
    """
    settings = workspace.oppsett.bemanning
    first, last = plan.request.from_, _last_day(plan)
    ids = {person.id for person in people}
    due = [
        task
        for task in open_tasks(workspace, first)
        if task.frist <= last and task.ansvarlig in ids
    ]
    expected = plan.totals.visits * settings.oppfolginger_per_besok
    each = settings.timer_per_oppfolging * 60
    away = {(one.medarbeider, one.date) for one in plan.request.absent}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rules = workspace.oppsett.planlegging
    at_work = sum(
        _worked_minutes(person, day, rules)
        for person in people
        for day in days
        if (person.id, day) not in away
    )
    left = at_work - sum(_minutes_out(tour) for tour in plan.tours)
    needed = round((expected + len(due)) * each)
    return DeskTime(
        until=last,
        expected_followups=round(expected, 2),
        due_tasks=len(due),
        needed_minutes=needed,
        left_minutes=max(left, 0),
        is_enough=needed <= left,
    )


def _last_day(plan: Plan) -> date:
    """Return the last day with a tour; without any, the week's."""
    week = plan.request.from_ + timedelta(days=6)
    return max((tour.date for tour in plan.tours), default=week)


def _worked_minutes(person: Medarbeider, day: date, rules: Planlegging) -> int:
    hours = worked(person, day, rules)
    if hours is None:
        return 0
    has_lunch = hours[0] < minutes(rules.lunsj_fra) < hours[1] - rules.lunsj_minutter
    return hours[1] - hours[0] - (rules.lunsj_minutter if has_lunch else 0)


def _minutes_out(tour: Tour) -> int:
    """Return how long a tour lasts, lunch left out."""
    lunch = minutes(tour.lunch.end) - minutes(tour.lunch.start) if tour.lunch else 0
    return minutes(tour.end.time) - minutes(tour.start.time) - lunch
