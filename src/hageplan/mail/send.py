"""Send what waits in the outbox, each letter at most once."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hageplan.mail.conversation import Conversation
from hageplan.mail.outbox import (
    ON_DISK,
    Disk,
    answered,
    listed,
    mail_settings,
    moved,
    read_queued,
    settle,
    wire_bytes,
)
from hageplan.mail.password import password_for
from hageplan.mail.result import Delivery, QueuedMail
from hageplan.mail.smtp import (
    Handed,
    UnavailableError,
    Verdict,
    connected,
    hand_over,
    trust,
)
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.settings.epost import SENDT, Epost

if TYPE_CHECKING:
    from hageplan.records.workspace import Workspace

_WAIT_S, _LONGEST_WAIT_S = 2.0, 30.0
"""Before the second attempt, doubled before each later one, and at most."""
_NOT_ALL: Final = msg("some e-mails should be tried again")
_CRASHED: Final = msg(
    "an earlier run was stopped while sending this; it is uncertain whether it arrived"
)
_NOBODY: Final = msg("the file has no recipient (X-Hageplan-Mottaker)")


Alone = Callable[[], AbstractContextManager[object]]
"""Gives the workspace's lock."""


def send_waiting(
    folder: Path,
    workspace: Workspace,
    now: datetime,
    secret: str,
    *,
    alone: Alone,
    disk: Disk = ON_DISK,
) -> Delivery:
    """Send what waits in the workspace `folder`, over one connection.

    Only who alone sends may; the workspace's lock is taken, from `alone`, while files are moved.
    `secret` is the server's password, "" to ask the keyring. What fails before a letter's text has
    ended is tried again: in this run as often as the settings say, then in the next. Raises
    RequestError if the settings name no server, there is no password, or the disk fails; a failing
    server shows in the result.
    """
    settings = mail_settings(workspace)
    waits = any(mail.state == "waiting" for mail in listed(folder))
    run = _Run(
        settings=settings,
        password=password_for(settings, secret) if waits else "",
        context=trust(settings, folder),
        sent_to=folder / SENDT / str(now.year),
        alone=alone,
        disk=disk,
    )
    with alone():
        run.done["unsure"] = [_with(mail, _CRASHED) for mail in settle(folder, disk)]
        run.waiting.extend(mail for mail in listed(folder) if mail.state == "waiting")
    if run.waiting:
        _try_again_and_again(run)
    return run.delivery()


def _try_again_and_again(run: _Run) -> None:
    # It takes 48 ms to load, which only sending needs.
    import stamina

    # Its notes on retries are for programs that keep a log; people are told what came of it.
    logging.getLogger("stamina").addHandler(logging.NullHandler())
    attempts = stamina.retry_context(
        on=lambda fault: isinstance(fault, UnavailableError) and fault.again,
        attempts=run.settings.forsok,
        timeout=None,
        wait_initial=_WAIT_S,
        wait_max=_LONGEST_WAIT_S,
    )
    with suppress(UnavailableError):
        for attempt in attempts:
            with attempt:
                run.once()


def _with(mail: QueuedMail, reason: Message) -> QueuedMail:
    return mail.model_copy(update={"reason": reason})


@dataclass(kw_only=True)
class _Run:
    """The letters of one run, and what became of each so far."""

    settings: Epost
    password: str
    context: ssl.SSLContext | None
    sent_to: Path
    alone: Alone
    disk: Disk
    waiting: list[QueuedMail] = field(default_factory=list)
    why: Message = NOTHING
    reasons: dict[Path, Message] = field(default_factory=dict)
    done: dict[Verdict, list[QueuedMail]] = field(default_factory=dict)

    def once(self) -> None:
        """Hand over what still waits; raises UnavailableError if something is left."""
        try:
            with connected(self.settings, self.password, self.context) as client:
                for mail in tuple(self.waiting):
                    self._hand_over(client, mail)
        except UnavailableError as fault:
            self.why = fault.why
            raise
        if self.waiting:
            raise UnavailableError(_NOT_ALL, again=True)

    def _hand_over(self, client: Conversation, mail: QueuedMail) -> None:
        if not mail.recipient:
            with self.alone():
                self._finish(mail, mail, Handed("refused", _NOBODY, str(_NOBODY)))
            return
        leaving = _Leaving(mail, self.alone, self.disk)
        try:
            handed = hand_over(client, self.settings, mail.recipient, leaving.claimed)
        except UnavailableError:
            leaving.back()
            raise
        if handed.verdict == "later":
            leaving.back()
            self.reasons[mail.path] = handed.why
            return
        with self.alone():
            self._finish(mail, leaving.mail, handed)

    def _finish(self, mail: QueuedMail, now: QueuedMail, handed: Handed) -> None:
        """Put a letter where it is to stay; `now` is what it has become on the way."""
        self.waiting.remove(mail)
        if handed.verdict == "gone" or not now.path.exists():
            return  # somebody took it out of the outbox, as forgetting a person does
        if handed.verdict == "sent":
            path = self.sent_to / mail.path.name
            self.disk.move(now.path, path)
            left = now.model_copy(update={"path": path, "state": "sent"})
        else:
            if handed.answer:
                answered(now, handed.answer, self.disk)
            left = moved(now, "refused" if handed.verdict == "refused" else "unsure", self.disk)
        self.done.setdefault(handed.verdict, []).append(_with(left, handed.why))

    def delivery(self) -> Delivery:
        """Return what it came to."""
        left = (_with(mail, self.reasons.get(mail.path, self.why)) for mail in self.waiting)
        return Delivery(
            sent=tuple(self.done.get("sent", ())),
            waiting=tuple(left),
            refused=tuple(self.done.get("refused", ())),
            unsure=tuple(self.done.get("unsure", ())),
        )


class _Leaving:
    """A letter that is being handed over; its file says so before any of its text is sent."""

    def __init__(self, mail: QueuedMail, alone: Alone, disk: Disk) -> None:
        self.mail = mail
        self._alone, self._disk = alone, disk

    def claimed(self) -> bytes | None:
        """Return its text, and say on disk that from now on it may have arrived.

        None where it does not wait there any more, or for somebody else.
        """
        with self._alone():
            if not self.mail.path.exists() or read_queued(self.mail.path) != self.mail:
                return None
            text = wire_bytes(self.mail)
            self.mail = moved(self.mail, "sending", self._disk)
        return text

    def back(self) -> None:
        """Say that it waits again: it has not arrived."""
        if self.mail.state == "sending":
            with self._alone():
                if self.mail.path.exists():
                    self.mail = moved(self.mail, "waiting", self._disk)
