"""What the rows of a source came to: companies, and rows that are rejected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hageplan.imports.result import NameMatch, RejectedRow
from hageplan.imports.sources.cells import UnknownStatusError, UnlistedError, UnusableError
from hageplan.imports.sources.exported import Edited
from hageplan.imports.sources.table import SourceTable
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import name_key


@dataclass(frozen=True, kw_only=True)
class SourceCompany:
    """A company as a source has it: the fields that are set are those that the source knows.

    `likeness` tells how its name is like that of the company it was taken for, 0 to 100; None where
    its number tells. `edited` is what somebody did to a row of our own table, None of any other;
    `cells` are the row as it was read, `visited` the day of our last visit, as files write it.
    """

    line: int
    bedrift: Bedrift
    likeness: float | None = None
    edited: Edited | None = None
    cells: Sequence[str] = ()
    visited: str | None = None


@dataclass(kw_only=True)
class CompanyRows:
    """What a source's rows came to; a company that comes twice is rejected the second time.

    Where its two rows have two names, nobody knows which is meant, and both are rejected.

    Attributes:
        companies: The companies by organisasjonsnummer.
        outside: Rows of municipalities that were not asked for.
        left_out: Cells that cannot be used, of companies that come in without them.
        headings: Which column was which field, by field.
        kommuner: Numbers of the municipalities that were asked for; None is all.
        table: The table that they are of, where it is one.
        is_own: Whether it is the table that we write ourselves.
        doubles: Rows with a number that another row gave another name, by that.
    """

    companies: dict[str, SourceCompany] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)
    outside: int = 0
    left_out: list[RejectedRow] = field(default_factory=list)
    headings: Mapping[str, str] = field(default_factory=dict)
    kommuner: frozenset[str] | None = None
    table: SourceTable | None = None
    is_own: bool = False
    doubles: dict[str, SourceCompany] = field(default_factory=dict)

    @property
    def by_name(self) -> tuple[NameMatch, ...]:
        """Rows that were taken for companies by their names."""
        return tuple(
            NameMatch.of(one.line, one.bedrift, one.likeness)
            for one in self.companies.values()
            if one.likeness is not None
        )

    def take(
        self, company: SourceCompany, unused: Iterable[Message], cells: Sequence[str] = ()
    ) -> None:
        """Take a company in; `unused` says which of its cells cannot be used."""
        first = self.companies.setdefault(company.bedrift.organisasjonsnummer, company)
        if first is not company:
            self.reject(company.line, _same_number(first), cells)
            if name_key(first.bedrift.navn) != name_key(company.bedrift.navn):
                self.doubles.setdefault(company.bedrift.organisasjonsnummer, company)
            return
        self.left_out += (RejectedRow(line=company.line, reason=what) for what in unused)

    def settle(self) -> None:
        """Reject the first rows too of numbers that stand beside two names."""
        for number, other in self.doubles.items():
            first = self.companies.pop(number)
            self.left_out = [one for one in self.left_out if one.line != first.line]
            self.reject(first.line, _same_number(other), first.cells)
        self.doubles.clear()

    def reject(
        self, line: int, what: Message, cells: Sequence[str], fault: UnusableError | None = None
    ) -> None:
        """Leave a row out; the `fault` may tell of a word or a company that nobody knows."""
        row = RejectedRow(
            line=line,
            reason=what,
            word=fault.word if isinstance(fault, UnknownStatusError) else "",
            newcomer=fault.newcomer if isinstance(fault, UnlistedError) else None,
            cells=tuple(cells),
        )
        self.rejected.append(row)


def _same_number(other: SourceCompany) -> Message:
    return msg(
        "the same organisation number as {navn} in line {line}",
        navn=other.bedrift.navn,
        line=other.line,
    )
