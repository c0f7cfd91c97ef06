"""Saved plans: `planer/DATE-N.toml`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import tomli_w
from pydantic import ValidationError

from hageplan.errors import RecordsError, RequestError
from hageplan.messages import msg
from hageplan.records.plan import Plan
from hageplan.workspace.faults import problem_from
from hageplan.workspace.files import read_toml
from hageplan.workspace.find import PLANER

LATEST: Final = "latest"
_NAME: Final = re.compile(r"^(\d{4}-\d{2}-\d{2})-(\d+)\.toml$")


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
        raise RecordsError(msg("{path} is no saved plan", path=path), problems)
    try:
        return Plan.model_validate(file.data)
    except ValidationError as fault:
        faults = [problem_from(e, file, (), Plan) for e in fault.errors(include_url=False)]
        raise RecordsError(msg("{path} is no saved plan", path=path), faults) from fault


def saved_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the saved plans, the latest first."""
    return tuple(path.stem for _, _, path in sorted(_saved(folder), reverse=True))


def latest_plan(folder: Path | None, today: date) -> Plan | None:
    """Return the latest saved plan, if there is one with days after `today`."""
    if folder is None or not _saved(folder):
        return None
    plan = read_plan(folder, LATEST)
    return plan if any(tour.date > today for tour in plan.tours) else None


def plan_of(folder: Path, day: date) -> Plan | None:
    """Return the plan saved last that has tours on `day`, if there is one."""
    for _, _, path in sorted(_saved(folder), reverse=True):
        plan = read_plan(folder, str(path))
        if any(tour.date == day for tour in plan.tours):
            return plan
    return None


def _path(folder: Path | None, which: str) -> Path:
    saved = _saved(folder) if folder else []
    if which == LATEST:
        if not saved:
            raise RequestError(
                msg("no plan is saved here"), msg("save one: hageplan plan --kommune NAME --save")
            )
        return max(saved)[2]
    candidates = [Path(which)]
    if folder is not None:
        candidates += [folder / PLANER / which, folder / PLANER / f"{which}.toml"]
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        names = ", ".join(path.name for _, _, path in sorted(saved)) or "-"
        raise RequestError(
            msg("there is no saved plan {name}", name=which),
            msg("saved plans: {names}", names=names),
        )
    return found


def _saved(folder: Path) -> list[tuple[str, int, Path]]:
    found = ((_NAME.match(path.name), path) for path in (folder / PLANER).glob("*.toml"))
    return [(name[1], int(name[2]), path) for name, path in found if name]
