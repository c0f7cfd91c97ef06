"""Companies from the rows of a register extract."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, get_args

from pydantic import ValidationError

from hageplan.errors import RequestError
from hageplan.imports.result import NameMatch, RejectedRow
from hageplan.imports.sources.headings import REQUIRED
from hageplan.imports.sources.identity import FindKommune, Identify
from hageplan.imports.sources.table import Row, SourceTable
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift, Status
from hageplan.records.spelling import ascii_key, compact

_WHOLE_NUMBER: Final = re.compile(r"^(\d+)(?:[.,]0+)?$")
_NUMBER_SIGNS: Final = re.compile(r"[\s.'’]")
_KOMMUNE_DIGITS: Final = 4
_GUARD: Final = re.compile(r"^'(?=[=+@-])")
_ADDRESS: Final = re.compile(r"^[^\s@,;:<>]+@[^\s@,;:<>]+\.[^\s@,;:<>]+$")
_ORDINARY: Final = re.compile(r"^NO(?=\d)|MVA$", re.IGNORECASE)
_KOMMUNE_NUMBER: Final = re.compile(r"^(\d{4})\b|\((\d{4})\)$")
_POST: Final = re.compile(r"^(?:NO?-)?(\d{4})\b")
_NACE: Final = re.compile(r"^(\d{2})[.,]?(\d{1,3})$")
_NO: Final = ("false", "nei", "0", "usann")
GONE: Final = ("konkurs", "slettedato", "nedleggelsesdato")
"""What a register says of those that are dissolved: the day, or that it is so."""
_NO_CODE: Final = ("00.000", "00", "0")
"""How registers write "industry not stated"."""
_NO_VALUE: Final = re.compile(r"#(REF|N/A|VALUE|VERDI|DIV/0|NAME|NAVN|NULL|NUM)[!?]?|#I/T")
"""What a spreadsheet writes where a formula has no value."""
_KONTAKT: Final = {"kontaktperson": "navn", "rolle": "rolle", "telefon": "telefon",
                   "epost": "epost"}  # fmt: skip
_STATUSES: Final[Mapping[str, str]] = {word: word for word in get_args(Status)} | {
    "medlemmer": "medlem", "ja": "medlem", "member": "medlem", "malbedrift": "maalbedrift",
    "x": "medlem", "sann": "medlem", "true": "medlem", "prospect": "prospekt",
    "nei": "prospekt", "ikke medlem": "prospekt", "tidligere medlem": "prospekt",
    "usann": "prospekt", "false": "prospekt", "nei takk": "avslag", "onsker ikke": "avslag",
    "konkurs": "nedlagt", "avviklet": "nedlagt", "closed": "nedlagt",
}  # fmt: skip
"""What lists say of how a company stands to us."""


@dataclass(frozen=True, kw_only=True)
class SourceCompany:
    """A company as a source has it: the fields that are set are those that the source knows.

    Attributes:
        line: Where the source tells of it.
        likeness: How much its name is like that of the company it was taken for, 0 to 100; None
            where its number tells.
    """

    line: int
    bedrift: Bedrift
    likeness: float | None = None


@dataclass(frozen=True, kw_only=True)
class CompanyRows:
    """What a source's rows came to.

    Attributes:
        companies: The companies, each once.
        rejected: Rows that are not taken in.
        outside: Rows of municipalities that were not asked for.
        left_out: Cells that cannot be used, of companies that come in without them.
        headings: Which column was which field, by field.
        kommuner: Numbers of the municipalities that were asked for; None is all.
    """

    companies: tuple[SourceCompany, ...]
    rejected: tuple[RejectedRow, ...] = ()
    outside: int = 0
    left_out: tuple[RejectedRow, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    kommuner: frozenset[str] | None = None

    @property
    def by_name(self) -> tuple[NameMatch, ...]:
        """Rows that were taken for companies by their names."""
        return tuple(
            NameMatch(
                line=one.line,
                organisasjonsnummer=one.bedrift.organisasjonsnummer,
                navn=one.bedrift.navn,
                likeness=one.likeness,
            )
            for one in self.companies
            if one.likeness is not None
        )


class RowCollector:
    """Companies as rows give them; a company that comes twice is rejected the second time."""

    def __init__(self) -> None:
        self.companies: dict[str, SourceCompany] = {}
        self.rejected: list[RejectedRow] = []
        self.left_out: list[RejectedRow] = []
        self.outside = 0

    def take(
        self, company: SourceCompany, unused: Iterable[Message], cells: Sequence[str] = ()
    ) -> None:
        """Take a company in; `unused` says which of its cells cannot be used."""
        first = self.companies.setdefault(company.bedrift.organisasjonsnummer, company)
        if first is not company:
            what = msg("the same company as in line {line}", line=first.line)
            self.reject(company.line, what, cells)
            return
        self.left_out += (RejectedRow(line=company.line, reason=what) for what in unused)

    def reject(self, line: int, what: Message, cells: Sequence[str] = ()) -> None:
        """Leave a row out."""
        self.rejected.append(RejectedRow(line=line, reason=what, cells=tuple(cells)))

    def rows(
        self, kommuner: frozenset[str] | None, headings: Mapping[str, str] | None = None
    ) -> CompanyRows:
        """Return what the rows came to."""
        return CompanyRows(
            companies=tuple(self.companies.values()),
            rejected=tuple(self.rejected),
            outside=self.outside,
            left_out=tuple(self.left_out),
            headings=headings or {},
            kommuner=kommuner,
        )


class UnusableError(Exception):
    """A row that cannot be taken in, and why."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


def read_companies(
    table: SourceTable,
    columns: Mapping[str, int],
    find_kommune: FindKommune,
    *,
    wanted: frozenset[str] | None = None,
    kommune: str | None = None,
    is_register: bool = False,
    identify: Identify | None = None,
) -> CompanyRows:
    """Return the companies of all readable rows, and the other rows with the reason.

    Blank cells are unknown. Rows of municipalities that are not `wanted` are passed over, and those
    of a register that have none, as places abroad; a table without a column for it is all of
    `kommune`. With `identify`, a row without a number may be a company that is known by name.
    """
    find_cached = cache(_numbered(find_kommune))
    found = RowCollector()
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
            company, unused = _company(row.line, cells, find_cached, identify)
        except UnusableError as fault:
            found.reject(row.line, fault.what, row.cells)
            continue
        found.take(company, unused, row.cells)
    headings = {field: table.header[number] for field, number in columns.items()}
    return found.rows(wanted, headings)


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


def plain_cell(text: str) -> str:
    """Return a cell on one line."""
    return unguarded(" ".join(text.split()))


def unguarded(text: str) -> str:
    """Return a text without the sign by which CSV keeps it from being a formula."""
    return _GUARD.sub("", text)


def _company(
    line: int, cells: dict[str, str], find_kommune: FindKommune, identify: Identify | None
) -> tuple[SourceCompany, list[Message]]:
    if "organisasjonsnummer" in cells or identify is None or "navn" not in cells:
        company, unused = company_of(cells, find_kommune)
        return SourceCompany(line=line, bedrift=company), unused
    kommune = find_kommune(cells["kommune"]) if "kommune" in cells else None
    try:
        known = identify(cells["navn"], kommune)
    except RequestError as fault:
        raise UnusableError(fault.message) from fault
    told = {"organisasjonsnummer": known.organisasjonsnummer, "kommune": known.kommunenummer}
    # The name led to it and may be another spelling: it is no news of the company.
    company, unused = company_of(told | cells | {"navn": known.navn}, find_kommune)
    return SourceCompany(line=line, bedrift=company, likeness=known.likeness), unused


def company_of(
    cells: Mapping[str, str], find_kommune: FindKommune
) -> tuple[Bedrift, list[Message]]:
    """Return the company of a row (its cells by field, none of them blank) and what isn't used.

    What cannot be read and is not needed is left out. Raises UnusableError.
    """
    check_required(cells)
    values: dict[str, Any] = dict(cells)
    values["organisasjonsnummer"] = _digits(cells["organisasjonsnummer"])
    values["kommunenummer"] = find_kommune(values.pop("kommune"))
    if values.pop("landkode", "NO") not in ("NO", "SJ"):
        raise UnusableError(msg("in another country: {code}", code=cells["landkode"]))
    if values.pop("har_registrert_antall_ansatte", "true") in _NO:
        values.pop("antall_ansatte", None)  # what the register withholds is unknown, not nobody
    signs = [values.pop(sign, "false") for sign in GONE]
    unused = _read_optional(values)
    if any(sign not in _NO for sign in signs):
        values["status"] = "nedlagt"
    kontakt = {name: values.pop(field) for field, name in _KONTAKT.items() if field in values}
    if kontakt:
        values["kontakt"] = kontakt
    return validated(values, cells, unused), unused


def check_required(values: Mapping[str, object]) -> None:
    """Raise UnusableError where a field is blank that a company cannot do without."""
    for name in REQUIRED:
        if _NO_VALUE.fullmatch(str(values.get(name, ""))):
            raise UnusableError(_not_allowed(name, values))
        if name not in values:
            raise UnusableError(msg("{field} is blank", field=name))


def _read_optional(values: dict[str, Any]) -> list[Message]:
    """Turn the texts of fields that a company can do without into values; return what isn't."""
    unused = []
    for name in [*values]:
        reader = _READERS.get(name, str)
        text = values[name]
        try:
            if _NO_VALUE.fullmatch(text):
                raise ValueError(text)
            values[name] = reader(text)
        except ValueError:
            unused.append(_not_allowed(name, values))
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
            named = (str(place[0]),) if place else ("lat", "lon")
            fields = [field for field in named if field in values and field not in REQUIRED]
            if not fields:
                raise UnusableError(_not_allowed(named[0], told)) from fault
            unused += (_not_allowed(field, told) for field in fields)
            for field in fields:
                del values[field]


def _not_allowed(field: str, told: Mapping[str, object]) -> Message:
    value = f"«{str(told.get(field, ''))[:60]}»"
    return msg("{field}: {value} is not allowed here", field=field, value=value)


def _digits(text: str) -> str:
    """Return a number without spaces and points, and without what a spreadsheet adds."""
    plain = text.removeprefix("=").strip("\"'")
    whole = re.sub(r"(?<=\d{9})[.,]0+$", "", compact(plain))
    return _ORDINARY.sub("", _NUMBER_SIGNS.sub("", whole))


def _numbered(find_kommune: FindKommune) -> FindKommune:
    """Return what finds a municipality of a cell, and says so where there is none."""

    def number_of(text: str) -> str:
        plain = text.removesuffix(".0").removesuffix(" kommune")
        if both := _KOMMUNE_NUMBER.search(plain):
            plain = both[1] or both[2]
        if plain.isdecimal() and len(plain) < _KOMMUNE_DIGITS:
            plain = plain.zfill(_KOMMUNE_DIGITS)  # a spreadsheet takes 0301 for 301
        try:
            return find_kommune(plain)
        except RequestError as fault:
            raise UnusableError(fault.message) from fault

    return number_of


def _count(text: str) -> int:
    match = _WHOLE_NUMBER.match("".join(text.split()))
    if match is None:
        raise ValueError(text)
    return int(match[1])


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def naeringskode(text: str) -> str | None:
    """Return an industry with its point, which some lists leave out; None: not stated."""
    if text in _NO_CODE:
        return None
    match = _NACE.match(text)
    return f"{match[1]}.{match[2]}" if match else text


def postnummer(text: str) -> str:
    """Return a postcode with its four digits, which spreadsheets and addresses abroad change."""
    match = _POST.match(text)
    return match[1] if match else text.removesuffix(".0").replace(" ", "").zfill(4)


def _epost(text: str) -> str:
    address = text.removeprefix("mailto:")
    if not _ADDRESS.match(address):
        raise ValueError(text)
    return address


def _status(text: str) -> str:
    word = ascii_key(text)
    if word not in _STATUSES:
        raise ValueError(text)
    return _STATUSES[word]


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "overordnet_enhet": _digits,
    "antall_ansatte": _count,
    "naeringskode": naeringskode,
    "postnummer": postnummer,
    "lat": _decimal,
    "lon": _decimal,
    "status": _status,
    "epost": _epost,
}
"""How the texts of fields are read, where they are no texts; raise ValueError."""
