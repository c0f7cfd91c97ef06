"""Other values of a company's fields, where they stand: the files, and what to show of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from hageplan.companies.result import CompanyChange, FieldEdit, FieldValue
from hageplan.companies.status import Values
from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.when import day_of
from hageplan.records.workspace import Workspace
from hageplan.workspace.append import content_of
from hageplan.workspace.company_fields import with_fields
from hageplan.workspace.faults import problem_from
from hageplan.workspace.files import BOM, TomlFile, parse_toml
from hageplan.workspace.find import BEDRIFTER

OPTIONS: Final[Mapping[str, str]] = {
    "organisasjonsnummer": "--orgnr",
    "navn": "--navn",
    "status": "--status",
    "antall_ansatte": "--ansatte",
    "kontakt.navn": "--kontakt",
    "kontakt.telefon": "--telefon",
    "kontakt.epost": "--epost",
    "adresse": "--adresse",
    "naeringskode": "--naeringskode",
    "besoksintervall_dager": "--besoksintervall-dager",
    "notat": "--notat",
    "status_endret": "--status-endret",
    "medlem_siden": "--medlem-siden",
    "sluttet": "--sluttet",
}
"""The options of `bedrift endre` by the field that they set."""
COUNTS: Final = ("antall_ansatte", "besoksintervall_dager")
DAYS: Final = ("status_endret", "medlem_siden", "sluttet")
_SHOWN_FIELDS: Final = (*OPTIONS, "kommunenummer", "ring_ikke")
_MOST_DIGITS: Final = 9
_SPECIAL: Final = frozenset('"$`\\!%\n')
"""Signs that a shell acts on between double quotation marks."""
_KONTAKT: Final = "kontakt."


@dataclass(frozen=True, kw_only=True)
class PlannedChange:
    """What a verb is to do: to show, and the files as they become; None is one that goes."""

    change: CompanyChange
    contents: Mapping[Path, bytes | None] = field(default_factory=dict)


def outside_of(workspace: Workspace, bedrift: Bedrift) -> str | None:
    """Return why a company, as it is to be, stands outside the target group; None: it does not."""
    number = bedrift.organisasjonsnummer
    others = (one for one in workspace.bedrifter if one.organisasjonsnummer != number)
    return replace(workspace, bedrifter=(*others, bedrift)).outside.get(number)


def changed_fields(
    folder: Path, bedrift: Bedrift, values: Values
) -> tuple[dict[Path, bytes | None], tuple[FieldEdit, ...]]:
    """Return the file in which fields of a company change, and these; writes nothing.

    What is as it was changes nothing. Raises RequestError where a value is none for its field.
    """
    wanted = {key: after for key, after in values.items() if after != value_of(bedrift, key)}
    checked(bedrift.model_dump(exclude_unset=True, exclude_none=True), wanted)
    # In braces nothing is taken out: an empty text says as much of a contact.
    written = {k: "" if v is None and k.startswith(_KONTAKT) else v for k, v in wanted.items()}
    number = bedrift.organisasjonsnummer
    for path in sorted((folder / BEDRIFTER).glob("*.toml")) if wanted else ():
        content = content_of(path)
        after, tables = with_fields(path, content, {number: written})
        if tables:
            name = path.relative_to(folder).as_posix()
            files = [_parsed(name, text) for text in (content, after)]
            edits = (
                FieldEdit(
                    field=key,
                    before=value_of(bedrift, key),
                    after=value,
                    place=f"{name}:{_line(files, ('bedrift', tables[0].index), key)}",
                )
                for key, value in wanted.items()
            )
            return {path: after}, tuple(edits)
    return {}, ()


def value_of(bedrift: Bedrift, key: str) -> FieldValue:
    """Return a field of a company, None where nothing is said of it."""
    value: Any = bedrift
    for part in key.split("."):
        value = getattr(value, part)
    found: FieldValue = None if value == "" or (key == "ring_ikke" and not value) else value
    return found


def checked(table: Mapping[str, Any], values: Values) -> Bedrift:
    """Return the company of a table with other values; raises RequestError where one is wrong."""
    whole = {**table, "kontakt": dict(table.get("kontakt", {}))}
    for key, value in values.items():
        within = whole["kontakt"] if key.startswith(_KONTAKT) else whole
        within.pop(key.removeprefix(_KONTAKT), None)
        if value is not None:
            within[key.removeprefix(_KONTAKT)] = value
    if not whole["kontakt"]:
        del whole["kontakt"]
    try:
        return Bedrift.model_validate(whole)
    except ValidationError as fault:
        problem = problem_from(
            fault.errors(include_url=False)[0], TomlFile("", b"", {}), (), Bedrift
        )
        raise RequestError(
            msg("{field}: {what}", field=OPTIONS.get(problem.key, problem.key), what=problem.what),
            msg("expected: {what}; nothing was written", what=problem.expected),
        ) from fault


def shown_values(bedrift: Bedrift) -> Iterator[tuple[str, FieldValue]]:
    """Give the fields of a new company that are shown of it."""
    for key in _SHOWN_FIELDS:
        value = value_of(bedrift, key)
        if value is not None:
            yield key, value


def undo_command(handle: str, edits: Iterable[FieldEdit], bedrift: Bedrift) -> str:
    """Return what puts fields of a company back, which is called `handle` after the change.

    A status brings days with it, so they are given too.
    """
    before: dict[str, FieldValue] = {one.field: one.before for one in edits}
    if before.keys() == {"ring_ikke"}:
        way = "" if before["ring_ikke"] else " --opphev"
        return f"hageplan bedrift ring-ikke {handle}{way}"
    if "status" in before:
        before |= {key: value_of(bedrift, key) for key in DAYS}
    words = (f"{OPTIONS[key]} {_typed(value)}" for key, value in before.items())
    return " ".join(["hageplan bedrift endre", handle, *words]) if before else ""


def meant(key: str, text: str, today: date) -> FieldValue:
    """Return the value of a field that a text says, None where it is empty; raises RequestError."""
    if not text.strip():
        return None
    if key in DAYS:
        return day_of(text, today, towards="last")
    if key not in COUNTS:
        return text
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise RequestError(
            msg("{value} is not a whole number", value=text),
            msg("0 or more; leave the key out if it is unknown"),
        )
    return int(text)


def check_text(values: Iterable[object]) -> None:
    """Refuse what a terminal of another encoding typed, which may be no text at all."""
    for value in values:
        if isinstance(value, str) and not _is_text(value):
            raise RequestError(
                msg("{text} is not text", text=ascii(value)[:60]),
                msg("write it again on a terminal set to UTF-8; nothing was changed"),
            )


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _typed(value: FieldValue) -> str:
    """Return a value as it is typed: in double quotation marks, which Windows knows too."""
    text = "" if value is None else f"{value}"
    quoted = shlex.quote(text)
    is_plain = quoted == text or set(text) & _SPECIAL
    return quoted if is_plain else f'"{text}"'


def _parsed(name: str, content: bytes) -> TomlFile:
    file, _faults = parse_toml(content.removeprefix(BOM), name)
    if file is None:
        raise RequestError(msg("{path} is damaged; nothing was added", path=name))
    return file


def _line(files: list[TomlFile], table: tuple[str, int], key: str) -> int | None:
    """Return the line of a field after the change, before it where it is taken out."""
    before, after = (file.line((*table, *key.split("."))) for file in files)
    heading = files[1].line(table)
    return before if after == heading else after
