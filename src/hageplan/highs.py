"""HiGHS, which solves linear programs."""

from __future__ import annotations

import highspy


class Highs(highspy.Highs):
    """HiGHS without callbacks: setting them up prints a line into what a command prints."""

    def __init__(self) -> None:
        """Make a solver that prints nothing."""
        super().__init__()  # type: ignore[no-untyped-call]
        self.silent()

    def enableCallbacks(self) -> None:  # noqa: N802  (its own name)
        """Set up none."""
