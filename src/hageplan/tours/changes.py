"""What a plan does otherwise than another: who must be phoned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from hageplan.records.plan import Change, Comparison, Plan, Stop, Tour, When

KINDS: Final = ("moved", "dropped", "new")
"""In the order in which they are told: promises first."""


Visits = tuple[tuple[When, Stop], ...]


def compare(before: Plan, after: Plan) -> Comparison:
    """Return what a plan does otherwise than another."""
    return Comparison(
        example_data=after.example_data,
        before=before.totals,
        after=after.totals,
        changes=changes(before.tours, after.tours, after.request.from_),
    )


def changes(before: Iterable[Tour], after: Iterable[Tour], first: date) -> tuple[Change, ...]:
    """Return every company that is visited otherwise, on the days from `first` on.

    Booked ones come first, then by kind and time.
    """
    old, new = _visits(before), _visits(after)
    old = {n: visits for n, visits in old.items() if any(when.date >= first for when, _ in visits)}
    found = [_change(number, old, new) for number in old.keys() | new.keys()]
    return tuple(sorted(filter(None, found), key=_order))


def _visits(tours: Iterable[Tour]) -> dict[str, Visits]:
    found: dict[str, Visits] = {}
    for tour in tours:
        for stop in tour.stops:
            when = When(medarbeider=tour.medarbeider, date=tour.date, start=stop.start)
            number = stop.organisasjonsnummer
            found[number] = (*found.get(number, ()), (when, stop))
    return found


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
        ring_ikke=any("do-not-phone" in stop.reasons for _, stop in (*before, *after)),
    )


def _order(change: Change) -> tuple[bool, int, str, str]:
    when = change.before or change.after
    moment = f"{when.date} {when.start}" if when else ""
    return not change.is_booked, KINDS.index(change.kind), moment, change.organisasjonsnummer
