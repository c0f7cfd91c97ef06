"""What calendars get: settings `[kalender]`, and `kalender.toml`, which remembers it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hageplan.records.base import Dato, Record, Tidspunkt
from hageplan.records.organisasjonsnummer import Organisasjonsnummer


class Kalender(Record):
    """How a plan becomes calendar events.

    Attributes:
        varsel_minutter: How long before one has to leave an alarm goes off.
        kjoring: Whether the driving gets events of its own, which block no time.
    """

    varsel_minutter: Annotated[int, Field(ge=0, le=1440)] = 10
    kjoring: bool = True


class Hendelse(Record):
    """An event that was put into a calendar file, as it was last written: local time.

    Attributes:
        uid: What calendars know it by; it stays when the event changes.
        organisasjonsnummer: Whom it visits; None for driving.
        sekvens: How many times it has changed.
        avtrykk: A digest of what it said.
        endret: The day it last changed.
        avlyst: Whether it was taken back.
    """

    uid: Annotated[str, Field(min_length=1)]
    organisasjonsnummer: Organisasjonsnummer | None = None
    medarbeider: str
    start: Tidspunkt
    slutt: Tidspunkt
    sekvens: Annotated[int, Field(ge=0)] = 0
    avtrykk: str = ""
    endret: Dato
    avlyst: bool = False
