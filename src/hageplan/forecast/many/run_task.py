"""What a worker does: read a workspace once, and look at its futures block by block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hageplan.errors import RecordsError, RequestError
from hageplan.forecast.forecast import ForecastRequest, start_of
from hageplan.forecast.inputs import Inputs
from hageplan.forecast.many.task import Ask, HageSums, HageToday, Task, TaskAnswer
from hageplan.forecast.model import forecast_of
from hageplan.forecast.policies import Policy
from hageplan.forecast.policy_file import policy_called
from hageplan.messages import msg, nmsg
from hageplan.records.workspace import Workspace
from hageplan.workspace.read import load_sound

KEPT = 64
"""Workspaces of which a worker keeps what the months start from: some kilobytes each."""


@dataclass(frozen=True, kw_only=True)
class _Prepared:
    inputs: Inputs
    hage: HageToday
    policies: Mapping[str, Policy]


def work(task: Task) -> TaskAnswer:
    """Do a task; raises RequestError where a workspace or a policy has faults."""
    prepared = _prepared(task.ask)
    policy, inputs = prepared.policies[task.policy], prepared.inputs
    paths = forecast_of(inputs, policy, seed=task.ask.seed, blocks=[task.block])
    return TaskAnswer(
        hage=prepared.hage,
        policy=policy.navn,
        is_ours=policy.is_ours,
        sums=HageSums.of(paths),
    )


@lru_cache(maxsize=KEPT)
def _prepared(ask: Ask) -> _Prepared:
    folder = Path(ask.folder)
    try:
        found, _faults = load_sound(folder, today=ask.latest, of_group=not ask.everyone)
        records = found.of_everyone() if ask.everyone else found
        policies = {name: policy_called(name, records) for name in ask.policies}
    except RecordsError as fault:
        # Faults quote what stands in the records, and those stay here.
        raise RequestError(
            nmsg("{folder}: 1 error in the records", "{folder}: {count} errors in the records",
                 folder=folder, count=len(fault.problems)),
            msg('hageplan check -w "{folder}" shows them', folder=folder),
        ) from None  # fmt: skip
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        raise RequestError(msg("{folder}: cannot be read: {why}", folder=folder, why=why)) from None
    request = ForecastRequest(months=ask.months, seed=ask.seed)
    inputs = start_of(records, request, today=ask.today).inputs
    return _Prepared(inputs=inputs, hage=_today(records, inputs, folder), policies=policies)


def _today(records: Workspace, inputs: Inputs, folder: Path) -> HageToday:
    return HageToday(
        navn=records.oppsett.naeringshage.navn or folder.name,
        members=round(inputs.members_today),
        existing=inputs.existing,
        unread=len(records.unread),
        example_data=records.example_data,
    )
