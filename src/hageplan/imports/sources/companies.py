"""Companies from the rows of a register extract."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from pydantic import ValidationError

from hageplan.errors import RequestError
from hageplan.imports.result import BASE, Newcomer
from hageplan.imports.sources.cells import (
    NO,
    NO_VALUE,
    READERS,
    Readers,
    UnlistedError,
    UnusableError,
    asks_not_to_be_phoned,
    asks_to_be_left_alone,
    digits,
    number_finder,
    plain_cell,
    status_reader,
)
from hageplan.imports.sources.exported import CONTACT, PAIRS, edited_since, is_of
from hageplan.imports.sources.headings import REQUIRED
from hageplan.imports.sources.identity import EXACT, FindKommune, Identify, NoSuchNameError
from hageplan.imports.sources.rows import CompanyRows, SourceCompany
from hageplan.imports.sources.table import Row, SourceTable
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import name_key

GONE: Final = ("konkurs", "slettedato", "nedleggelsesdato")
"""What a register says of those that are dissolved: the day, or that it is so."""


_VISITED: Final = "sist_besokt"


Place = tuple[str, str]
"""A company's name, as `name_key` spells it, and the number of its municipality."""


def place_of(navn: str, kommunenummer: str) -> Place:
    """Return by what a company without a number is known."""
    return name_key(navn), kommunenummer


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """What the words of a table are looked up in.

    Attributes:
        identify: Tells which company a row without a number is, by a name that may be spelt
            otherwise; None: only its whole name in its municipality tells.
        known: The companies of the records by number.
        places: Those by name and municipality, as `place_of` has them.
        added: The numbers of those that are to be added, in the same way.
        statuses: The words of this workspace for a status.
    """

    find_kommune: FindKommune
    identify: Identify | None
    known: Mapping[str, Bedrift]
    statuses: Mapping[str, str]
    places: Mapping[Place, Sequence[Bedrift]]
    added: Mapping[Place, str]


def read_companies(
    table: SourceTable,
    columns: Mapping[str, int],
    lookup: Lookup,
    *,
    wanted: frozenset[str] | None = None,
    kommune: str | None = None,
    is_register: bool = False,
) -> CompanyRows:
    """Return the companies of all readable rows, and the other rows with the reason.

    Blank cells are unknown. Rows of municipalities that are not `wanted` are passed over, and those
    of a register that have none, as places abroad; a table without a column for it is all of
    `kommune`. Of our own table only what somebody changed in it since counts.
    """
    find_cached = cache(number_finder(lookup.find_kommune))
    headings = {field: table.header[number] for field, number in columns.items()}
    is_own = BASE in columns
    found = CompanyRows(headings=headings, kommuner=wanted, table=table, is_own=is_own)
    reader = _RowReader(
        find_kommune=find_cached,
        lookup=lookup,
        readers={**READERS, "status": status_reader(lookup.statuses)},
        fields=[*columns],
    )
    for row in table.rows:
        place = _place(row, columns)
        is_placed = place is not None and (place != "" or is_register)
        if wanted is not None and is_placed and _is_outside(place or "", find_cached, wanted):
            found.outside += 1
            continue
        cells = _cells(row, columns)
        if kommune is not None:
            cells.setdefault("kommune", kommune)
        try:
            company, unused = reader.company(row, cells)
        except UnusableError as fault:
            found.reject(row.line, fault.what, row.cells, fault)
            continue
        found.take(company, unused, row.cells)
    found.settle()
    return found


def _place(row: Row, columns: Mapping[str, int]) -> str | None:
    """Return what a row says of its municipality; None where the table has no column for it."""
    number = columns.get("kommune")
    if number is None:
        return None
    return row.cells[number].strip() if number < len(row.cells) else ""


def _is_outside(place: str, find_kommune: FindKommune, wanted: Container[str]) -> bool:
    """Tell whether a municipality is another; one that nobody knows is another too."""
    try:
        return find_kommune(place) not in wanted
    except UnusableError:
        return True


def _cells(row: Row, columns: Mapping[str, int]) -> dict[str, str]:
    cells = {f: plain_cell(row.cells[n]) for f, n in columns.items() if n < len(row.cells)}
    return {field: text for field, text in cells.items() if text}


@dataclass(frozen=True, kw_only=True)
class _RowReader:
    """Reads the companies of a table's rows; `fields` are those that it has columns for."""

    find_kommune: FindKommune
    lookup: Lookup
    readers: Readers
    fields: Sequence[str]

    def company(self, row: Row, cells: dict[str, str]) -> tuple[SourceCompany, list[Message]]:
        """Return the company of a row, and its cells that cannot be used; raises UnusableError."""
        visit = {name: cells.pop(name) for name in (_VISITED,) if name in cells}
        not_read = _read_optional(visit, self.readers)
        base = cells.pop(BASE, "")
        found, unused = self._edited(row, cells, base) if base else self._listed(row, cells)
        return replace(found, visited=visit.get(_VISITED)), [*not_read, *unused]

    def _listed(self, row: Row, cells: dict[str, str]) -> tuple[SourceCompany, list[Message]]:
        """Return the company of a row of any other list."""
        navn, number = cells.get("navn"), cells.get("organisasjonsnummer", "")
        kommune = self.find_kommune(cells["kommune"]) if "kommune" in cells else None
        likeness = None
        is_numbered = any(map(str.isdigit, number))
        if navn is None and not is_numbered:
            raise UnusableError(msg("{field} is empty", field="navn"))
        if navn is None or is_numbered:
            told: Mapping[str, str] = cells
        elif kommune and (added := self.lookup.added.get(place_of(navn, kommune))):
            told = {**cells, "organisasjonsnummer": added}
        else:
            self.readers["status"](cells.get("status", "prospekt"))  # that is asked for first
            ours, likeness = self._known(navn, kommune)
            # The name led to it and may be another spelling: it is no news of the company. But
            # where it is called otherwise since, its old name still is what the list calls it.
            is_old = likeness is None and name_key(navn) != name_key(ours.navn)
            unnumbered = {key: text for key, text in cells.items() if key != "organisasjonsnummer"}
            told = {**_named(ours, unnumbered), "navn": navn if is_old else ours.navn}
        company, unused = company_of(told, self.find_kommune, self.readers)
        found = SourceCompany(line=row.line, bedrift=company, likeness=likeness, cells=row.cells)
        return found, unused

    def _known(self, navn: str, kommune: str | None) -> tuple[Bedrift, float | None]:
        """Return the company that a name means where it is, and how like its name is if unsure."""
        same = self.lookup.places.get(place_of(navn, kommune), ()) if kommune else ()
        if len(same) > 1:
            which = ", ".join(f"«{one.navn}» ({one.organisasjonsnummer})" for one in same)
            raise UnusableError(
                msg("the organisation number is missing; it may be {which}", which=which)
            )
        if same:
            is_same = name_key(navn) == name_key(same[0].navn)
            return same[0], EXACT if is_same and self.lookup.identify else None
        try:
            if self.lookup.identify is not None:
                return self.lookup.identify(navn, kommune)
        except RequestError as fault:
            if kommune is None or not isinstance(fault, NoSuchNameError):
                raise UnusableError(fault.message) from fault
        if kommune is None:
            raise UnusableError(msg("{field} is empty", field="kommune"))
        raise UnlistedError(Newcomer(navn=navn, kommune=kommune, organisasjonsnummer=""))

    def _edited(
        self, row: Row, cells: Mapping[str, str], base: str
    ) -> tuple[SourceCompany, list[Message]]:
        """Return what somebody did to a row of our own table."""
        number = digits(cells.get("organisasjonsnummer", ""))
        ours = self.lookup.known.get(number)
        if ours is None or not is_of(number, base):
            raise UnusableError(
                msg("{number} is no longer on the list, or its number has been changed here",
                    number=number or "–")
            )  # fmt: skip
        edited = edited_since(cells, self.fields, base, ours)
        if blank := next((name for name in REQUIRED if name in edited.blank), None):
            raise UnusableError(msg("{field} is empty", field=blank))
        changed = {name: cells[name] for name in edited.changed}
        company, unused = company_of(_named(ours, changed), self.find_kommune, self.readers)
        found = SourceCompany(line=row.line, bedrift=company, edited=edited, cells=row.cells)
        return found, unused


def _named(ours: Bedrift, cells: Mapping[str, str]) -> dict[str, str]:
    """Return cells with what a company cannot do without, from the records where they lack it."""
    return {
        "organisasjonsnummer": ours.organisasjonsnummer,
        "navn": ours.navn,
        "kommune": ours.kommunenummer,
        **cells,
    }


def company_of(
    cells: Mapping[str, str], find_kommune: FindKommune, readers: Readers = READERS
) -> tuple[Bedrift, list[Message]]:
    """Return the company of a row (its cells by field, none of them blank) and what isn't used.

    What cannot be read and is not needed is left out. Raises UnusableError.
    """
    check_required(cells)
    values: dict[str, Any] = dict(cells)
    values["organisasjonsnummer"] = digits(cells["organisasjonsnummer"])
    values["kommunenummer"] = find_kommune(values.pop("kommune"))
    if values.pop("landkode", "NO") not in ("NO", "SJ"):
        raise UnusableError(msg("in another country: {code}", code=cells["landkode"]))
    if values.pop("har_registrert_antall_ansatte", "true") in NO:
        values.pop("antall_ansatte", None)  # what the register withholds is unknown, not nobody
    signs = [values.pop(sign, "false") for sign in GONE]
    unused = _read_optional(values, readers)
    if any(sign not in NO for sign in signs):
        values["status"] = "nedlagt"
    if asks_not_to_be_phoned(cells.get("notat", "")):
        values.setdefault("ring_ikke", True)
    if asks_to_be_left_alone(cells.get("notat", "")):
        values.setdefault("reservert", True)
    kontakt = {name: values.pop(field) for field, name in CONTACT.items() if field in values}
    if kontakt:
        values["kontakt"] = kontakt
    return validated(values, cells, unused), unused


def check_required(values: Mapping[str, object]) -> None:
    """Raise UnusableError where a field is blank that a company cannot do without."""
    for name in REQUIRED:
        if NO_VALUE.fullmatch(str(values.get(name, ""))):
            raise UnusableError(_not_allowed(name, values))
        if name not in values:
            raise UnusableError(msg("{field} is empty", field=name))


def _read_optional(values: dict[str, Any], readers: Readers) -> list[Message]:
    """Turn the texts of fields that a company can do without into values; return what isn't."""
    unused = []
    for name in [*values]:
        reader = readers.get(name, str)
        text = values[name]
        try:
            if NO_VALUE.fullmatch(text):
                raise ValueError(text)
            values[name] = reader(text)
        except ValueError as fault:
            why = fault.args[0] if fault.args and isinstance(fault.args[0], Message) else None
            unused.append(why or _not_allowed(name, values))
            del values[name]
            continue
        if values[name] is None:
            del values[name]
    return unused


def validated(values: dict[str, Any], told: Mapping[str, object], unused: list[Message]) -> Bedrift:
    """Return the company without the fields that are not allowed; these are added to `unused`.

    `told` are the fields as the source has them. Raises UnusableError where a company cannot do
    without such a field.
    """
    while True:
        try:
            return Bedrift.model_validate(values)
        except ValidationError as fault:
            place = fault.errors(include_url=False)[0]["loc"]
            named = (str(place[0]),) if place else _pair_of(values)
            fields = [field for field in named if field in values and field not in REQUIRED]
            if not fields:
                raise UnusableError(_not_allowed(named[0], told)) from fault
            unused += (_not_allowed(field, told) for field in fields)
            for field in fields:
                del values[field]


def _pair_of(values: Mapping[str, object]) -> tuple[str, ...]:
    """Return the fields that do not fit each other, where a fault is of more than one."""
    positions, leaders = PAIRS
    return positions if len(values.keys() & {*positions}) == 1 else leaders


def _not_allowed(field: str, told: Mapping[str, object]) -> Message:
    value = f"«{str(told.get(field, ''))[:60]}»"
    return msg("{field}: {value} is not allowed here", field=field, value=value)
