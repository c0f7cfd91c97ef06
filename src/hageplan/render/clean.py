"""Text from records, made harmless for where it is shown."""

from __future__ import annotations

import unicodedata
from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula. Source: OWASP, CSV Injection."""


def printable(text: str) -> str:
    """Return `text` on one line, control and direction characters replaced by a visible sign."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _acts(sign) else sign for sign in text)


def _acts(sign: str) -> bool:
    """Tell whether a terminal would act on `sign` instead of showing it."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def cell(text: str) -> str:
    """Return `text` for a CSV cell; one that a spreadsheet would compute gets an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
