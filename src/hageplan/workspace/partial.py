"""Parts of the records, read without checking everything, and the records of the package.

People who log a visit from the car, or who press Tab, must not wait for thousands of records, and a
fault in another file must not stop them: what cannot be read is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import rtoml
import tomli
from pydantic import ValidationError

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.avtaler import booked, current
from hageplan.records.base import RecordT
from hageplan.records.bedrift import Ressurs
from hageplan.records.entries import counting, id_of
from hageplan.records.kommune import Kommune, Kommuner
from hageplan.records.logg import LOG_TABLES, Avtale, Entry, Henvendelse
from hageplan.records.names import Handles, People, handles_of, people_called
from hageplan.records.settings.rules import Oppfolgingsregler
from hageplan.records.spelling import number_in
from hageplan.workspace.files import BOM, read_file, read_toml
from hageplan.workspace.find import (
    BEDRIFTER,
    KOMMUNER_FILE,
    LOGG,
    RESSURSER_FILE,
    SETTINGS_FILE,
    data_dir,
)


def read_kommuner() -> Kommuner:
    """Return all municipalities of Norway."""
    data = rtoml.load(data_dir() / KOMMUNER_FILE)
    return Kommuner(Kommune.model_validate(table) for table in data["kommune"])


def read_ressurser() -> tuple[Ressurs, ...]:
    """Return the national network's resources that are shipped as an example."""
    data = rtoml.load(data_dir() / "mal" / RESSURSER_FILE)
    return tuple(Ressurs.model_validate(table) for table in data["ressurs"])


def ressurser_in(folder: Path) -> tuple[Ressurs, ...]:
    """Return the resources of ressurser.toml in `folder`, those that are shipped without one."""
    file, _ = read_toml(folder / RESSURSER_FILE, RESSURSER_FILE)
    return tuple(_sound(file.data.get("ressurs", ()), Ressurs) if file else ()) or read_ressurser()


def has_entry(folder: Path, entry_id: str) -> bool:
    """Tell whether an entry of the log says that this is its id."""
    wanted = re.compile(rf"""^\s*id\s*=\s*["']{re.escape(entry_id)}["']""".encode(), re.MULTILINE)
    return any(wanted.search(path.read_bytes()) for path in (folder / LOGG).glob("*.toml"))


@dataclass(frozen=True)
class Company:
    """As much of a company as it takes to know which one is meant."""

    organisasjonsnummer: str
    navn: str
    kommunenummer: str
    ring_ikke: bool = False


def companies(folder: Path) -> tuple[Company, ...]:
    """Return the companies of all readable files, as they stand there."""
    tables = _tables_in(folder / BEDRIFTER, "bedrift")
    return tuple(
        Company(
            number_in(table),
            str(table.get("navn", "")),
            str(table.get("kommunenummer", "")),
            ring_ikke=table.get("ring_ikke") is True,
        )
        for table in tables
        if isinstance(table, dict)
    )


def handles_in(folder: Path) -> Handles:
    """Return what the companies of all readable files are called back by."""
    return handles_of({one.organisasjonsnummer: one.navn for one in companies(folder)})


def medarbeidere_in(folder: Path) -> dict[str, str]:
    """Return the names of the medarbeidere of hageplan.toml by their ids."""
    tables = _settings(folder).get("medarbeider", ())
    named = (table for table in tables if isinstance(table, dict) and "id" in table)
    return {str(table["id"]): str(table.get("navn", "")) for table in named}


def people_in(folder: Path) -> People:
    """Return what the medarbeidere of hageplan.toml are called."""
    return people_called(medarbeidere_in(folder))


def kommuner_in(folder: Path) -> Kommuner:
    """Return all municipalities, those of kommuner.toml in `folder` as far as they are sound."""
    file, _ = read_toml(folder / KOMMUNER_FILE, KOMMUNER_FILE)
    tables = file.data.get("kommune", ()) if file else ()
    return read_kommuner().replaced(_sound(tables, Kommune))


def region_of(folder: Path, kommuner: Kommuner) -> tuple[Kommune, ...]:
    """Return the municipalities that the settings in `folder` name, each once."""
    settings = _settings(folder).get("naeringshage", {})
    named = [*settings.get("dekker", ()), *settings.get("vurderer", ())]
    found = [k for text in named if isinstance(text, str) for k in kommuner.matching(text)]
    return tuple({kommune.kommunenummer: kommune for kommune in found}.values())


def followup_rules(folder: Path) -> Oppfolgingsregler:
    """Return when flags are due, as hageplan.toml says; the usual rules if it is faulty."""
    try:
        return Oppfolgingsregler.model_validate(_settings(folder).get("oppfolging", {}))
    except ValidationError:
        return Oppfolgingsregler()


def entries_about(folder: Path, number: str) -> tuple[Entry, ...]:
    """Return the log's sound entries of a company, file by file, from first to last."""
    found: list[Entry] = []
    for path in sorted((folder / LOGG).glob("*.toml")):
        for spelling in (number, f"{number[:3]} {number[3:6]} {number[6:]}"):
            tables = _tables_about(path, spelling)
            found += [e for e, table in tables if table["organisasjonsnummer"] == spelling]
    return tuple(found)


def entries_on(folder: Path, day: date) -> tuple[tuple[Avtale, ...], frozenset[str]]:
    """Return a day's current appointments, and the numbers of the companies met on it."""
    logs = sorted((folder / LOGG).glob("*.toml"))
    found = (entry for path in logs for entry, _ in _tables_about(path, f"{day}"))
    numbers = {entry.organisasjonsnummer for entry in found}
    entries = [entry for number in sorted(numbers) for entry in entries_about(folder, number)]
    avtaler = current(entry for entry in entries if isinstance(entry, Avtale))
    contacts = counting(entry for entry in entries if isinstance(entry, Henvendelse))
    met = frozenset(c.organisasjonsnummer for c in contacts if c.tid.date() == day)
    return tuple(avtale for avtale in avtaler if avtale.tid.date() == day), met


def contact_with_id(folder: Path, entry_id: str) -> Henvendelse:
    """Return the contact with this id, or with that which the tool gives one without.

    Raises RequestError if there is none.
    """
    number = entry_id.split("-")[3:4]
    for path in sorted((folder / LOGG).glob("*.toml")):
        for spelling in (f'"{entry_id}"', *number):
            for entry, _ in _tables_about(path, spelling):
                if isinstance(entry, Henvendelse) and id_of(entry) == entry_id:
                    return entry
    raise RequestError(
        msg("the log has no entry {name}", name=f"«{entry_id}»"),
        msg("show the entries with their IDs: hageplan log show"),
    )


def booked_in(folder: Path) -> tuple[Avtale, ...]:
    """Return the appointments of the log that are to be held, by time."""
    return booked(_sound(_tables_in(folder / LOGG, "avtale"), Avtale))


def latest_contacts(folder: Path, count: int) -> tuple[Henvendelse, ...]:
    """Return the contacts that count among the log's last `count`, the latest first."""
    latest = list(_tables_in(folder / LOGG, "henvendelse"))[-count:]
    contacts = counting(_sound(latest, Henvendelse))
    return tuple(sorted(contacts, key=lambda contact: contact.tid, reverse=True))


def _settings(folder: Path) -> Mapping[str, Any]:
    """Return what hageplan.toml says, nothing if it is damaged."""
    file, _ = read_toml(folder / SETTINGS_FILE, SETTINGS_FILE)
    return file.data if file else {}


def _tables_in(folder: Path, name: str) -> Iterator[Any]:
    """Give the `[[name]]` tables of a folder's readable files, file by file."""
    for path in sorted(folder.glob("*.toml")):
        file, _ = read_toml(path, path.name)
        yield from file.data.get(name, ()) if file else ()


def _sound(tables: Iterable[object], model: type[RecordT]) -> list[RecordT]:
    """Return what is valid of the tables of a file."""
    found = []
    for table in tables:
        try:
            found.append(model.model_validate(table))
        except ValidationError:
            continue
    return found


def _tables_about(path: Path, text: str) -> Iterator[tuple[Entry, dict[str, Any]]]:
    """Give the sound entries of a log that contain `text`, each with its table."""
    for block in _blocks_with(read_file(path), text):
        try:
            data = tomli.loads(block.decode("utf-8"))
        except (UnicodeDecodeError, tomli.TOMLDecodeError, RecursionError):
            continue
        for name, tables in data.items():
            for table in tables if name in LOG_TABLES and isinstance(tables, list) else ():
                values = table.values() if isinstance(table, dict) else ()
                if any(text.strip('"') in str(value) for value in values):
                    yield from ((entry, table) for entry in _sound([table], LOG_TABLES[name]))


def _blocks_with(content: bytes, text: str) -> Iterator[bytes]:
    """Give the blocks that contain `text`; each begins with `[[` at the start of a line.

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
