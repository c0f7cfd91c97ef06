"""Where answers come from: letters, mailboxes, the page's file, our own text, a form's CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from hageplan.errors import RequestError, why_of
from hageplan.imports.answers.form import BY_KEY, FIELDS, REMARK, SCHEMA, STOP
from hageplan.imports.answers.mail import (
    MOST_BYTES,
    is_maildir,
    letter_forms,
    maildir_forms,
    mbox_forms,
)
from hageplan.imports.answers.result import SentForm
from hageplan.imports.answers.text import FilledForm, forms_in
from hageplan.imports.sources.table import open_table
from hageplan.messages import msg
from hageplan.records.spelling import ascii_key

ENDINGS: Final = (".eml", ".mbox", ".json", ".txt", ".csv")
"""Files in a folder that may hold answers."""
MOST_FILES: Final = 10_000
_MOST_ANSWERS: Final = 10_000
_TOO_LARGE: Final = msg("split it, or remove what is not an answer")
_COLUMNS: Final[Mapping[str, str]] = {
    ascii_key(name): one.key for one in FIELDS for name in (one.key, *one.label.values())
}


def sent_forms(path: Path, most_mb: int) -> Iterator[SentForm]:
    """Give the forms in a file, a folder of files or a mailbox.

    Raises RequestError where it cannot be read, or holds more than is allowed.
    """
    try:
        yield from _in_folder(path, most_mb) if path.is_dir() else _in_file(path, most_mb)
    except OSError as fault:
        raise RequestError(
            msg("{path}: cannot be read: {why}", path=path, why=why_of(fault))
        ) from fault


def _in_folder(path: Path, most_mb: int) -> Iterator[SentForm]:
    if is_maildir(path):
        yield from maildir_forms(path)
        return
    files = sorted(one for one in path.iterdir() if one.suffix.casefold() in ENDINGS)
    if not files:
        raise RequestError(
            msg("there are no answers in {path}", path=path),
            msg("use files with one of these extensions: {endings}", endings=", ".join(ENDINGS)),
        )
    if len(files) > MOST_FILES:
        raise RequestError(msg("{path} has more than {most} files", path=path, most=MOST_FILES))
    for one in files:
        if one.is_file():
            yield from _in_file(one, most_mb)


def _in_file(path: Path, most_mb: int) -> Iterator[SentForm]:
    """Give the forms in a file, by what it begins with rather than by its name."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        begin = stream.read(4096)
    if path.suffix.casefold() == ".csv":
        yield from _table_forms(path, most_mb)
    elif begin.startswith(b"From "):
        if size > most_mb * 10**6:
            raise RequestError(
                msg("{path} is larger than {most} MB", path=path, most=most_mb), _TOO_LARGE
            )
        yield from mbox_forms(path)
    elif path.suffix.casefold() in (".json", ".txt"):
        yield from _written(path, size)
    else:
        with path.open("rb") as stream:
            yield from letter_forms(stream, path.name)


def _written(path: Path, size: int) -> Iterator[SentForm]:
    """Give the forms in a file of the page, or in a text as it is written for those that wait."""
    if size > MOST_BYTES:
        raise RequestError(
            msg("{path} is larger than {most} MB", path=path, most=MOST_BYTES // 10**6), _TOO_LARGE
        )
    text = path.read_bytes().decode("utf-8-sig", "replace")
    if path.suffix.casefold() == ".txt":
        lines = (line for line in text.splitlines() if not line.startswith(REMARK))
        forms = [*forms_in("\n".join(lines))]
    else:
        forms = [*map(_of_table, _answers(text, path))]
    yield from (SentForm(origin=path.name, form=one) for one in forms)


def _answers(text: str, path: Path) -> list[Mapping[str, Any]]:
    """Return the answers of the page's file; raises RequestError where it is none, or cut off."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise RequestError(
            msg("{path} is not a file of answers, or is incomplete", path=path),
            msg("save it again with the Save button on the page; nothing was changed"),
        ) from fault  # fmt: skip
    answers = found.get("svar") if isinstance(found, dict) else None
    is_ours = isinstance(found, dict) and found.get("schema") == SCHEMA
    if not is_ours or not isinstance(answers, list) or len(answers) > _MOST_ANSWERS:
        raise RequestError(msg("{path} is not a file of answers from the page", path=path))
    return [one if isinstance(one, dict) else {"": one} for one in answers]


def _of_table(said: Mapping[str, Any]) -> FilledForm:
    """Return a form of keys and words; keys that are no field's are lines of nobody."""
    known = {key: f"{value}" for key, value in said.items() if key in BY_KEY and value is not None}
    loose = tuple(f"{key}: {value}" for key, value in said.items() if key not in BY_KEY)
    return FilledForm(values=known, loose=loose)


def _table_forms(path: Path, most_mb: int) -> Iterator[SentForm]:
    """Give the rows of a table as ODK and Kobo write it; raises RequestError without its stops."""
    with open_table(path, most_mb) as table:
        keys = [_COLUMNS.get(ascii_key(name.rpartition("/")[2])) for name in table.header]
        if STOP.key not in keys:
            raise RequestError(
                msg("{path} has no column «{name}»", path=path, name=STOP.key),
                msg("import the answers to the form made by hageplan export --xlsform"),
            )
        for row in table.rows:
            cells = zip(keys, row.cells, strict=False)
            values = {key: text.strip() for key, text in cells if key and text.strip()}
            yield SentForm(origin=f"{path.name}:{row.line}", form=FilledForm(values=values))
