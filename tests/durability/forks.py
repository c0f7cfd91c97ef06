"""Processes that begin with all modules loaded."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable


def fork(work: Callable[[], None]) -> int:
    """Start a process that does `work` and ends, with 1 where it fails; return its id."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child uses no other thread
        child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def status_of(child: int) -> int:
    """Wait for a process; return its exit code, negative where a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
