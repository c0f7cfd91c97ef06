"""Letters on their way: one file a recipient in `utboks/`, whose suffix tells how far it is.

`.eml` waits, `.sendes` is being handed over, `.uviss` may have arrived, `.avvist` was refused. What
was sent lies in `sendt/YYYY/`. Who changes anything here holds the workspace's lock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email import policy
from email.parser import BytesParser
from glob import escape
from pathlib import Path
from typing import Final, Literal

from hageplan.mail.letter import Letter, letter_id, message_of, one_line
from hageplan.records.settings.epost import SENDT, UTBOKS

State = Literal["waiting", "sending", "unsure", "refused", "sent"]
SUFFIX: Final[dict[State, str]] = {
    "waiting": ".eml",
    "sending": ".sendes",
    "unsure": ".uviss",
    "refused": ".avvist",
}
_STATES: Final = {suffix: state for state, suffix in SUFFIX.items()}

RECIPIENT: Final = "X-Hageplan-Mottaker"
"""To whom it is handed over; it and the next stand in our files only, not in what is sent."""
ANSWER: Final = "X-Hageplan-Svar"
_OURS: Final = re.compile(rb"(?im)^X-Hageplan-[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*")
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_LONGEST_ANSWER: Final = 500


@dataclass(frozen=True)
class Disk:
    """How files are written and moved so that a crash leaves the old or the new."""

    write: Callable[[Path, bytes], None]
    move: Callable[[Path, Path], None]


@dataclass(frozen=True)
class QueuedMail:
    """A letter as it lies in the outbox; `answer` is what a server said to it."""

    path: Path
    state: State
    recipient: str
    subject: str
    answer: str = ""


@dataclass(frozen=True)
class Queued:
    """What became of a letter that was to wait: the new files, and those that it had already."""

    new: tuple[QueuedMail, ...]
    known: tuple[QueuedMail, ...]


def queue(
    folder: Path, letter: Letter, sender: str, recipients: Sequence[str], date: datetime, disk: Disk
) -> Queued:
    """Put `letter` into the outbox of the workspace `folder`, once for each recipient.

    Addresses are plain ones. A letter that waits, was sent, or may have been, is not put there
    again; one that was refused is.
    """
    new, known = [], []
    for recipient in dict.fromkeys(recipients):
        ident = letter_id(letter, recipient)
        found = next(_known(folder, ident), None)
        if found is not None:
            known.append(found)
            continue
        _make_private(folder, disk)
        path = folder / UTBOKS / f"{date:%Y-%m-%d-%H%M%S}-{ident}{SUFFIX['waiting']}"
        content = message_of(letter, sender, recipient, date).as_bytes()
        disk.write(path, f"{RECIPIENT}: {recipient}\r\n".encode() + content)
        for refused in (folder / UTBOKS).glob(f"*-{ident}{SUFFIX['refused']}"):
            refused.unlink(missing_ok=True)
        new.append(read_held(path))
    return Queued(tuple(new), tuple(known))


def listed(folder: Path) -> tuple[QueuedMail, ...]:
    """Return what lies in the outbox, the oldest first."""
    paths = sorted((folder / UTBOKS).glob("*"))
    return tuple(read_held(path) for path in paths if path.suffix in _STATES)


def settle(folder: Path, disk: Disk) -> tuple[QueuedMail, ...]:
    """Put right what a crash or a restored backup left behind.

    What was being handed over may have arrived, and is returned; what lies among the sent ones has.
    """
    unsure = []
    for held in listed(folder):
        if held.state != "refused" and any(_sent(folder, escape(held.path.stem))):
            held.path.unlink(missing_ok=True)
        elif held.state == "sending":
            unsure.append(replace(held, path=moved(held, "unsure", disk), state="unsure"))
    return tuple(unsure)


def moved(held: QueuedMail, state: State, disk: Disk) -> Path:
    """Move a letter to another state within the outbox; returns its file."""
    target = held.path.with_suffix(SUFFIX[state])
    disk.move(held.path, target)
    return target


def answered(held: QueuedMail, answer: str, disk: Disk) -> None:
    """Keep in a letter's file what the server said to it; the latest answer comes first."""
    line = f"{ANSWER}: {one_line(answer)[:_LONGEST_ANSWER]}\r\n"
    disk.write(held.path, line.encode("ascii", "replace") + held.path.read_bytes())


def wire_bytes(held: QueuedMail) -> bytes:
    """Return a letter as it is handed over: without our own headers, lines ending in CRLF."""
    content = _LINE_END.sub(b"\r\n", held.path.read_bytes())
    head, gap, body = content.partition(b"\r\n\r\n")
    return _OURS.sub(b"", head + b"\r\n") + gap[2:] + body


def read_held(path: Path) -> QueuedMail:
    """Return what a letter's file says on the outside."""
    with path.open("rb") as stream:
        headers = BytesParser(policy=policy.default).parse(stream, headersonly=True)
    return QueuedMail(
        path,
        _STATES[path.suffix] if path.parent.name == UTBOKS else "sent",
        str(headers.get(RECIPIENT, "")).strip(),
        str(headers.get("Subject", "")),
        str(headers.get(ANSWER, "")),
    )


def _known(folder: Path, ident: str) -> Iterator[QueuedMail]:
    yield from map(read_held, _sent(folder, f"*-{ident}"))
    for path in sorted((folder / UTBOKS).glob(f"*-{ident}.*")):
        if path.suffix in _STATES and _STATES[path.suffix] != "refused":
            yield read_held(path)


def _sent(folder: Path, pattern: str) -> Iterator[Path]:
    return (folder / SENDT).glob(f"*/{pattern}{SUFFIX['waiting']}")


def _make_private(folder: Path, disk: Disk) -> None:
    """Keep letters out of git: it forgets nothing, and two copies of a queue would send twice."""
    for name in (UTBOKS, SENDT):
        ignored = folder / name / ".gitignore"
        if not ignored.exists():
            disk.write(ignored, b"*\n")
