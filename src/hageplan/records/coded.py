"""Remarks in results: a code and `key=value` pairs, the same in every language.

`encode("contact", date="2026-05-03")` is `contact date=2026-05-03`; renderers turn the code into a
sentence of the reader's language.
"""

from __future__ import annotations

import shlex


def encode(code: str, /, **values: object) -> str:
    """Return the remark `code` with `values`; either may be empty."""
    pairs = (f"{key}={shlex.quote(str(value))}" for key, value in values.items())
    return " ".join(filter(None, (code, *pairs)))


def decode(remark: str) -> tuple[str, dict[str, str]]:
    """Return the code ("" where there is none) and the values of a remark."""
    try:
        words = shlex.split(remark)
    except ValueError:  # an open quotation mark: somebody has edited it
        words = remark.split()
    pairs = dict(word.split("=", 1) for word in words if "=" in word)
    code = words[0] if words and "=" not in words[0] else ""
    return code, pairs
