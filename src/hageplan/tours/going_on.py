"""A plan goes on from those that are saved: what they have on its days is kept where it holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from hageplan.records.avtaler import called_off
from hageplan.records.plan import Plan, PlanRequest, Reason, Request, Stop
from hageplan.records.planned import standing_tours
from hageplan.records.workspace import Workspace
from hageplan.tours.request import dates_of, people_of, whole_request

Elsewhere = tuple[Reason, date]
"""Why a company is visited on another day than those that are planned, and on which."""


def going_on(
    workspace: Workspace, typed: PlanRequest, plans: Sequence[Plan], *, today: date
) -> tuple[PlanRequest, Plan | None]:
    """Return the request with its days, and what is planned from `today` on, as an earlier plan.

    `plans` are those saved, the latest first. What they were asked for is not asked for again, and
    only the visits of this request's people and municipalities count. There is no earlier plan
    where none has a visit on the request's days.
    """
    asked = whole_request(workspace, typed, today=today)
    dates = dates_of(asked, people_of(workspace, asked.medarbeidere))
    tours = [
        tour.model_copy(update={"stops": tuple(s for s in tour.stops if _is_asked(s, asked))})
        for tour in standing_tours(plans, today, date.max)
        if tour.medarbeider in asked.medarbeidere
    ]
    tours = [tour for tour in tours if tour.stops]
    if not any(tour.date in dates for tour in tours):
        return typed, None
    absent = dict.fromkeys(away for plan in plans for away in plan.request.absent)
    request = asked.model_copy(update={"absent": tuple(absent)})
    days = {"from_": asked.from_, "propose_from": asked.propose_from, "days": asked.days}
    earlier = plans[0].model_copy(update={"request": request, "tours": tuple(tours)})
    return typed.model_copy(update=days), earlier


def planned_elsewhere(
    workspace: Workspace, earlier: Plan, asked: Request, dates: Collection[date], today: date
) -> dict[str, Elsewhere]:
    """Return whom an earlier plan visits from `today` on, before or after the `dates` planned now.

    A visit that was called off is none, nor is one of who is absent.
    """
    first, last = min(dates), max(dates)
    off = called_off(workspace.avtaler)
    absent = {(away.medarbeider, away.date) for away in asked.absent}
    return {
        stop.organisasjonsnummer: ("planned", tour.date)
        for tour in earlier.tours
        if today <= tour.date and not first <= tour.date <= last
        if (tour.medarbeider, tour.date) not in absent
        for stop in tour.stops
        if stop.organisasjonsnummer in workspace.bedrift_by_number
        and tour.date not in off.get(stop.organisasjonsnummer, ())
    }


def _is_asked(stop: Stop, asked: Request) -> bool:
    if asked.only:
        return stop.organisasjonsnummer in asked.only
    return stop.kommunenummer in asked.kommuner or stop.organisasjonsnummer in asked.must
