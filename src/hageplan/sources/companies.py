"""Companies from the rows of a register extract."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import ValidationError

from hageplan.errors import RequestError
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift
from hageplan.sources.table import Row

FindKommune = Callable[[str], str]
"""Returns the number of the municipality that a text names, or raises RequestError."""

_WHOLE_NUMBER: Final = re.compile(r"^(\d+)(?:[.,]0+)?$")
_NO_CODE: Final = ("00.000", "00", "0")
"""How registers write "industry not stated"."""


@dataclass(frozen=True)
class Rejection:
    """A row that is not taken in, and why."""

    line: int
    what: Message


class _UnusableError(Exception):
    """A cell that cannot be read."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


def read_companies(
    rows: Iterable[Row], columns: Mapping[str, int], find_kommune: FindKommune
) -> tuple[tuple[Bedrift, ...], tuple[Rejection, ...]]:
    """Return the companies of all readable rows, and the other rows with the reason.

    Blank cells are unknown.
    """
    find_cached = cache(find_kommune)
    found: dict[str, Bedrift] = {}
    line_of: dict[str, int] = {}
    rejected: list[Rejection] = []
    for row in rows:
        try:
            bedrift = _company(_cells(row, columns), find_cached)
        except _UnusableError as fault:
            rejected.append(Rejection(row.line, fault.what))
            continue
        number = bedrift.organisasjonsnummer
        if number in found:
            rejected.append(
                Rejection(row.line, msg("the same company as in line {line}", line=line_of[number]))
            )
        else:
            found[number], line_of[number] = bedrift, row.line
    return tuple(found.values()), tuple(rejected)


def _cells(row: Row, columns: Mapping[str, int]) -> dict[str, str]:
    cells = {f: row.cells[n].strip() for f, n in columns.items() if n < len(row.cells)}
    return {field: text for field, text in cells.items() if text}


def _company(cells: dict[str, str], find_kommune: FindKommune) -> Bedrift:
    for field in ("organisasjonsnummer", "navn", "kommune"):
        if field not in cells:
            raise _UnusableError(msg("{field} is blank", field=field))
    values: dict[str, Any] = dict(cells)
    values["organisasjonsnummer"] = _digits(cells["organisasjonsnummer"])
    if "overordnet_enhet" in cells:
        values["overordnet_enhet"] = _digits(cells["overordnet_enhet"])
    values["kommunenummer"] = _kommunenummer(values.pop("kommune"), find_kommune)
    if "antall_ansatte" in cells:
        values["antall_ansatte"] = _count(cells["antall_ansatte"])
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
        raise _UnusableError(
            msg("{field}: {value} is not allowed here", field=field, value=f"«{value[:60]}»")
        ) from fault


def _digits(text: str) -> str:
    """Return a number without spaces, and without the ".0" of a spreadsheet."""
    return "".join(text.split()).removesuffix(".0")


def _kommunenummer(text: str, find_kommune: FindKommune) -> str:
    try:
        return find_kommune(text.removesuffix(".0"))
    except RequestError as fault:
        raise _UnusableError(fault.message) from fault


def _count(text: str) -> int:
    match = _WHOLE_NUMBER.match("".join(text.split()))
    if match is None:
        raise _UnusableError(
            msg("antall_ansatte: {value} is not a whole number", value=f"«{text[:60]}»")
        )
    return int(match[1])


def _decimal(field: str, text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise _UnusableError(
            msg("{field}: {value} is not a number", field=field, value=f"«{text[:60]}»")
        ) from None
