"""What an import would change: new companies, changed fields, and what people's changes keep."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from pydantic import ValidationError

from hageplan.imports.merge import CLOSED, Told, merged, remembered
from hageplan.imports.newcomers import each_once
from hageplan.imports.result import CompanyCounts, CompanyImport, FieldChange, RejectedRow
from hageplan.imports.sources.headings import unused_headings
from hageplan.imports.sources.rows import CompanyRows, SourceCompany
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Henvendelse
from hageplan.records.memory import Fields, Kilde, SourceSnapshot
from hageplan.records.spelling import is_provisional, name_key
from hageplan.records.workspace import Workspace

_NOON: Final = time(12)
"""When a visit was of which a list tells the day alone."""


def compare(
    rows: CompanyRows,
    workspace: Workspace,
    snapshot: SourceSnapshot,
    is_kept_out: Callable[[Bedrift], bool],
    *,
    file: str,
    source: Kilde,
    dry_run: bool,
) -> CompanyImport:
    """Return what bringing `rows` of a `file` into `workspace` would do.

    Each row is new, changed, the same, gone or rejected. `snapshot` is what the source said last
    time; `is_kept_out` is true of a company that was forgotten. Of companies that are
    not in the records yet, those that have opted out or are kept out are rejected, and dissolved
    ones are gone: neither are added.
    """
    found = _found(rows, workspace, snapshot, is_kept_out, f"{source.hentet}")
    turned_away = {**found.opted_out, **found.unfit}
    rejected = sorted((*rows.rejected, *turned_away.values()), key=lambda row: row.line)
    taken = [one.bedrift for number, one in rows.companies.items() if number not in turned_away]
    known = {*workspace.bedrift_by_number, *(one.organisasjonsnummer for one in found.new)}
    return CompanyImport(
        file=file,
        encoding=rows.table.encoding if rows.table else "",
        delimiter=rows.table.delimiter if rows.table else "",
        source=source,
        dry_run=dry_run,
        counts=found.counts(len(rejected)),
        outside=rows.outside,
        mapping=dict(rows.headings),
        unused=unused_headings(rows.table.header, rows.headings) if rows.table else (),
        new=tuple(found.new),
        gone=tuple(found.gone),
        changes=tuple(found.changes),
        kept=tuple(found.kept),
        rejected=tuple(rejected),
        left_out=tuple(rows.left_out),
        unknown=each_once(row.newcomer for row in rejected if row.newcomer),
        missing=tuple(_missing(rows, workspace.bedrifter, snapshot)),
        opted_out=tuple(found.opted_out),
        by_name=rows.by_name,
        visits=tuple(_visits(rows, known, workspace, source.hentet)),
        written=(),
        rejected_file=None,
        snapshot=_remembered(snapshot, taken),
    )


def _found(
    rows: CompanyRows,
    workspace: Workspace,
    snapshot: SourceSnapshot,
    is_kept_out: Callable[[Bedrift], bool],
    hentet: str,
) -> _Found:
    """Return what comparing each company with the records comes to."""
    reserved = {one.organisasjonsnummer for one in workspace.reservasjoner}
    unnumbered = {
        _name_and_place(one): one
        for one in workspace.bedrifter
        if is_provisional(one.organisasjonsnummer)
    }
    found = _Found(hentet)
    for number, company in rows.companies.items():
        ours = workspace.bedrift_by_number.get(number)
        if ours is not None:
            found.compare(ours, company, snapshot.get(number, {}))
        elif number in reserved or is_kept_out(company.bedrift):
            label = f"{company.bedrift.navn} ({number})"
            why = msg("{company} has opted out or been erased", company=label)
            found.opted_out[number] = RejectedRow(line=company.line, reason=why)
        elif company.bedrift.status == CLOSED:
            found.gone.append(number)
        elif ours := unnumbered.get(_name_and_place(company.bedrift)):
            why = msg(
                "it is already here without a number. Add the number: hageplan bedrift "
                'endre "{navn}" --orgnr {number}',
                navn=ours.navn,
                number=number,
            )
            cells = tuple(company.cells)
            found.unfit[number] = RejectedRow(line=company.line, reason=why, cells=cells)
        else:
            found.new.append(company.bedrift)
    return found


def _name_and_place(bedrift: Bedrift) -> tuple[str, str]:
    """Return by what a company is known again that had no number."""
    return name_key(bedrift.navn), bedrift.kommunenummer


def _visits(
    rows: CompanyRows, known: Container[str], workspace: Workspace, today: date
) -> Iterator[Henvendelse]:
    """Give the visits that a list tells of and the log does not; one to come is none yet."""
    logged = {
        (contact.organisasjonsnummer, contact.tid.date())
        for contact in (*workspace.henvendelser, *workspace.rettet)
    }
    for number, company in rows.companies.items():
        day = date.fromisoformat(company.visited) if company.visited else None
        if day and day <= today and number in known and (number, day) not in logged:
            yield Henvendelse(organisasjonsnummer=number, tid=datetime.combine(day, _NOON))


def _missing(
    rows: CompanyRows, present: Iterable[Bedrift], snapshot: SourceSnapshot
) -> Iterator[Bedrift]:
    """Give the companies that the source named before and does not name now."""
    lost = snapshot.keys() - rows.companies.keys()
    for bedrift in present:
        is_asked = rows.kommuner is None or bedrift.kommunenummer in rows.kommuner
        if is_asked and bedrift.organisasjonsnummer in lost and bedrift.status != CLOSED:
            yield bedrift


@dataclass
class _Found:
    """What comparing came to so far; `hentet` is the day of it."""

    hentet: str
    new: list[Bedrift] = field(default_factory=list)
    changed: int = 0
    same: int = 0
    gone: list[str] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    kept: list[FieldChange] = field(default_factory=list)
    opted_out: dict[str, RejectedRow] = field(default_factory=dict)
    unfit: dict[str, RejectedRow] = field(default_factory=dict)

    def compare(self, ours: Bedrift, company: SourceCompany, snapshot: Fields) -> None:
        """Take in a company that is known."""
        edited = company.edited
        told = Told(
            bedrift=company.bedrift,
            cleared=edited.cleared if edited else frozenset(),
            before=edited.before if edited else snapshot,
            is_persons=edited is not None,
            hentet=self.hentet,
        )
        differing, stay = merged(ours, told)
        if (fault := _misfit(ours, differing)) is not None:
            row = RejectedRow(line=company.line, reason=fault, cells=tuple(company.cells))
            self.unfit[ours.organisasjonsnummer] = row
            return
        self.changes += differing
        self.kept += stay
        if any(one.field == "status" and one.theirs == CLOSED for one in differing):
            self.gone.append(ours.organisasjonsnummer)
        elif differing:
            self.changed += 1
        else:
            self.same += 1

    def counts(self, rejected: int) -> CompanyCounts:
        """Return how many there are of each, beside those that were `rejected`."""
        return CompanyCounts.of(
            new=len(self.new),
            changed=self.changed,
            same=self.same,
            gone=len(self.gone),
            rejected=rejected,
        )


def _misfit(ours: Bedrift, changes: Iterable[FieldChange]) -> Message | None:
    """Return why a company cannot be as the changes make it; None where it can."""
    values = ours.model_dump(exclude_unset=True)
    for one in changes:
        name, _, key = one.field.partition(".")
        if key:
            values[name] = {**values.get(name, {}), key: one.theirs}
        elif one.theirs is None:
            values.pop(name, None)
        else:
            values[name] = one.value
    try:
        Bedrift.model_validate(values)
    except ValidationError as fault:
        error = fault.errors(include_url=False)[0]
        return msg("does not match the other data on {company}: {why}",
                   company=ours.navn, why=error["msg"])  # fmt: skip
    return None


def _remembered(snapshot: SourceSnapshot, told: Iterable[Bedrift]) -> SourceSnapshot:
    """Return what the source is known to have said, with what it says now."""
    numbered = ((bedrift.organisasjonsnummer, bedrift) for bedrift in told)
    now = {number: remembered(snapshot.get(number, {}), one) for number, one in numbered}
    return {**snapshot, **now}
