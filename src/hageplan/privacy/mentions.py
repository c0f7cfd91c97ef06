"""Mentions of somebody in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

MARK: Final = "[slettet]"
"""Replaces a name."""
_SHORTEST: Final = 4
"""Signs below which a word may be anything, so that it is only taken where it is all of a text."""


def pattern_of(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of `texts`: names, numbers, addresses; None where there is none.

    Case, the width of gaps, and gaps between digits (also `+47`) make no difference. A text too
    short to name somebody is found only where it is all there is, such as in a list of names.
    """
    return _any_of(
        rf"\A\s*{_one(text)}\s*\Z" if is_short(text) else _one(text)
        for text in _longest_first(texts)
    )


def loose_pattern_of(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of `texts`, the short ones too, for places that people check."""
    return _any_of(map(_one, _longest_first(texts)))


def is_short(text: str) -> bool:
    """Tell whether a text is too short to name somebody among other words."""
    return len(" ".join(text.split())) < _SHORTEST


def without_mentions(text: str, pattern: re.Pattern[str] | None) -> str:
    """Return `text` with a mark in place of what `pattern` finds."""
    return pattern.sub(MARK, text) if pattern else text


def _longest_first(texts: Iterable[str]) -> list[str]:
    """Return the texts that say something, so that the longest that fits is what is found."""
    return sorted({" ".join(text.split()) for text in texts} - {""}, key=len, reverse=True)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    either = "|".join(patterns)
    return re.compile(either, re.IGNORECASE) if either else None


def _one(text: str) -> str:
    digits = re.sub(r"[\s+().-]", "", text)
    if digits.isdigit():
        national = digits[2:] if len(digits) == 10 and digits.startswith("47") else digits
        return r"(?<!\d)(?:(?:\+|00)47\s*)?" + r"[\s.-]*".join(national) + r"(?!\d)"
    words = r"\s+".join(map(re.escape, text.split()))
    return rf"(?<!\w){words}(?!\w)"
