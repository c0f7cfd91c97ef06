"""Whether a plan's days leave time for what the visits lead to, and for what is due already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hageplan.followup.due import open_tasks
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import DeskTime, Plan, Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.days import Span, busy_of, joined, minutes, worked
from hageplan.tours.plan import dates_of


def desk_time(plan: Plan, workspace: Workspace, people: tuple[Medarbeider, ...]) -> DeskTime:
    """Return the time that `people` have beside the plan's tours, and what needs it.

    All days that were planned count, also those without a tour. Tasks are those due by the last of
    them, of anyone in the plan.
    """
    settings = workspace.oppsett.bemanning
    dates = dates_of(plan.request, people)
    ids = {person.id for person in people}
    due = [
        task
        for task in open_tasks(workspace, plan.request.from_)
        if task.frist <= dates[-1] and task.ansvarlig in ids
    ]
    expected = plan.totals.visits * settings.oppfolginger_per_besok
    needed = round((expected + len(due)) * settings.timer_per_oppfolging * 60)
    away = {(one.medarbeider, one.date) for one in plan.request.absent}
    left = sum(
        _left_minutes(plan, workspace, person, day)
        for person in people
        for day in dates
        if (person.id, day) not in away
    )
    return DeskTime(
        until=dates[-1],
        expected_followups=round(expected, 2),
        due_tasks=len(due),
        needed_minutes=needed,
        left_minutes=left,
        is_enough=needed <= left,
    )


def _left_minutes(plan: Plan, workspace: Workspace, person: Medarbeider, day: date) -> int:
    """Return the working minutes of a day that neither a tour, a calendar nor lunch takes."""
    rules = workspace.oppsett.planlegging
    hours = worked(person, day, rules)
    if hours is None:
        return 0
    tours = [tour for tour in plan.tours if (tour.medarbeider, tour.date) == (person.id, day)]
    busy = busy_of(workspace.opptatt, person, day, rules.klokkeslett_hver_minutter)
    free = hours[1] - hours[0] - _minutes_within(hours, (*busy, *map(_span, tours)))
    eats_out = any(tour.lunch for tour in tours)
    has_lunch = hours[0] < minutes(rules.lunsj_fra) < hours[1] - rules.lunsj_minutter
    return max(free - (rules.lunsj_minutter if has_lunch and not eats_out else 0), 0)


def _span(tour: Tour) -> Span:
    return minutes(tour.start.time), minutes(tour.end.time)


def _minutes_within(hours: Span, spans: Iterable[Span]) -> int:
    """Return how many minutes of `hours` the `spans` take together."""
    inside = (max(0, min(end, hours[1]) - max(begin, hours[0])) for begin, end in joined(spans))
    return sum(inside)
