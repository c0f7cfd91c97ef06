"""Whether a plan's days leave time for what the visits lead to, and for what is due already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hageplan.followup.due import open_tasks
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import DeskTime, Request, Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.days import busy_of, joined, minutes, pauses_due, worked
from hageplan.tours.request import dates_of, people_of


def desk_time(
    workspace: Workspace, request: Request, tours: Sequence[Tour], *, worth: int | None = None
) -> DeskTime:
    """Return the time that the people of a plan have beside its tours, and what needs it.

    All days that were planned count, also those without a tour. Tasks are those due by the last of
    them, of anyone in the plan. `worth` is how many visits were worth their drive, where that is
    known.
    """
    settings, people = workspace.oppsett.bemanning, people_of(workspace, request.medarbeidere)
    dates = dates_of(request, people)
    due = [
        task
        for task in open_tasks(workspace, request.from_)
        if task.frist <= dates[-1] and task.ansvarlig in request.medarbeidere
    ]
    visits = len({stop.organisasjonsnummer for tour in tours for stop in tour.stops})
    expected = visits * settings.oppfolginger_per_besok
    needed = round((expected + len(due)) * settings.timer_per_oppfolging * 60)
    away = {(one.medarbeider, one.date) for one in request.absent}
    left = sum(
        _left_minutes(workspace, person, day, tours)
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
        worth=worth,
    )


def _left_minutes(
    workspace: Workspace, person: Medarbeider, day: date, tours: Sequence[Tour]
) -> int:
    """Return the working minutes of a day that neither a tour, a calendar nor lunch takes."""
    rules = workspace.oppsett.planlegging
    hours = worked(person, day, rules)
    if hours is None:
        return 0
    own = [tour for tour in tours if (tour.medarbeider, tour.date) == (person.id, day)]
    busy = busy_of(workspace.opptatt, person, day)
    taken = busy + [(minutes(tour.start.time), minutes(tour.end.time)) for tour in own]
    within = (max(0, min(end, hours[1]) - max(begin, hours[0])) for begin, end in joined(taken))
    free = hours[1] - hours[0] - sum(within)
    eats_out = any(tour.lunch for tour in own)
    due = pauses_due(hours, rules, busy)
    lunch = 0 if eats_out else sum(length for _, length, kind in due if kind == "lunch")
    return max(free - lunch, 0)
