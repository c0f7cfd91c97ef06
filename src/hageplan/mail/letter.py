"""A letter, and the e-mail that it becomes: the same letter gives the same bytes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from typing import Final

CALENDAR: Final = "text/calendar; method=PUBLISH; charset=utf-8"
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:hageplan:letter")
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; `mime` is a media type, which may have parameters."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What is said, as text and as HTML, and what goes with it."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


def calendar(content: bytes) -> Attachment:
    """Return appointments (iCalendar) as mail programs take them in."""
    return Attachment("plan.ics", CALENDAR, content)


def letter_id(letter: Letter, recipient: str) -> str:
    """Return what tells a letter to somebody from all others: a UUID of all that it says."""
    return str(uuid.uuid5(_NAMESPACE, f"{_digest(letter)}:{recipient}"))


def message_of(letter: Letter, sender: str, recipient: str, date: datetime) -> EmailMessage:
    """Return the e-mail; addresses are plain ones (`records.epost.plain_address`).

    All of it is ASCII on the wire, so every server passes it on unchanged.
    """
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = one_line(letter.subject)
    message["Date"] = date
    message["Message-ID"] = f"<{letter_id(letter, recipient)}@{sender.rpartition('@')[2]}>"
    # Says that nobody typed it, so that no absence note answers it (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_encodable(letter.text), cte="quoted-printable")
    html = _encodable(letter.html)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for attachment in letter.attachments:
        _attach(message, attachment)
    _fix_boundaries(message, _digest(letter))
    return message


def one_line(text: str) -> str:
    """Return `text` on one line without control characters, as a header can hold it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    declared = EmailMessage(policy=policy.SMTP)
    declared["Content-Type"] = one_line(attachment.mime).encode("ascii", "ignore").decode()
    kind = declared["Content-Type"]
    message.add_attachment(
        attachment.content,
        maintype=kind.maintype,
        subtype=kind.subtype,
        cte="base64",
        filename=one_line(attachment.name).translate(_NOT_IN_NAMES),
        params=dict(kind.params),
    )


def _fix_boundaries(message: EmailMessage, digest: str) -> None:
    """Give each part that has parts a boundary from what is said, not from chance.

    An underscore follows an equals sign in neither of the two encodings, so no content holds one.
    """
    inner = (part for part in message.walk() if part.is_multipart())
    for number, part in enumerate(inner):
        part.set_boundary(f"=_{digest[:32]}_{number}")


def _digest(letter: Letter) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(letter):
        # With its length before it, no piece can run into the next.
        digest.update(b"%d:" % len(piece) + piece)
    return digest.hexdigest()


def _pieces(letter: Letter) -> Iterator[bytes]:
    for text in (one_line(letter.subject), letter.text, letter.html):
        yield _encodable(text).encode()
    for one in letter.attachments:
        yield from (_encodable(one.name).encode(), _encodable(one.mime).encode(), one.content)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
