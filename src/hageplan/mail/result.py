"""What the outbox holds, what became of letters, and the document of `outbox`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from hageplan.errors import ServiceError
from hageplan.messages import NOTHING, msg, nmsg
from hageplan.records.base import Document, EnglishText, Many, Record, Schema
from hageplan.records.settings.epost import UTBOKS

State = Literal["waiting", "sending", "unsure", "refused", "sent"]


def file_of(path: Path) -> str:
    """Return a letter's file relative to the workspace: in `utboks/`, or in `sendt/YYYY/`."""
    return "/".join(path.parts[-2 if path.parent.name == UTBOKS else -3 :])


LetterPath = Annotated[
    Path, PlainSerializer(file_of, return_type=str), Field(serialization_alias="file")
]
"""The file of a letter; a document has it relative to the workspace, under the key `file`."""


class QueuedMail(Record):
    """A letter to one recipient: how far it is, the file that holds it, and why it lies there.

    In a document, letters that were sent are those of this run only.
    """

    state: State
    recipient: str
    subject: str
    path: LetterPath
    reason: EnglishText = NOTHING


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
            nmsg("1 e-mail was not sent", "{count} e-mails were not sent", count=left),
            msg("see what to do: hageplan outbox"),
        )


class Outbox(Document):
    """What lies in the outbox, the oldest first, and what was just sent."""

    schema_: Schema[Literal["hageplan/outbox/1"]] = "hageplan/outbox/1"
    letters: Many[QueuedMail]
