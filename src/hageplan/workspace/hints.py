"""What can be offered to one who is typing: read fast, whatever is wrong in the files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from hageplan.records.avtaler import booked
from hageplan.records.base import Record
from hageplan.records.entries import counting
from hageplan.records.kommune import Kommune, Kommuner
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.workspace.files import read_toml
from hageplan.workspace.find import KOMMUNER_FILE, LOGG, SETTINGS_FILE
from hageplan.workspace.shipped import read_kommuner

RecordT = TypeVar("RecordT", bound=Record)


def kommuner_in(folder: Path) -> Kommuner:
    """Return all municipalities, those of kommuner.toml in `folder` as far as they are sound."""
    file, _ = read_toml(folder / KOMMUNER_FILE, KOMMUNER_FILE)
    tables = file.data.get("kommune", ()) if file else ()
    return read_kommuner().replaced(_sound(tables, Kommune))


def region_of(folder: Path, kommuner: Kommuner) -> tuple[Kommune, ...]:
    """Return the municipalities that the settings in `folder` name, each once."""
    file, _ = read_toml(folder / SETTINGS_FILE, SETTINGS_FILE)
    settings = file.data.get("naeringshage", {}) if file else {}
    named = [*settings.get("dekker", ()), *settings.get("vurderer", ())]
    found = [k for text in named if isinstance(text, str) for k in kommuner.matching(text)]
    return tuple({kommune.kommunenummer: kommune for kommune in found}.values())


def medarbeidere_of(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return id and name of the medarbeidere that hageplan.toml names."""
    file, _ = read_toml(folder / SETTINGS_FILE, SETTINGS_FILE)
    tables = file.data.get("medarbeider", ()) if file else ()
    named = (table for table in tables if isinstance(table, dict) and "id" in table)
    return tuple((str(table["id"]), str(table.get("navn", ""))) for table in named)


def booked_in(folder: Path) -> tuple[Avtale, ...]:
    """Return the appointments of the log that are to be held, by time."""
    return booked(_sound(_logged(folder, "avtale"), Avtale))


def latest_contacts(folder: Path, count: int) -> tuple[Henvendelse, ...]:
    """Return the contacts that count among the log's last `count`, the latest first."""
    latest = list(_logged(folder, "henvendelse"))[-count:]
    contacts = counting(_sound(latest, Henvendelse))
    return tuple(sorted(contacts, key=lambda contact: contact.tid, reverse=True))


def _logged(folder: Path, name: str) -> Iterator[Any]:
    for path in sorted((folder / LOGG).glob("*.toml")):
        file, _ = read_toml(path, path.name)
        yield from file.data.get(name, ()) if file else ()


def _sound(tables: Any, model: type[RecordT]) -> list[RecordT]:  # noqa: ANN401  (as it stands there)
    """Return what is valid of the tables of a file."""
    found = []
    for table in tables:
        try:
            found.append(model.model_validate(table))
        except ValidationError:
            continue
    return found
