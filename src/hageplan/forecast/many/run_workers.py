"""Workers on this machine: a process for each place."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread

from hageplan.forecast.many.run_task import work
from hageplan.forecast.many.spread import Workers
from hageplan.forecast.many.task import Task, TaskAnswer


@contextmanager
def processes(count: int) -> Iterator[Workers]:
    """Give so many processes; none is left afterwards, however that came."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each has a core, and no more
    found = _Processes(count)
    try:
        yield found
    finally:
        found.end()


class _Processes:
    """A pool of one process for each place, so that one that is lost takes no other with it."""

    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, count: int) -> None:
        self._pools = [_pool() for _ in range(count)]

    @property
    def places(self) -> int:
        return len(self._pools)

    def submit(self, place: int, task: Task) -> Future[TaskAnswer]:
        with _uninterrupted():
            return self._pools[place].submit(work, task)

    def fill(self, place: int) -> None:
        self._pools[place].shutdown(wait=False)
        self._pools[place] = _pool()

    def check(self) -> None:
        """Do nothing: who is lost here is told by the pool."""

    def end(self) -> None:
        """End all of them at once: nobody waits for what they are at."""
        for pool in self._pools:
            pool.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            child.kill()
            child.join()


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_follow)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put ^C off, in here and for good in a process that begins meanwhile: its parent ends it.

    That this thread blocks the signal is not enough: another one may take it, and what handles it
    runs here.
    """
    came: list[int] = []
    usual = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        with _blocked():
            yield
    finally:
        signal.signal(signal.SIGINT, usual)
        if came and callable(usual):
            usual(signal.SIGINT, None)


@contextmanager
def _blocked() -> Iterator[None]:
    """Block ^C, which a process that begins meanwhile takes over."""
    if sys.platform == "win32":  # there each process ignores it as soon as it can
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow() -> None:
    """Leave ^C to who started this process, and end with them, even where they were killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
