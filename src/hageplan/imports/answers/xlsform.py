"""The form of answers as an XLSForm, which ODK and Kobo take in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from xlsxwriter import Workbook

from hageplan.imports.answers.form import ASKED, FIELDS, GRADE, LANGUAGES, OUTCOME, STOP
from hageplan.imports.answers.stops import PlannedStop
from hageplan.records.spelling import ascii_key

_TYPES: Final[Mapping[str, str]] = {"text": "text", "number": "integer", "yes": "select_one ja"}
_NAMES: Final[Mapping[str, str]] = {"nb": "Norsk bokmål (nb)", "en": "English (en)"}
_YES: Final = {"nb": "Ja", "en": "Yes"}
_TITLE: Final = "hageplan"
_LONGEST_CHOICE: Final = 120
Row = Sequence[str]


def xlsform(stops: Iterable[PlannedStop], language: str, version: str) -> bytes:
    """Return the workbook: a question a field, and the stops to choose from.

    `language` is the one that the form begins in, `version` tells a form from those before it.
    """
    told = [*stops]
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in (
            ("survey", _survey()),
            ("choices", _choices(told)),
            ("settings", _settings(language, version)),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text)
    return stream.getvalue()


def _survey() -> Iterator[Row]:
    hints = [f"hint::{_NAMES[one]}" for one in LANGUAGES]
    yield ("type", "name", *_labels(), *hints, "required", "relevant", "constraint")
    yield (f"select_one {STOP.key}", STOP.key, *_in(STOP.label), "", "", "yes", "", "")
    for one in ASKED:
        kind = {"one": "select_one", "some": "select_multiple"}.get(one.kind)
        what = f"{kind} {one.key}" if kind else _TYPES[one.kind]
        hints = [one.hint.get(language, "") for language in LANGUAGES]
        relevant = f"${{{OUTCOME.key}}} = 'snakket'" if one is GRADE else ""
        limit = ". >= 0 and . <= 1440" if one.kind == "number" else ""
        required = "yes" if one is OUTCOME else ""
        yield (what, one.key, *_in(one.label), *hints, required, relevant, limit)


def _choices(stops: Iterable[PlannedStop]) -> Iterator[Row]:
    yield ("list_name", "name", *_labels())
    for stop in stops:
        label = f"{stop.start:%d.%m. %H:%M} {stop.navn}"[:_LONGEST_CHOICE]
        yield (STOP.key, stop.id, *[label] * len(LANGUAGES))
    for one in FIELDS:
        for value, words in one.choices.items():
            yield (one.key, ascii_key(value), *(words[name].capitalize() for name in LANGUAGES))
    yield ("ja", "ja", *_in(_YES))


def _settings(language: str, version: str) -> Iterator[Row]:
    yield ("form_title", "form_id", "version", "default_language")
    yield (_TITLE, "hageplan_svar", version, _NAMES[language])


def _labels() -> list[str]:
    return [f"label::{_NAMES[one]}" for one in LANGUAGES]


def _in(words: Mapping[str, str]) -> list[str]:
    return [words[one] for one in LANGUAGES]
