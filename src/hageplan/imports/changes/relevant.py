"""Which of a feed's updates concern a workspace: a few of thousands, told without asking more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hageplan.imports.sources.feed import Update
from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import is_organisasjonsnummer
from hageplan.records.workspace import Workspace

ADDRESSES: Final = ("/beliggenhetsadresse", "/forretningsadresse")
_MAY_ENTER: Final = ("/antallAnsatte", "/naeringskode1", "/organisasjonsform")
"""Fields that the target group's rules look at."""
_GONE: Final = ("Sletting", "Fjernet")


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What is looked at: units by number, those of the records and their owners, and places."""

    numbers: frozenset[str]
    kommuner: frozenset[str]

    def with_companies(self, more: Iterable[Bedrift]) -> Watched:
        """Return what is looked at with more companies, and their owners."""
        return replace(self, numbers=self.numbers | _numbers_of(more))


@dataclass(frozen=True, kw_only=True)
class Relevant:
    """The updates that matter, by number in their order.

    Attributes:
        known: Of units of the records, and of their owners.
        perhaps: Of others, which may lie in the municipalities now: the register is asked whether.
    """

    known: Mapping[str, Sequence[Update]]
    perhaps: Mapping[str, Sequence[Update]]

    @property
    def is_any(self) -> bool:
        """Whether the register has to be asked anything."""
        return bool(self.known or self.perhaps)


def watched(workspace: Workspace, kommuner: Iterable[str]) -> Watched:
    """Return what to look at for the records and some municipalities (numbers)."""
    return Watched(numbers=_numbers_of(workspace.bedrifter), kommuner=frozenset(kommuner))


def _numbers_of(bedrifter: Iterable[Bedrift]) -> frozenset[str]:
    both = ((one.organisasjonsnummer, one.overordnet_enhet) for one in bedrifter)
    return frozenset(number for numbers in both for number in numbers if number)


def relevant(updates: Iterable[Update], looked_at: Watched) -> Relevant:
    """Return the updates that concern what is `looked_at`."""
    known: dict[str, list[Update]] = {}
    perhaps: dict[str, list[Update]] = {}
    for one in updates:
        number = one.organisasjonsnummer
        if number in looked_at.numbers:
            known.setdefault(number, []).append(one)
        elif _may_turn_up(one, looked_at.kommuner):
            perhaps.setdefault(number, []).append(one)
    return Relevant(known=known, perhaps=perhaps)


def _may_turn_up(update: Update, kommuner: frozenset[str]) -> bool:
    """Tell whether a unit that nobody knows may be of interest since an update."""
    if update.endringstype in _GONE or not is_organisasjonsnummer(update.organisasjonsnummer):
        return False
    if update.endringstype != "Endring" or update.endringer is None:
        return True
    if any(one.path.startswith(_MAY_ENTER) for one in update.endringer):
        return True
    named = (one for path in ADDRESSES for one in update.named(path))
    return any(_kommune_in(one.value) in kommuner for one in named)


def _kommune_in(value: object) -> object:
    """Return the municipality's number of an address; what is none stands for itself."""
    return value.get("kommunenummer") if isinstance(value, dict) else value
