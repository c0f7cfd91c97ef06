"""Companies from the rows of a register extract."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import ValidationError

from hageplan.errors import RequestError
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift
from hageplan.sources.identity import Likely
from hageplan.sources.table import Row

FindKommune = Callable[[str], str]
"""Returns the number of the municipality that a text names, or raises RequestError."""
Identify = Callable[[str, str | None], Likely]
"""Returns the company that a name and perhaps a municipality mean, or raises RequestError."""

_WHOLE_NUMBER: Final = re.compile(r"^(\d+)(?:[.,]0+)?$")
_NO: Final = ("false", "nei", "0", "usann")
_GONE: Final = ("konkurs", "slettedato", "nedleggelsesdato")
"""What a register says of those that are dissolved: the day, or that it is so."""
_NO_CODE: Final = ("00.000", "00", "0")
"""How registers write "industry not stated"."""


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
    """What a source's rows came to; `outside` are those of municipalities not asked for."""

    candidates: tuple[Candidate, ...]
    rejected: tuple[Rejection, ...]
    outside: int = 0


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
    identify: Identify | None = None,
) -> Read:
    """Return the companies of all readable rows, and the other rows with the reason.

    Blank cells are unknown. Rows of municipalities that are not `wanted` are passed over. With
    `identify`, a row without a number may be one of the companies that are known by name.
    """
    find_cached = cache(_numbered(find_kommune))
    found: dict[str, Candidate] = {}
    rejected: list[Rejection] = []
    outside = 0
    for row in rows:
        cells = _cells(row, columns)
        try:
            if wanted is not None and _is_outside(cells, find_cached, wanted):
                outside += 1
                continue
            candidate = _candidate(row.line, cells, find_cached, identify)
        except UnusableError as fault:
            rejected.append(Rejection(row.line, fault.what, row.cells))
            continue
        first = found.setdefault(candidate.bedrift.organisasjonsnummer, candidate)
        if first is not candidate:
            what = msg("the same company as in line {line}", line=first.line)
            rejected.append(Rejection(row.line, what, row.cells))
    return Read(tuple(found.values()), tuple(rejected), outside)


def _is_outside(
    cells: Mapping[str, str], find_kommune: FindKommune, wanted: Container[str]
) -> bool:
    """Tell whether a row is of another municipality; one that nobody knows is another too."""
    try:
        return find_kommune(cells.get("kommune", "")) not in wanted
    except UnusableError:
        return True


def _cells(row: Row, columns: Mapping[str, int]) -> dict[str, str]:
    cells = {f: row.cells[n].strip() for f, n in columns.items() if n < len(row.cells)}
    return {field: text for field, text in cells.items() if text}


def _candidate(
    line: int, cells: dict[str, str], find_kommune: FindKommune, identify: Identify | None
) -> Candidate:
    if "organisasjonsnummer" in cells or identify is None or "navn" not in cells:
        return Candidate(line, company_of(cells, find_kommune))
    kommune = find_kommune(cells["kommune"]) if "kommune" in cells else None
    try:
        known = identify(cells["navn"], kommune)
    except RequestError as fault:
        raise UnusableError(fault.message) from fault
    told = {"organisasjonsnummer": known.organisasjonsnummer, "kommune": known.kommunenummer}
    # The name led to it and may be another spelling: it is no news of the company.
    company = company_of(told | cells | {"navn": known.navn}, find_kommune)
    return Candidate(line, company, known.likeness)


def company_of(cells: Mapping[str, str], find_kommune: FindKommune) -> Bedrift:
    """Return the company of a row: its cells by field, none of them blank; raises UnusableError."""
    for field in ("organisasjonsnummer", "navn", "kommune"):
        if field not in cells:
            raise UnusableError(msg("{field} is blank", field=field))
    values: dict[str, Any] = dict(cells)
    values["organisasjonsnummer"] = _digits(cells["organisasjonsnummer"])
    if "overordnet_enhet" in cells:
        values["overordnet_enhet"] = _digits(cells["overordnet_enhet"])
    values["kommunenummer"] = find_kommune(values.pop("kommune"))
    if values.pop("landkode", "NO") not in ("NO", "SJ"):
        raise UnusableError(msg("in another country: {code}", code=cells["landkode"]))
    if values.pop("har_registrert_antall_ansatte", "true") in _NO:
        values.pop("antall_ansatte", None)  # what the register withholds is unknown, not nobody
    if "antall_ansatte" in values:
        values["antall_ansatte"] = _count(values["antall_ansatte"])
    signs = [values.pop(sign, "false") for sign in _GONE]
    if any(sign not in _NO for sign in signs):
        values["status"] = "nedlagt"
    if cells.get("naeringskode") in _NO_CODE:
        del values["naeringskode"]
    for field in cells.keys() & {"lat", "lon"}:
        values[field] = _decimal(field, cells[field])
    try:
        return Bedrift.model_validate(values)
    except ValidationError as fault:
        error = fault.errors(include_url=False)[0]
        field = str(error["loc"][0]) if error["loc"] else "lat, lon"
        value = cells.get(field, "")
        raise UnusableError(
            msg("{field}: {value} is not allowed here", field=field, value=f"«{value[:60]}»")
        ) from fault


def _digits(text: str) -> str:
    """Return a number without spaces, and without the ".0" of a spreadsheet."""
    return "".join(text.split()).removesuffix(".0")


def _numbered(find_kommune: FindKommune) -> FindKommune:
    """Return what finds a municipality of a cell, and says so where there is none."""

    def number_of(text: str) -> str:
        try:
            return find_kommune(text.removesuffix(".0"))
        except RequestError as fault:
            raise UnusableError(fault.message) from fault

    return number_of


def _count(text: str) -> int:
    match = _WHOLE_NUMBER.match("".join(text.split()))
    if match is None:
        raise UnusableError(
            msg("antall_ansatte: {value} is not a whole number", value=f"«{text[:60]}»")
        )
    return int(match[1])


def _decimal(field: str, text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise UnusableError(
            msg("{field}: {value} is not a number", field=field, value=f"«{text[:60]}»")
        ) from None
