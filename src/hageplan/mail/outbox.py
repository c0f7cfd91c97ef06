"""Letters on their way: one file a recipient in `utboks/`, whose suffix tells how far it is.

`.eml` waits, `.sendes` is being handed over, `.uviss` may have arrived, `.avvist` was refused. What
was sent lies in `sendt/YYYY/`. Who changes anything here holds the workspace's lock, and who sends
another one, so that it need not hold that while a server is slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesParser
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hageplan.errors import RefusedError, RequestError
from hageplan.mail.letter import Letter, letter_id, message_of, one_line
from hageplan.mail.result import QueuedMail, State
from hageplan.messages import NOTHING, msg
from hageplan.records.settings.epost import SENDT, UTBOKS, Epost, plain_address
from hageplan.workspace.write import move_file, replace_file

if TYPE_CHECKING:
    from hageplan.records.workspace import Workspace

SUFFIX: Final[dict[State, str]] = {
    "waiting": ".eml",
    "sending": ".sendes",
    "unsure": ".uviss",
    "refused": ".avvist",
}
_STATES: Final = {suffix: state for state, suffix in SUFFIX.items()}

RECIPIENT: Final = "X-Hageplan-Mottaker"
"""The recipient; this header and the next are in our files only, not in what is sent."""
ANSWER: Final = "X-Hageplan-Svar"
_OURS: Final = re.compile(rb"(?im)^X-Hageplan-[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*")
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_LONGEST_ANSWER: Final = 500


@dataclass(frozen=True)
class Disk:
    """How files are written and moved so that a crash leaves the old or the new."""

    write: Callable[[Path, bytes], None]
    move: Callable[[Path, Path], None]


ON_DISK: Final = Disk(replace_file, move_file)


@dataclass(frozen=True)
class Queued:
    """How a letter is put into the outbox: what files become, and its letters that were there."""

    files: Mapping[Path, bytes | None]
    known: tuple[QueuedMail, ...]

    @property
    def earlier(self) -> tuple[QueuedMail, ...]:
        """The letters that addresses got before, or may have got."""
        return tuple(one for one in self.known if one.state in ("sent", "unsure"))


def mail_settings(workspace: Workspace) -> Epost:
    """Return how e-mail is sent; raises RequestError if the settings name no server."""
    if workspace.oppsett.epost is None:
        raise RequestError(
            msg("hageplan.toml has no mail server"),
            msg("add [epost] with avsender and vert; docs/en/file-formats.md shows how"),
        )
    return workspace.oppsett.epost


def queue_letter(
    folder: Path, workspace: Workspace, letter: Letter, to: Sequence[str], now: datetime
) -> Queued:
    """Return how `letter` is put into the outbox, once for each address in `to`; writes nothing.

    Raises RequestError if nothing can be sent to an address.
    """
    sender = mail_settings(workspace).avsender
    return queue(folder, letter, _plain_addresses(to), sender=sender, now=now)


def _plain_addresses(to: Sequence[str]) -> tuple[str, ...]:
    """Return plain addresses; raises RequestError with all that are none."""
    found, faults = [], []
    for address in to:
        try:
            found.append(plain_address(address))
        except RequestError as fault:
            faults.append(fault)
    if faults:
        raise RefusedError(faults)
    return tuple(found)


def queue(
    folder: Path, letter: Letter, recipients: Sequence[str], *, sender: str, now: datetime
) -> Queued:
    """Return how `letter` is put into the outbox of `folder`, once for each recipient.

    Writes nothing. Addresses are plain ones. A letter that waits, was sent, or may have been, is
    not put there again; one that was refused is.
    """
    files: dict[Path, bytes | None] = {}
    known = []
    for recipient in dict.fromkeys(recipients):
        ident = letter_id(letter, recipient)
        found = next(_known(folder, ident), None)
        if found is not None:
            known.append(found)
            continue
        path = folder / UTBOKS / f"{now:%Y-%m-%d-%H%M%S}-{ident}{SUFFIX['waiting']}"
        content = message_of(letter, sender, recipient, now).as_bytes()
        files[path] = f"{RECIPIENT}: {recipient}\r\n".encode() + content
        for refused in (folder / UTBOKS).glob(f"*-{ident}{SUFFIX['refused']}"):
            files[refused] = None
    return Queued({**_ignored(folder), **files} if files else {}, tuple(known))


def listed(folder: Path) -> tuple[QueuedMail, ...]:
    """Return the letters that wait, were refused or may have arrived, the oldest first."""
    found = []
    for path in sorted((folder / UTBOKS).glob("*")):
        if path.suffix in _STATES:
            with suppress(FileNotFoundError):  # it was sent just now
                found.append(read_queued(path))
    return tuple(found)


def settle(folder: Path, disk: Disk) -> tuple[QueuedMail, ...]:
    """Put right what a crash or a restored backup left behind.

    Only who sends may, alone. What was being handed over may have arrived, and is returned; what
    lies among the sent ones has.
    """
    unsure = []
    for mail in listed(folder):
        if mail.state != "refused" and any(_sent(folder, escape(mail.path.stem))):
            mail.path.unlink(missing_ok=True)
        elif mail.state == "sending":
            unsure.append(moved(mail, "unsure", disk))
    return tuple(unsure)


def moved(mail: QueuedMail, state: State, disk: Disk) -> QueuedMail:
    """Move a letter to another state within the outbox; returns it as it is then."""
    target = mail.path.with_suffix(SUFFIX[state])
    disk.move(mail.path, target)
    return mail.model_copy(update={"path": target, "state": state})


def answered(mail: QueuedMail, answer: str, disk: Disk) -> None:
    """Keep in a letter's file what the server said to it; the latest answer comes first."""
    line = f"{ANSWER}: {one_line(answer)[:_LONGEST_ANSWER]}\r\n"
    disk.write(mail.path, line.encode("ascii", "replace") + mail.path.read_bytes())


def wire_bytes(mail: QueuedMail) -> bytes:
    """Return a letter as it is handed over: without our own headers, lines ending in CRLF."""
    content = _LINE_END.sub(b"\r\n", mail.path.read_bytes())
    head, gap, body = content.partition(b"\r\n\r\n")
    return _OURS.sub(b"", head + b"\r\n") + gap[2:] + body


def read_queued(path: Path) -> QueuedMail:
    """Return what a letter's file says on the outside."""
    with path.open("rb") as stream:
        headers = BytesParser(policy=policy.default).parse(stream, headersonly=True)
    answer = str(headers.get(ANSWER, ""))
    return QueuedMail(
        path=path,
        state=_STATES[path.suffix] if path.parent.name == UTBOKS else "sent",
        recipient=str(headers.get(RECIPIENT, "")).strip(),
        subject=str(headers.get("Subject", "")),
        reason=msg("{why}", why=answer) if answer else NOTHING,
    )


def _known(folder: Path, ident: str) -> Iterator[QueuedMail]:
    yield from map(read_queued, _sent(folder, f"*-{ident}"))
    for path in sorted((folder / UTBOKS).glob(f"*-{ident}.*")):
        if path.suffix in _STATES and _STATES[path.suffix] != "refused":
            yield read_queued(path)


def _sent(folder: Path, pattern: str) -> Iterator[Path]:
    return (folder / SENDT).glob(f"*/{pattern}{SUFFIX['waiting']}")


def _ignored(folder: Path) -> dict[Path, bytes]:
    """Return what keeps letters out of git: it forgets nothing, and two queues would send twice."""
    return {folder / name / ".gitignore": b"*\n" for name in (UTBOKS, SENDT)}
