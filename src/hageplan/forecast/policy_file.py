"""A policy from a TOML file; every fault with its line."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from hageplan.errors import Problem, RecordsError, RequestError
from hageplan.forecast.policies import NAMES, Policy, ours
from hageplan.messages import msg
from hageplan.records.workspace import Workspace
from hageplan.workspace.faults import problem_from
from hageplan.workspace.files import TomlFile, read_toml
from hageplan.workspace.lookup import kommuner_of


def policy_called(name: str, records: Workspace) -> Policy:
    """Return one of our own policies, or that of a file; raises RequestError and RecordsError."""
    known = next((one for one in NAMES if one == name), None)
    if known is not None:
        region = (*records.dekker, *records.vurderer)
        return ours(known, records.oppsett.prognose, tuple(dict.fromkeys(region)))
    if not Path(name).is_file():
        raise RequestError(
            msg("no policy is called {name}, and there is no such file", name=name),
            msg("one of: {words}", words=", ".join([*NAMES, "FILE.toml"])),
        )
    return read_policy(Path(name), records)


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
