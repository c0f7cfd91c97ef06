"""What the outbox holds, what became of letters, and the document of `outbox`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hageplan.errors import ServiceError
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.base import Document, EnglishText, Many, Record, Schema

State = Literal["waiting", "sending", "unsure", "refused", "sent"]


@dataclass(frozen=True, kw_only=True)
class QueuedMail:
    """A letter to one recipient: the file that holds it, how far it is, and why."""

    path: Path
    state: State
    recipient: str
    subject: str
    reason: Message = NOTHING


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What one run of sending came to.

    Attributes:
        waiting: Letters that the next run tries again.
        refused: Letters that the server will not take.
        unsure: Letters that may have arrived; they are never sent again by themselves.
        earlier: Letters asked for that were sent before, or may have been.
    """

    sent: tuple[QueuedMail, ...] = ()
    waiting: tuple[QueuedMail, ...] = ()
    refused: tuple[QueuedMail, ...] = ()
    unsure: tuple[QueuedMail, ...] = ()
    earlier: tuple[QueuedMail, ...] = ()

    @property
    def letters(self) -> tuple[QueuedMail, ...]:
        """All that this run tried to send, or found half sent."""
        return (*self.sent, *self.waiting, *self.unsure, *self.refused)

    @property
    def failure(self) -> ServiceError | None:
        """What to raise once this is shown; None if all that waited was sent."""
        left = len(self.waiting) + len(self.refused) + len(self.unsure)
        if not left:
            return None
        return ServiceError(
            msg("e-mail that was not sent: {count}", count=left),
            msg("they lie in utboks/; hageplan outbox lists them and says what to do"),
        )


class OutboxLetter(Record):
    """A letter to one recipient; `file` is relative to the workspace.

    Attributes:
        state: How far it is; letters that were sent are those of this run only.
        reason: Why it lies there, in English; "" if there is no reason.
    """

    state: State
    recipient: str
    subject: str
    file: str
    reason: EnglishText = NOTHING


class Outbox(Document):
    """What lies in the outbox, the oldest first, and what was just sent."""

    schema_: Schema[Literal["hageplan/outbox/1"]] = "hageplan/outbox/1"
    letters: Many[OutboxLetter]


def outbox_of(
    queued: Iterable[QueuedMail], delivery: Delivery | None, folder: Path | None
) -> Outbox:
    """Return what lies in the outbox of the workspace `folder`, and what a run has just sent."""
    done = delivery or Delivery()
    told = {one.path: one for one in done.letters}
    letters = (*(told.get(one.path, one) for one in queued), *done.sent)
    return Outbox(letters=letters_of(letters, folder))


def letters_of(found: Iterable[QueuedMail], folder: Path | None) -> tuple[OutboxLetter, ...]:
    """Return letters as readers see them, with files relative to `folder`."""
    return tuple(
        OutboxLetter(
            state=one.state,
            recipient=one.recipient,
            subject=one.subject,
            file=one.path.relative_to(folder).as_posix() if folder else one.path.name,
            reason=one.reason,
        )
        for one in found
    )
