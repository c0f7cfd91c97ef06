"""The library's front door: each function joins records, providers and domain.

What a function needs is imported in it: asking for a score must not wait for the solver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hageplan.interest.result import Score
    from hageplan.interest.suggest import NextVisits, Value
    from hageplan.records.plan import Plan
    from hageplan.records.workspace import Workspace
    from hageplan.sources.importing import CsvImport
    from hageplan.tours.plan import PlanRequest
    from hageplan.tours.solver import Progress
    from hageplan.travel import Travel


def load(folder: Path | None = None, *, today: date | None = None) -> Workspace:
    """Return the workspace in `folder`, or the example region.

    With `today`, an answer of a later day is a fault. Raises `hageplan.errors.RecordsError`, with
    every fault, where the records have errors.
    """
    from hageplan.workspace.read import load as load_folder
    from hageplan.workspace.shipped import example_dir

    return load_folder(example_dir() if folder is None else folder, today)


def score(
    workspace: Workspace,
    *,
    today: date,
    kommuner: Sequence[str] = (),
    threshold: float | None = None,
    explain: bool = False,
    seed: int = 0,
) -> Score:
    """Return the interest per municipality; see `hageplan.interest.score.score`."""
    from hageplan.interest.score import score as score_kommuner

    return score_kommuner(
        workspace,
        today=today,
        kommuner=kommuner,
        threshold=threshold,
        explain=explain,
        seed=seed,
    )


def next_visits(
    workspace: Workspace,
    *,
    today: date,
    kommuner: Sequence[str] = (),
    count: int = 20,
    value: Value = "members",
    explain: bool = False,
    seed: int = 0,
) -> NextVisits:
    """Return whom to visit next; see `hageplan.interest.suggest.next_visits`."""
    from hageplan.interest.suggest import next_visits as suggest_visits

    return suggest_visits(
        workspace,
        today=today,
        kommuner=kommuner,
        count=count,
        value=value,
        explain=explain,
        seed=seed,
    )


def plan(
    workspace: Workspace,
    request: PlanRequest | None = None,
    *,
    today: date,
    progress: Progress = lambda _: None,
) -> Plan:
    """Return a plan of visits; see `hageplan.tours.plan.plan_visits`."""
    from hageplan.tours.plan import PlanRequest, plan_visits
    from hageplan.tours.pyvrp_solver import PyVRPSolver

    return plan_visits(
        workspace,
        request or PlanRequest(),
        today=today,
        travel=travel_of(workspace),
        solver=PyVRPSolver(),
        progress=progress,
    )


def travel_of(workspace: Workspace) -> Travel:
    """Return the driving times that the workspace's settings and roads give."""
    from hageplan.travel.estimate import Estimate
    from hageplan.travel.roads import KnownRoads

    return KnownRoads(Estimate(workspace.oppsett.kjoring), workspace.veier, workspace.kommuner)


def read_import(workspace: Workspace, file: Path, columns: Mapping[str, str]) -> CsvImport:
    """Return what bringing the companies of a CSV file into `workspace` would do.

    `columns` (field to heading) wins over the headings that are recognised. Raises RequestError.
    """
    from hageplan.sources.companies import read_companies
    from hageplan.sources.headings import map_columns
    from hageplan.sources.importing import CsvImport, compare
    from hageplan.sources.table import read_table
    from hageplan.workspace.kommuner import find_kommune

    region = (*workspace.dekker, *workspace.vurderer)

    def number_of(text: str) -> str:
        return find_kommune(text, workspace.kommuner, region).kommunenummer

    table = read_table(file)
    mapping = map_columns(table.header, columns)
    incoming, rejected = read_companies(table.rows, mapping, number_of)
    headings = {field: table.header[number] for field, number in mapping.items()}
    changes = compare(incoming, rejected, workspace.bedrifter)
    return CsvImport(file.name, table.encoding, table.delimiter, headings, changes)
