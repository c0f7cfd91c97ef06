"""Names and numbers of companies in the ways that people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

_FORMS = re.compile(r"\b(a/s|asa?|ans|da|enk|sa|nuf|avd|avdeling)\b|[^\w ]")
"""What people leave out of a company's name: its form, and signs."""
_FOLDS = (
    str.maketrans({"æ": "ae", "ø": "o", "å": "a"}),
    str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"}),
)


def fold(text: str) -> set[str]:
    """Return the spellings under which `text` is found: lower case, with and without æøå."""
    return {_lower(spelling) for spelling in typed_without_norwegian_keys(text)}


def typed_without_norwegian_keys(text: str) -> set[str]:
    """Return `text` in lower case, with and without æøå; its spaces and hyphens stay."""
    plain = text.casefold()
    return {plain, *(plain.translate(table) for table in _FOLDS)}


def ascii_key(text: str) -> str:
    """Return the one spelling by which tags are compared: lower case, as keys of files write it."""
    return _lower(text).translate(_FOLDS[0])


def name_key(navn: str) -> str:
    """Return what companies' names are compared by: without case, signs, accents and the form."""
    key = "".join(
        sign
        for sign in unicodedata.normalize("NFD", ascii_key(navn))
        if not unicodedata.combining(sign)
    )
    return " ".join(_FORMS.sub(" ", key).split()) or key


def long_name_key(navn: str) -> str:
    """Return a name's key where ø is written oe and å aa."""
    return name_key(_lower(navn).translate(_FOLDS[1]))


def plain(text: str) -> str:
    """Return a text without capitals, hyphens and spaces too many."""
    return _lower(text)


def _lower(text: str) -> str:
    # Some keyboards and systems write å as a and a ring.
    whole = unicodedata.normalize("NFC", text.casefold())
    return " ".join(whole.replace("-", " ").split())


WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2)
"""Weights of the first eight digits. Source: Brønnøysundregistrene, «Organisasjonsnummeret»."""


def control_digit(first_eight: str) -> int | None:
    """Return the check digit of eight digits, or None if no valid number begins with them."""
    rest = sum(int(d) * w for d, w in zip(first_eight, WEIGHTS, strict=True)) % 11
    return None if rest == 1 else (11 - rest) % 11


def is_organisasjonsnummer(text: str) -> bool:
    """Tell whether `text` is nine digits with a right check digit."""
    return (
        len(text) == 9
        and text.isascii()
        and text.isdigit()
        and control_digit(text[:8]) == int(text[8])
    )


def is_provisional(number: str) -> bool:
    """Tell whether a number stands in for one that a company has not got yet."""
    return number.startswith("0")


def compact(text: str) -> str:
    """Return an organisasjonsnummer as the files write it, without spaces."""
    return "".join(text.split())


def number_in(table: Mapping[str, Any]) -> str:
    """Return the organisasjonsnummer of a table in a file, "" if it has none."""
    return compact(str(table.get("organisasjonsnummer", "")))


def _checked(text: str) -> str:
    number = compact(text)
    if not is_organisasjonsnummer(number):
        raise PydanticCustomError("organisasjonsnummer", "not an organisasjonsnummer")
    return number


Organisasjonsnummer = Annotated[str, AfterValidator(_checked)]
