"""Workers of a Dask cluster, which find the workspaces under the same paths. Alone knows Dask."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from hageplan.errors import MissingExtraError, ServiceError
from hageplan.forecast.many.run_task import work
from hageplan.forecast.many.spread import Workers
from hageplan.forecast.many.task import Task, TaskAnswer
from hageplan.messages import msg

if TYPE_CHECKING:
    from distributed import Client

CONNECT_S: Final = 5
"""Seconds that a cluster has to answer, and to have a worker."""


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """Give the workers of the scheduler at `address`; raises ServiceError, quickly."""
    try:
        from distributed import Client
        from distributed.core import rpc
    except ImportError:
        raise MissingExtraError(
            msg("a cluster needs Dask, which is not installed"), "klynge"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # faults are ours to tell

    async def greet() -> None:
        async with rpc(address, timeout=CONNECT_S) as scheduler:
            await asyncio.wait_for(scheduler.identity(), CONNECT_S)

    try:
        asyncio.run(greet())  # a client that meets nobody takes long to give up
    except Exception as fault:  # whoever answers there may answer anything
        raise ServiceError(
            msg("{address}: there is no cluster here", address=address),
            msg("start one: dask scheduler, and dask worker {address}", address=address),
        ) from fault
    with Client(address, timeout=CONNECT_S, set_as_default=False) as client:
        yield _Cluster(client, address)


def _alone(task: Task) -> TaskAnswer:
    """Do a task on one core of a worker: sums over several come in another order, to the bit."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return work(task)


class _Cluster:
    """One place for each worker that is there; Dask has the tasks of a lost one done by others."""

    def __init__(self, client: Client, address: str) -> None:
        from distributed import KilledWorker

        self.lost: tuple[type[BaseException], ...] = (CancelledError, KilledWorker)
        self._client, self._address = client, address
        self.check()
        self._workers = sorted(client.scheduler_info(n_workers=-1)["workers"])
        self._executor = client.get_executor(pure=False)

    @property
    def places(self) -> int:
        return len(self._workers)

    def submit(self, place: int, task: Task) -> Future[TaskAnswer]:
        future: Future[TaskAnswer] = self._executor.submit(
            _alone, task, workers=[self._workers[place]], allow_other_workers=True
        )
        return future

    def fill(self, place: int) -> None:
        """Do nothing: others do what a lost worker was at."""

    def check(self) -> None:
        """Wait a little for a worker: one that is lost may be started anew."""
        try:
            self._client.wait_for_workers(1, timeout=CONNECT_S)
        except (OSError, TimeoutError) as fault:
            raise ServiceError(
                msg("{address}: the cluster has no workers", address=self._address),
                msg("start some: dask worker {address}", address=self._address),
            ) from fault
