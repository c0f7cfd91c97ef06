"""Appointments that cannot stand as they are: whoever is to be visited must be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from hageplan.records.plan import Change, Plan, When
from hageplan.records.workspace import Workspace
from hageplan.week.result import ChangeKind, ToTell, WeekStop


def to_tell(
    stops: Iterable[WeekStop], workspace: Workspace, plans: Iterable[Plan]
) -> Iterator[ToTell]:
    """Give the appointments among `stops` that cannot stand, each with the weightiest reason.

    `plans` begin with the latest: what the latest one says of an appointment counts.
    """
    planned = _changed(plans)
    for stop in stops:
        if not stop.booked or stop.is_logged:
            continue
        change = planned.get((stop.organisasjonsnummer, stop.begins))
        if why := _against(stop, workspace):
            yield ToTell(kind=why, stop=stop)
        elif change is not None:
            yield ToTell(kind="moved" if change.after else "dropped", stop=stop, after=change.after)


def _changed(plans: Iterable[Plan]) -> Mapping[tuple[str, datetime], Change]:
    """Return what plans do otherwise with an appointment, by company and time.

    A plan that keeps an appointment says so by having it: what an earlier one did is over.
    """
    found: dict[tuple[str, datetime], Change] = {}
    kept: set[tuple[str, datetime]] = set()
    for plan in plans:
        for change in plan.changes or ():
            if change.is_booked and change.before is not None:
                at = (change.organisasjonsnummer, _moment(change.before))
                if at not in kept:
                    found.setdefault(at, change)
        kept |= {
            (stop.organisasjonsnummer, datetime.combine(tour.date, stop.start))
            for tour in plan.tours
            for stop in tour.stops
        }
    return found


def _moment(when: When) -> datetime:
    return datetime.combine(when.date, when.start)


def _against(stop: WeekStop, workspace: Workspace) -> ChangeKind | None:
    """Return why an appointment cannot be held, as far as the records say."""
    bedrift = workspace.bedrift_by_number.get(stop.organisasjonsnummer)
    if bedrift is not None and bedrift.reservert:
        return "opted-out"
    if bedrift is not None and bedrift.status == "nedlagt":
        return "closed-down"
    people = {person.id: person for person in workspace.oppsett.medarbeider}
    person = people.get(stop.medarbeider)
    if person is None:
        return "away" if people else None
    if any(away.fra <= stop.date <= away.til for away in person.fravaer):
        return "away"
    is_taken = any(
        busy.medarbeider == stop.medarbeider and busy.fra < stop.ends and stop.begins < busy.til
        for busy in workspace.opptatt
    )
    return "busy" if is_taken else None
