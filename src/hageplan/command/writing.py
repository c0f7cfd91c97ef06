"""Who writes in a workspace, and how long others wait."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.workspace.lock import PATIENCE_S, Holder, locked, sending


@contextmanager
def lock(folder: Path, patience_s: float | None, now: datetime) -> Iterator[bool]:
    """Hold the workspace's lock, and give whether the folder itself guards it.

    Another writer is waited for `patience_s`, by default as long as is usual, or what HAGEPLAN_WAIT
    says.
    """
    with locked(folder, _holder(now), _patience_s(patience_s)) as is_native:
        yield is_native


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


def _patience_s(usual: float | None) -> float:
    asked = os.environ.get("HAGEPLAN_WAIT", "")
    if not asked:
        return PATIENCE_S if usual is None else usual
    try:
        return max(float(asked), 0.0)
    except ValueError:
        raise RequestError(
            msg("HAGEPLAN_WAIT is {value}", value=repr(asked)), msg("a number of seconds")
        ) from None
