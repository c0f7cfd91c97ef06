"""All faults of a workspace's records, and of the calendars that they name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import InstanceOf, NonNegativeInt, PlainSerializer

from hageplan.calendars.busy import with_busy_times
from hageplan.errors import Problem, RecordsError
from hageplan.interest.coverage import Coverage, coverage_of
from hageplan.messages import msg
from hageplan.records.base import Document, EnglishText, Many, Record, Schema
from hageplan.workspace.files import REPAIR
from hageplan.workspace.find import INTERNAL, is_cut_off
from hageplan.workspace.read import importance, read_workspace


class Fault(Record):
    """A problem as a document has it; `line` counts from 1, None where it has none."""

    code: str
    file: str
    line: int | None
    key: str
    value: str
    what: EnglishText
    expected: EnglishText
    todo: EnglishText


def _fault(problem: Problem) -> Fault:
    return Fault.model_validate(problem, from_attributes=True)


ListedProblem = Annotated[InstanceOf[Problem], PlainSerializer(_fault, return_type=Fault)]


class FaultCounts(Record):
    """How many faults there are."""

    errors: NonNegativeInt
    warnings: NonNegativeInt


class Checked(Document):
    """The faults of a workspace, whole files first, then by file and line.

    Errors stop other commands, warnings do not. `coverage` is what the list has of the region's
    municipalities, as far as statistics were brought in.
    """

    schema_: Schema[Literal["hageplan/check/1"]] = "hageplan/check/1"
    workspace: str
    example_data: bool
    counts: FaultCounts
    errors: Many[ListedProblem]
    warnings: Many[ListedProblem]
    coverage: Many[Coverage]


_CUT_OFF: Final = Problem(
    severity="error",
    code="cut-off",
    file=f"{INTERNAL}/journal",
    what=msg("a change to several files was interrupted and could not be completed"),
    todo=REPAIR,
)


def check(folder: Path, today: date) -> Checked:
    """Return all faults in `folder`; calendars are read as far ahead as plans do."""
    workspace, problems = read_workspace(folder, today)
    if is_cut_off(folder):
        problems = (_CUT_OFF, *problems)
    try:
        with_busy_times(workspace, folder, today)
    except RecordsError as faults:
        problems = tuple(sorted((*problems, *faults.problems), key=importance))
    errors = tuple(problem for problem in problems if problem.severity == "error")
    warnings = tuple(problem for problem in problems if problem.severity == "warning")
    return Checked(
        workspace=str(folder),
        example_data=workspace.example_data,
        counts=FaultCounts(errors=len(errors), warnings=len(warnings)),
        errors=errors,
        warnings=warnings,
        coverage=coverage_of(workspace),
    )
