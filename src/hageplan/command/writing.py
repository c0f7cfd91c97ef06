"""Who writes in a workspace, and how long others wait."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from hageplan.errors import RecordsError, RequestError
from hageplan.i18n import say, shown
from hageplan.messages import Message, msg
from hageplan.workspace.holder import Holder, moment
from hageplan.workspace.journal import Settlement
from hageplan.workspace.lock import PATIENCE_S, Locked, locked, sending


@contextmanager
def lock(folder: Path, patience_s: float | None, now: datetime) -> Iterator[Locked]:
    """Hold the workspace's lock.

    Another writer is waited for `patience_s`, by default as long as is usual, or what HAGEPLAN_WAIT
    says.
    """
    with locked(folder, _holder(now), _patience_s(patience_s)) as alone:
        yield alone


def tidy(folder: Path, now: datetime) -> None:
    """Remove what a writer left who is dead; nothing happens where one is alive."""
    with suppress(RequestError), locked(folder, _holder(now), 0):
        pass


@contextmanager
def sending_lock(folder: Path, patience_s: float, now: datetime) -> Iterator[None]:
    """Be the only one who hands over the workspace's letters; others are waited for as above."""
    with sending(folder, _holder(now), _patience_s(patience_s)):
        yield


def _holder(now: datetime) -> Holder:
    names = (os.environ.get(name) for name in ("USER", "LOGNAME", "USERNAME"))
    return Holder(
        next((name for name in names if name), "?"),
        socket.gethostname(),
        os.getpid(),
        " ".join(["hageplan", *sys.argv[1:2]]),
        f"{now:%Y-%m-%d %H:%M}",
    )


def settled_line(found: Settlement) -> str:
    """Return what is said of a change that was cut off, and is completed or taken back."""
    words = (
        msg(
            "hageplan: {command} by {user} ({since}) was interrupted and is now "
            "completed: {count} files"
        )
        if found.outcome == "completed"
        else msg(
            "hageplan: {command} by {user} ({since}) was interrupted before anything was "
            "changed. Run it again."
        )
    )
    intent = found.intent
    known = {"command": intent.command, "user": intent.user, "since": moment(intent.since)}
    count = len(intent.files) - len(found.unwritten)
    line = shown(Message(words.template, {**known, "count": count}))
    if not found.unwritten:
        return line
    return f"{line}; {say('not written: {names}', names=', '.join(map(str, found.unwritten)))}"


def stuck(found: Settlement) -> RecordsError:
    """Return what stops everybody who would write where a change can't be completed."""
    return RecordsError(msg("a change was interrupted and cannot be completed"), found.faults)


def _patience_s(usual: float | None) -> float:
    asked = os.environ.get("HAGEPLAN_WAIT", "")
    if not asked:
        return PATIENCE_S if usual is None else usual
    try:
        return max(float(asked), 0.0)
    except ValueError:
        raise RequestError(
            msg("HAGEPLAN_WAIT is {value}, which is not a number of seconds", value=repr(asked)),
            msg("set it to a number, such as 10"),
        ) from None
