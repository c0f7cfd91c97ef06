"""The organisation number of Enhetsregisteret: nine digits, the last a mod-11 check digit."""

from __future__ import annotations

from typing import Annotated, Final

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


def _checked(text: str) -> str:
    compact = "".join(text.split())
    if not is_organisasjonsnummer(compact):
        raise PydanticCustomError("organisasjonsnummer", "not an organisasjonsnummer")
    return compact


Organisasjonsnummer = Annotated[str, AfterValidator(_checked)]
