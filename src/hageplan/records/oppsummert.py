"""What the weekly summary has told already: `oppsummert.toml`, without any name or number."""

from __future__ import annotations

from hageplan.records.base import Dato, Many, Record
from hageplan.records.kommune import Kommunenummer


class Andel(Record):
    """The interest of a municipality as it was told: the expected share and new members."""

    kommunenummer: Kommunenummer
    andel: float
    nye_medlemmer: float


class Oppsummert(Record):
    """How far the summary has come.

    Attributes:
        til: The last day of the last whole week that it has told of.
        fortalt: Digests of contacts, members, introductions and tasks done that it has told.
        spurt: Digests of tasks and decisions that it has asked for.
        nye: New jobs of all time up to what it has told, and `bevarte` kept ones.
        andeler: The interest as it was told last.
    """

    til: Dato
    fortalt: Many[str] = ()
    spurt: Many[str] = ()
    nye: int = 0
    bevarte: int = 0
    andeler: Many[Andel] = ()
