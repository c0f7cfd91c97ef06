"""The companies of Enhetsregisteret, from its bulk files or its service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hageplan.errors import RequestError
from hageplan.imports.lists import read_list, region_or
from hageplan.imports.sources.brreg import Service, fetch_unit, fetch_units
from hageplan.imports.sources.companies import CompanyRows
from hageplan.imports.sources.headings import register_of
from hageplan.imports.sources.opened import is_json, read_json
from hageplan.imports.sources.table import open_table
from hageplan.imports.sources.units import joined, news_of, places_of, read_units
from hageplan.messages import msg
from hageplan.records.memory import SourceSnapshot
from hageplan.records.workspace import Workspace


def read_register(
    workspace: Workspace, files: Sequence[Path], kommuner: Sequence[str]
) -> CompanyRows:
    """Return the places in municipalities (names or numbers) of the register's own bulk files.

    They are JSON or CSV, packed or not, and read as they stream by. Raises RequestError.
    """
    numbers = _asked_kommuner(workspace, kommuner)
    found = joined([_read_file(workspace, file, numbers) for file in files])
    return places_of(found, workspace.bedrifter)


def _read_file(workspace: Workspace, file: Path, kommuner: Sequence[str]) -> CompanyRows:
    most_mb = workspace.oppsett.innlesing.maks_megabyte
    if is_json(file, most_mb):
        return read_units(read_json(file, most_mb), kommuner)
    with open_table(file, most_mb) as table:
        if register_of(table.header) is None:
            raise RequestError(
                msg("{path}: not a table of Enhetsregisteret", path=file),
                msg("bring in other lists with: hageplan import csv"),
            )
        return read_list(workspace, table, {}, kommuner=kommuner)


def fetch_register(
    workspace: Workspace,
    service: Service,
    kommuner: Sequence[str],
    snapshot: SourceSnapshot,
    *,
    today: date,
) -> CompanyRows:
    """Return the places in municipalities (names or numbers) that Enhetsregisteret's service has.

    Of companies that it had there before (`snapshot`) and has no longer it is asked one by one.
    Raises `hageplan.errors.ServiceError`.
    """
    numbers = _asked_kommuner(workspace, kommuner)
    rows = read_units(fetch_units(service, numbers, today), numbers)
    lost = [
        bedrift
        for bedrift in workspace.bedrifter
        if bedrift.organisasjonsnummer in snapshot.keys() - rows.companies.keys()
        and bedrift.kommunenummer in numbers
        and bedrift.status != "nedlagt"
    ]
    units = ((bedrift, fetch_unit(service, bedrift.organisasjonsnummer)) for bedrift in lost)
    news = [news_of(bedrift, unit) for bedrift, unit in units if unit is not None]
    told = CompanyRows(
        companies={one.bedrift.organisasjonsnummer: one for one in news if one is not None}
    )
    return joined([places_of(rows, workspace.bedrifter), told])


def _asked_kommuner(workspace: Workspace, kommuner: Sequence[str]) -> tuple[str, ...]:
    """Return what `region_or` does; raises RequestError where there is none to ask for."""
    numbers = region_or(kommuner, workspace)
    if not numbers:
        raise RequestError(
            msg("no municipality is named"),
            msg('name some: --kommune Tynset, or dekker = ["Tynset"] in hageplan.toml'),
        )
    return numbers
