"""The table of companies that we write ourselves, and what people changed in it since.

Beside each company stands a digest of each of its cells as we wrote it. So a cell that nobody
touched says nothing, and one that somebody did is told apart from one that the records left behind.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hageplan.imports.merge import KONTAKT, fields_of, said
from hageplan.imports.sources.cells import READERS, UnusableError, plain_cell
from hageplan.records.bedrift import Bedrift
from hageplan.records.memory import Fields, Value

CONTACT: Final = {
    "kontaktperson": "navn",
    "rolle": "rolle",
    "telefon": "telefon",
    "epost": "epost",
    "samtykke": "samtykke",
}
"""Keys of a contact by the fields of a table."""
PAIRS: Final = (("lat", "lon"), ("ledere", "kvinner_i_ledelse"))
"""Fields of which one cannot be right without the other."""
_KEY: Final = "organisasjonsnummer"
_DIGITS_KEPT: Final = 6
_GUARDS: Final = re.compile(r"'+(?=[\s\"']*[=+\-@＝＋－＠])")
"""What keeps a text of a table from being a formula."""
_IN_PLACE: Final = " \N{REPLACEMENT CHARACTER}"
"""What stands for signs that no table shows."""


@dataclass(frozen=True, kw_only=True)
class Edited:
    """What somebody did to a row: fields of the table with a new value, and emptied ones.

    Attributes:
        changed: Those, and what stands beside them that they cannot be right without.
        cleared: The emptied ones as fields of a company.
        before: What the records said when the table was written, of fields that they still say.
    """

    changed: tuple[str, ...]
    blank: tuple[str, ...]
    cleared: frozenset[str]
    before: Fields


def edited_since(
    cells: Mapping[str, str], fields: Iterable[str], base: str, ours: Bedrift
) -> Edited:
    """Return what was done to a row with the digests `base`; `ours` is the company today."""
    digests = _digests(base)
    touched = [
        name
        for name in fields
        if name in digests and name != _KEY and digest(name, cells.get(name, "")) != digests[name]
    ]
    beside = [
        other
        for pair in PAIRS
        if not {*pair}.isdisjoint(touched)
        for other in pair
        if other not in touched and other in cells
    ]
    record = fields_of(ours)
    before = {
        (path := path_of(name)): said(path, record[path])
        for name in (*touched, *beside)
        if path_of(name) in record and digest(name, text_of(record[path_of(name)])) == digests[name]
    }
    blank = tuple(name for name in touched if name not in cells)
    return Edited(
        changed=(*(name for name in touched if name in cells), *beside),
        blank=blank,
        cleared=frozenset(map(path_of, blank)),
        before=before,
    )


def is_of(number: str, base: str) -> bool:
    """Tell whether the digests of a row are of the company with this number."""
    return _digests(base).get(_KEY) == digest(_KEY, number)


def _digests(base: str) -> dict[str, str]:
    return {name: mark for name, _, mark in (part.partition("=") for part in base.split())}


def base_of(cells: Mapping[str, str]) -> str:
    """Return the digests of a row's cells, by field."""
    return " ".join(f"{name}={digest(name, text)}" for name, text in cells.items())


def digest(name: str, text: str) -> str:
    """Return what tells a cell from one that says something else, however it is written."""
    # CSV has guards that a workbook does without.
    plain = _GUARDS.sub("", plain_cell(text))
    if not plain:
        return ""
    try:
        value = READERS[name](plain) if name in READERS else plain
    except (ValueError, UnusableError):
        value = plain
    told = f"{value:.5f}" if isinstance(value, float) else f"{value}"
    shown = "".join(sign for sign in told if sign.isprintable() and sign not in _IN_PLACE)
    return hashlib.sha256(shown.encode()).hexdigest()[:_DIGITS_KEPT]


def text_of(value: Value) -> str:
    """Return a value of the records as the text of a cell."""
    if isinstance(value, bool):
        return "ja" if value else ""
    if isinstance(value, list):
        return listed(value)
    return f"{value}"


def listed(words: Sequence[str]) -> str:
    """Return a list as a cell: by semicolons, so that a word may have commas of its own."""
    text = "; ".join(words)
    return f"{text};" if len(words) == 1 and "," in text else text


def path_of(name: str) -> str:
    """Return the field of a company that a field of the table is."""
    if name == "kommune":
        return "kommunenummer"
    return f"{KONTAKT}{CONTACT[name]}" if name in CONTACT else name
