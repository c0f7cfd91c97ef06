"""The tables of a workspace's files that speak of somebody, and the days of plans and backups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hageplan.privacy.erase import toml_files
from hageplan.workspace.edit import table_spans
from hageplan.workspace.files import read_toml
from hageplan.workspace.find import KOPIER, PLANER

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Table:
    """A table as it stands in a file."""

    place: str
    name: str
    data: Mapping[str, Any]


def tables_about(folder: Path, pattern: re.Pattern[str]) -> Iterator[Table]:
    """Give the tables in which a text speaks of whom `pattern` finds; a whole file as one."""
    for path in toml_files(folder):
        name = path.relative_to(folder).as_posix()
        file, _ = read_toml(path, name)
        if file is None:
            continue
        parts = table_spans(file.text)
        for part in parts:
            data = file.data[part.name][part.index]
            if _speaks(data, pattern):
                yield Table(f"{name}:{part.line}", part.name, data)
        listed = {part.name for part in parts}
        rest = {key: value for key, value in file.data.items() if key not in listed}
        if _speaks(rest, pattern):
            yield Table(name, "", rest)


def plan_days(folder: Path) -> dict[Path, date]:
    """Return the last day that each saved plan speaks of."""
    found = {}
    for path in sorted((folder / PLANER).glob("*.toml")):
        file, _ = read_toml(path, path.name)
        tours = file.data.get("tours", ()) if file else ()
        days = _DAY.findall(" ".join(str(t.get("date", "")) for t in tours if isinstance(t, dict)))
        own = _DAY.findall(path.name)
        if days or own:
            found[path] = date.fromisoformat(max(days or own))
    return found


def backup_days(folder: Path) -> dict[Path, date]:
    """Return the days of the backups in the workspace's own folder for them."""
    names = {path: _DAY.search(path.name) for path in sorted((folder / KOPIER).glob("*.zip"))}
    return {path: date.fromisoformat(found[1]) for path, found in names.items() if found}


def _speaks(value: object, pattern: re.Pattern[str]) -> bool:
    if isinstance(value, dict):
        return any(_speaks(one, pattern) for one in value.values())
    if isinstance(value, list):
        return any(_speaks(one, pattern) for one in value)
    return isinstance(value, str) and pattern.search(value) is not None
