"""How often companies are visited: `[besoksintervall_dager]` in `hageplan.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hageplan.records.base import Record

Intervall = Annotated[int, Field(ge=1, le=3650)]
"""Days from a visit until the next one is due."""
Besoksklasse = Literal["medlem", "maalbedrift", "forpliktet", "interessert", "nøytral", "ikke"]
"""A member, a målbedrift, or a prospect by what it last answered."""


class Besoksintervaller(Record):
    """Days from one visit to the next, by class; a company's own interval wins.

    No published figures were found: these are assumptions to replace.
    """

    medlem: Intervall = 180
    maalbedrift: Intervall = 90
    forpliktet: Intervall = 60
    interessert: Intervall = 60
    noytral: Intervall = 180
    ikke: Intervall = 365

    def of(self, klasse: Besoksklasse) -> int:
        """Return the interval of a class."""
        days: int = getattr(self, klasse.replace("ø", "o"))
        return days
