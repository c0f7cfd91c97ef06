"""Whom of a plan to invite by e-mail, and which times to offer them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final, Literal

from hageplan.appointments.result import Offer
from hageplan.appointments.slots import free_times
from hageplan.interest.model.history import history_of
from hageplan.interest.suggest import select
from hageplan.mail.consent import EmailConsent, may_email
from hageplan.messages import encode
from hageplan.records.avtaler import booked, called_off
from hageplan.records.plan import Plan, Reason, Stop, Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.days import minutes
from hageplan.travel.roads import travel_of

Hindrance = Reason | Literal["unknown"]
"""Why a plan made today would not visit a company; "unknown": nothing is recorded of it any more"""

Alone = Literal["full", "shared"]
"""Why there is no time beside the planned one: nothing fits in, or others are offered it."""

GAP: Final = 30
"""Minutes between the times of two companies, so that both can say yes and somebody drive."""
NOON: Final = 12 * 60


@dataclass(frozen=True, kw_only=True)
class OfferedTime:
    """A time that is offered, local; `who` is the id of who would come."""

    date: date
    start: time
    end: time
    who: str


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """An invitation to be, or why there may be none (`obstacle`, else `answer.reason`).

    Attributes:
        answer: The address, and whether the law lets us write to it.
        kontakt: Name of the contact, "" where nobody is named.
        hage: Our name, "" where the settings have none.
        people: What each medarbeider is called, by id.
        times: The planned time first; none of the others is offered to somebody else too.
        first_contact: Whether nothing was logged of the company before.
        obstacle: Why the company is not to be visited any more, with a coded `detail`.
        alone: Why there is no other time, where some were asked for.
    """

    answer: EmailConsent
    kontakt: str
    hage: str
    people: Mapping[str, str]
    times: tuple[OfferedTime, ...]
    first_contact: bool
    obstacle: Hindrance | None = None
    detail: str = ""
    alone: Alone | None = None

    @property
    def allowed(self) -> bool:
        """Whether it may be written."""
        return self.obstacle is None and self.answer.allowed


def invitations(
    workspace: Workspace,
    plan: Plan,
    *,
    today: date,
    times: int = 3,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[Invitation, ...]:
    """Return one for each company that has a stop after `today` and no appointment.

    They are in the order of the plan, with up to `times` times each.
    """
    travel = travel_of(workspace)

    def free(number: str) -> Iterable[Offer]:
        return free_times(workspace, number, plan, today=today, travel=travel)

    stops = [(tour, stop) for tour in plan.tours for stop in tour.stops if tour.date > today]
    barred = _barred(plan, workspace, today)
    found = [
        _invitation(tour, stop, workspace, today, barred.get(stop.organisasjonsnummer, (None, "")))
        for tour, stop in _open(stops, workspace, today)
    ]
    if times == 1:
        return tuple(found)
    held = [_planned(tour, stop) for tour, stop in stops if stop.organisasjonsnummer not in barred]
    asked = [one for one in found if one.allowed]
    offers = []
    for number, one in enumerate(asked, start=1):
        offers.append(_beside(free(one.answer.organisasjonsnummer), held, one.times[0]))
        progress(number / len(asked))
    return tuple(_with_times(found, offers, times))


def _barred(plan: Plan, workspace: Workspace, today: date) -> Mapping[str, tuple[Hindrance, str]]:
    """Return why companies of the plan are not to be visited, with a coded detail.

    A plan that names a company visits it though it declined or was met; so do we invite it.
    """
    stops = [stop for tour in plan.tours for stop in tour.stops]
    gone = {stop.organisasjonsnummer for stop in stops} - workspace.bedrift_by_number.keys()
    found: dict[str, tuple[Hindrance, str]] = dict.fromkeys(gone, ("unknown", ""))
    free = {stop.organisasjonsnummer for stop in stops if stop.avtale is None}
    kommuner = {bedrift.kommunenummer for bedrift in workspace.bedrifter}
    history = history_of(workspace.henvendelser, today)
    on = max(today, plan.request.from_)
    _, excluded = select(workspace.of_everyone(), kommuner, history, on)
    for one in excluded:
        number = one.bedrift.organisasjonsnummer
        is_named = number in plan.request.must
        if number in free and not (is_named and one.reason in ("declined", "recently-contacted")):
            found[number] = one.reason, one.detail
    off = called_off(workspace.avtaler)
    for tour in plan.tours:
        for number in (stop.organisasjonsnummer for stop in tour.stops):
            if number in free and tour.date in off.get(number, ()):
                found.setdefault(number, ("called-off", encode("", date=tour.date)))
    return found


def _open(
    stops: Iterable[tuple[Tour, Stop]], workspace: Workspace, today: date
) -> Iterator[tuple[Tour, Stop]]:
    """Give the first stop of each company with which no time is agreed, now or in the plan."""
    done = {a.organisasjonsnummer for a in booked(workspace.avtaler) if a.tid.date() >= today}
    for tour, stop in stops:
        if stop.avtale is None and stop.organisasjonsnummer not in done:
            done.add(stop.organisasjonsnummer)
            yield tour, stop


def _invitation(
    tour: Tour, stop: Stop, workspace: Workspace, today: date, why: tuple[Hindrance | None, str]
) -> Invitation:
    """Return the invitation to a stop, with no time but the planned one; `why` it is barred."""
    number = stop.organisasjonsnummer
    bedrift = workspace.bedrift_by_number.get(number)
    contacts = workspace.henvendelser
    return Invitation(
        answer=may_email(workspace, number, today=today)
        if bedrift is not None
        else EmailConsent.of(number, stop.navn, "", None, example_data=workspace.example_data),
        kontakt=bedrift.kontakt.navn if bedrift is not None else "",
        hage=workspace.oppsett.naeringshage.navn,
        people={person.id: person.called for person in workspace.oppsett.medarbeider},
        times=(_planned(tour, stop),),
        first_contact=all(contact.organisasjonsnummer != number for contact in contacts),
        obstacle=why[0],
        detail=why[1],
    )


def _with_times(
    found: Sequence[Invitation], offers: Sequence[Sequence[OfferedTime]], count: int
) -> Iterator[Invitation]:
    """Give the invitations with their other times, or with why there are none.

    `offers` are the times beside the planned one of those that are allowed.
    """
    allowed = [one for one in found if one.allowed]
    shared = _shared([one.times[0] for one in allowed], offers, count)
    given = iter(zip(shared, offers, strict=True))
    for one in found:
        if not one.allowed:
            yield one
            continue
        times, could = next(given)
        why: Alone | None = None if len(times) > 1 else "shared" if could else "full"
        yield replace(one, times=times, alone=why)


def _beside(
    offers: Iterable[Offer], held: Sequence[OfferedTime], own: OfferedTime
) -> list[OfferedTime]:
    """Return the offers that no planned time is in the way of, nor the company's `own`.

    They fit in where stops that are not agreed are moved; but those were told their times too.
    """
    times = (
        OfferedTime(date=offer.date, start=offer.start, end=offer.end, who=offer.medarbeider)
        for offer in offers
    )
    return [
        one
        for one in times
        if not _at_once(one, own) and not any(_meet(one, other) for other in held if other != own)
    ]


def _shared(
    planned: Sequence[OfferedTime], free: Sequence[Sequence[OfferedTime]], count: int
) -> list[tuple[OfferedTime, ...]]:
    """Return up to `count` times for each: everyone gets a second before anyone gets a third.

    Each gets mornings and afternoons that it was not offered yet, where there are such.
    """
    given = [[one] for one in planned]
    left = [list(times) for times in free]
    for _round in range(1, count):
        for number, mine in enumerate(given):
            halves = {_half(one) for one in mine}
            others = [one for one in left[number] if not any(_at_once(one, m) for m in mine)]
            chosen = min(others, key=lambda one: _half(one) in halves, default=None)
            if chosen is not None:
                mine.append(chosen)
                left = [[one for one in rest if not _meet(one, chosen)] for rest in left]
    return [tuple(mine) for mine in given]


def _planned(tour: Tour, stop: Stop) -> OfferedTime:
    return OfferedTime(date=tour.date, start=stop.start, end=stop.end, who=tour.medarbeider)


def _meet(one: OfferedTime, other: OfferedTime) -> bool:
    """Tell whether one and the same would have to be at both, with less than GAP between."""
    return one.who == other.who and _at_once(one, other, GAP)


def _at_once(one: OfferedTime, other: OfferedTime, gap: int = 0) -> bool:
    """Tell whether two times overlap, or have less than `gap` between, whoever comes."""
    return (
        one.date == other.date
        and minutes(one.start) < minutes(other.end) + gap
        and minutes(other.start) < minutes(one.end) + gap
    )


def _half(one: OfferedTime) -> tuple[date, bool]:
    return one.date, minutes(one.start) < NOON
