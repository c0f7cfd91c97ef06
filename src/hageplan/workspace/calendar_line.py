"""Where the settings name a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hageplan.errors import Problem
from hageplan.workspace.faults import toml_value
from hageplan.workspace.files import TomlFile, read_toml
from hageplan.workspace.find import SETTINGS_FILE

KEY = ("medarbeider", "kalender")


def with_lines(problems: Sequence[Problem], folder: Path) -> tuple[Problem, ...]:
    """Return the faults, those of the key `medarbeider.kalender` with its line in `folder`."""
    if all(problem.file != SETTINGS_FILE for problem in problems):
        return tuple(problems)
    settings, _ = read_toml(folder / SETTINGS_FILE, SETTINGS_FILE)
    if settings is None:
        return tuple(problems)
    return tuple(
        replace(p, line=_line(settings, p.value)) if p.key == ".".join(KEY) else p for p in problems
    )


def _line(settings: TomlFile, value: str) -> int | None:
    for index, person in enumerate(settings.data["medarbeider"]):
        if toml_value(person.get("kalender")) == value:
            return settings.line((KEY[0], index, KEY[1]))
    return None
