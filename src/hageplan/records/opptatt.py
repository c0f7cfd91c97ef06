"""Time that a medarbeider's own calendar takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, order=True)
class Opptatt:
    """From `fra` to `til`, local times; what it is about is the calendar owner's own affair."""

    medarbeider: str
    fra: datetime
    til: datetime
