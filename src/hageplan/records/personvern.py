"""What privacy leaves in the files: opt-outs, counts of forgotten companies, and receipts."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from hageplan.records.base import Dato, Many, Record
from hageplan.records.bedrift import Kontakt
from hageplan.records.kommune import Kommunenummer
from hageplan.records.logg import Grad
from hageplan.records.spelling import (
    Organisasjonsnummer,
    ascii_key,
    is_provisional,
    name_key,
)
from hageplan.records.status import Status

Storrelse = Literal["0", "1-4", "5-9", "10-19", "20-49", "50+", "ukjent"]
STORRELSER: Final[tuple[Storrelse, ...]] = get_args(Storrelse)
"""Classes of headcounts, in the order of `hageplan.interest.model.classes.Size`."""
Naering = Literal["primaer", "produksjon", "bygg", "handel", "forretning", "andre", "ukjent"]
NAERINGER: Final[tuple[Naering, ...]] = get_args(Naering)
"""Groups of industries, in the order of `hageplan.interest.model.classes.Industry`."""
_ADDRESS: Final = re.compile(r"[^\s@,;:<>()\"']+@[^\s@,;:<>()\"']+\.\w+")
_TELEPHONE: Final = re.compile(r"\+?\d(?:[ .-]?\d){7,}")
_TELEPHONE_DIGITS: Final = 8
"""Digits of a Norwegian telephone number; what stands before them is the country's."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST_NAME: Final = 6
"""Words of a name that is looked for in a text."""


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
        avtrykk: Fingerprints of the `company_traces` of companies and of the `traces` of people,
            so that no import brings them back.
        fjernet: How many of what were removed.
        gjenstaar: How many places are left to people.
    """

    dato: Dato
    hva: Literal["bedrift", "person", "frist"]
    avtrykk: Many[str] = ()
    fjernet: dict[str, int] = Field(default_factory=dict)
    gjenstaar: int = 0


class Nummer(Record):
    """`[[nummer]]` in personvern/nummer.toml: a number that a company had before it got its own.

    By it those are known again who were forgotten while the company had it.
    """

    organisasjonsnummer: Organisasjonsnummer
    tidligere: Organisasjonsnummer


def fingerprint(trace: str, salt: str) -> str:
    """Return a salted SHA-256 of an organisasjonsnummer, or of what a person may be known by.

    Anyone with the salt can try all numbers of nine digits, and names: this is pseudonymous, not
    anonymous.
    """
    return hashlib.sha256(f"{salt}:{trace}".encode()).hexdigest()


def is_forgotten(number: str, salt: str, receipts: Iterable[Kvittering]) -> bool:
    """Tell whether a receipt is of the company `number`."""
    mark = fingerprint(number, salt)
    return any(mark in receipt.avtrykk for receipt in receipts)


def company_traces(number: str, navn: str, kommunenummer: str) -> frozenset[str]:
    """Return what a company is known by again: its number, and its name where it is.

    Who had no number yet is known by the name whatever number it gets.
    """
    place = f"{kommunenummer}:{name_key(navn)}"
    named = {f"navn:{place}", *((f"uten nummer:{place}",) if is_provisional(number) else ())}
    return frozenset({number, *named})


def note_trace(note: str, number: str) -> str:
    """Return what a note about the company `number` is known by again."""
    return f"{number}:notat:{ascii_key(note)}"


def traces_of(kontakt: Kontakt, number: str) -> frozenset[str]:
    """Return what a contact of the company `number` is known by again, however it is written."""
    whole = " ".join(sorted(_WORD.findall(ascii_key(kontakt.navn))))
    name = {f"{number}:{whole}"} if whole else set()
    return frozenset({*name, *_addresses(kontakt.epost), *_telephones(kontakt.telefon, number)})


def traces_in(text: str, number: str) -> Iterator[str]:
    """Give all by which a text about the company `number` may name somebody.

    Addresses are known wherever they stand; names and telephones belong to a company.
    """
    yield from _addresses(text)
    yield from _telephones(text, number)
    yield note_trace(text, number)
    words = _WORD.findall(ascii_key(text))
    for start in range(len(words)):
        for stop in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
            yield f"{number}:{' '.join(sorted(words[start:stop]))}"


def _addresses(text: str) -> Iterator[str]:
    return (found.casefold() for found in _ADDRESS.findall(text))


def _telephones(text: str, number: str) -> Iterator[str]:
    plain = ("".join(filter(str.isdigit, found)) for found in _TELEPHONE.findall(text))
    return (f"{number}:{digits[-_TELEPHONE_DIGITS:]}" for digits in plain)


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """Who was forgotten, without saying who: the workspace's salt and its receipts.

    `earlier` are numbers that companies had before, by those that they have.
    """

    salt: str
    receipts: Sequence[Kvittering]
    earlier: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def has(self, number: str) -> bool:
        """Tell whether the company `number` was forgotten."""
        return is_forgotten(number, self.salt, self.receipts)

    def has_company(self, number: str, navn: str, kommunenummer: str) -> bool:
        """Tell whether a company was forgotten; `number` is "" or provisional where it has none."""
        place = f"{kommunenummer}:{name_key(navn)}"
        is_unnumbered = not number or is_provisional(number)
        traces = {f"{'navn' if is_unnumbered else 'uten nummer'}:{place}", number} - {""}
        return any(map(self.has, traces))

    def is_named(self, text: str, number: str) -> bool:
        """Tell whether a text about the company `number` names a person who was forgotten."""
        marks = self._people
        return bool(marks and text) and any(
            fingerprint(trace, self.salt) in marks
            for one in (number, *self.earlier.get(number, ()))
            for trace in traces_in(text, one)
        )

    @cached_property
    def _people(self) -> frozenset[str]:
        people = (receipt for receipt in self.receipts if receipt.hva != "bedrift")
        return frozenset(mark for receipt in people for mark in receipt.avtrykk)
