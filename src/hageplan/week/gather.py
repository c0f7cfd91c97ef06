"""Puts together what the page of a week shows beside its lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hageplan.interest.model.history import history_of
from hageplan.interest.region import region_of
from hageplan.interest.revisits import revisits
from hageplan.interest.score import score
from hageplan.records.entries import flagged
from hageplan.records.logg import Henvendelse
from hageplan.records.plan import DeskTime, Plan, Request, Tour
from hageplan.records.planned import standing_tours
from hageplan.records.workspace import Workspace
from hageplan.tours.days import worked
from hageplan.tours.desk_time import desk_time
from hageplan.tours.request import people_of
from hageplan.week.grid import dates_shown, day_trips, people_weeks
from hageplan.week.result import Uke
from hageplan.week.sheet import Members, UpcomingVisit, WeekSheet
from hageplan.week.stops import stops_between


def week_sheet(workspace: Workspace, week: Uke, plans: Sequence[Plan]) -> WeekSheet:
    """Return the sheet of a week; `plans` begin with the latest."""
    tours = standing_tours(plans, week.first, week.last)
    everybodys = stops_between(workspace, tours, week.first, week.last)
    stops = [one for one in everybodys if week.medarbeider in (None, one.medarbeider)]
    dates = dates_shown(week.first, week.last, stops)
    region = region_of(workspace)
    return WeekSheet(
        dates=dates,
        people=tuple(people_weeks(workspace, dates, stops, tours, week.medarbeider)),
        trips=tuple(day_trips(workspace, stops, tours)),
        kontor=workspace.oppsett.naeringshage.kontor,
        desk=_desk(workspace, week, tours),
        members=_members(workspace, week.today),
        score=score(workspace, today=week.today) if region else None,
        covered=frozenset(workspace.dekker),
        flagged=_flagged(workspace),
    )


def _desk(workspace: Workspace, week: Uke, tours: Sequence[Tour]) -> DeskTime | None:
    """Return the time at the desk from today to the end of the week, and what needs it."""
    start = max(week.first, week.today)
    people = people_of(workspace, [week.medarbeider] if week.medarbeider else ())
    rules = workspace.oppsett.planlegging
    dates = dates_shown(start, week.last, ())
    days = [day for day in dates if any(worked(person, day, rules) for person in people)]
    ahead = [t for t in tours if t.date >= start and week.medarbeider in (None, t.medarbeider)]
    if not days or not ahead:
        return None
    asked = Request(
        kommuner=(),
        from_=start,
        days=len(days),
        medarbeidere=tuple(person.id for person in people),
        seed=0,
    )
    return desk_time(workspace, asked, ahead)


def _members(workspace: Workspace, today: date) -> Members | None:
    """Return how members are visited, but for those with an interval or a day of their own."""
    interval = workspace.oppsett.besoksintervall_dager.of("medlem")
    found = revisits(workspace, history_of(workspace.henvendelser, today)).values()
    usual = [one for one in found if one.klasse == "medlem" and not one.is_own]
    if not usual:
        return None
    in_time = [
        UpcomingVisit(navn=one.bedrift.navn, since_days=(today - one.visited).days, due=one.due)
        for one in usual
        if one.visited is not None and today <= one.due
    ]
    in_time.sort(key=lambda one: (one.due, one.navn))
    return Members(interval_days=interval, companies=len(usual), upcoming=tuple(in_time))


def _flagged(workspace: Workspace) -> Mapping[str, Henvendelse]:
    """Return the contacts with flags, by their own ids and by those of the tasks that name them."""
    by_id = {one: contact for contact, ids in flagged(workspace) for one in ids}
    promised = {
        task.id: by_id[task.henvendelse]
        for task in workspace.oppfolginger
        if task.henvendelse in by_id
    }
    return {**by_id, **promised}
