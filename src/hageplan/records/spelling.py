"""Names in the ways that people spell them."""

from __future__ import annotations

import re

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
    """Return what companies' names are compared by: without case, signs, æøå and the form."""
    return " ".join(_FORMS.sub(" ", ascii_key(navn)).split()) or ascii_key(navn)


def _lower(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())
