"""The organisation number of Enhetsregisteret: nine digits, the last a mod-11 check digit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2)
"""Weights of the first eight digits. Source: Brønnøysundregistrene, «Organisasjonsnummeret»."""


def control_digit(first_eight: str) -> int | None:
    """Return the check digit of eight digits, or None where no valid number begins with them."""
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


def compact(text: str) -> str:
    """Return an organisasjonsnummer as the files write it, without spaces."""
    return "".join(text.split())


def number_in(table: Mapping[str, Any]) -> str:
    """Return the organisasjonsnummer of a table as it stands in a file, "" where it has none."""
    return compact(str(table.get("organisasjonsnummer", "")))


def _checked(text: str) -> str:
    number = compact(text)
    if not is_organisasjonsnummer(number):
        raise PydanticCustomError("organisasjonsnummer", "not an organisasjonsnummer")
    return number


Organisasjonsnummer = Annotated[str, AfterValidator(_checked)]
