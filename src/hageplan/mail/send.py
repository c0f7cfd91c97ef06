"""Send what waits in the outbox, each letter at most once."""

from __future__ import annotations

import logging
import ssl
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from hageplan.mail.outbox import (
    Disk,
    QueuedMail,
    State,
    answered,
    listed,
    moved,
    settle,
    wire_bytes,
)
from hageplan.mail.result import Delivery, Outcome
from hageplan.mail.smtp import (
    Connection,
    Handed,
    UnavailableError,
    Verdict,
    connected,
    hand_over,
    trust,
)
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.settings.epost import SENDT, Epost

_WAIT_S, _LONGEST_WAIT_S = 2.0, 30.0
"""Before the second attempt, doubled before each later one, and at most."""
_NOT_ALL: Final = msg("some letters are to be tried again")
_CRASHED: Final = msg("an earlier run was stopped while it sent this; nobody knows if it arrived")
_NOBODY: Final = msg("the file names no recipient (X-Hageplan-Mottaker)")


def send_waiting(
    folder: Path, settings: Epost, password: str, now: datetime, disk: Disk
) -> Delivery:
    """Send what waits in the workspace `folder`, over one connection; who calls holds its lock.

    What fails before a letter's text has ended is tried again, in this run as often as the settings
    say, else in the next. Raises RequestError where the settings or the disk stand in the way.
    """
    run = _Run(folder, settings, password, now.year, disk, trust(settings, folder))
    crashed = [
        Outcome(held.recipient, held.subject, held.path, _CRASHED) for held in settle(folder, disk)
    ]
    run.done["unsure"] = crashed
    run.waiting.extend(held for held in listed(folder) if held.state == "waiting")
    if run.waiting:
        _try_again_and_again(run)
    return run.delivery()


def _try_again_and_again(run: _Run) -> None:
    import stamina

    # Its notes on retries are for programs that keep a log; people are told what came of it.
    logging.getLogger("stamina").addHandler(logging.NullHandler())
    attempts = stamina.retry_context(
        on=_may_help,
        attempts=run.settings.forsok,
        timeout=None,
        wait_initial=_WAIT_S,
        wait_max=_LONGEST_WAIT_S,
    )
    with suppress(UnavailableError):
        for attempt in attempts:
            with attempt:
                run.once()


def _may_help(fault: Exception) -> bool:
    return isinstance(fault, UnavailableError) and fault.again


@dataclass
class _Run:
    """The letters of one run, and what became of each so far."""

    folder: Path
    settings: Epost
    password: str
    year: int
    disk: Disk
    context: ssl.SSLContext | None
    waiting: list[QueuedMail] = field(default_factory=list)
    why: Message = NOTHING
    reasons: dict[Path, Message] = field(default_factory=dict)
    done: dict[Verdict, list[Outcome]] = field(default_factory=dict)

    def once(self) -> None:
        """Hand over what still waits; raises UnavailableError where something is left."""
        try:
            with connected(self.settings, self.password, self.context) as client:
                for held in tuple(self.waiting):
                    self._hand_over(client, held)
        except UnavailableError as fault:
            self.why = fault.why
            raise
        if self.waiting:
            raise UnavailableError(_NOT_ALL, again=True)

    def _hand_over(self, client: Connection, held: QueuedMail) -> None:
        if not held.recipient:
            self._finish(held, held, Handed("refused", _NOBODY, str(_NOBODY)))
            return
        leaving = _Leaving(held, self.disk)
        try:
            handed = hand_over(
                client, self.settings, held.recipient, wire_bytes(held), leaving.before_text
            )
        except UnavailableError:
            leaving.back()
            raise
        if handed.verdict == "later":
            leaving.back()
            self.reasons[held.path] = handed.why
        else:
            self._finish(held, leaving.held, handed)

    def _finish(self, held: QueuedMail, now: QueuedMail, handed: Handed) -> None:
        """Put a letter where it is to stay; `now` is what it has become on the way."""
        self.waiting.remove(held)
        if handed.verdict == "sent":
            path = self.folder / SENDT / str(self.year) / held.path.name
            self.disk.move(now.path, path)
        else:
            if handed.answer:
                answered(now, handed.answer, self.disk)
            path = moved(now, "refused" if handed.verdict == "refused" else "unsure", self.disk)
        outcome = Outcome(held.recipient, held.subject, path, handed.why)
        self.done.setdefault(handed.verdict, []).append(outcome)

    def delivery(self) -> Delivery:
        """Return what it came to."""
        left = (
            Outcome(held.recipient, held.subject, held.path, self.reasons.get(held.path, self.why))
            for held in self.waiting
        )
        sent, refused, unsure = (
            tuple(self.done.get(verdict, ())) for verdict in ("sent", "refused", "unsure")
        )
        return Delivery(sent, tuple(left), refused, unsure)


class _Leaving:
    """A letter that is being handed over; its file says so before any of its text is sent."""

    def __init__(self, held: QueuedMail, disk: Disk) -> None:
        self.held = held
        self._disk = disk

    def before_text(self) -> None:
        """Say on disk that from now on it may have arrived."""
        self.held = self._as("sending")

    def back(self) -> None:
        """Say that it waits again: it has not arrived."""
        if self.held.state == "sending":
            self.held = self._as("waiting")

    def _as(self, state: State) -> QueuedMail:
        return replace(self.held, path=moved(self.held, state, self._disk), state=state)
