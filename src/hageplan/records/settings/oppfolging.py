"""Settings of what is followed up: `[oppfolging]` in `hageplan.toml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hageplan.records.base import Record

Frist = Annotated[int, Field(ge=0, le=365)]
"""Days, weekends included."""


class Oppfolgingsregler(Record):
    """When flags are due, and when what is overdue goes to somebody else.

    Attributes:
        rod_dager: Days until a red flag is due: at once. Source of both: practice of business
            retention and expansion programmes.
        gul_dager: Days until a yellow flag is due: within two weeks.
        eskaler_dager: Days overdue from which on a task is escalated; one with a red flag is as
            soon as it is overdue.
        leder: Id of the medarbeider to whom it then goes.
    """

    rod_dager: Frist = 0
    gul_dager: Frist = 14
    eskaler_dager: Frist = 7
    leder: str = ""
