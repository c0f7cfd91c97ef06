"""Numbers for companies that have none yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from hageplan.records.spelling import control_digit, name_key

_NUMBERS = 10_000_000
"""Runs of seven digits: what stands between the 0 and the check digit."""


def provisional_number(navn: str, kommunenummer: str, is_taken: Callable[[str], bool]) -> str:
    """Return an organisasjonsnummer that no register gives, for a company that has none.

    It begins with 0. The same company gets the same one in every copy of a workspace, as long as it
    is not taken: who adds it twice is told so.
    """
    told = f"{kommunenummer} {name_key(navn)}"
    first = int(hashlib.sha256(told.encode()).hexdigest(), 16)
    for step in range(_NUMBERS):
        digits = f"0{(first + step) % _NUMBERS:07}"
        check = control_digit(digits)
        if check is not None and not is_taken(f"{digits}{check}"):
            return f"{digits}{check}"
    raise OverflowError("every provisional number is taken")
