"""What a plan is asked for, once all that goes without saying is said: whom for, when, how long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.base import Ukedag
from hageplan.records.naeringshage import SOMEBODY, Medarbeider
from hageplan.records.plan import Plan, PlanRequest, Request
from hageplan.records.workspace import Workspace
from hageplan.tours.calendar import A_WEEK, working_days


def whole_request(
    workspace: Workspace,
    request: PlanRequest,
    *,
    today: date,
    earlier: Plan | None = None,
) -> Request:
    """Return the request; what is not said is as in the `earlier` plan, else as usual.

    Days that have been are not planned again. Unless a day is named, `as_week` begins when there
    has been time to invite: whole weeks on the next Monday then. How long to search is told once
    the problem is known. Raises RequestError where it names somebody unknown, or no municipality.
    """
    before = earlier.request if earlier else None
    people = people_of(workspace, request.medarbeidere or (before.medarbeidere if before else ()))
    tomorrow = today + timedelta(days=1)
    start, days = request.from_, request.days
    usual = workspace.oppsett.planlegging.dager
    is_begun = start is not None or before is not None or not request.as_week
    proposed = None if is_begun else _after_notice(workspace, people, tomorrow, days or usual)
    if before and start is None:
        proposed, days = _days_left(before, people, tomorrow, days)
    asked = Request(
        kommuner=request.kommuner
        or (before.kommuner if before else (*workspace.dekker, *workspace.vurderer)),
        from_=start or tomorrow,
        propose_from=request.propose_from or (proposed if proposed != tomorrow else None),
        days=days or usual,
        medarbeidere=tuple(person.id for person in people),
        max_visits=request.max_visits or (before.max_visits if before else None),
        must=request.must,
        only=request.only or (before.only if before else ()),
        without=request.without
        or tuple(
            number for number in (before.without if before else ()) if number not in request.must
        ),
        absent=request.absent,
        as_week=request.as_week,
        seed=request.seed,
        stop_rule=request.stop_rule,
    )
    for away in asked.absent:
        people_of(workspace, [away.medarbeider])
    if not asked.kommuner and not asked.only:
        raise RequestError(
            msg("no municipality to plan for"),
            msg("choose one with --kommune, or fill in dekker and vurderer in hageplan.toml"),
        )
    return asked


def people_of(workspace: Workspace, wanted: Sequence[str]) -> tuple[Medarbeider, ...]:
    """Return the medarbeidere with the ids `wanted`, all where none is; raises RequestError."""
    people = workspace.oppsett.medarbeider or (SOMEBODY,)
    if not wanted:
        return people
    by_id = {person.id: person for person in people}
    unknown = [name for name in wanted if name not in by_id]
    if unknown:
        raise RequestError(
            msg("no medarbeider has the ID {id}", id=", ".join(unknown)),
            msg("one of: {words}", words=", ".join(by_id)),
        )
    return tuple(by_id[name] for name in dict.fromkeys(wanted))


def dates_of(asked: Request, people: Sequence[Medarbeider]) -> tuple[date, ...]:
    """Return the days that a request proposes visits on for `people`."""
    return working_days(asked.propose_from or asked.from_, asked.days, _weekdays(people))


def _weekdays(people: Sequence[Medarbeider]) -> set[Ukedag]:
    return {day for person in people for day in person.ukedager}


def _after_notice(
    workspace: Workspace, people: Sequence[Medarbeider], tomorrow: date, days: int
) -> date:
    """Return the first day before which there are working days enough to invite.

    An office plans by the week, so whole weeks begin on a Monday, or on the first working day then.
    """
    weekdays = _weekdays(people)
    notice = workspace.oppsett.planlegging.varsel_dager
    first = working_days(tomorrow, notice + 1, weekdays)[-1]
    if not notice or days < A_WEEK:
        return first
    return working_days(first + timedelta(days=-first.weekday() % 7), 1, weekdays)[0]


def _days_left(
    before: Request, people: Sequence[Medarbeider], tomorrow: date, wanted: int | None
) -> tuple[date, int]:
    """Return the first of the days that a plan has left, and how many: so many as are `wanted`."""
    dates = [day for day in dates_of(before, people) if day >= tomorrow]
    if wanted is not None:
        return (dates or [tomorrow])[0], wanted
    if not dates:
        raise RequestError(
            msg("all days of the plan are over"), msg("make a new plan, without --from-plan")
        )
    return dates[0], len(dates)
