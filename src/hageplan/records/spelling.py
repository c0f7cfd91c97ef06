"""Names in the ways that people spell them."""

from __future__ import annotations

_FOLDS = (
    str.maketrans({"æ": "ae", "ø": "o", "å": "a"}),
    str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"}),
)


def fold(text: str) -> set[str]:
    """Return the spellings under which `text` is found: lower case, with and without æøå."""
    plain = " ".join(text.casefold().replace("-", " ").split())
    return {plain, *(plain.translate(table) for table in _FOLDS)}
