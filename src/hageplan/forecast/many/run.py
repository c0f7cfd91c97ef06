"""What `forecast` does with many workspaces: spread the work, add up, show and write."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Final
from uuid import uuid4

import typer

from hageplan.command.answer import progress_bar
from hageplan.command.call import Call, norwegian_time
from hageplan.errors import RequestError
from hageplan.forecast.many.result import ForecastOfMany
from hageplan.forecast.many.run_cluster import cluster
from hageplan.forecast.many.run_workers import processes
from hageplan.forecast.many.spread import Workers, spread
from hageplan.forecast.many.table import many_rows
from hageplan.forecast.many.task import Ask, TaskAnswer, tasks_of
from hageplan.forecast.many.terminal import print_many
from hageplan.forecast.many.together import together
from hageplan.forecast.model import blocks_of
from hageplan.forecast.policies import KEEP, NAMES
from hageplan.forecast.policy_file import policy_called
from hageplan.i18n import _
from hageplan.messages import msg
from hageplan.records.settings.prognose import Prognose
from hageplan.tours.solve.solver import Progress
from hageplan.workspace.read import load

ADDRESS: Final = re.compile(r"(tcp|tls)://[^\s/]+:\d{1,5}")
WRITTEN: Final = (".csv", ".xlsx", ".json")


def forecast_many(
    call: Call,
    kommuner: Sequence[str] | None,
    *,
    months: int,
    policies: Sequence[str],
    explain: bool,
    seed: int,
    workers: int | None,
    address: str | None,
) -> None:
    """Show the months to come of all workspaces of the call; raises BadParameter."""
    if workers and address:
        raise typer.BadParameter(_("--workers: a cluster has its own workers"))
    if address and not ADDRESS.fullmatch(address):
        raise typer.BadParameter(_("--cluster: write it like this: tcp://HOST:8786"))
    if kommuner:
        raise typer.BadParameter(_("--kommune: cannot be used with several workspaces"))
    call.results.check(WRITTEN)
    asked = _asked(call, _names(policies), months, seed)
    whose: AbstractContextManager[Workers] = (
        cluster(address) if address else processes(workers or os.cpu_count() or 1)
    )
    with (
        progress_bar(quiet=call.quiet, doing=_("Computing the forecast")) as progress,
        whose as found,
    ):
        many = look_ahead(asked, found, progress)
    call.answer(
        many,
        lambda console: print_many(many, console, explain=explain),
        lambda: many_rows(many),
    )


def look_ahead(
    asked: Sequence[Ask], workers: Workers, progress: Progress = lambda _: None
) -> ForecastOfMany:
    """Return the forecast of the workspaces, found by `workers`: the same whoever they are."""
    blocks = blocks_of(Prognose().trekk)
    tasks = tasks_of(asked, blocks)
    answers = _counting(spread(tasks, workers), len(tasks), progress)
    return together(asked, answers, len(blocks))


def _counting(
    answers: Iterator[TaskAnswer], count: int, progress: Progress
) -> Iterator[TaskAnswer]:
    for number, answer in enumerate(answers, start=1):
        yield answer
        progress(number / count)


def _asked(call: Call, names: tuple[str, ...], months: int, seed: int) -> list[Ask]:
    """Return what is asked of each workspace; raises RequestError where one is given twice."""
    folders = [folder.resolve() for folder in call.folders or (call.folder,)]
    for folder in folders:
        if folders.count(folder) > 1:
            raise RequestError(
                msg("{folder}: given twice", folder=folder), msg("give each workspace once")
            )
        replace(call, folder=folder, is_example=False).settle()
    run = uuid4().hex
    return [
        Ask(
            folder=str(folder),
            run=run,
            policies=names,
            months=months,
            seed=seed,
            today=call.today,
            latest=max(call.today, norwegian_time().date()),
            everyone=call.everyone,
        )
        for folder in folders
    ]


def _names(policies: Sequence[str]) -> tuple[str, ...]:
    """Return the policies: that of keeping today's staff, then those asked for, or our own.

    A file is read here once, so that its faults are told with file and line before work begins.
    """
    example = load()
    for name in policies:
        policy_called(name, example)
    found = (name if name in NAMES else str(Path(name).resolve()) for name in policies or NAMES)
    return tuple(dict.fromkeys((KEEP, *found)))
