"""How the texts of a table's cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from hageplan.errors import RequestError
from hageplan.imports.listed import LISTED, tables_in
from hageplan.imports.result import DAYS, Newcomer
from hageplan.imports.sources.choices import choices_in
from hageplan.imports.sources.identity import FindKommune
from hageplan.messages import Message, msg
from hageplan.records.spelling import ascii_key, compact
from hageplan.records.status import STATUS_WORDS
from hageplan.records.when import day_of

_WHOLE_NUMBER: Final = re.compile(r"^(\d+)(?:[.,]0+)?$")
_NUMBER_SIGNS: Final = re.compile(r"[\s.'’]")
_KOMMUNE_DIGITS: Final = 4
_GUARD: Final = re.compile(r"^'(?=[=+@-])")
_ADDRESS: Final = re.compile(r"^[^\s@,;:<>]+@[^\s@,;:<>]+\.[^\s@,;:<>]+$")
_ORDINARY: Final = re.compile(r"^NO(?=\d)|MVA$", re.IGNORECASE)
_KOMMUNE_NUMBER: Final = re.compile(r"^(\d{4})\b|\((\d{4})\)$")
_POST: Final = re.compile(r"^(?:NO?-)?(\d{4})\b")
_NACE: Final = re.compile(r"^(\d{2})[.,]?(\d{1,3})(?:\s*[-–:,]?\s+\D.*)?$")
"""A code, and perhaps what it stands for."""
_ABOUT: Final = re.compile(r"^(?i:ca\.?|cirka|circa|omtrent|om lag|rundt|about|~)\s*")
_PEOPLE: Final = re.compile(r"\s*(?i:ansatte?|årsverk|stk\.?|pers\.?|personer|employees?)$")
_SPAN: Final = re.compile(r"^\d+\s*(?:-|–|til|to)\s*\d+$")
NO: Final = ("false", "nei", "0", "usann")
"""How a table says no."""
_NOES: Final = frozenset({*NO, "no", "-", "n"})
_YESES: Final = frozenset({"ja", "yes", "x", "1", "true", "sann", "j", "y"})
_AT_NO_TIME: Final = r"(?!\s+(?:før|etter|i|på|mellom|om|til|before|after|in|on)\b)"
"""What does not follow where a comment speaks of no time of the day or year."""
_NOT_PHONED: Final = re.compile(
    r"\b(?:ikke (?:ring|tlf|telefon)\w*|ring(?:es)? ikke|(?:skal|vil|må) ikke (?:bli )?"
    r"(?:opp)?ring\w*|ønsker ikke (?:å bli )?(?:oppring|ring|telefon)\w*"
    r"|do not (?:call|phone|ring)|don't (?:call|phone))" + _AT_NO_TIME,
    re.IGNORECASE,
)
"""What a comment says of a company that nobody is to telephone."""
_NOT_CONTACTED: Final = re.compile(
    r"\b(?:(?:skal|vil|må) ikke (?:bli |ha )?(?:besøk|kontakt)\w*"
    r"|ønsker ikke (?:å bli )?(?:besøk|kontakt)\w*"
    r"|do not (?:contact|visit)|don't (?:contact|visit))" + _AT_NO_TIME,
    re.IGNORECASE,
)
"""What a comment says of a company that wants no visits, or to be left alone."""
_POSITIONS: Final = {
    "adresse": "adresse", "address": "adresse", "vei": "vei", "road": "vei",
    "poststed": "poststed", "post town": "poststed",
}  # fmt: skip
_NO_CODE: Final = ("00.000", "00", "0")
"""How registers write "industry not stated"."""
NO_VALUE: Final = re.compile(r"#(REF|N/A|VALUE|VERDI|DIV/0|NAME|NAVN|NULL|NUM)[!?]?|#I/T")
"""What a spreadsheet writes where a formula has no value."""


class UnusableError(Exception):
    """A row that cannot be taken in, and why."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


class UnlistedError(UnusableError):
    """A row without a number, of a company that is not on the list."""

    def __init__(self, newcomer: Newcomer) -> None:
        super().__init__(
            msg(
                "the organisation number is missing, and no company in the municipality "
                "has this name (add it with --add-new)"
            )
        )
        self.newcomer = newcomer


class UnknownStatusError(UnusableError):
    """A status of which nobody has said what it means; `word` is how the row has it."""

    def __init__(self, word: str) -> None:
        super().__init__(msg("status: the meaning of «{word}» is not given", word=word[:60]))
        self.word = word


def plain_cell(text: str) -> str:
    """Return a cell on one line."""
    return unguarded(" ".join(text.split()))


def unguarded(text: str) -> str:
    """Return a text without the sign by which CSV keeps it from being a formula."""
    return _GUARD.sub("", text)


def digits(text: str) -> str:
    """Return a number without spaces and points, and without what a spreadsheet adds."""
    plain = text.removeprefix("=").strip("\"'")
    whole = re.sub(r"(?<=\d{9})[.,]0+$", "", compact(plain))
    return _ORDINARY.sub("", _NUMBER_SIGNS.sub("", whole))


def number_finder(find_kommune: FindKommune) -> FindKommune:
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
    plain = _PEOPLE.sub("", _ABOUT.sub("", text))
    if _SPAN.match(plain):
        raise ValueError(msg("«{value}» is a range: write one number", value=text))
    match = _WHOLE_NUMBER.match("".join(plain.split()))
    if match is None:
        raise ValueError(text)
    return int(match[1])


def _day(text: str) -> str:
    """Return a day as files write it."""
    try:
        return f"{day_of(text.partition('T')[0])}"
    except RequestError as fault:
        raise ValueError(text) from fault


def _flag(text: str) -> bool:
    word = ascii_key(text)
    if word not in _NOES | _YESES:
        raise ValueError(text)
    return word in _YESES


def asks_not_to_be_phoned(comment: str) -> bool:
    """Tell whether a comment says that nobody is to telephone."""
    return _NOT_PHONED.search(comment) is not None


def asks_to_be_left_alone(comment: str) -> bool:
    """Tell whether a comment says that nobody is to visit or contact the company."""
    return _NOT_CONTACTED.search(comment) is not None


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _position(text: str) -> str:
    """Return what coordinates are the position of."""
    word = _POSITIONS.get(ascii_key(text))
    if word is None:
        raise ValueError(text)
    return word


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


def status_reader(own: Mapping[str, str]) -> Callable[[str], str]:
    """Return what reads a status, by the words of this workspace and the usual ones.

    It raises UnknownStatusError where a word is none of them.
    """
    words = {**STATUS_WORDS, **{ascii_key(word): status for word, status in own.items()}}

    def status_of(text: str) -> str:
        status = words.get(ascii_key(text))
        if status is None:
            raise UnknownStatusError(text)
        return status

    return status_of


Readers = Mapping[str, Callable[[str], Any]]
READERS: Final[Readers] = {
    "overordnet_enhet": digits,
    "antall_ansatte": _count,
    "naeringskode": naeringskode,
    "postnummer": postnummer,
    "lat": _decimal,
    "lon": _decimal,
    "posisjon": _position,
    "status": status_reader({}),
    "epost": _epost,
    **dict.fromkeys((*DAYS, "sist_besokt"), _day),
    **dict.fromkeys(("ring_ikke", "reservert", "to_medarbeidere"), _flag),
    **dict.fromkeys(("behov", "tilbyr", "krever"), choices_in),
    **{name: partial(tables_in, name) for name in LISTED},
    "etter": lambda text: [*map(digits, choices_in(text))],
    **dict.fromkeys(
        ("besok_minutter", "besoksintervall_dager", "ledere", "kvinner_i_ledelse"), _count
    ),
}
"""How the texts of fields are read, where they are no texts; raise ValueError."""
