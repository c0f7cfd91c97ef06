"""What a visit is worth, in minutes of driving and waiting that one would spend on it.

A plain rule of sums, each part named in the plan. `visit_prize` is the only way in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hageplan.records.bedrift import Bedrift, Status
from hageplan.records.coded import encode
from hageplan.records.logg import Grad, Henvendelse

BASE: Final = 40
"""Any company: about a round trip to the next valley, shared by three visits."""
OF_GRADE: Final[Mapping[Grad, int]] = {
    "ikke": -30,
    "nøytral": 10,
    "interessert": 50,
    "forpliktet": 30,
}
"""The latest answer; one who has promised needs the visit less than one who may yet."""
OF_STATUS: Final[Mapping[Status, int]] = {"maalbedrift": 30, "medlem": -10}
NEVER_MET: Final = 20
A_MONTH_SINCE: Final = 2
MONTHS_COUNTED: Final = 12
OF_SIZE: Final = 8
"""Times log2(1 + employees): 8 for one, 28 for ten, 40 at most."""
SIZE_AT_MOST: Final = 40
UNKNOWN_SIZE: Final = 10
"""About that of a company with one or two employees, the most usual."""
AT_LEAST: Final = 5
DAYS_A_MONTH: Final = 30.44


@dataclass(frozen=True)
class Prize:
    """Minutes, and why, as coded remarks; the weightiest first."""

    minutes: int
    reasons: tuple[str, ...]


def visit_prize(bedrift: Bedrift, contacts: tuple[Henvendelse, ...], today: date) -> Prize:
    """Return the worth of visiting `bedrift`, given what was said before (oldest first)."""
    parts = [*_interest(contacts), _since(contacts, today), _size(bedrift)]
    if bedrift.status in OF_STATUS:
        parts.append((OF_STATUS[bedrift.status], encode("status", status=bedrift.status)))
    parts.sort(key=lambda part: -abs(part[0]))
    total = BASE + sum(minutes for minutes, _ in parts)
    return Prize(max(AT_LEAST, total), tuple(reason for minutes, reason in parts if minutes))


def _interest(contacts: tuple[Henvendelse, ...]) -> list[tuple[int, str]]:
    answers = [c for c in contacts if c.interesse is not None]
    if not answers or answers[-1].interesse is None:
        return []
    grade = answers[-1].interesse
    return [(OF_GRADE[grade], encode("interest", grade=grade, date=answers[-1].tid.date()))]


def _since(contacts: tuple[Henvendelse, ...], today: date) -> tuple[int, str]:
    if not contacts:
        return NEVER_MET, encode("never-contacted")
    latest = contacts[-1].tid.date()
    months = min(MONTHS_COUNTED, (today - latest).days / DAYS_A_MONTH)
    return round(A_MONTH_SINCE * months), encode("last-contact", date=latest)


def _size(bedrift: Bedrift) -> tuple[int, str]:
    if bedrift.antall_ansatte is None:
        return UNKNOWN_SIZE, encode("size-unknown")
    worth = round(OF_SIZE * math.log2(1 + bedrift.antall_ansatte))
    return min(SIZE_AT_MOST, worth), encode("employees", count=bedrift.antall_ansatte)
