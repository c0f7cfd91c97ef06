"""A policy from a TOML file; every fault with its line."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from hageplan.errors import Problem, RecordsError, RequestError
from hageplan.forecast.policies import Policy
from hageplan.messages import msg
from hageplan.records.workspace import Workspace
from hageplan.workspace.faults import problem_from
from hageplan.workspace.files import TomlFile, read_toml
from hageplan.workspace.lookup import kommuner_of


def read_policy(path: Path, workspace: Workspace) -> Policy:
    """Return the policy of a file, municipalities by number; raises RecordsError."""
    file, problems = read_toml(path, str(path))
    faults = list(problems)
    if file is not None:
        try:
            found = Policy.model_validate(file.data)
            return _numbered(found, file, workspace)
        except ValidationError as fault:
            errors = fault.errors(include_url=False)
            faults += [problem_from(error, file, (), Policy) for error in errors]
    raise RecordsError(msg("{name} has faults", name=path.name), faults)


def _numbered(policy: Policy, file: TomlFile, workspace: Workspace) -> Policy:
    """Return the policy with municipalities by number, however they are named."""
    numbers: list[str] = []
    for place, name in enumerate(policy.kommuner):
        try:
            numbers += kommuner_of([name], workspace)
        except RequestError as fault:
            line = file.line(("kommuner", place))
            problem = Problem(severity="error", code="kommune", file=file.name, line=line,
                              key="kommuner", value=name, what=fault.message,
                              todo=fault.todo)  # fmt: skip
            raise RecordsError(msg("{name} has faults", name=file.name), [problem]) from None
    return policy.model_copy(update={"kommuner": tuple(numbers)})
