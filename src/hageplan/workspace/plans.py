"""Saved plans: `planer/DATE-N.toml`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import tomli_w
from pydantic import ValidationError

from hageplan.errors import Problem, RecordsError, RequestError
from hageplan.messages import msg
from hageplan.records.plan import Plan
from hageplan.workspace.faults import problem_from
from hageplan.workspace.files import read_toml
from hageplan.workspace.find import PLANER

LATEST: Final = "latest"
_NAME: Final = re.compile(r"^(\d{4}-\d{2}-\d{2})-(\d+)\.toml$")
_DAY: Final = re.compile(rb"\d{4}-\d{2}-\d{2}")

_SAVE_ONE: Final = msg("save one: hageplan plan --kommune NAME --save")


def plan_file(folder: Path, plan: Plan, today: date) -> dict[Path, str]:
    """Return the file that saves `plan` as the next of the day, and its text."""
    numbers = [number for day, number, _ in _saved(folder) if day == today.isoformat()]
    path = folder / PLANER / f"{today}-{max(numbers, default=0) + 1}.toml"
    table = plan.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {path: tomli_w.dumps(table)}


def read_plan(folder: Path | None, which: str) -> Plan:
    """Return a saved plan: a file's path or name, or "latest".

    Raises RequestError if there is none, RecordsError if it has faults.
    """
    path = _path(folder, which)
    file, problems = read_toml(path, path.name)
    if file is None:
        raise RecordsError(msg("{path} is not a saved plan", path=path), problems)
    try:
        return Plan.model_validate(file.data)
    except ValidationError as fault:
        faults = [problem_from(e, file, (), Plan) for e in fault.errors(include_url=False)]
        raise RecordsError(msg("{path} is not a saved plan", path=path), faults) from fault


def saved_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the saved plans, the latest first."""
    return tuple(path.stem for _, _, path in sorted(_saved(folder), reverse=True))


def latest_plan(folder: Path | None, today: date) -> Plan | None:
    """Return the latest saved plan, if there is one with days after `today`."""
    if folder is None or not _saved(folder):
        return None
    plan = read_plan(folder, LATEST)
    return plan if any(tour.date > today for tour in plan.tours) else None


def plans_between(
    folder: Path, first: date, last: date
) -> tuple[tuple[Plan, ...], tuple[Problem, ...]]:
    """Return the saved plans that have a day from `first` to `last`, the one saved last first.

    Beside them the faults of those that cannot be read.
    """
    found: list[Plan] = []
    faults: list[Problem] = []
    for _, _, path in sorted(_saved(folder), reverse=True):
        days = {text.decode() for text in _DAY.findall(path.read_bytes())}
        if not any(f"{first}" <= day <= f"{last}" for day in days):
            continue
        try:
            found.append(read_plan(folder, str(path)))
        except RecordsError as fault:
            faults += fault.problems
    return tuple(found), tuple(faults)


def _path(folder: Path | None, which: str) -> Path:
    saved = _saved(folder) if folder else []
    if which == LATEST:
        if not saved:
            raise RequestError(msg("no plan is saved here"), _SAVE_ONE)
        return max(saved)[2]
    candidates = [Path(which)]
    if folder is not None:
        candidates += [folder / PLANER / which, folder / PLANER / f"{which}.toml"]
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        names = ", ".join(path.name for _, _, path in sorted(saved))
        raise RequestError(
            msg("no saved plan is called «{name}»", name=which),
            msg("choose one of them: {names}", names=names) if names else _SAVE_ONE,
        )
    return found


def _saved(folder: Path) -> list[tuple[str, int, Path]]:
    found = ((_NAME.match(path.name), path) for path in (folder / PLANER).glob("*.toml"))
    return [(name[1], int(name[2]), path) for name, path in found if name]
