"""What a plan does otherwise than another: who must be phoned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hageplan.records.plan import Change, Plan, Stop, When

KINDS: Final = ("moved", "dropped", "new")
"""In the order in which they are told: promises first."""


def changes(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Return every company that is visited otherwise, on the days from `after`'s first on.

    Booked ones come first, then by kind and time.
    """
    old, new = _visits(before), _visits(after)
    old = {number: visits for number, visits in old.items() if _is_ahead(visits, after)}
    found = [_change(number, old, new) for number in old.keys() | new.keys()]
    return tuple(sorted(filter(None, found), key=_order))


Visits = tuple[tuple[When, Stop], ...]


def _visits(plan: Plan) -> dict[str, Visits]:
    found: dict[str, Visits] = {}
    for tour in plan.tours:
        for stop in tour.stops:
            when = When(medarbeider=tour.medarbeider, date=tour.date, start=stop.start)
            number = stop.organisasjonsnummer
            found[number] = (*found.get(number, ()), (when, stop))
    return found


def _is_ahead(visits: Visits, after: Plan) -> bool:
    return any(when.date >= after.request.from_ for when, _ in visits)


def _change(number: str, old: Mapping[str, Visits], new: Mapping[str, Visits]) -> Change | None:
    before, after = old.get(number, ()), new.get(number, ())
    if [when for when, _ in before] == [when for when, _ in after]:
        return None
    return Change(
        organisasjonsnummer=number,
        navn=(after or before)[0][1].navn,
        kind="new" if not before else "moved" if after else "dropped",
        before=before[0][0] if before else None,
        after=after[0][0] if after else None,
        is_booked=any(stop.avtale for _, stop in (*before, *after)),
    )


def _order(change: Change) -> tuple[bool, int, str, str]:
    when = change.before or change.after
    moment = f"{when.date} {when.start}" if when else ""
    return not change.is_booked, KINDS.index(change.kind), moment, change.organisasjonsnummer
