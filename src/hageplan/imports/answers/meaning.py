"""What the words of a form mean, and which of them nobody but a person can tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from hageplan.errors import RequestError
from hageplan.imports.answers.form import (
    ASKED,
    CORRECTED,
    GRADE,
    NEVER,
    OUTCOME,
    PLANS,
    WHEN,
    WHO,
    FormField,
)
from hageplan.imports.answers.text import FilledForm
from hageplan.imports.sources.choices import choices_in
from hageplan.log.contact_input import ContactInput, promise, usual_flag
from hageplan.records.logg import Grad
from hageplan.records.spelling import ascii_key
from hageplan.records.when import clock_of, moment_of

LOOSE: Final = ""
"""The key of words that stand under no label."""
_MINUTES: Final = re.compile(r"^(\d{1,4})\s*(?:min(?:utter|utes)?\.?)?$", re.IGNORECASE)
_MOST_MINUTES: Final = 1440
_LIST: Final = re.compile(r"\s*[,;|]\s*|\s+(?:og|and)\s+")
_YES: Final = frozenset({"ja", "yes", "x", "j", "y", "1"})
_NO: Final = frozenset({"", "nei", "no", "n", "0", "-"})
NOTHING_TOLD: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What words mean in this workspace.

    Attributes:
        grades: Own words for the interest.
        people: Ids of medarbeidere by what they are called.
    """

    grades: Mapping[str, Grad] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Unread:
    """Words that are not understood, and the field that they stand in."""

    field: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a form says, by field of the form, and what of it is not understood."""

    said: Mapping[str, Any] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not self.said.keys() - {one.key for one in CORRECTED} and not self.unread

    def answering(self, one: Unread, key: str, value: object) -> Meaning:
        """Return what it says when somebody has told what the words of `one` mean."""
        left = tuple(other for other in self.unread if other != one)
        said = self.said if value in (None, (), "") else {**self.said, key: value}
        return replace(self, said=said, unread=left)

    def contact(self) -> ContactInput:
        """Return the contact that it tells of; who was not met has answered nothing."""
        said = self.said
        plans = said.get(PLANS.key, ())
        answers = {
            "kanal": "besok",
            WHO.key: said.get(WHO.key),
            OUTCOME.key: said.get(OUTCOME.key),
            "interesse": said.get(GRADE.key),
            "behov": said.get("behov"),
            "tilbyr": said.get("tilbyr"),
            "minutter": said.get("minutter"),
            "notat": said.get("notat"),
            "flagg": usual_flag(plans),
            **dict.fromkeys(plans, True),
        }
        return ContactInput(
            at=said.get(WHEN.key),
            answers={key: value for key, value in answers.items() if value not in (None, "", ())},
            promises=said.get("oppfolging", ()),
            reservert=NEVER.key in said,
        )


def meaning_of(
    form: FilledForm, words_of: Vocabulary, today: date, told: Mapping[str, str] = NOTHING_TOLD
) -> Meaning:
    """Return what a form says, in the words of this workspace.

    What still stands as it was `told` before anybody filled the form in is not said. A day without
    a year is the next one from `today` on. Nothing is guessed: what is no choice of
    a field is not understood, and so is an interest of somebody who was not met.
    """
    readers = _readers(words_of, today)
    said: dict[str, Any] = {}
    unread = [Unread(LOOSE, words) for words in form.loose]
    for one in (*CORRECTED, *ASKED):
        words = form.values.get(one.key, "").strip()
        if not words.strip(" .…–-") or words == told.get(one.key):
            continue
        try:
            value = readers[one.key](words)
        except (ValueError, RequestError):
            unread.append(Unread(one.key, form.values[one.key]))
        else:
            said |= {} if value in (None, ()) else {one.key: value}
    if said.get(OUTCOME.key, "snakket") != "snakket" and GRADE.key in said:
        words = f"{form.values[OUTCOME.key]}; {form.values[GRADE.key]}"
        unread.append(Unread(OUTCOME.key, words))
        del said[OUTCOME.key], said[GRADE.key]
    return Meaning(said=said, unread=tuple(unread))


def _readers(words_of: Vocabulary, today: date) -> Mapping[str, Callable[[str], Any]]:
    own = {ascii_key(word): grade for word, grade in words_of.grades.items()}
    people = {ascii_key(word): who for word, who in words_of.people.items()}
    return {
        WHEN.key: lambda text: _moment(text, today),
        WHO.key: lambda text: _known(people, text),
        OUTCOME.key: lambda text: _one(OUTCOME, text, {}),
        GRADE.key: lambda text: _one(GRADE, text, own),
        PLANS.key: lambda text: _some(PLANS, text),
        NEVER.key: _yes,
        "behov": choices_in,
        "tilbyr": choices_in,
        "notat": str,
        "minutter": _minutes,
        "oppfolging": lambda text: tuple(
            promise(part, today) for part in text.split(";") if part.strip()
        ),
    }


def _values(one: FormField) -> Mapping[str, str]:
    """Return the choices of a field by all words for them."""
    words = {ascii_key(word): value for value, told in one.choices.items()
             for word in told.values()}  # fmt: skip
    return {**words, **{ascii_key(value): value for value in one.choices}}


def _one(one: FormField, text: str, own: Mapping[str, str]) -> str:
    return _known({**_values(one), **own}, text)


def _known(values: Mapping[str, str], text: str) -> str:
    found = values.get(ascii_key(text.strip(" .")))
    if found is None:
        raise ValueError(text)
    return found


def _moment(text: str, day: date) -> datetime:
    """Return when a visit was that was planned for `day`: the nearest such time; may raise."""
    with suppress(RequestError):
        return datetime.combine(day, clock_of(text))
    either = [moment_of(text, day, towards=towards) for towards in ("last", "next")]
    return min(either, key=lambda at: abs(at.date() - day))


def _some(one: FormField, text: str) -> tuple[str, ...]:
    """Return choices: apart by commas as people write them, or by spaces as ODK does."""
    known = _values(one)
    if ascii_key(text) in _NO:
        return ()
    for parts in (_LIST.split(text), text.split()):
        words = [ascii_key(part) for part in parts if part]
        if all(word in known for word in words):
            return tuple(dict.fromkeys(known[word] for word in words))
    raise ValueError(text)


def _yes(text: str) -> bool | None:
    word = ascii_key(text)
    if word not in _YES | _NO:
        raise ValueError(text)
    return True if word in _YES else None


def _minutes(text: str) -> int:
    found = _MINUTES.match(text)
    if found is None or int(found[1]) > _MOST_MINUTES:
        raise ValueError(text)
    return int(found[1])
