"""Companies' accounts as they were filed, what of them can be used, and what the records become.

Only accounts in kroner of twelve months count: others would make a growth that nobody had.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Final

from hageplan.imports.figures.accounts_result import AccountChange, UnusedAccounts
from hageplan.imports.listed import Table
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift, Regnskap
from hageplan.records.memory import Fields

FIELDS: Final = ("omsetning", "driftsresultat", "verdiskaping", "ansatte")
"""What is taken from accounts, by the names of the records."""
_KRONER: Final = "NOK"
_YEARS: Final = range(1990, 2101)
_THOUSAND: Final = 1000


@dataclass(frozen=True, kw_only=True)
class Filed:
    """The accounts of a year as they were filed, or as a spreadsheet has them.

    Attributes:
        first: The first day of their period, and `last` its last; None where nobody says.
        year: The year in which the period ends.
        is_winding_up: Whether they are of a company that is being wound up.
        values: The figures by field; what is not there is not known.
    """

    year: int
    first: date | None = None
    last: date | None = None
    currency: str = _KRONER
    is_winding_up: bool = False
    values: Mapping[str, int]

    @property
    def why_not(self) -> Message | None:
        """Why they cannot be used, None where they can."""
        if self.is_winding_up:
            return msg("accounts of a winding-up")
        if self.currency != _KRONER:
            return msg("in {currency}, not in kroner", currency=self.currency[:20])
        if self.first and self.last and not _is_a_year(self.first, self.last):
            return msg("of {first} to {last}, which is not twelve months",
                       first=self.first, last=self.last)  # fmt: skip
        if self.year not in _YEARS:
            return msg("of the year {year}", year=self.year)
        if self.values.get("omsetning", 0) < 0 or self.values.get("ansatte", 0) < 0:
            return msg("turnover or employees are below zero")
        return None if self.values else msg("neither turnover nor operating result")


def _is_a_year(first: date, last: date) -> bool:
    after = last + timedelta(days=1)
    return (after.year - first.year, after.month, after.day) == (1, first.month, first.day)


@dataclass(kw_only=True)
class Merged:
    """What filed accounts come to beside the records.

    Attributes:
        accounts: The accounts that companies get, by organisasjonsnummer.
        told: The latest figures that the source told of each.
    """

    accounts: dict[str, list[Table]] = field(default_factory=dict)
    told: dict[str, Fields] = field(default_factory=dict)
    changes: list[AccountChange] = field(default_factory=list)
    unused: list[UnusedAccounts] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, dict[str, list[Table]]]:
        """The new values of the field `regnskap`, by organisasjonsnummer."""
        return {number: {"regnskap": tables} for number, tables in self.accounts.items()}

    def take(self, bedrift: Bedrift, filed: Iterable[Filed]) -> None:
        """Take in accounts of a company; what was known otherwise is corrected, all else stays."""
        number = bedrift.organisasjonsnummer
        known = {one.aar: one for one in bedrift.regnskap}
        for one in sorted(filed, key=lambda one: one.year):
            why = one.why_not
            if why is not None:
                unused = UnusedAccounts(
                    organisasjonsnummer=number, navn=bedrift.navn, aar=one.year, reason=why
                )
                self.unused.append(unused)
                continue
            before = known.get(one.year, Regnskap(aar=one.year))
            known[one.year] = before.model_copy(update=dict(one.values))
            self.changes += _changes(bedrift, before, known[one.year])
            self.told[number] = {"aar": one.year, **one.values}
        after = tuple(known[year] for year in sorted(known))
        if after != tuple(sorted(bedrift.regnskap, key=lambda one: one.aar)):
            self.accounts[number] = [one.model_dump(exclude_none=True) for one in after]


def _changes(bedrift: Bedrift, before: Regnskap, after: Regnskap) -> Iterator[AccountChange]:
    for name in FIELDS:
        ours, theirs = getattr(before, name), getattr(after, name)
        if ours != theirs:
            yield AccountChange(
                organisasjonsnummer=bedrift.organisasjonsnummer,
                navn=bedrift.navn,
                aar=after.aar,
                field=name,
                ours=ours,
                theirs=theirs,
            )


def owner_of(bedrift: Bedrift) -> str:
    """Return the number under which accounts are filed: a place's owner files them."""
    return bedrift.overordnet_enhet or bedrift.organisasjonsnummer


def headcounts(
    bedrifter: Sequence[Bedrift], said: Mapping[str, Fields], day: date
) -> Iterator[tuple[Bedrift, Filed]]:
    """Give the employees of companies as a register said them on a day, as accounts of its year."""
    for bedrift in bedrifter:
        count = said.get(bedrift.organisasjonsnummer, {}).get("antall_ansatte")
        if isinstance(count, int) and not isinstance(count, bool):
            yield bedrift, Filed(year=day.year, values={"ansatte": count})


def are_in_thousands(filed: Iterable[tuple[Bedrift, Iterable[Filed]]]) -> bool:
    """Tell whether amounts are a thousandth of those that are known of the same years."""
    ratios = [
        ours / theirs
        for bedrift, some in filed
        for one in some
        for known in bedrift.regnskap
        if known.aar == one.year
        for ours, theirs in [(known.omsetning, one.values.get("omsetning"))]
        if ours and theirs
    ]
    return bool(ratios) and _THOUSAND / 2 < median(ratios) < _THOUSAND * 2
