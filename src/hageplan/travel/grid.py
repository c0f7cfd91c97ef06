"""Driving that is known so far, by the rows of places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hageplan.travel.engines import DriveBlock

Wanted = NDArray[np.intp]
"""Rows, in order."""


class Grid:
    """Minutes, km and whether they are estimated, between rows; and how far each is from a road."""

    def __init__(self) -> None:
        self.minutes = np.zeros((0, 0))
        self.km = np.zeros((0, 0))
        self.known = np.zeros((0, 0), dtype=bool)
        self.stood_in = np.zeros((0, 0), dtype=bool)
        self.off_m = np.zeros(0)

    def knows(self, wanted: Wanted) -> bool:
        """Tell whether all driving between these rows is known."""
        return bool(self.known[np.ix_(wanted, wanted)].all())

    def put(self, starts: Wanted, ends: Wanted, block: DriveBlock) -> None:
        """Take in what was found; nobody drives from a place to itself."""
        at = np.ix_(starts, ends)
        same = starts[:, None] == ends
        self.minutes[at] = np.where(same, 0, block.minutes)
        self.km[at] = np.where(same, 0, block.km)
        self.stood_in[at] = block.is_estimated & ~same
        self.known[at] = True
        self.off_m[starts], self.off_m[ends] = block.starts_m, block.ends_m

    def grow(self, size: int) -> None:
        """Make room for more rows."""
        more = size - len(self.off_m)
        if more > 0:
            both = (0, more), (0, more)
            self.minutes, self.km = (np.pad(one, both) for one in (self.minutes, self.km))
            self.known, self.stood_in = (np.pad(one, both) for one in (self.known, self.stood_in))
            self.off_m = np.pad(self.off_m, (0, more))
