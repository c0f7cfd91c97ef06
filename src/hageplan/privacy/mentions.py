"""Where a text speaks of somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

MARK: Final = "[slettet]"
"""Stands where a name was."""
_SHORTEST: Final = 4
"""Signs below which a word may be anything, so that it is only taken where it stands alone."""


def pattern_of(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of `texts`: names, numbers, addresses; None where there is none.

    Case, the width of gaps, and gaps between digits (also `+47`) make no difference.
    """
    wanted = {" ".join(text.split()) for text in texts}
    found = [_one(text) for text in sorted(wanted, key=len, reverse=True) if len(text) >= _SHORTEST]
    return re.compile("|".join(found), re.IGNORECASE) if found else None


def without_mentions(text: str, pattern: re.Pattern[str] | None) -> str:
    """Return `text` with a mark where it speaks of whom `pattern` finds."""
    return pattern.sub(MARK, text) if pattern else text


def _one(text: str) -> str:
    digits = re.sub(r"[\s+]", "", text)
    if digits.isdigit():
        national = digits[2:] if len(digits) == 10 and digits.startswith("47") else digits
        return r"(?<!\d)(?:(?:\+|00)47\s*)?" + r"\s*".join(national) + r"(?!\d)"
    words = r"\s+".join(map(re.escape, text.split()))
    return rf"(?<!\w){words}(?!\w)"
