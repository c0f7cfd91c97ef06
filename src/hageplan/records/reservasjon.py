"""Who does not want to be contacted: `[[reservasjon]]` in `reservert.toml`."""

from __future__ import annotations

from hageplan.records.base import Dato, Record
from hageplan.records.organisasjonsnummer import Organisasjonsnummer


class Reservasjon(Record):
    """A company that has opted out; it wins over the company's own table and every import.

    Attributes:
        siden: The day it said so.
        grunn: What it said, where it gave a reason.
    """

    organisasjonsnummer: Organisasjonsnummer
    siden: Dato
    grunn: str = ""
