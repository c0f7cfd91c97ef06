"""The library's front door: each function joins records, providers and domain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hageplan.records.plan import Plan
from hageplan.records.workspace import Workspace
from hageplan.sources.importing import CsvImport
from hageplan.tours.plan import PlanRequest, plan_visits
from hageplan.tours.solver import Progress
from hageplan.travel import Travel
from hageplan.travel.estimate import Estimate
from hageplan.travel.roads import KnownRoads
from hageplan.workspace.kommuner import find_kommune
from hageplan.workspace.read import load as load_folder
from hageplan.workspace.shipped import example_dir


def load(folder: Path | None = None) -> Workspace:
    """Return the workspace in `folder`, or the example region.

    Raises `hageplan.errors.RecordsError`, with every fault, where the records have errors.
    """
    return load_folder(example_dir() if folder is None else folder)


def plan(
    workspace: Workspace,
    request: PlanRequest | None = None,
    *,
    today: date,
    progress: Progress = lambda _: None,
) -> Plan:
    """Return a plan of visits; see `hageplan.tours.plan.plan_visits`."""
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
    return KnownRoads(Estimate(workspace.oppsett.kjoring), workspace.veier, workspace.kommuner)


def read_import(workspace: Workspace, file: Path, columns: Mapping[str, str]) -> CsvImport:
    """Return what bringing the companies of a CSV file into `workspace` would do.

    `columns` (field to heading) wins over the headings that are recognised. Raises RequestError.
    """
    from hageplan.sources.companies import read_companies
    from hageplan.sources.headings import map_columns
    from hageplan.sources.importing import compare
    from hageplan.sources.table import read_table

    region = (*workspace.dekker, *workspace.vurderer)

    def number_of(text: str) -> str:
        return find_kommune(text, workspace.kommuner, region).kommunenummer

    table = read_table(file)
    mapping = map_columns(table.header, columns)
    incoming, rejected = read_companies(table.rows, mapping, number_of)
    headings = {field: table.header[number] for field, number in mapping.items()}
    changes = compare(incoming, rejected, workspace.bedrifter)
    return CsvImport(file.name, table.encoding, table.delimiter, headings, changes)
