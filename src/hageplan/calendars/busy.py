"""The records with the busy times of the calendars that hageplan.toml names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from hageplan.errors import Problem, RecordsError
from hageplan.records.workspace import Workspace
from hageplan.workspace.faults import toml_value
from hageplan.workspace.files import TomlFile, read_toml
from hageplan.workspace.find import SETTINGS_FILE

_AHEAD: Final = timedelta(days=366)
"""How far ahead calendars are read."""
_TABLE, _KEY = "medarbeider", "kalender"


def with_busy_times(
    workspace: Workspace, folder: Path, first: date, last: date | None = None
) -> Workspace:
    """Return `workspace` with the busy times of its medarbeidere's calendars.

    The days from `first` to `last`, by default a year later, count; both are included. `folder` is
    the workspace's: the calendars' paths are relative to it. Raises RecordsError with all faults.
    """
    people = workspace.oppsett.medarbeider
    if all(person.kalender is None for person in people):
        return workspace
    # The library for calendars takes 38 ms to load, and most workspaces name none.
    from hageplan.calendars.read import busy_of

    try:
        return replace(workspace, opptatt=busy_of(folder, people, first, last or first + _AHEAD))
    except RecordsError as faults:
        raise RecordsError(faults.message, _with_lines(faults.problems, folder)) from None


def _with_lines(problems: Sequence[Problem], folder: Path) -> tuple[Problem, ...]:
    """Return the faults, those of `medarbeider.kalender` with the line of that key in `folder`."""
    if all(problem.file != SETTINGS_FILE for problem in problems):
        return tuple(problems)
    settings, _ = read_toml(folder / SETTINGS_FILE, SETTINGS_FILE)
    if settings is None:
        return tuple(problems)
    return tuple(
        replace(p, line=_line(settings, p.value)) if p.key == f"{_TABLE}.{_KEY}" else p
        for p in problems
    )


def _line(settings: TomlFile, value: str) -> int | None:
    for index, person in enumerate(settings.data[_TABLE]):
        if toml_value(person.get(_KEY)) == value:
            return settings.line((_TABLE, index, _KEY))
    return None
