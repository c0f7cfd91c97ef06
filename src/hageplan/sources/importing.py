"""What an import would change: new companies, the same ones, and those that differ."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from hageplan.records.bedrift import Bedrift
from hageplan.sources.companies import Rejection


@dataclass(frozen=True)
class Difference:
    """A field that the source gives otherwise than the records; the records stay as they are."""

    organisasjonsnummer: str
    navn: str
    field: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class ImportPlan:
    """Each row of the source is one of `new`, `same`, `differing`, `kept_out` or `rejected`.

    `kept_out` are the numbers of those that would be new and have opted out.
    """

    new: tuple[Bedrift, ...]
    same: int
    differing: int
    differences: tuple[Difference, ...]
    rejected: tuple[Rejection, ...]
    kept_out: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows the source had."""
        kept_out = len(self.kept_out) + len(self.rejected)
        return len(self.new) + self.same + self.differing + kept_out


def compare(
    incoming: Sequence[Bedrift],
    rejected: Sequence[Rejection],
    present: Sequence[Bedrift],
    opted_out: Container[str] = (),
) -> ImportPlan:
    """Return what bringing `incoming` into `present` would do.

    A new one whose number is among `opted_out` stays out.
    """
    by_number = {bedrift.organisasjonsnummer: bedrift for bedrift in present}
    unknown = [b for b in incoming if b.organisasjonsnummer not in by_number]
    kept_out = [b.organisasjonsnummer for b in unknown if b.organisasjonsnummer in opted_out]
    known = [b for b in incoming if b.organisasjonsnummer in by_number]
    found = [_differences(by_number[b.organisasjonsnummer], b) for b in known]
    differing = [differences for differences in found if differences]
    return ImportPlan(
        tuple(b for b in unknown if b.organisasjonsnummer not in opted_out),
        len(found) - len(differing),
        len(differing),
        tuple(difference for differences in differing for difference in differences),
        tuple(rejected),
        tuple(kept_out),
    )


def _differences(ours: Bedrift, theirs: Bedrift) -> list[Difference]:
    """Compare the fields that the source knows."""
    return [
        Difference(
            ours.organisasjonsnummer,
            ours.navn,
            field,
            _shown(getattr(ours, field)),
            _shown(getattr(theirs, field)),
        )
        for field in sorted(theirs.model_fields_set)
        if getattr(theirs, field) != getattr(ours, field)
    ]


def _shown(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class CsvImport:
    """How a CSV file was read (`headings` by field), and what bringing it in would change."""

    file: str
    encoding: str
    delimiter: str
    headings: Mapping[str, str]
    changes: ImportPlan
