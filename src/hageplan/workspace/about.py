"""What the files hold of one company, read without reading everything.

One who has just got back into the car must not wait for thousands of records, nor mend a fault that
somebody else left in another file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import tomli
from pydantic import ValidationError

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.avtaler import current
from hageplan.records.entries import counting, id_of
from hageplan.records.logg import Avtale, Entry, Henvendelse, Kobling, Oppfolging
from hageplan.records.organisasjonsnummer import number_in
from hageplan.records.settings.oppfolging import Oppfolgingsregler
from hageplan.workspace.files import BOM, read_toml
from hageplan.workspace.find import BEDRIFTER, LOGG, SETTINGS_FILE

_MODELS: Final[Mapping[str, type[Entry]]] = {
    "henvendelse": Henvendelse,
    "avtale": Avtale,
    "oppfolging": Oppfolging,
    "kobling": Kobling,
}


@dataclass(frozen=True)
class Company:
    """As much of a company as it takes to know which one is meant."""

    organisasjonsnummer: str
    navn: str
    kommunenummer: str


def companies(folder: Path) -> tuple[Company, ...]:
    """Return the companies of all readable files, as they stand there."""
    found = []
    for path in sorted((folder / BEDRIFTER).glob("*.toml")):
        file, _ = read_toml(path, path.name)
        tables = file.data.get("bedrift", ()) if file else ()
        found += [_company(table) for table in tables if isinstance(table, dict)]
    return tuple(found)


def people(folder: Path) -> tuple[str, ...]:
    """Return the ids of the medarbeidere that hageplan.toml names."""
    file, _ = read_toml(folder / SETTINGS_FILE, SETTINGS_FILE)
    tables = file.data.get("medarbeider", ()) if file else ()
    return tuple(str(table["id"]) for table in tables if isinstance(table, dict) and "id" in table)


def followup_rules(folder: Path) -> Oppfolgingsregler:
    """Return when flags are due, as hageplan.toml says; the usual rules where it is faulty."""
    file, _ = read_toml(folder / SETTINGS_FILE, SETTINGS_FILE)
    try:
        return Oppfolgingsregler.model_validate(file.data.get("oppfolging", {}) if file else {})
    except ValidationError:
        return Oppfolgingsregler()


def entries_about(folder: Path, number: str) -> tuple[Entry, ...]:
    """Return the log's sound entries of a company, file by file, from first to last."""
    found: list[Entry] = []
    for path in sorted((folder / LOGG).glob("*.toml")):
        for spelling in (number, f"{number[:3]} {number[3:6]} {number[6:]}"):
            tables = _tables_about(path, spelling)
            own = (one for one in tables if one[1].get("organisasjonsnummer") == spelling)
            found += [e for e in (_entry(name, table) for name, table in own) if e is not None]
    return tuple(found)


def entries_on(folder: Path, day: date) -> tuple[tuple[Avtale, ...], frozenset[str]]:
    """Return the standing appointments of a day, and the numbers of those who were met on it."""
    tables = (
        t for path in sorted((folder / LOGG).glob("*.toml")) for t in _tables_about(path, f"{day}")
    )
    found = [
        entry for entry in (_entry(name, table) for name, table in tables) if entry is not None
    ]
    numbers = {entry.organisasjonsnummer for entry in found}
    entries = [entry for number in sorted(numbers) for entry in entries_about(folder, number)]
    avtaler = current(entry for entry in entries if isinstance(entry, Avtale))
    contacts = counting(entry for entry in entries if isinstance(entry, Henvendelse))
    met = frozenset(c.organisasjonsnummer for c in contacts if c.tid.date() == day)
    return tuple(avtale for avtale in avtaler if avtale.tid.date() == day), met


def contact_with_id(folder: Path, entry_id: str) -> Henvendelse:
    """Return the contact with this id, or with that which the tool gives one without.

    Raises RequestError where there is none.
    """
    number = entry_id.split("-")[3:4]
    for path in sorted((folder / LOGG).glob("*.toml")):
        for spelling in (f'"{entry_id}"', *number):
            for name, table in _tables_about(path, spelling):
                entry = _entry(name, table)
                if isinstance(entry, Henvendelse) and id_of(entry) == entry_id:
                    return entry
    raise RequestError(
        msg("the log has no contact {name}", name=f"«{entry_id}»"),
        msg("hageplan log show lists them with their ids"),
    )


def _company(table: dict[str, Any]) -> Company:
    number = number_in(table)
    return Company(number, str(table.get("navn", "")), str(table.get("kommunenummer", "")))


def _entry(name: str, table: object) -> Entry | None:
    try:
        return _MODELS[name].model_validate(table)
    except ValidationError:
        return None


def _tables_about(path: Path, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the tables of a log in which `text` stands; those that cannot be read are left out."""
    for block in _blocks_with(path.read_bytes(), text):
        try:
            data = tomli.loads(block.decode("utf-8"))
        except (UnicodeDecodeError, tomli.TOMLDecodeError, RecursionError):
            continue
        for name, tables in data.items():
            if name in _MODELS and isinstance(tables, list):
                dicts = (table for table in tables if isinstance(table, dict))
                yield from ((name, table) for table in dicts if _has(table, text.strip('"')))


def _has(table: dict[str, Any], text: str) -> bool:
    return any(text in str(value) for value in table.values())


def _blocks_with(content: bytes, text: str) -> Iterator[bytes]:
    """Give the blocks from one `[[` at a line's start to the next in which `text` stands.

    A text over several lines may hold what looks like a table: such a file is one block.
    """
    if b'"""' in content or b"'''" in content:
        yield content.removeprefix(BOM)
        return
    end = 0
    while (at := content.find(text.encode(), end)) >= 0:
        start = content.rfind(b"\n[[", 0, at) + 1
        following = content.find(b"\n[[", at)
        end = len(content) if following < 0 else following + 1
        yield content[start:end].removeprefix(BOM)
