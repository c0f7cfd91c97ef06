"""Other inputs of the staffing estimate: a scenario's file, and `KEY=VALUE` from the command line.

Both hold keys of `[bemanning]`, by their Norwegian or their English name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from hageplan.errors import Problem, RecordsError, RequestError
from hageplan.messages import NOTHING, msg
from hageplan.records.settings.bemanning import ENGLISH, NORWEGIAN, Bemanning
from hageplan.workspace.faults import problem_from
from hageplan.workspace.files import TomlFile, parse_toml, read_toml
from hageplan.workspace.lookup import nearest

FROM_COMMAND_LINE: Final = "--set"


def read_scenario(path: Path) -> Mapping[str, Any]:
    """Return what a scenario's file changes, by Norwegian key; raises RecordsError."""
    file, problems = read_toml(path, str(path))
    return _changes(file, problems, path.name)


def parse_sets(pairs: Sequence[str]) -> Mapping[str, Any]:
    """Return what `hours_per_member=30` and the like change, by Norwegian key.

    Raises RecordsError, with all faults, and RequestError for what is no pair.
    """
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not (key.strip() and sign and value.strip()):
            raise RequestError(
                msg("--set: cannot read {value}", value=repr(pair)),
                msg(
                    "write it like this: --set hours_per_member=30 --set conversion.interessert=0.5"
                ),
            )
    text = "\n".join(pairs)
    file, problems = parse_toml(text.encode(), FROM_COMMAND_LINE)
    return _changes(file, [_of_a_pair(p) for p in problems], FROM_COMMAND_LINE)


def _changes(file: TomlFile | None, problems: Sequence[Problem], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = {}
    faults = list(problems)
    if file is not None:
        found = {ENGLISH.get(key, key): value for key, value in file.data.items()}
        faults += _faults(file, found)
    if faults:
        raise RecordsError(msg("{name} has errors", name=name), faults)
    return found


def _faults(file: TomlFile, found: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with each key, at the name and line by which it was written."""
    try:
        Bemanning.model_validate(found)
    except ValidationError as fault:
        errors = fault.errors(include_url=False)
    else:
        return []
    faults = []
    for error in errors:
        key, *inner = error["loc"] or ("",)
        written = key if key in file.data else NORWEGIAN.get(str(key), key)
        problem = problem_from({**error, "loc": (key, *inner)}, file, (), Bemanning)
        line = file.line((written, *inner)) if file.name != FROM_COMMAND_LINE else None
        shown = ".".join(map(str, (written, *inner)))
        if problem.code == "extra-forbidden" and not inner:
            problem = _unknown_input(problem)
        faults.append(replace(problem, line=line, key=shown))
    return faults


def _unknown_input(problem: Problem) -> Problem:
    near = nearest(problem.key, [*ENGLISH, *NORWEGIAN])
    todo = msg("did you mean {key}?", key=near) if near else NOTHING
    return replace(problem, expected=msg("one of: {keys}", keys=", ".join(ENGLISH)), todo=todo)


def _of_a_pair(problem: Problem) -> Problem:
    expected = msg("write a number with a decimal point, e.g. hours_per_member=30.5")
    return replace(problem, line=None, expected=expected, todo=NOTHING)
