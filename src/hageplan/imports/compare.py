"""What an import would change: new companies, changed fields, and what people's changes keep.

A field is changed where the source says something else than last time and nobody has changed the
record since (a three-way comparison: the source last time, the source now, the record).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hageplan.imports.sources.companies import Candidate, Read, Rejection
from hageplan.imports.sources.headings import unused_headings
from hageplan.mail.consent import SOLE_TRADER
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.memory import Fields, SourceSnapshot, Value

CLOSED: Final = "nedlagt"
KONTAKT: Final = "kontakt."
"""What the fields of a contact begin with."""
PLACES: Final = ("BEDR", "AAFY")
"""What the register calls places of business."""
_TOGETHER: Final = (("lat", "lon"), ("adresse", "postnummer", "poststed"))
"""Fields that make sense only from one hand."""


@dataclass(frozen=True)
class Difference:
    """A field of a company: what the records say, and what the source says; None is nothing."""

    organisasjonsnummer: str
    navn: str
    field: str
    ours: Value | None
    theirs: Value | None


@dataclass(frozen=True)
class SourceRead:
    """What a file turned out to be, and its rows.

    `encoding` and `delimiter` of a workbook are its kind and the sheet; `headings` are by field.
    `kommuner` are the numbers of the municipalities that were asked for, None: all.
    """

    file: str
    rows: Read
    encoding: str = ""
    delimiter: str = ""
    header: tuple[str, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    kommuner: frozenset[str] | None = None

    @property
    def unused(self) -> tuple[str, ...]:
        """Return the headings of columns that nothing is taken from."""
        return unused_headings(self.header, self.headings)


@dataclass(frozen=True)
class ImportPlan:
    """Each row of the source is one of `new`, `changed`, `same`, `gone` or `rejected`.

    Attributes:
        changed: Numbers of companies of which a field changes, but for those that are gone.
        gone: Numbers of those that the source says are dissolved: they become `nedlagt`.
        changes: The fields that change.
        kept: Fields that stay as they are, since the records have them from people or elsewhere.
        left_out: Cells that cannot be used, of companies that come in without them.
        missing: Companies that the source told of before, and does not any more.
        opted_out: Numbers of rejected rows whose company has opted out or was forgotten.
        outside: Rows of other municipalities than those asked for; they are no part of the others.
        said: What the source is remembered to have said.
        alike: Those that were known by name and place.
    """

    new: tuple[Bedrift, ...]
    changed: tuple[str, ...]
    same: int
    gone: tuple[str, ...]
    changes: tuple[Difference, ...]
    kept: tuple[Difference, ...]
    rejected: tuple[Rejection, ...]
    opted_out: tuple[str, ...] = ()
    outside: int = 0
    said: SourceSnapshot = field(default_factory=dict)
    alike: tuple[Candidate, ...] = ()
    missing: tuple[Bedrift, ...] = ()
    left_out: tuple[Rejection, ...] = ()

    @property
    def fields(self) -> Mapping[str, Mapping[str, Value | None]]:
        """Return the new values of the fields that change, by organisasjonsnummer."""
        found: dict[str, dict[str, Value | None]] = {}
        for one in self.changes:
            found.setdefault(one.organisasjonsnummer, {})[one.field] = one.theirs
        return found

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many rows there were, and of which kind; the kinds add up to the rows."""
        kinds = {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
            "gone": len(self.gone),
            "rejected": len(self.rejected),
        }
        return {"rows": sum(kinds.values()), **kinds}


def compare(
    read: Read,
    present: Iterable[Bedrift],
    said: SourceSnapshot,
    opted_out: Container[str] = (),
    kommuner: Container[str] | None = None,
) -> ImportPlan:
    """Return what bringing what was `read` into `present` would do.

    `said` is what the source said last time; `kommuner` are those that it was read for (None: all).
    Of those that are not there yet, who is among `opted_out` is rejected, and who is dissolved is
    gone: neither is added.
    """
    known = {bedrift.organisasjonsnummer: bedrift for bedrift in present}
    found = _Found()
    for candidate in read.candidates:
        number = candidate.bedrift.organisasjonsnummer
        ours = known.get(number)
        if ours is not None:
            found.compare(ours, candidate.bedrift, said.get(number, {}))
        elif number in opted_out:
            found.opted_out.append(candidate)
        elif candidate.bedrift.status == CLOSED:
            found.gone.append(number)
        else:
            found.new.append(candidate.bedrift)
    out = {one.bedrift.organisasjonsnummer: one for one in found.opted_out}
    refused = [
        Rejection(one.line, msg("{number} has opted out or was forgotten", number=number))
        for number, one in out.items()
    ]
    taken = [c.bedrift for c in read.candidates if c.bedrift.organisasjonsnummer not in out]
    return ImportPlan(
        tuple(found.new),
        tuple(found.changed),
        found.same,
        tuple(found.gone),
        tuple(found.changes),
        tuple(found.kept),
        tuple(sorted((*read.rejected, *refused), key=lambda rejection: rejection.line)),
        tuple(out),
        read.outside,
        _remembered(said, taken),
        tuple(one for one in read.candidates if one.likeness is not None),
        tuple(_missing(read, known.values(), said, kommuner)),
        read.left_out,
    )


def _missing(
    read: Read, present: Iterable[Bedrift], said: SourceSnapshot, kommuner: Container[str] | None
) -> Iterator[Bedrift]:
    """Give the companies that the source told of before, and does not tell of now."""
    told = {candidate.bedrift.organisasjonsnummer for candidate in read.candidates}
    for bedrift in present:
        is_asked = kommuner is None or bedrift.kommunenummer in kommuner
        is_lost = bedrift.organisasjonsnummer in said and bedrift.organisasjonsnummer not in told
        if is_asked and is_lost and bedrift.status != CLOSED:
            yield bedrift


@dataclass
class _Found:
    """What comparing came to so far."""

    new: list[Bedrift] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: int = 0
    gone: list[str] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)
    opted_out: list[Candidate] = field(default_factory=list)

    def compare(self, ours: Bedrift, theirs: Bedrift, before: Fields) -> None:
        """Take in a company that is known."""
        differing, stay = _merged(ours, theirs, before)
        self.changes += differing
        self.kept += stay
        if any(one.field == "status" and one.theirs == CLOSED for one in differing):
            self.gone.append(ours.organisasjonsnummer)
        elif differing:
            self.changed.append(ours.organisasjonsnummer)
        else:
            self.same += 1


def fields_of(bedrift: Bedrift) -> Fields:
    """Return what a source says of a company, as files write it; of its contact key by key."""
    told = bedrift.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    kontakt = told.pop("kontakt", {})
    return {**told, **{f"{KONTAKT}{key}": value for key, value in kontakt.items()}}


def is_personal(name: str) -> bool:
    """Tell whether a field is of people: it is filled in where it is empty, never remembered."""
    return name == "notat" or name.startswith(KONTAKT)


def _merged(
    ours: Bedrift, theirs: Bedrift, before: Fields
) -> tuple[list[Difference], list[Difference]]:
    """Return the fields that change, and those that people's changes keep."""
    differing: list[Difference] = []
    stay: list[Difference] = []
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
            Difference(ours.organisasjonsnummer, ours.navn, name, have[name], want[name])
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


def _written(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return values so that a contact is the same however it is written."""
    return {name: _plain(name, value) for name, value in values.items() if value is not None}


def _plain(name: str, value: Any) -> Any:  # noqa: ANN401  (any field's)
    if not name.startswith(KONTAKT):
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


def _value(bedrift: Bedrift, name: str) -> Any:  # noqa: ANN401  (any field's)
    """Return a field of the records, None where nothing is said."""
    if name == "status" and name not in bedrift.model_fields_set:
        return None
    value: Any = bedrift
    for key in name.split("."):
        value = getattr(value, key)
    return None if value == "" else value


def _remembered(said: SourceSnapshot, told: Iterable[Bedrift]) -> SourceSnapshot:
    """Return what the source is known to have said, with what it says now."""
    now = {bedrift.organisasjonsnummer: fields_of(bedrift) for bedrift in told}
    for number, fields in now.items():
        kept = {
            k: v for k, v in fields.items() if k != "organisasjonsnummer" and not is_personal(k)
        }
        now[number] = {**said.get(number, {}), **kept}
    return {**said, **now}
