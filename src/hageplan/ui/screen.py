"""How much of an answer one screen holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SCREEN: Final = 40
"""Lines that people see at once: what a command answers without being asked for more."""


def shares(heights: Sequence[Sequence[int]], room: int, weights: Sequence[int] = ()) -> list[int]:
    """Return how many items of each group are shown on `room` lines, in their order.

    `heights` are the lines that each item takes. They are dealt out in rounds, to each group one or
    its weight, until all are shown or no more fit: so no group silences another, and what one does
    not need goes to others.
    """
    shown = [0] * len(heights)
    before = None
    while shown != before:
        before = [*shown]
        for group, weight in enumerate(weights or (1,) * len(heights)):
            for height in heights[group][shown[group] : shown[group] + weight]:
                if height > room:
                    break
                room -= height
                shown[group] += 1
    return shown
