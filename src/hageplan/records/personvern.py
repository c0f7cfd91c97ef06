"""What privacy leaves in the files: opt-outs, counts of forgotten companies, and receipts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from hageplan.records.base import Dato, Many, Record
from hageplan.records.bedrift import Status
from hageplan.records.kommune import Kommunenummer
from hageplan.records.logg import Grad
from hageplan.records.spelling import Organisasjonsnummer

Storrelse = Literal["0", "1-4", "5-9", "10-19", "20-49", "50+", "ukjent"]
STORRELSER: Final[tuple[Storrelse, ...]] = get_args(Storrelse)
"""Classes of headcounts, in the order of `hageplan.interest.model.classes.Size`."""
Naering = Literal["primaer", "produksjon", "bygg", "handel", "forretning", "andre", "ukjent"]
NAERINGER: Final[tuple[Naering, ...]] = get_args(Naering)
"""Groups of industries, in the order of `hageplan.interest.model.classes.Industry`."""


class Reservasjon(Record):
    """`[[reservasjon]]` in reservert.toml: a company that has opted out.

    It wins over the company's own table and over every import.

    Attributes:
        siden: The day it said so.
        grunn: What it said, where it gave a reason.
    """

    organisasjonsnummer: Organisasjonsnummer
    siden: Dato
    grunn: str = ""


class Anonym(Record):
    """`[[anonym]]` in anonyme.toml: forgotten companies that were alike, as a count.

    It keeps where they were, how large, in what industry, and what they last answered when.

    Attributes:
        maaned: The month of that answer, "YYYY-MM".
        antall: How many they are.
    """

    kommunenummer: Kommunenummer
    storrelse: Storrelse
    naering: Naering
    status: Status = "prospekt"
    interesse: Grad | None = None
    retning: Literal["ut", "inn"] = "ut"
    maaned: Annotated[str, Field(pattern=r"^(19|2[01])\d{2}-(0[1-9]|1[0-2])$")] | None = None
    antall: Annotated[int, Field(ge=1)] = 1


class Kvittering(Record):
    """What was forgotten when, without saying who: personvern/kvittering-*.toml.

    Attributes:
        avtrykk: Fingerprints of organisasjonsnummer, so that no import brings them back.
        fjernet: How many of what were removed.
        gjenstaar: How many places are left to people.
    """

    dato: Dato
    hva: Literal["bedrift", "person", "frist"]
    avtrykk: Many[str] = ()
    fjernet: dict[str, int] = Field(default_factory=dict)
    gjenstaar: int = 0


def fingerprint(number: str, salt: str) -> str:
    """Return a salted SHA-256 of an organisasjonsnummer.

    Anyone with the salt can try all numbers of nine digits: this is pseudonymous, not anonymous.
    """
    return hashlib.sha256(f"{salt}:{number}".encode()).hexdigest()


def is_forgotten(number: str, salt: str, receipts: Iterable[Kvittering]) -> bool:
    """Tell whether a receipt is of the company `number`."""
    mark = fingerprint(number, salt)
    return any(mark in receipt.avtrykk for receipt in receipts)
