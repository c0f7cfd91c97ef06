"""Whom of a plan to invite by e-mail, and which times to offer them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time

from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import Plan, Stop, Tour
from hageplan.records.samtykke import Epostsvar
from hageplan.records.slots import Slots
from hageplan.records.workspace import Workspace


@dataclass(frozen=True)
class Time:
    """A time that is offered, local; `who` is the id of who would come."""

    date: date
    start: time
    end: time
    who: str


@dataclass(frozen=True)
class Invitation:
    """An invitation to be, or why there may be none (`answer.grunn`).

    Attributes:
        answer: The address, and whether the law lets us write to it.
        kontakt: Name of the contact, "" where nobody is named.
        hage: Our name, "" where the settings have none.
        medarbeider: Name of who comes at the first time.
        times: The planned time first; none of the others is offered to somebody else too.
        first_contact: Whether nothing was logged of the company before.
    """

    answer: Epostsvar
    kontakt: str
    hage: str
    medarbeider: str
    times: tuple[Time, ...]
    first_contact: bool


def invitations(
    plan: Plan,
    workspace: Workspace,
    allowed: Callable[[str], Epostsvar],
    slots: Callable[[str], Slots] | None,
    count: int,
    today: date,
) -> Iterator[Invitation]:
    """Give one for each stop after `today` that is not agreed yet, in the order of the plan.

    `allowed` tells of an organisasjonsnummer whether the law lets us write; `slots` finds times
    beside the planned one, of which each is offered to one company alone; `count` is how many times
    each gets at most.
    """
    people = {person.id: person for person in workspace.oppsett.medarbeider}
    bedrifter = {b.organisasjonsnummer: b for b in workspace.bedrifter}
    contacted = {contact.organisasjonsnummer for contact in workspace.henvendelser}
    stops = [(tour, stop) for tour in plan.tours for stop in tour.stops if tour.date > today]
    taken = [_planned(tour, stop) for tour, stop in stops]
    for tour, stop in stops:
        number = stop.organisasjonsnummer
        if stop.avtale is not None or number not in bedrifter:
            continue
        answer = allowed(number)
        times = [_planned(tour, stop)]
        if answer.allowed and slots is not None:
            for time_ in _others(slots(number), taken):
                if len(times) < count:
                    times.append(time_)
                    taken.append(time_)
        yield Invitation(
            answer,
            bedrifter[number].kontakt.navn,
            workspace.oppsett.naeringshage.navn,
            _name(tour.medarbeider, people.get(tour.medarbeider)),
            tuple(times),
            number not in contacted,
        )


def _planned(tour: Tour, stop: Stop) -> Time:
    return Time(tour.date, stop.start, stop.end, tour.medarbeider)


def _others(found: Slots, taken: list[Time]) -> Iterator[Time]:
    """Give the times that need no other stop to go and that nobody else was offered."""
    for offer in found.offers:
        time_ = Time(offer.date, offer.start, offer.end, offer.medarbeider)
        if not offer.drops and not any(_overlap(time_, other) for other in taken):
            yield time_


def _overlap(one: Time, other: Time) -> bool:
    same = (one.who, one.date) == (other.who, other.date)
    return same and one.start < other.end and other.start < one.end


def _name(id_: str, person: Medarbeider | None) -> str:
    return (person.navn if person else "") or id_
