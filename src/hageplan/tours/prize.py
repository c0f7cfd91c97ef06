"""What a visit is worth, in minutes of driving and waiting that one would spend on it.

The prize of `hageplan.interest`, the chance of a member and what the answer teaches, scaled to
minutes. `visit_prize` is the only way in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hageplan.interest.suggest import VisitPrize
from hageplan.records.bedrift import Bedrift
from hageplan.records.coded import encode
from hageplan.records.logg import Henvendelse
from hageplan.records.settings.interesse import Interesse

MEMBER: Final = 0.5
"""A visit to a member, as a part of the average visit to one who may become it."""
AT_LEAST: Final = 5
"""Minutes."""
TEACHES_MUCH: Final = 2
"""Times the average lesson, from which on it is a reason of its own."""


@dataclass(frozen=True)
class Prize:
    """Minutes, and why, as coded remarks; the most telling first."""

    minutes: int
    reasons: tuple[str, ...]


def visit_prize(
    bedrift: Bedrift,
    contacts: tuple[Henvendelse, ...],
    interest: VisitPrize | None,
    settings: Interesse,
) -> Prize:
    """Return the worth of visiting `bedrift`, given what was said before (oldest first).

    `interest` is None for a member, who is visited to stay one.
    """
    average = 1 + settings.laeringsvekt
    worth = MEMBER if interest is None else interest.total / average
    reasons = [*_answer(contacts), *_chance(interest, settings.laeringsvekt), _size(bedrift)]
    if bedrift.status in ("maalbedrift", "medlem"):
        reasons.append(encode("status", status=bedrift.status))
    reasons.append(_last_contact(contacts))
    return Prize(max(AT_LEAST, round(settings.prize_minutter * worth)), tuple(reasons))


def _answer(contacts: tuple[Henvendelse, ...]) -> list[str]:
    for contact in reversed(contacts):
        if contact.interesse is not None:
            return [encode("interest", grade=contact.interesse, date=contact.tid.date())]
    return []


def _chance(interest: VisitPrize | None, kappa: float) -> list[str]:
    if interest is None:
        return []
    remarks = [encode("member-chance", percent=round(100 * interest.membership))]
    if interest.lesson_part > TEACHES_MUCH * kappa:
        remarks.append(encode("teaches", times=round(interest.lesson_part / kappa, 1)))
    return remarks


def _size(bedrift: Bedrift) -> str:
    if bedrift.antall_ansatte is None:
        return encode("size-unknown")
    return encode("employees", count=bedrift.antall_ansatte)


def _last_contact(contacts: tuple[Henvendelse, ...]) -> str:
    if not contacts:
        return encode("never-contacted")
    return encode("last-contact", date=contacts[-1].tid.date())
