"""What straight drives cross and pass, on a plane of kilometres around a fact.

A plane's error is some per mille within the few hundred kilometres of a region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

import numpy as np

from hageplan.travel import Answers, Numbers

KM_A_DEGREE: Final = 111.195
"""Of latitude: a great circle of 40 030 km."""


class OnEarth(Protocol):
    """What has a latitude and a longitude."""

    @property
    def lat(self) -> float:
        """Degrees north."""

    @property
    def lon(self) -> float:
        """Degrees east."""


@dataclass(frozen=True)
class Plane:
    """Kilometres east and north of `origin`."""

    origin: OnEarth

    def __call__(self, places: Sequence[OnEarth]) -> Numbers:
        """Return where places are, shape (places, 2)."""
        shrink = np.cos(np.radians(self.origin.lat))
        return np.array(
            [
                (
                    (place.lon - self.origin.lon) * shrink * KM_A_DEGREE,
                    (place.lat - self.origin.lat) * KM_A_DEGREE,
                )
                for place in places
            ]
        ).reshape(-1, 2)


def crosses(starts: Numbers, ends: Numbers, line: Numbers) -> Answers:
    """Tell which drives end on the other side of `line`: who crosses it twice is back again.

    `starts` and `ends` have shape (…, 2) and fit each other, `line` has shape (points, 2).
    """
    found = np.zeros(np.broadcast_shapes(starts.shape, ends.shape)[:-1], dtype=bool)
    for one, other in pairwise(line):
        apart = (_side(one, other, starts) > 0) != (_side(one, other, ends) > 0)
        between = (_side(starts, ends, one) > 0) != (_side(starts, ends, other) > 0)
        found ^= apart & between
    return found


def passes(starts: Numbers, ends: Numbers, radius_km: float) -> Answers:
    """Tell which drives go on past the origin, so near; shapes as above.

    One that is nearest to it where it begins or ends comes from there, or goes there.
    """
    way = ends - starts
    length = (way**2).sum(axis=-1)
    along = -(starts * way).sum(axis=-1) / np.where(length, length, 1.0)
    distance = np.hypot(*np.moveaxis(starts + along[..., None] * way, -1, 0))
    return np.asarray((along > 0) & (along < 1) & (distance <= radius_km))


def share_within(starts: Numbers, ends: Numbers, radius_km: float) -> Numbers:
    """Return the share of each drive that is so near the origin: 0 to 1."""
    way = ends - starts
    length = (way**2).sum(axis=-1)
    is_still = length == 0
    length = np.where(is_still, 1.0, length)
    middle = -(starts * way).sum(axis=-1) / length
    room = radius_km**2 - ((starts + middle[..., None] * way) ** 2).sum(axis=-1)
    half = np.sqrt(np.maximum(room, 0) / length)
    share = np.clip(middle + half, 0, 1) - np.clip(middle - half, 0, 1)
    return np.asarray(np.where(is_still, room > 0, share))


def _side(one: Numbers, other: Numbers, at: Numbers) -> Numbers:
    """Return a number that is above 0 where `at` lies left of the way from `one` to `other`."""
    way, there = other - one, at - one
    return np.asarray(way[..., 0] * there[..., 1] - way[..., 1] * there[..., 0])
