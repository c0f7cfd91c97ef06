"""What is stored of somebody: tables and letters; and the days of plans, backups and letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from hageplan.mail.mentions import letter_text, letters_about
from hageplan.mail.outbox import read_queued
from hageplan.privacy.result import PersonalData, StoredTable
from hageplan.records.written.days import day_in
from hageplan.workspace.edit import table_spans
from hageplan.workspace.files import read_toml
from hageplan.workspace.find import KOPIER, PLANER, toml_files

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")


def stored_about(folder: Path, pattern: re.Pattern[str] | None) -> PersonalData:
    """Return the tables and letters that mention whom `pattern` finds; None finds nobody."""
    if pattern is None:
        return PersonalData(tables=())
    return PersonalData(tables=(*_tables(folder, pattern), *_letters(folder, pattern)))


def _tables(folder: Path, pattern: re.Pattern[str]) -> Iterator[StoredTable]:
    """Give the tables that mention whom `pattern` finds; the rest of a file as one table."""
    for path in toml_files(folder):
        name = path.relative_to(folder).as_posix()
        file, _ = read_toml(path, name)
        if file is None:
            continue
        parts = table_spans(file.text)
        for part in parts:
            data = file.data[part.name][part.index]
            if _speaks(data, pattern):
                yield StoredTable(place=f"{name}:{part.line}", table=part.name, data=data)
        listed = {part.name for part in parts}
        rest = {key: value for key, value in file.data.items() if key not in listed}
        if _speaks(rest, pattern):
            yield StoredTable(place=name, table="", data=rest)


def _letters(folder: Path, pattern: re.Pattern[str]) -> Iterator[StoredTable]:
    for path in letters_about(folder, pattern):
        queued = read_queued(path)
        data = {"mottaker": queued.recipient, "emne": queued.subject, "tekst": letter_text(path)}
        yield StoredTable(place=path.relative_to(folder).as_posix(), table="brev", data=data)


def plan_days(folder: Path) -> dict[Path, date]:
    """Return the last day of each saved plan."""
    found = {}
    for path in sorted((folder / PLANER).glob("*.toml")):
        file, _ = read_toml(path, path.name)
        tours = file.data.get("tours", ()) if file else ()
        days = _DAY.findall(" ".join(str(t.get("date", "")) for t in tours if isinstance(t, dict)))
        own = _DAY.findall(path.name)
        if day := day_in(max(days or own, default="")):
            found[path] = day
    return found


def backup_days(folder: Path) -> dict[Path, date]:
    """Return the days of the backups in the workspace's own folder for them."""
    names = {path: _DAY.search(path.name) for path in sorted((folder / KOPIER).glob("*.zip"))}
    return {path: day for path, at in names.items() if at and (day := day_in(at[1]))}


def _speaks(value: object, pattern: re.Pattern[str]) -> bool:
    if isinstance(value, dict):
        return any(_speaks(one, pattern) for one in value.values())
    if isinstance(value, list):
        return any(_speaks(one, pattern) for one in value)
    return isinstance(value, str) and pattern.search(value) is not None
