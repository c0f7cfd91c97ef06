"""What a visit is worth, in minutes of driving and waiting that one would spend on it.

The prize of `hageplan.interest`, the chance of a member and what the answer teaches, scaled to
minutes.
"""

from __future__ import annotations

from typing import Final

from hageplan.interest.suggest import Prize
from hageplan.messages import encode
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Henvendelse
from hageplan.records.settings.interesse import Interesse

MEMBER: Final = 0.5
"""A visit to a member, as a part of the average visit to one who may become it."""
AT_LEAST: Final = 5
"""Minutes."""
TEACHES_MUCH: Final = 2
"""Times the average information gain, from which on it is a reason of its own."""


def minutes_worth(prize: Prize | None, settings: Interesse) -> int:
    """Return what a visit is worth; None is the prize of a member, who is visited to stay one."""
    worth = MEMBER if prize is None else prize.total / (1 + settings.laeringsvekt)
    return max(AT_LEAST, round(settings.prize_minutter * worth))


def reasons_for(
    bedrift: Bedrift,
    contacts: tuple[Henvendelse, ...],
    prize: Prize | None,
    settings: Interesse,
) -> tuple[str, ...]:
    """Return why a visit is worth that, as coded remarks, given what was said (oldest first)."""
    remarks = [*_answer(contacts), *_chance(prize, settings.laeringsvekt), _size(bedrift)]
    if bedrift.status in ("maalbedrift", "medlem"):
        remarks.append(encode("status", status=bedrift.status))
    return (*remarks, _last_contact(contacts))


def _answer(contacts: tuple[Henvendelse, ...]) -> list[str]:
    for contact in reversed(contacts):
        if contact.interesse is not None:
            return [encode("interest", grade=contact.interesse, date=contact.tid.date())]
    return []


def _chance(prize: Prize | None, kappa: float) -> list[str]:
    if prize is None:
        return []
    remarks = [encode("member-chance", percent=round(100 * prize.membership))]
    if prize.information_gain > TEACHES_MUCH * kappa:
        remarks.append(encode("teaches", times=round(prize.information_gain / kappa, 1)))
    return remarks


def _size(bedrift: Bedrift) -> str:
    if bedrift.antall_ansatte is None:
        return encode("size-unknown")
    return encode("employees", count=bedrift.antall_ansatte)


def _last_contact(contacts: tuple[Henvendelse, ...]) -> str:
    if not contacts:
        return encode("never-contacted")
    return encode("last-contact", date=contacts[-1].tid.date())
