"""A policy from a TOML file; every fault with its line."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pydantic import ValidationError

from hageplan.errors import Problem, RecordsError, RequestError
from hageplan.forecast.policies import NAMES, Policy, ours
from hageplan.messages import Message, msg
from hageplan.records.workspace import Workspace
from hageplan.workspace.faults import problem_from
from hageplan.workspace.files import TomlFile, read_toml
from hageplan.workspace.lookup import kommuner_of


def policy_called(name: str, records: Workspace, region: Collection[str] | None = None) -> Policy:
    """Return one of our own policies, or that of a file; raises RequestError and RecordsError.

    A file names no other municipalities than those of the `region` (numbers), if that is given.
    """
    known = next((one for one in NAMES if one == name), None)
    if known is not None:
        in_order = dict.fromkeys((*records.dekker, *records.vurderer))
        return ours(known, records.oppsett.prognose, tuple(in_order))
    if not Path(name).is_file():
        raise RequestError(
            msg("there is no choice and no file called {name}", name=name),
            msg("one of: {words}", words=", ".join([*NAMES, "FILE.toml"])),
        )
    return _read(Path(name), records, region)


def _read(path: Path, workspace: Workspace, region: Collection[str] | None) -> Policy:
    """Return the policy of a file, municipalities by number; raises RecordsError."""
    file, problems = read_toml(path, str(path))
    faults = list(problems)
    if file is not None:
        try:
            found = Policy.model_validate(file.data)
            return _numbered(found, file, workspace, region)
        except ValidationError as fault:
            errors = fault.errors(include_url=False)
            faults += [problem_from(error, file, (), Policy) for error in errors]
    raise RecordsError(msg("{name} has errors", name=path.name), faults)


def _numbered(
    policy: Policy, file: TomlFile, workspace: Workspace, region: Collection[str] | None
) -> Policy:
    """Return the policy with municipalities by number, however they are named."""
    if policy.is_ours:
        what = msg("{name} is the name of a built-in choice", name=policy.navn)
        raise _fault(file, ("navn",), policy.navn, what, msg("give it another name"))
    numbers: list[str] = []
    for place, name in enumerate(policy.kommuner):
        at = ("kommuner", place)
        try:
            found = kommuner_of([name], workspace)
        except RequestError as fault:
            raise _fault(file, at, name, fault.message, fault.todo) from None
        if region is not None and found[0] not in region:
            what = msg("{kommune} is not part of the forecast", kommune=name)
            todo = msg("add --kommune {kommune}, or remove it here", kommune=name)
            raise _fault(file, at, name, what, todo)
        numbers += found
    return policy.model_copy(update={"kommuner": tuple(numbers)})


def _fault(
    file: TomlFile, at: tuple[str | int, ...], value: str, what: Message, todo: Message
) -> RecordsError:
    key = str(at[0])
    problem = Problem(severity="error", code=key, file=file.name, line=file.line(at), key=key,
                      value=value, what=what, todo=todo)  # fmt: skip
    return RecordsError(msg("{name} has errors", name=file.name), [problem])
