"""Companies from the rows of a register extract."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, get_args

from pydantic import ValidationError

from hageplan.errors import RequestError
from hageplan.imports.sources.headings import REQUIRED
from hageplan.imports.sources.identity import Likely
from hageplan.imports.sources.table import Row
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift, Status
from hageplan.records.spelling import ascii_key, compact

FindKommune = Callable[[str], str]
"""Returns the number of the municipality that a text names, or raises RequestError."""
Identify = Callable[[str, str | None], Likely]
"""Returns the company that a name and perhaps a municipality mean, or raises RequestError."""

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
_GONE: Final = ("konkurs", "slettedato", "nedleggelsesdato")
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


@dataclass(frozen=True)
class Candidate:
    """A company as a source has it: the fields that are set are those that the source knows.

    Attributes:
        line: Where the source tells of it.
        likeness: How much its name is like that of the company it was taken for, 0 to 100; None
            where its number tells.
    """

    line: int
    bedrift: Bedrift
    likeness: float | None = None


@dataclass(frozen=True)
class Rejection:
    """A row that is not taken in, and why; `cells` is the row, as the source has it."""

    line: int
    what: Message
    cells: Sequence[str] = ()


@dataclass(frozen=True)
class Read:
    """What a source's rows came to; `outside` are those of municipalities not asked for.

    `left_out` are the cells that cannot be used, of companies that come in without them.
    """

    candidates: tuple[Candidate, ...]
    rejected: tuple[Rejection, ...]
    outside: int = 0
    left_out: tuple[Rejection, ...] = ()


class UnusableError(Exception):
    """A row that cannot be taken in, and why."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


def read_companies(
    rows: Iterable[Row],
    columns: Mapping[str, int],
    find_kommune: FindKommune,
    *,
    wanted: Container[str] | None = None,
    kommune: str | None = None,
    is_register: bool = False,
    identify: Identify | None = None,
) -> Read:
    """Return the companies of all readable rows, and the other rows with the reason.

    Blank cells are unknown. Rows of municipalities that are not `wanted` are passed over, and those
    of a register that have none, as places abroad; a table without a column for it is all of
    `kommune`. With `identify`, a row without a number may be a company that is known by name.
    """
    find_cached = cache(_numbered(find_kommune))
    found: dict[str, Candidate] = {}
    rejected: list[Rejection] = []
    left_out: list[Rejection] = []
    outside = 0
    for row in rows:
        place = _place(row, columns)
        is_placed = place is not None and (place != "" or is_register)
        if wanted is not None and is_placed and _is_outside(place or "", find_cached, wanted):
            outside += 1
            continue
        cells = _cells(row, columns)
        if kommune is not None:
            cells.setdefault("kommune", kommune)
        try:
            candidate, unused = _candidate(row.line, cells, find_cached, identify)
        except UnusableError as fault:
            rejected.append(Rejection(row.line, fault.what, row.cells))
            continue
        first = found.setdefault(candidate.bedrift.organisasjonsnummer, candidate)
        if first is not candidate:
            what = msg("the same company as in line {line}", line=first.line)
            rejected.append(Rejection(row.line, what, row.cells))
            continue
        left_out += (Rejection(row.line, what) for what in unused)
    return Read(tuple(found.values()), tuple(rejected), outside, tuple(left_out))


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


def _candidate(
    line: int, cells: dict[str, str], find_kommune: FindKommune, identify: Identify | None
) -> tuple[Candidate, list[Message]]:
    if "organisasjonsnummer" in cells or identify is None or "navn" not in cells:
        company, unused = company_of(cells, find_kommune)
        return Candidate(line, company), unused
    kommune = find_kommune(cells["kommune"]) if "kommune" in cells else None
    try:
        known = identify(cells["navn"], kommune)
    except RequestError as fault:
        raise UnusableError(fault.message) from fault
    told = {"organisasjonsnummer": known.organisasjonsnummer, "kommune": known.kommunenummer}
    # The name led to it and may be another spelling: it is no news of the company.
    company, unused = company_of(told | cells | {"navn": known.navn}, find_kommune)
    return Candidate(line, company, known.likeness), unused


def company_of(
    cells: Mapping[str, str], find_kommune: FindKommune
) -> tuple[Bedrift, list[Message]]:
    """Return the company of a row (its cells by field, none of them blank) and what isn't used.

    What cannot be read and is not needed is left out. Raises UnusableError.
    """
    for field in REQUIRED:
        if _NO_VALUE.fullmatch(cells.get(field, "")):
            raise UnusableError(_not_allowed(field, cells))
        if field not in cells:
            raise UnusableError(msg("{field} is blank", field=field))
    values: dict[str, Any] = dict(cells)
    values["organisasjonsnummer"] = _digits(cells["organisasjonsnummer"])
    values["kommunenummer"] = find_kommune(values.pop("kommune"))
    if values.pop("landkode", "NO") not in ("NO", "SJ"):
        raise UnusableError(msg("in another country: {code}", code=cells["landkode"]))
    if values.pop("har_registrert_antall_ansatte", "true") in _NO:
        values.pop("antall_ansatte", None)  # what the register withholds is unknown, not nobody
    signs = [values.pop(sign, "false") for sign in _GONE]
    unused = _read_optional(values)
    if any(sign not in _NO for sign in signs):
        values["status"] = "nedlagt"
    kontakt = {name: values.pop(field) for field, name in _KONTAKT.items() if field in values}
    if kontakt:
        values["kontakt"] = kontakt
    return _validated(values, cells, unused), unused


def _read_optional(values: dict[str, Any]) -> list[Message]:
    """Turn the texts of fields that a company can do without into values; return what isn't."""
    unused = []
    for field in [*values]:
        reader = _READERS.get(field, str)
        text = values[field]
        try:
            if _NO_VALUE.fullmatch(text):
                raise ValueError(text)
            values[field] = reader(text)
        except ValueError:
            unused.append(_not_allowed(field, values))
            del values[field]
            continue
        if values[field] is None:
            del values[field]
    return unused


def _validated(values: dict[str, Any], cells: Mapping[str, str], unused: list[Message]) -> Bedrift:
    """Return the company without the fields that are not allowed; these are added to `unused`."""
    while True:
        try:
            return Bedrift.model_validate(values)
        except ValidationError as fault:
            place = fault.errors(include_url=False)[0]["loc"]
            named = (str(place[0]),) if place else ("lat", "lon")
            fields = [field for field in named if field in values and field not in REQUIRED]
            if not fields:
                raise UnusableError(_not_allowed(named[0], cells)) from fault
            unused += (_not_allowed(field, cells) for field in fields)
            for field in fields:
                del values[field]


def _not_allowed(field: str, cells: Mapping[str, str]) -> Message:
    value = f"«{cells.get(field, '')[:60]}»"
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


def _naeringskode(text: str) -> str | None:
    """Return an industry with its point, which some lists leave out; None: not stated."""
    if text in _NO_CODE:
        return None
    match = _NACE.match(text)
    return f"{match[1]}.{match[2]}" if match else text


def _postnummer(text: str) -> str:
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
    "naeringskode": _naeringskode,
    "postnummer": _postnummer,
    "lat": _decimal,
    "lon": _decimal,
    "status": _status,
    "epost": _epost,
}
"""How the texts of fields are read, where they are no texts; raise ValueError."""
