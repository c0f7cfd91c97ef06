"""How long what is known of people is kept, and what is left when it is forgotten."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from hageplan.records.base import Dato, Record

Months = Annotated[int, Field(ge=1, le=600)]


class Personvern(Record):
    """How many months each kind is kept, `[personvern]` of hageplan.toml.

    The law names no number: data goes when its purpose ends (GDPR article 5). Three years are the
    half-life of an answer and a usual length of a programme; a plan is over when its season is.

    Attributes:
        kontakt_maaneder: A contact person, after the last contact with a company that is no member.
        enk_maaneder: A sole trader that is no member, after the last contact.
        notat_maaneder: Notes and what was promised, after the day they are of.
        plan_maaneder: A saved plan, after its last day.
        kopi_maaneder: A backup.
        brev_maaneder: An e-mail that was sent, or that did not get off.
    """

    kontakt_maaneder: Months = 36
    enk_maaneder: Months = 36
    notat_maaneder: Months = 36
    plan_maaneder: Months = 12
    kopi_maaneder: Months = 12
    brev_maaneder: Months = 12


class Kvittering(Record):
    """What was forgotten when, without saying who: `personvern/kvittering-*.toml`.

    Attributes:
        avtrykk: Fingerprints of organisasjonsnummer, so that no import brings them back.
        fjernet: How many of what were removed.
        gjenstaar: How many places are left to people.
    """

    dato: Dato
    hva: Literal["bedrift", "person", "frist"]
    avtrykk: Annotated[tuple[str, ...], Field(strict=False)] = ()
    fjernet: dict[str, int] = Field(default_factory=dict)
    gjenstaar: int = 0


def fingerprint(number: str, salt: str) -> str:
    """Return a salted SHA-256 of an organisasjonsnummer.

    Nine digits can be tried one by one by who has the salt: this hides, it does not make anonymous.
    """
    return hashlib.sha256(f"{salt}:{number}".encode()).hexdigest()


def is_forgotten(number: str, salt: str, receipts: Iterable[Kvittering]) -> bool:
    """Tell whether a receipt is of the company `number`."""
    mark = fingerprint(number, salt)
    return any(mark in receipt.avtrykk for receipt in receipts)
