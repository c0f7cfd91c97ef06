"""What somebody says of a contact, before it is an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Said:
    """When it was (None: now), fields of `Henvendelse`, and what was promised by whom.

    `promises` are pairs of a day and a task; `ansvarlig` None is whoever was there.
    `reservert` is that they do not want to be contacted again.
    """

    at: datetime | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    promises: tuple[tuple[date, str], ...] = ()
    ansvarlig: str | None = None
    reservert: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether nothing is said but who was there, when and how."""
        return (
            not self.promises
            and not self.reservert
            and not self.answers.keys() - {"kanal", "retning", "medarbeider"}
        )
