"""A clock without pauses, so that a solver that knows no breaks can plan around them.

Lunch, the free slot and what a calendar blocks are cut out of the day. A pause that may move
begins at its time, or when the meeting under way then ends; a fixed one lets no meeting span it.
Driving goes on after a pause. The mapping is exact. All times are minutes since midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hageplan.records.plan import PauseKind

DatedPause = tuple[int, int, PauseKind]
"""When a pause begins in real time, how many minutes it takes, and what it is."""


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of `minutes` from `at`, a time on the clock that the earlier ones are cut out of."""

    at: int
    minutes: int
    kind: PauseKind = "lunch"


@dataclass(frozen=True, slots=True)
class Clock:
    """Maps between real time and time without the `breaks`, which are in the order of the day."""

    breaks: tuple[Break, ...] = ()

    def earliest(self, real: int) -> int:
        """Return the bound "not before `real`" on this clock.

        It is also the bound "not after `real`" for an arrival or the end of a day.
        """
        for pause in self.breaks:
            if real > pause.at:
                real = max(pause.at, real - pause.minutes)
        return real

    def latest(self, real: int) -> int:
        """Return the bound "not after `real`" on this clock, for a meeting's start.

        A start at a pause's time is one after the pause, so a bound within the pause maps to just
        before.
        """
        for pause in self.breaks:
            if real >= pause.at:
                real = max(pause.at - 1, real - pause.minutes)
        return real

    def real_start(self, time: int) -> int:
        """Return the real time of something that begins at `time`, after a pause that is then."""
        return time + sum(pause.minutes for pause in self.breaks if time >= pause.at)

    def real_end(self, time: int) -> int:
        """Return the real time of something that ends at `time`, before a pause that is then."""
        return time + sum(pause.minutes for pause in self.breaks if time > pause.at)


NO_BREAKS: Final = Clock()


def clock_of(pauses: tuple[DatedPause, ...]) -> Clock:
    """Return the clock without `pauses`, which are in order and apart."""
    breaks: list[Break] = []
    gone = 0
    for at, minutes, kind in pauses:
        breaks.append(Break(at - gone, minutes, kind))
        gone += minutes
    return Clock(tuple(breaks))
