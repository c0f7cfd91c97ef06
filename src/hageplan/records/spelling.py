"""Names and numbers of companies in the ways that people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

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
    key = ascii_key(navn)
    if not key.isascii():
        parted = unicodedata.normalize("NFD", key)
        key = "".join(sign for sign in parted if not unicodedata.combining(sign))
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


def is_organisasjonsnummer(text: str) -> bool:
    """Tell whether `text` is nine digits with a right check digit.

    Their weighted sum is a multiple of 11; so is what it has for writing digits as ASCII does.
    Source: Brønnøysundregistrene, «Organisasjonsnummeret».
    """
    if not (len(text) == 9 and text.isascii() and text.isdigit()):
        return False
    a, b, c, d, e, f, g, h, i = text.encode()
    return (3 * a + 2 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h + i) % 11 == 0


def control_digit(first_eight: str) -> int | None:
    """Return the check digit of eight digits, or None if no valid number begins with them."""
    return next((n for n in range(10) if is_organisasjonsnummer(f"{first_eight}{n}")), None)


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
