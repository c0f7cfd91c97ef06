"""What became of letters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hageplan.errors import ServiceError
from hageplan.messages import NOTHING, Message, msg


@dataclass(frozen=True)
class Outcome:
    """One letter: to whom, about what, where it lies now, and why."""

    recipient: str
    subject: str
    path: Path
    reason: Message = NOTHING


@dataclass(frozen=True)
class Delivery:
    """What one run of sending came to.

    Attributes:
        waiting: Those that the next run tries again.
        refused: Those that the server will not take.
        unsure: Those that may have arrived; they are never sent again by themselves.
        earlier: Those asked for that were sent before, or may have been.
    """

    sent: tuple[Outcome, ...] = ()
    waiting: tuple[Outcome, ...] = ()
    refused: tuple[Outcome, ...] = ()
    unsure: tuple[Outcome, ...] = ()
    earlier: tuple[Outcome, ...] = ()

    @property
    def failure(self) -> ServiceError | None:
        """What to raise once this is shown; None where all that waited was sent."""
        left = len(self.waiting) + len(self.refused) + len(self.unsure)
        if not left:
            return None
        return ServiceError(
            msg("e-mail that was not sent: {count}", count=left),
            msg("they lie in utboks/; hageplan outbox lists them and says what to do"),
        )
