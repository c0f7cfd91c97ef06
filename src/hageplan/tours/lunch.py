"""A clock without lunch, so that a solver that knows no breaks can plan around one.

With `minutes` of lunch from `at`, a real time before `at` keeps its number and a later one loses
`minutes`. Lunch begins at `at`, or when the meeting under way then ends; driving pauses for it.
The mapping is exact. All times are minutes since midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class LunchClock:
    """Maps between real time and time without lunch."""

    at: int
    minutes: int

    def earliest(self, real: int) -> int:
        """Return the bound "not before `real`" on this clock."""
        if real <= self.at:
            return real
        return max(self.at, real - self.minutes)

    def latest(self, real: int) -> int:
        """Return the bound "not after `real`" on this clock, for a meeting's start.

        A start at `at` is a real start after lunch, so a bound within lunch maps to just before.
        """
        if real < self.at:
            return real
        return max(self.at - 1, real - self.minutes)

    def latest_end(self, real: int) -> int:
        """Return the bound "not after `real`" for an arrival or the end of a day."""
        if real <= self.at:
            return real
        return max(self.at, real - self.minutes)

    def real_start(self, time: int) -> int:
        """Return the real time of something that begins at `time`, after lunch if at lunch."""
        return time if time < self.at else time + self.minutes

    def real_end(self, time: int) -> int:
        """Return the real time of something that ends at `time`, before lunch if at lunch."""
        return time if time <= self.at else time + self.minutes


NO_LUNCH: Final = LunchClock(at=48 * 60, minutes=0)
