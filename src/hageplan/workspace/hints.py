"""What can be offered to one who is typing: read fast, whatever is wrong in the files."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from hageplan.records.kommune import Kommune, Kommuner
from hageplan.workspace.files import read_toml
from hageplan.workspace.find import KOMMUNER_FILE, SETTINGS_FILE
from hageplan.workspace.shipped import read_kommuner


def kommuner_in(folder: Path) -> Kommuner:
    """Return all municipalities, those of kommuner.toml in `folder` as far as they are sound."""
    file, _ = read_toml(folder / KOMMUNER_FILE, KOMMUNER_FILE)
    own = []
    for table in file.data.get("kommune", ()) if file else ():
        try:
            own.append(Kommune.model_validate(table))
        except ValidationError:
            continue
    return read_kommuner().replaced(own)


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
