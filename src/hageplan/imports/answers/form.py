"""The form of an answer from the car: its fields once, for all who write it and all who read it.

As text it is a line a field, `Label (hint): what is known`, from the line of the stop to the last
one, by which a form that was cut off is known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

Words = Mapping[str, str]
"""A text by language."""
Kind = Literal["told", "one", "some", "text", "number", "yes"]


def _in(nb: str, en: str) -> Words:
    return {"nb": nb, "en": en}


@dataclass(frozen=True, kw_only=True)
class FormField:
    """A line of the form.

    Attributes:
        label: What stands before the colon.
        kind: What is answered: nothing (`told`), one or some of the `choices`, or words.
        choices: What can be answered, by the value that the log has.
        hint: What stands in brackets, where it is not the choices.
    """

    key: str
    label: Words
    kind: Kind = "text"
    choices: Mapping[str, Words] = field(default_factory=dict)
    hint: Words = field(default_factory=dict)

    def head(self, language: str) -> str:
        """Return the line up to the colon."""
        told = ", ".join(one[language] for one in self.choices.values())
        hint = told or self.hint.get(language, "")
        return f"{self.label[language]} ({hint})" if hint else self.label[language]

    def words_of(self, language: str) -> list[tuple[str, str]]:
        """Return the choices for a page: what the form writes, and how it begins as a label."""
        words = (one[language] for one in self.choices.values())
        return [(word, word[:1].upper() + word[1:]) for word in words]

    def words(self, values: Iterable[str], language: str) -> str:
        """Return choices as the form writes them."""
        return ", ".join(self.choices[value][language] for value in values)


STOP: Final = FormField(key="stopp", label=_in("Stopp", "Stop"), kind="told")
HAGE: Final = FormField(key="naeringshage", label=_in("Næringshage", "Næringshage"), kind="told")
OUTCOME: Final = FormField(
    key="utfall",
    label=_in("Utfall", "Outcome"),
    kind="one",
    choices={
        "snakket": _in("snakket", "talked"),
        "ikke_truffet": _in("ikke truffet", "not met"),
        "avslo": _in("ville ikke snakke", "would not talk"),
    },
)
GRADE: Final = FormField(
    key="interesse",
    label=_in("Interesse", "Interest"),
    kind="one",
    choices={
        "ikke": _in("ikke", "not interested"),
        "nøytral": _in("nøytral", "neutral"),
        "interessert": _in("interessert", "interested"),
        "forpliktet": _in("forpliktet", "committed"),
    },
)
PLANS: Final = FormField(
    key="planer",
    label=_in("Planer", "Plans"),
    kind="some",
    choices={
        "utvider": _in("utvider", "expands"),
        "flytter": _in("flytter", "moves"),
        "selger": _in("selger", "sells"),
        "legger_ned": _in("legger ned", "closes down"),
    },
)
NEVER: Final = FormField(
    key="reservert",
    label=_in("Vil ikke kontaktes igjen", "Not to be contacted again"),
    kind="yes",
    hint=_in("ja eller tomt", "yes or empty"),
)
WHEN: Final = FormField(key="tid", label=_in("Tid", "Time"), kind="told")
WHO: Final = FormField(key="medarbeider", label=_in("Hvem", "Who"), kind="told")
FIELDS: Final = (
    STOP,
    HAGE,
    FormField(key="bedrift", label=_in("Bedrift", "Company"), kind="told"),
    WHEN,
    WHO,
    OUTCOME,
    GRADE,
    PLANS,
    FormField(key="behov", label=_in("Trenger", "Needs")),
    FormField(key="tilbyr", label=_in("Tilbyr", "Offers")),
    FormField(
        key="oppfolging",
        label=_in("Følg opp", "Follow up"),
        hint=_in("dato og hva", "date and what"),
    ),
    FormField(key="notat", label=_in("Notat", "Note")),
    FormField(key="minutter", label=_in("Minutter", "Minutes"), kind="number"),
    NEVER,
)
"""The lines, in their order."""
ASKED: Final = tuple(one for one in FIELDS if one.kind != "told")
"""The fields that somebody fills in."""
CORRECTED: Final = (WHEN, WHO)
"""Those that are told, and put right where the visit went otherwise."""
BY_KEY: Final = {one.key: one for one in FIELDS}
SHORT: Final = frozenset({"oppfolging", "notat"})
"""What is still asked where nobody was talked to."""
END: Final = _in("Slutt på svaret", "End of the answer")
"""The last line."""
SUBJECT: Final = _in("Svar", "Answer")
STOP_ID: Final = re.compile(r"\b\d{8}-\d{4}-\d{9}\b")
REMARK: Final = "#"
"""How lines begin in the file of those that wait that are no part of a form."""
LANGUAGES: Final = tuple(END)
SCHEMA: Final = "hageplan/form/1"
"""What the page's file of answers says of itself."""


def stop_id(number: str, start: datetime) -> str:
    """Return what a visit to the company `number` is known by, whoever of us is there."""
    return f"{start:%Y%m%d-%H%M}-{number}"


def told_by(stop: str) -> tuple[str, datetime] | None:
    """Return the company's number and the local time that the id of a stop tells, if it does."""
    if not STOP_ID.fullmatch(stop):
        return None
    day, at, number = stop.split("-")
    try:
        return number, datetime.strptime(f"{day}{at}", "%Y%m%d%H%M")  # noqa: DTZ007  (local)
    except ValueError:
        return None


def form_text(
    values: Mapping[str, str], language: str, *, only: Collection[str] | None = None
) -> str:
    """Return the form as text, with what is known of it by field; a line that says nothing too.

    What can be answered stands where nothing is. With `only`, what is not known is asked for those
    fields alone.
    """
    lines = (
        f"{one.label[language]}: {' '.join(values[one.key].split())}"
        if values.get(one.key)
        else f"{one.head(language)}:"
        for one in FIELDS
        if values.get(one.key) or (one is not HAGE and (only is None or one.key in only))
    )
    return "\n".join([*lines, END[language], ""])
