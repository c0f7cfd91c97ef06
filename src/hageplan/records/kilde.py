"""What a source of records said last: `kilder/NAME.toml`."""

from __future__ import annotations

from typing import Final

from hageplan.records.base import Dato, Identifikator, Record

Value = str | int | float
"""A field of a company as files write it."""
Fields = dict[str, Value]
SourceSnapshot = dict[str, Fields]
"""What a source says of companies, by organisasjonsnummer."""

BRREG: Final = "brreg"
KARTVERKET: Final = "kartverket"
ADDRESSES: Final = "Kartverket, adresser"
CC_BY: Final = "CC BY 4.0"
REGISTER: Final = "Enhetsregisteret (Brønnøysundregistrene)"
NLOD: Final = "NLOD 2.0"
"""Norsk lisens for offentlige data, under which the register gives its data away."""


class Kilde(Record):
    """Where records came from.

    Attributes:
        navn: The name of its file.
        tittel: What reports call it.
        lisens: On which terms its data may be used; "" where nobody has said.
        hentet: The day of the last import.
    """

    navn: Identifikator
    tittel: str
    lisens: str = ""
    hentet: Dato
