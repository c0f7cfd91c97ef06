"""What an office may do: keep its staff, hire, go from municipality to municipality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field

from hageplan.messages import Message, msg
from hageplan.records.base import Many, Record
from hageplan.records.settings.prognose import MOST_MONTHS, Prognose

Stillinger = Annotated[float, Field(ge=0, le=100)]
"""Positions: those that a policy adds."""
Ours = Literal["keep", "hire-now", "when-short", "in-order"]


class Ansettelse(Record):
    """Positions that are at work from a month on, the first being 1."""

    maaned: Annotated[int, Field(ge=1, le=MOST_MONTHS)]
    aarsverk: Stillinger


class VedUnderskudd(Record):
    """Hire each time the office has been short for so many months on end.

    Attributes:
        maaneder: How long that is; left out: `prognose.underskudd_maaneder`.
        aarsverk: Positions; left out: `prognose.ansettelse_aarsverk`.
        ventetid_maaneder: Months until they are at work; left out: `prognose.ansettelse_maaneder`.
    """

    maaneder: Annotated[int, Field(ge=1, le=MOST_MONTHS)] | None = None
    aarsverk: Stillinger | None = None
    ventetid_maaneder: Annotated[int, Field(ge=0, le=MOST_MONTHS)] | None = None


class Policy(Record):
    """What is done, as a file says it.

    Attributes:
        navn: What it is called.
        ansett: Positions that come at a time that is known.
        ved_underskudd: Those that come when the office is short; None: none do.
        kommuner: The order in which municipalities are visited, by number; what is not named comes
            last. None of them is served before its first visit. Empty: all together.
    """

    navn: Annotated[str, Field(min_length=1, max_length=60)]
    ansett: Many[Ansettelse] = ()
    ved_underskudd: VedUnderskudd | None = None
    kommuner: Many[str] = ()

    @property
    def is_ours(self) -> bool:
        """Whether it is one of our own: a file's may not be called as one is."""
        return self.navn in NAMES


KEEP: Final[Ours] = "keep"
NAMES: Final[Mapping[Ours, Message]] = {
    KEEP: msg("Keep today's staff"),
    "hire-now": msg("Hire now"),
    "when-short": msg("Hire when short"),
    "in-order": msg("Municipalities in turn"),
}
"""What people read for our own policies."""


def ours(name: Ours, given: Prognose, kommuner: tuple[str, ...]) -> Policy:
    """Return one of our own policies; `kommuner` is the order of the last one."""
    if name == "hire-now":
        first = Ansettelse(
            maaned=min(given.ansettelse_maaneder + 1, MOST_MONTHS),
            aarsverk=given.ansettelse_aarsverk,
        )
        return Policy(navn=name, ansett=(first,))
    if name == "when-short":
        return Policy(navn=name, ved_underskudd=VedUnderskudd())
    return Policy(navn=name, kommuner=kommuner if name == "in-order" else ())
