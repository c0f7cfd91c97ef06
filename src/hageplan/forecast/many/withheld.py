"""Which counts are not told, so that neither they nor a subtraction reveals a few companies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

LEAST: Final = 5
"""Counts below it are withheld: so few members may be known by name."""


def withheld(counts: Sequence[int]) -> frozenset[int]:
    """Return the indices of the counts that are not told beside their sum.

    Those are the ones below `LEAST`, and the least of the others as long as the sum tells, by
    subtraction, what is withheld: a single count, or fewer than `LEAST` in all.
    """
    hidden: list[int] = []
    for index in sorted(range(len(counts)), key=lambda index: (counts[index], index)):
        if counts[index] >= LEAST and (not hidden or is_covered([counts[i] for i in hidden])):
            break
        hidden.append(index)
    return frozenset(hidden)


def is_covered(hidden: Sequence[int]) -> bool:
    """Tell whether the sum of what is withheld may be known: of two or more, and not a few."""
    return len(hidden) > 1 and sum(hidden) >= LEAST


def sum_is_told(counts: Sequence[int], hidden: frozenset[int]) -> bool:
    """Tell whether the sum of all may stand beside what is not withheld."""
    return sum(counts) >= LEAST and (not hidden or is_covered([counts[i] for i in hidden]))
