"""What the answers of a form say by choices: how a contact was, what came of it, needs, offers."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Mapping
from contextlib import suppress
from typing import Final, Literal

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.logg import Kanal
from hageplan.records.spelling import ascii_key
from hageplan.records.status import OUTCOME_WORDS, Utfall

KINDS: Final[Mapping[Kanal, tuple[str, ...]]] = {
    "besok": ("besøk", "besok", "visit"),
    "mote": ("møte", "mote", "teams", "meeting"),
    "epost": ("e-post", "epost", "mail"),
    "telefon": ("telefon", "tlf", "ring", "phone", "call"),
    "skjema": ("skjema", "form"),
}
"""Parts of words by which a form tells how a contact was."""
DIRECTIONS: Final[Mapping[Literal["ut", "inn"], frozenset[str]]] = {
    "ut": frozenset({"ut", "vi", "oss", "næringshagen", "out", "we", "us"}),
    "inn": frozenset({"inn", "de", "dem", "bedriften", "in", "they", "company"}),
}
_LISTED: Final = re.compile(r"[;|•\n]")
"""What stands between the choices of a list; a choice may then have commas of its own."""
_COMMA: Final = re.compile(r",(?![^(]*\))")
"""A comma between choices, and not within what a choice has in brackets."""


def kind_of(text: str) -> Kanal:
    """Return how a contact was; raises RequestError where a text does not say it."""
    told = (kind for kind, words in KINDS.items() if any(w in text.casefold() for w in words))
    found = next(told, None)
    if found is None:
        known = ", ".join(KINDS)
        raise RequestError(
            msg("«{word}» is not a kind of contact; write one of: {words}", word=text, words=known)
        )
    return found


def direction_of(text: str | None, kanal: Kanal) -> Literal["ut", "inn"]:
    """Return who came to whom: as the first word says that tells it; raises RequestError.

    A form came to us unless it says otherwise, and all else we did.
    """
    if text is None:
        return "inn" if kanal == "skjema" else "ut"
    for told in re.findall(r"\w+", text.casefold()):
        for way, words in DIRECTIONS.items():
            if told in words:
                return way
    raise RequestError(msg("«{word}» does not say who made contact: write ut or inn", word=text))


def outcome_of(
    told: str | None, answer: str | None, grades: Container[str]
) -> tuple[Utfall, str | None]:
    """Return what came of a contact, and the answer that is left: who did not talk has none.

    What is `told` of it says so, or words that stand for no grade where one should.
    Raises RequestError where they are not understood, or where somebody answered who did not talk.
    """
    is_grade = answer is None or answer.casefold() in grades
    said = None if is_grade else OUTCOME_WORDS.get(ascii_key(answer or ""))
    found = said or "snakket" if told is None else OUTCOME_WORDS.get(ascii_key(told))
    if found is None:
        known = ", ".join(dict.fromkeys(OUTCOME_WORDS.values()))
        raise RequestError(
            msg("«{word}» is not an outcome; write one of: {words}", word=told, words=known)
        )
    left = answer if said is None else None
    if left is not None and found != "snakket":
        raise RequestError(
            msg("someone who did not talk cannot have answered: {answer}", answer=left)
        )
    return found, left


def choices_in(text: str) -> tuple[str, ...]:
    """Return the choices of a cell: as forms list them, or as people write them."""
    with suppress(json.JSONDecodeError):
        if isinstance(listed := json.loads(text), list):
            text = ";".join(map(str, listed))
    split = _LISTED if _LISTED.search(text) else _COMMA
    words = (" ".join(word.split()) for word in split.split(text))
    return tuple(dict.fromkeys(word for word in words if word))
