"""Letters that wait, were refused or may have arrived, and what became of those just sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.padding import Padding

from hageplan.i18n import _, shown
from hageplan.mail.outbox import QueuedMail, State
from hageplan.mail.outbox_document import Brev, Utboksliste
from hageplan.mail.result import Delivery, Outcome
from hageplan.messages import NOTHING, Message, msg
from hageplan.ui.console import heading, text

_HEADINGS: Final[Mapping[State, Message]] = {
    "sent": msg("Sent"),
    "waiting": msg("Waiting"),
    "sending": msg("Being sent just now, or left by a crash"),
    "unsure": msg("May have arrived"),
    "refused": msg("Refused"),
}
_TODO: Final[Mapping[State, Message]] = {
    "waiting": msg("hageplan outbox --send tries again"),
    "sending": msg("if no hageplan is running, hageplan outbox --send settles it"),
    "unsure": msg(
        "ask the recipient or look into the sent mail of the account; then delete the file, or "
        "rename it to end in .eml to send it again"
    ),
    "refused": msg("mend the cause and rename the file to end in .eml, or delete it"),
}
_EARLIER: Final = msg("Sent before, or perhaps: not again")

Line = tuple[str, str, str, Message]
"""Recipient, subject, file, reason."""


def outbox_document(
    held: Iterable[QueuedMail], delivery: Delivery | None, folder: Path | None
) -> Utboksliste:
    """Return the document of `hageplan outbox --json`; paths are shown from `folder`."""
    found = delivery or Delivery()
    reasons = {one.path: str(one.reason) for group in _groups(found).values() for one in group}
    listed = [
        Brev(
            state=one.state,
            recipient=one.recipient,
            subject=one.subject,
            file=_name(one.path, folder),
            reason=reasons.get(one.path, one.answer),
        )
        for one in held
    ]
    sent = (
        Brev(
            state="sent",
            recipient=one.recipient,
            subject=one.subject,
            file=_name(one.path, folder),
        )
        for one in found.sent
    )
    return Utboksliste(letters=(*listed, *sent))


def print_outbox(held: Sequence[QueuedMail], folder: Path | None, out: Console) -> None:
    """Print what lies in the outbox, and what to do about it."""
    if not held:
        out.print(_("Nothing waits to be sent."))
    for state in _HEADINGS:
        lines = [
            (one.recipient, one.subject, _name(one.path, folder), msg("{why}", why=one.answer))
            for one in held
            if one.state == state
        ]
        _print(state, lines, out)


def print_delivery(delivery: Delivery, folder: Path, out: Console) -> None:
    """Print what became of the letters of one run."""
    groups = _groups(delivery)
    if not any(groups.values()) and not delivery.earlier:
        out.print(_("Nothing waits to be sent."))
    for state, outcomes in groups.items():
        _print(state, _lines(outcomes, folder), out)
    if delivery.earlier:
        heading(shown(_EARLIER), out)
        _print_lines(_lines(delivery.earlier, folder), out)


def _groups(delivery: Delivery) -> Mapping[State, Sequence[Outcome]]:
    return {
        "sent": delivery.sent,
        "waiting": delivery.waiting,
        "unsure": delivery.unsure,
        "refused": delivery.refused,
    }


def _lines(outcomes: Iterable[Outcome], folder: Path) -> list[Line]:
    return [(one.recipient, one.subject, _name(one.path, folder), one.reason) for one in outcomes]


def _print(state: State, lines: Sequence[Line], out: Console) -> None:
    if not lines:
        return
    heading(shown(_HEADINGS[state]), out)
    _print_lines(lines, out)
    todo = _TODO.get(state, NOTHING)
    if todo.template:
        out.print(Padding(text(shown(todo), "dim"), (0, 0, 0, 2)))


def _print_lines(lines: Iterable[Line], out: Console) -> None:
    for recipient, subject, name, reason in lines:
        out.print(Padding(text(f"{recipient or '–'}: {subject}"), (0, 0, 0, 2)))
        out.print(Padding(text(name, "dim"), (0, 0, 0, 4)), soft_wrap=True)
        if str(reason):
            out.print(Padding(text(shown(reason)), (0, 0, 0, 4)))


def _name(path: Path, folder: Path | None) -> str:
    return path.relative_to(folder).as_posix() if folder else path.name
