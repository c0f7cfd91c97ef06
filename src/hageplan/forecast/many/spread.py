"""Spread tasks over workers, and give their answers in the order of the tasks.

A worker stays at a workspace as long as that has tasks, since reading it takes as long as some of
them. A worker that is lost costs the task it was at, which is done again. What comes out is the
same whoever does what, and in whatever order they end.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Final, Protocol

from hageplan.errors import ServiceError
from hageplan.forecast.many.task import Task, TaskAnswer
from hageplan.messages import msg

MOST_TRIES: Final = 3
"""A task at which so many workers were lost is what they die of."""
LOOK_S: Final = 2.0
"""Seconds without an answer after which somebody looks whether there are workers at all."""


class Workers(Protocol):
    """Who does tasks, one at a time in each place."""

    lost: tuple[type[BaseException], ...]
    """What a task ends with whose worker is lost."""

    @property
    def places(self) -> int:
        """How many tasks are done at a time."""
        ...

    def submit(self, place: int, task: Task) -> Future[TaskAnswer]:
        """Have a task done."""
        ...

    def fill(self, place: int) -> None:
        """Put somebody else into a place whose worker is lost."""
        ...

    def check(self) -> None:
        """Raise ServiceError where nobody is left."""
        ...


def spread(tasks: Sequence[Task], workers: Workers) -> Iterator[TaskAnswer]:
    """Give the answers to `tasks`, in their order; raises what a task raises, and ServiceError."""
    ahead = _Ahead(tasks)
    free = deque(range(workers.places))
    running: dict[Future[TaskAnswer], tuple[int, int]] = {}
    found: dict[int, TaskAnswer] = {}
    for number in range(len(tasks)):
        while number not in found:
            for place in [free.popleft() for _ in range(len(free))]:
                begun = _begin(tasks, ahead, workers, place)
                if begun is None:
                    free.append(place)
                else:
                    running[begun[0]] = (place, begun[1])
            for future in wait(running, timeout=LOOK_S, return_when=FIRST_COMPLETED).done:
                place, done = running.pop(future)
                free.append(place)
                try:
                    found[done] = future.result()
                except workers.lost:
                    workers.fill(place)
                    ahead.again(done)
            workers.check()
        yield found.pop(number)


def _begin(
    tasks: Sequence[Task], ahead: _Ahead, workers: Workers, place: int
) -> tuple[Future[TaskAnswer], int] | None:
    """Let a place begin its next task, if any; a worker may have been lost since the last one."""
    number = ahead.next(place)
    while number is not None:
        try:
            return workers.submit(place, tasks[number]), number
        except workers.lost:
            workers.fill(place)
            ahead.again(number)
            number = ahead.next(place)
    return None


class _Ahead:
    """The tasks that nobody has begun, by workspace."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = tasks
        self._left: dict[str, deque[int]] = {}
        for number, task in enumerate(tasks):
            self._left.setdefault(task.ask.folder, deque()).append(number)
        self._at: dict[int, str] = {}
        self._tries: Counter[int] = Counter()

    def next(self, place: int) -> int | None:
        """Take a task for a place: of its own workspace, of one nobody is at, of the fullest."""
        left = {folder: numbers for folder, numbers in self._left.items() if numbers}
        if not left:
            return None
        if self._at.get(place) not in left:
            taken = set(self._at.values())
            fresh = next((folder for folder in left if folder not in taken), None)
            self._at[place] = fresh or max(left, key=lambda folder: len(left[folder]))
        return left[self._at[place]].popleft()

    def again(self, number: int) -> None:
        """Put a task back; raises ServiceError where workers die of it."""
        self._tries[number] += 1
        folder = self._tasks[number].ask.folder
        if self._tries[number] == MOST_TRIES:
            raise ServiceError(
                msg("{folder}: {count} workers were lost on the same task",
                    folder=folder, count=MOST_TRIES),
                msg("give each of them enough memory"),
            )  # fmt: skip
        self._left[folder].appendleft(number)
