"""What a plan does otherwise than another: who must be phoned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from hageplan.records.logg import Avtale
from hageplan.records.plan import Change, Comparison, Plan, Request, Tour, When

KINDS: Final = ("moved", "dropped", "new")
"""In the order in which they are told: promises first."""


@dataclass(frozen=True, kw_only=True)
class _Visit:
    navn: str
    when: When
    is_booked: bool
    ring_ikke: bool


class Called(Protocol):
    """A company, as much of it as it takes to phone."""

    @property
    def navn(self) -> str:
        """What it is called."""
        ...

    @property
    def ring_ikke(self) -> bool:
        """Whether it is told in another way than by telephone."""
        ...


@dataclass(frozen=True, kw_only=True)
class Promise:
    """An appointment that the log says is to be held, whatever plans were made before it."""

    organisasjonsnummer: str
    bedrift: Called
    when: When


def promises(avtaler: Iterable[Avtale], bedrifter: Mapping[str, Called]) -> tuple[Promise, ...]:
    """Return the appointments to be held; `bedrifter` are the companies by number."""
    return tuple(
        Promise(
            organisasjonsnummer=one.organisasjonsnummer,
            bedrift=bedrifter[one.organisasjonsnummer],
            when=When(medarbeider=one.medarbeider, date=one.tid.date(), start=one.tid.time()),
        )
        for one in avtaler
        if one.organisasjonsnummer in bedrifter
    )


def compare(before: Plan, after: Plan, promised: Iterable[Promise]) -> Comparison:
    """Return what a plan does otherwise than another, and than what was `promised`."""
    return Comparison(
        example_data=after.example_data,
        before=before.totals,
        after=after.totals,
        changes=changes(before, after.tours, after.request, promised),
    )


def changes(
    earlier: Plan,
    tours: Iterable[Tour],
    asked: Request,
    promised: Iterable[Promise],
    last: date = date.max,
) -> tuple[Change, ...]:
    """Return every company that is visited otherwise, on the days of the later plan, up to `last`.

    A plan gives up the appointments of who is absent, unless the earlier one has done so already:
    what was promised there is what changes, though that plan does not know of it. Booked ones come
    first, then by kind and time.
    """
    absent = {(a.medarbeider, a.date) for a in asked.absent if a not in earlier.request.absent}
    known = tuple(promised)
    given_up = {
        one.organisasjonsnummer: one
        for one in known
        if (one.when.medarbeider, one.when.date) in absent and one.when.date >= asked.from_
    }
    agreed = {(one.organisasjonsnummer, one.when) for one in known}
    old, new = _visits(earlier.tours), _visits(tours)
    begins = asked.propose_from or asked.from_
    old = {
        number: visits
        for number, visits in old.items()
        if any(
            begins <= visit.when.date <= last or (number in new and visit.when.date >= asked.from_)
            for visit in visits
        )
    }
    old |= {number: (_promised(one),) for number, one in given_up.items()}
    found = [_change(number, old, new, agreed) for number in old.keys() | new.keys()]
    return tuple(sorted(filter(None, found), key=_order))


def _visits(tours: Iterable[Tour]) -> dict[str, tuple[_Visit, ...]]:
    found: dict[str, tuple[_Visit, ...]] = {}
    for tour in tours:
        for stop in tour.stops:
            visit = _Visit(
                navn=stop.navn,
                when=When(medarbeider=tour.medarbeider, date=tour.date, start=stop.start),
                is_booked=stop.avtale is not None,
                ring_ikke="do-not-phone" in stop.reasons,
            )
            number = stop.organisasjonsnummer
            found[number] = (*found.get(number, ()), visit)
    return found


def _promised(one: Promise) -> _Visit:
    company = one.bedrift
    return _Visit(navn=company.navn, when=one.when, is_booked=True, ring_ikke=company.ring_ikke)


def _change(
    number: str,
    old: Mapping[str, tuple[_Visit, ...]],
    new: Mapping[str, tuple[_Visit, ...]],
    agreed: Collection[tuple[str, When]],
) -> Change | None:
    before, after = old.get(number, ()), new.get(number, ())
    if [visit.when for visit in before] == [visit.when for visit in after]:
        return None
    return Change(
        organisasjonsnummer=number,
        navn=(after or before)[0].navn,
        kind="new" if not before else "moved" if after else "dropped",
        before=before[0].when if before else None,
        after=after[0].when if after else None,
        is_booked=any(
            visit.is_booked or (number, visit.when) in agreed for visit in (*before, *after)
        ),
        ring_ikke=any(visit.ring_ikke for visit in (*before, *after)),
    )


def _order(change: Change) -> tuple[bool, int, str, str]:
    when = change.before or change.after
    moment = f"{when.date} {when.start}" if when else ""
    return not change.is_booked, KINDS.index(change.kind), moment, change.organisasjonsnummer
