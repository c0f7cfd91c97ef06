"""A week as it looks today: who goes where, whom to ring, what is due, and what is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from hageplan.followup.due import due_by
from hageplan.interest.region import region_of
from hageplan.interest.revisit_result import DueVisit
from hageplan.interest.revisits import coverage_of, due_visits
from hageplan.jobs.periode import DAYS, Periode, week_of_day
from hageplan.records.memory import Oppsummert
from hageplan.records.plan import Plan
from hageplan.records.planned import standing_tours
from hageplan.records.workspace import Workspace
from hageplan.week.changes import to_tell
from hageplan.week.news import happenings
from hageplan.week.result import Uke, WaitingReport, WeekStop
from hageplan.week.stops import days_of, each_company, latest_logged, stops_between

AHEAD: Final = timedelta(weeks=2)
"""How far ahead calls are to be made: who is to be visited on Monday is rung the week before."""
BEHIND: Final = timedelta(days=14)
"""How long a visit may be over that is still asked for."""
_WORKDAYS: Final = 5


@dataclass(frozen=True, kw_only=True)
class WeekSources:
    """What a week is made of, beside the records.

    Attributes:
        plans: The saved plans that have days which matter, the latest first.
        before: What the last summary told, None where there was none.
        waiting: The answers that wait in files of the workspace.
    """

    plans: Sequence[Plan] = ()
    before: Oppsummert | None = None
    waiting: Sequence[WaitingReport] = ()


def usual_week(today: date) -> Periode:
    """Return this week, or on its free days the next one."""
    return week_of_day(today + timedelta(days=2) if today.weekday() >= _WORKDAYS else today)


def days_that_matter(week: Periode, today: date) -> tuple[date, date]:
    """Return the first and the last day of which anything is asked."""
    return min(week.first, today - BEHIND), max(week.last, today) + AHEAD


def uke(
    workspace: Workspace,
    week: Periode,
    sources: WeekSources,
    *,
    now: datetime,
    medarbeider: str | None = None,
) -> Uke:
    """Return the `week` as it looks `now`; `medarbeider` is the id of whose week it is."""
    today = now.date()
    first, last = days_that_matter(week, today)
    tours = standing_tours(sources.plans, first, last)
    everybodys = stops_between(workspace, tours, first, last)
    stops = [one for one in everybodys if medarbeider in (None, one.medarbeider)]
    of_week = [one for one in stops if week.first <= one.date <= week.last]
    coming = [one for one in of_week if one.ends > now and not one.is_logged]
    day = coming[0].date if coming else None
    since = _since(sources.before, today)
    ahead = [one for one in stops if one.begins > now and one.date >= week.first]
    return Uke(
        example_data=workspace.example_data,
        navn=workspace.oppsett.naeringshage.navn,
        week=week.name,
        first=week.first,
        last=week.last,
        today=today,
        medarbeider=medarbeider,
        companies=len(workspace.bedrifter),
        unread=len(workspace.unread),
        day=day,
        stops=tuple(one for one in coming if one.date == day),
        days=tuple(days_of(of_week if week.last < today else coming)),
        changes=tuple(to_tell(ahead, workspace, sources.plans)),
        calls=each_company(_to_offer(ahead, week.last)),
        tasks=tuple(
            task
            for task in due_by(week.last, workspace, today)
            if medarbeider in (None, task.ansvarlig, task.escalated_to)
        ),
        unlogged=_unlogged(stops, now),
        waiting=tuple(_waiting(workspace, sources.waiting)),
        due=_due(workspace, everybodys, today),
        coverage=coverage_of(workspace, today),
        since=since,
        news=happenings(workspace, Periode("", since, today), sources.before, today),
    )


def _to_offer(ahead: Iterable[WeekStop], last: date) -> tuple[WeekStop, ...]:
    """Return the visits to agree on: up to the `last` day, and of the first week after it with any.

    What is planned for the weeks behind that one is nothing to telephone about yet.
    """
    open_ = [one for one in ahead if not one.booked and not one.is_logged]
    later = min((one.date for one in open_ if one.date > last), default=last)
    sunday = later + timedelta(days=6 - later.weekday())
    return tuple(one for one in open_ if one.date <= max(last, sunday))


def _since(before: Oppsummert | None, today: date) -> date:
    """Return the first day of what is new: after the last summary, else of the last seven days."""
    if before is None:
        return today - timedelta(days=DAYS - 1)
    return min(before.til + timedelta(days=1), today)


def _due(workspace: Workspace, stops: Iterable[WeekStop], today: date) -> tuple[DueVisit, ...]:
    """Return the visits that are due, but for those that one of `stops` is to make."""
    if not region_of(workspace):
        return ()
    planned = {one.organisasjonsnummer for one in stops if one.date >= today}
    due = due_visits(workspace, today=today).visits
    return tuple(one for one in due if one.organisasjonsnummer not in planned)


def _waiting(workspace: Workspace, found: Iterable[WaitingReport]) -> Iterator[WaitingReport]:
    """Give the answers that wait, by time, but for visits that the log has by now."""
    logged = latest_logged(workspace)
    for one in sorted(found, key=lambda one: (one.date, one.start)):
        if logged.get(one.organisasjonsnummer, date.min) < one.date:
            yield one


def _unlogged(stops: Sequence[WeekStop], now: datetime) -> tuple[WeekStop, ...]:
    """Return the visits that are over and not in the log: those agreed first, then the latest."""
    over = [one for one in stops if now - BEHIND <= one.ends <= now and not one.is_logged]
    return each_company(sorted(over, key=lambda one: (one.booked, one.begins), reverse=True))
