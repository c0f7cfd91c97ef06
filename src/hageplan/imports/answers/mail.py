"""Answers out of e-mail: single letters, mailboxes (mbox) and Maildir folders.

What somebody sends may be of any size and shape, so each letter and its text have bounds, and a
letter that the standard library cannot take apart is one to look at, not an end of the reading.
"""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from contextlib import closing, suppress
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, Protocol

from hageplan.imports.answers.form import STOP_ID
from hageplan.imports.answers.result import SentForm
from hageplan.imports.answers.text import FilledForm, forms_in
from hageplan.messages import msg

MOST_BYTES: Final = 30_000_000
"""Of a letter: pictures may come with it."""
MOST_SIGNS: Final = 100_000
"""Of its text."""
MOST_PARTS: Final = 100
BROKEN: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)
"""What the standard library raises on letters that nobody should write."""
_LINES: Final = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "pre", "table"})
_UNSEEN: Final = frozenset({"script", "style", "head", "title"})


class Readable(Protocol):
    """What a letter is read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes."""
        ...


def is_maildir(path: Path) -> bool:
    """Tell whether a folder is a mailbox in Maildir format."""
    return (path / "cur").is_dir() and (path / "new").is_dir()


def maildir_forms(path: Path) -> Iterator[SentForm]:
    """Give the forms in a Maildir folder, letter by letter."""
    with closing(mailbox.Maildir(path, create=False)) as box:
        for key in sorted(box.keys()):
            with suppress(KeyError), closing(box.get_file(key)) as stream:
                yield from letter_forms(stream, key)


def mbox_forms(path: Path) -> Iterator[SentForm]:
    """Give the forms in a mailbox of one file, letter by letter."""
    with closing(mailbox.mbox(path, create=False)) as box:
        for number, key in enumerate(box.keys(), start=1):
            stream = box.get_file(key)
            yield from letter_forms(stream, f"{path.name} ({number})")


def letter_forms(stream: Readable, origin: str) -> Iterator[SentForm]:
    """Give the forms in a letter; one that names a stop and cannot be read is told as such."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        yield SentForm(origin=origin, fault=msg("larger than {most} MB", most=MOST_BYTES // 10**6))
        return
    try:
        letter = BytesParser(policy=policy.default).parsebytes(content)
        yield from _forms(letter, origin)
    except BROKEN:
        if STOP_ID.search(content[:MOST_SIGNS].decode("ascii", "replace")):
            yield SentForm(origin=origin, fault=msg("this e-mail cannot be read"))


def _forms(letter: EmailMessage, origin: str) -> Iterator[SentForm]:
    sender = parseaddr(str(letter.get("From", "")))[1].casefold()
    named = STOP_ID.findall(str(letter.get("Subject", "")))
    found: list[FilledForm] = []
    is_cut = False
    for kind in ("plain", "html"):
        text = _text(letter, kind)
        is_cut = is_cut or len(text) > MOST_SIGNS
        found = [*forms_in(text[:MOST_SIGNS])]
        if found:
            break
    for one in found:
        yield SentForm(origin=origin, sender=sender, form=one, named=named[0] if named else "")
    if named and not found:
        fault = msg("the text is too long") if is_cut else msg("it contains no answer form")
        yield SentForm(origin=origin, sender=sender, named=named[0], fault=fault)


def _text(letter: EmailMessage, kind: str) -> str:
    """Return the text of a letter that is written as `kind`; attachments are none of it."""
    texts: list[str] = []
    for number, part in enumerate(letter.walk()):
        if number >= MOST_PARTS or sum(map(len, texts)) > MOST_SIGNS:
            break
        if part.get_content_type() == f"text/{kind}" and not part.is_attachment():
            texts.append(_content(part))
    return "\n".join(map(_of_html, texts) if kind == "html" else texts)


def _content(part: EmailMessage) -> str:
    """Return the text of a part, also in an encoding that nobody knows."""
    try:
        return str(part.get_content(errors="replace"))
    except LookupError:
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


class _Lines(HTMLParser):
    """The lines of a text in HTML; what is quoted begins with the sign of a quotation."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unseen += tag in _UNSEEN
        self._quoted += tag == "blockquote"
        if tag in _LINES or tag == "blockquote":
            self._break()

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        self._quoted = max(self._quoted - (tag == "blockquote"), 0)
        if tag in _LINES or tag == "blockquote":
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(" ".join(data.split("\n")))

    def _break(self) -> None:
        self.pieces.append("\n> " if self._quoted else "\n")


def _of_html(text: str) -> str:
    lines = _Lines()
    lines.feed(text[: 10 * MOST_SIGNS])
    lines.close()
    return "".join(lines.pieces)
