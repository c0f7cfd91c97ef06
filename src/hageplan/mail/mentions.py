"""Which letters speak of somebody, and of which day each is."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Final

from hageplan.mail.outbox import SUFFIX
from hageplan.records.settings.epost import SENDT, UTBOKS
from hageplan.records.written.days import day_in

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAG: Final = re.compile(r"<[^>]*>")
FOLDED: Final = re.compile(r"\r?\n[ \t]")
"""A line that goes on in the next, as calendars and contact cards write it (RFC 5545, 3.1)."""
LARGEST: Final = 50_000_000
"""Bytes of a file, as it is or packed, that is still looked into."""


def letters(folder: Path) -> tuple[Path, ...]:
    """Return all letters of a workspace: those on their way, and copies of sent ones."""
    found = (*folder.glob(f"{UTBOKS}/*"), *folder.glob(f"{SENDT}/*/*"))
    return tuple(sorted(path for path in found if path.suffix in SUFFIX.values()))


def letter_days(folder: Path) -> dict[Path, date]:
    """Return the day on which each letter was written, from its file's name."""
    found = ((path, _DAY.match(path.name)) for path in letters(folder))
    return {path: day for path, at in found if at and (day := day_in(at[0]))}


def letters_about(folder: Path, pattern: re.Pattern[str]) -> tuple[Path, ...]:
    """Return the letters to or about somebody that `pattern` finds, attachments included."""
    return tuple(path for path in letters(folder) if any(map(pattern.search, _texts_of(path))))


def letter_text(path: Path) -> str:
    """Return what a letter says as text, without what goes with it."""
    body = _read(path).get_body(("plain",))
    content = body.get_payload(decode=True) if body is not None else b""
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _read(path: Path) -> EmailMessage:
    with path.open("rb") as stream:
        return BytesParser(EmailMessage, policy=policy.default).parse(stream)


def _texts_of(path: Path) -> Iterator[str]:
    """Give the texts of a letter: headers, text, HTML as it is read, attachments that have text."""
    message = _read(path)
    yield "\n".join(str(value) for value in message.values())
    for part in message.walk():
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part.get_filename() or ""
            yield from _texts_of_part(part)


def _texts_of_part(part: EmailMessage) -> Iterator[str]:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return
    for piece in _unpacked(content):
        text = piece.decode("utf-8", "replace")
        yield text
        yield FOLDED.sub("", text)
        yield " ".join(html.unescape(_TAG.sub(" ", text)).split())


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Give a file, and what is packed in it (xlsx, docx, ods, zip)."""
    yield content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            small = (one for one in archive.infolist() if one.file_size <= LARGEST)
            yield from (archive.read(one) for one in small)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return
