"""What is asked of a worker, and what it answers: sums over a whole næringshage, no record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hageplan.forecast.model import Paths
from hageplan.interest.model.design import Floats


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What is the same for all tasks of a workspace.

    Attributes:
        folder: The workspace, as the worker finds it too.
        run: Tells one command from another: what a worker keeps in memory is a command's own.
        policies: Names of our own, or files.
        months: How many are looked at.
        seed: Of what is random.
        today: Everything is known as of this day.
        latest: An answer after it is a fault.
        everyone: Whether those outside the target group count too.
    """

    folder: str
    run: str
    policies: tuple[str, ...]
    months: int
    seed: int
    today: date
    latest: date
    everyone: bool


@dataclass(frozen=True, kw_only=True)
class Task:
    """One policy in one block of futures of one workspace."""

    ask: Ask
    policy: str
    block: int


@dataclass(frozen=True, kw_only=True)
class HageSums:
    """Members, positions needed and positions at work of one næringshage, (D, months) each."""

    members: Floats
    need: Floats
    staff: Floats

    @classmethod
    def of(cls, paths: Paths) -> HageSums:
        """Return what is told of a policy's futures."""
        return cls(members=paths.members, need=paths.need, staff=paths.staff)


@dataclass(frozen=True, kw_only=True)
class HageToday:
    """A næringshage today.

    Attributes:
        navn: What it is called.
        members: Its members.
        existing: Its positions.
        unread: Records that are left out since they have faults.
        example_data: Whether its companies are invented.
    """

    navn: str
    members: int
    existing: float
    unread: int
    example_data: bool


@dataclass(frozen=True, kw_only=True)
class TaskAnswer:
    """What a task found.

    Attributes:
        hage: Whose it is.
        policy: What the policy is called, and `is_ours` whether it is one of ours.
        sums: Its futures.
    """

    hage: HageToday
    policy: str
    is_ours: bool
    sums: HageSums


def tasks_of(asked: Sequence[Ask], blocks: range) -> list[Task]:
    """Return the tasks of all workspaces, one workspace after another."""
    return [
        Task(ask=ask, policy=policy, block=block)
        for ask in asked
        for policy in ask.policies
        for block in blocks
    ]
