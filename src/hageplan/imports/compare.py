"""What an import would change: new companies, changed fields, and what people's changes keep.

A field is changed where the source says something else than last time and nobody has changed the
record since (a three-way comparison: the source last time, the source now, the record).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hageplan.imports.result import CompanyCounts, CompanyImport, FieldChange, RejectedRow
from hageplan.imports.sources.companies import CompanyRows
from hageplan.imports.sources.headings import unused_headings
from hageplan.mail.consent import SOLE_TRADER
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.memory import Fields, Kilde, SourceSnapshot, Value
from hageplan.records.workspace import Workspace

CLOSED: Final = "nedlagt"
KONTAKT: Final = "kontakt."
"""What the fields of a contact begin with."""
PLACES: Final = ("BEDR", "AAFY")
"""What the register calls places of business."""
_TOGETHER: Final = (("lat", "lon"), ("adresse", "postnummer", "poststed"))
"""Fields that make sense only from one hand."""


def compare(
    rows: CompanyRows,
    workspace: Workspace,
    snapshot: SourceSnapshot,
    is_kept_out: Callable[[str], bool],
    *,
    file: str,
    source: Kilde,
    dry_run: bool,
) -> CompanyImport:
    """Return what bringing `rows` of a `file` into `workspace` would do.

    Each row is new, changed, the same, gone or rejected. `snapshot` is what the source said last
    time; `is_kept_out` is true of an organisasjonsnummer that was forgotten. Of companies that are
    not in the records yet, those that have opted out or are kept out are rejected, and dissolved
    ones are gone: neither are added.
    """
    found = _found(rows, workspace, snapshot, is_kept_out)
    rejected = sorted((*rows.rejected, *found.opted_out.values()), key=lambda row: row.line)
    taken = [one.bedrift for number, one in rows.companies.items() if number not in found.opted_out]
    return CompanyImport(
        file=file,
        encoding=rows.table.encoding if rows.table else "",
        delimiter=rows.table.delimiter if rows.table else "",
        source=source,
        dry_run=dry_run,
        counts=CompanyCounts.of(
            new=len(found.new),
            changed=found.changed,
            same=found.same,
            gone=len(found.gone),
            rejected=len(rejected),
        ),
        outside=rows.outside,
        mapping=dict(rows.headings),
        unused=unused_headings(rows.table.header, rows.headings) if rows.table else (),
        new=tuple(found.new),
        gone=tuple(found.gone),
        changes=tuple(found.changes),
        kept=tuple(found.kept),
        rejected=tuple(rejected),
        left_out=tuple(rows.left_out),
        missing=tuple(_missing(rows, workspace.bedrifter, snapshot)),
        opted_out=tuple(found.opted_out),
        by_name=rows.by_name,
        written=(),
        rejected_file=None,
        snapshot=_remembered(snapshot, taken),
    )


def _found(
    rows: CompanyRows,
    workspace: Workspace,
    snapshot: SourceSnapshot,
    is_kept_out: Callable[[str], bool],
) -> _Found:
    """Return what comparing each company with the records comes to."""
    reserved = {one.organisasjonsnummer for one in workspace.reservasjoner}
    found = _Found()
    for number, company in rows.companies.items():
        ours = workspace.bedrift_by_number.get(number)
        if ours is not None:
            found.compare(ours, company.bedrift, snapshot.get(number, {}))
        elif number in reserved or is_kept_out(number):
            why = msg("{number} has opted out or was forgotten", number=number)
            found.opted_out[number] = RejectedRow(line=company.line, reason=why)
        elif company.bedrift.status == CLOSED:
            found.gone.append(number)
        else:
            found.new.append(company.bedrift)
    return found


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
    """What comparing came to so far."""

    new: list[Bedrift] = field(default_factory=list)
    changed: int = 0
    same: int = 0
    gone: list[str] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    kept: list[FieldChange] = field(default_factory=list)
    opted_out: dict[str, RejectedRow] = field(default_factory=dict)

    def compare(self, ours: Bedrift, theirs: Bedrift, before: Fields) -> None:
        """Take in a company that is known."""
        differing, stay = _merged(ours, theirs, before)
        self.changes += differing
        self.kept += stay
        if any(one.field == "status" and one.theirs == CLOSED for one in differing):
            self.gone.append(ours.organisasjonsnummer)
        elif differing:
            self.changed += 1
        else:
            self.same += 1


def fields_of(bedrift: Bedrift) -> Fields:
    """Return what a source says of a company, as files write it; of its contact key by key."""
    told = bedrift.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    kontakt = told.pop("kontakt", {})
    return {**told, **{f"{KONTAKT}{key}": value for key, value in kontakt.items()}}


def _merged(
    ours: Bedrift, theirs: Bedrift, before: Fields
) -> tuple[list[FieldChange], list[FieldChange]]:
    """Return the fields that change, and those that people's changes keep."""
    differing: list[FieldChange] = []
    stay: list[FieldChange] = []
    now = fields_of(theirs)
    is_same_person = _is_same_person(ours, now)
    for group in _groups(now):
        have = {name: _value(ours, name) for name in group}
        want = {name: now.get(name) for name in group}
        if _written(have) == _written(want) or all(before.get(n) == want[n] for n in group):
            continue
        if have.get("organisasjonsform") == SOLE_TRADER and want["organisasjonsform"] in PLACES:
            continue  # whose place it is, the register tells of the owner alone
        untouched = all(have[n] == before[n] if n in before else have[n] is None for n in group)
        untouched &= is_same_person or not group[0].startswith(KONTAKT)
        closes = want.get("status") == CLOSED
        found = [
            FieldChange(
                organisasjonsnummer=ours.organisasjonsnummer,
                navn=ours.navn,
                field=name,
                ours=have[name],
                theirs=want[name],
            )
            for name in group
            if have[name] != want[name]
        ]
        (differing if untouched or closes else stay).extend(found)
    return differing, stay


def _is_same_person(ours: Bedrift, now: Fields) -> bool:
    """Tell whether a contact may be filled in: what is of another would become this one's.

    Nobody's consent holds for an address that they have not given.
    """
    dumped = ours.kontakt.model_dump(mode="json", exclude_defaults=True)
    have = {f"{KONTAKT}{key}": value for key, value in dumped.items()}
    if f"{KONTAKT}samtykke" in have or (f"{KONTAKT}navn" in have and f"{KONTAKT}navn" not in now):
        return False
    both = have.keys() & now.keys()
    return _written({key: have[key] for key in both}) == _written({key: now[key] for key in both})


def _written(values: Mapping[str, Value | None]) -> Mapping[str, Value]:
    """Return values so that a contact is the same however it is written."""
    return {name: _plain(name, value) for name, value in values.items() if value is not None}


def _plain(name: str, value: Value) -> Value:
    if not name.startswith(KONTAKT) or not isinstance(value, str):
        return value
    return "".join(value.split()).casefold().removeprefix("+47")


def _groups(now: Fields) -> Iterator[tuple[str, ...]]:
    """Give the fields that the source knows, those that belong together in one."""
    for group in _TOGETHER:
        if known := tuple(name for name in group if name in now):
            yield known
    together = {name for group in _TOGETHER for name in group}
    for name in now:
        if name not in together and name != "organisasjonsnummer":
            yield (name,)


def _value(bedrift: Bedrift, name: str) -> Value | None:
    """Return a field of the records, None where nothing is said."""
    if name == "status" and name not in bedrift.model_fields_set:
        return None
    value: Any = bedrift
    for key in name.split("."):
        value = getattr(value, key)
    return None if value == "" else value


def _remembered(snapshot: SourceSnapshot, told: Iterable[Bedrift]) -> SourceSnapshot:
    """Return what the source is known to have said, with what it says now."""
    now: dict[str, Fields] = {}
    for bedrift in told:
        number = bedrift.organisasjonsnummer
        # What is of people is filled in where it is empty, and never remembered.
        kept = {
            key: value
            for key, value in fields_of(bedrift).items()
            if key not in ("organisasjonsnummer", "notat") and not key.startswith(KONTAKT)
        }
        now[number] = {**snapshot.get(number, {}), **kept}
    return {**snapshot, **now}
