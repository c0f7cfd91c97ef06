"""What the weekly summary has told already: `oppsummert.toml`, without any name or number."""

from __future__ import annotations

from hageplan.records.base import Dato, Many, Record


class Oppsummert(Record):
    """How far the summary has come.

    Attributes:
        til: The last day that it has told of.
        fortalt: Digests of contacts that it has told.
        spurt: Digests of tasks and decisions that it has asked for.
    """

    til: Dato
    fortalt: Many[str] = ()
    spurt: Many[str] = ()
