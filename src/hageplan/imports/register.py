"""The companies of Enhetsregisteret, from its bulk files or its service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hageplan.errors import RequestError
from hageplan.imports.lists import read_list, region_or
from hageplan.imports.sources.brreg import Asking, fetch_unit, fetch_units
from hageplan.imports.sources.headings import register_of
from hageplan.imports.sources.opened import is_json, read_json
from hageplan.imports.sources.rows import CompanyRows
from hageplan.imports.sources.table import open_table
from hageplan.imports.sources.units import Unit, joined, news_of, places_of, read_units
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.memory import SourceSnapshot
from hageplan.records.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class RegisterUnits:
    """What the register says: places and their owners, and units that it had elsewhere before."""

    rows: CompanyRows
    left: Mapping[str, Unit] = field(default_factory=dict)

    def places(self, bedrifter: Sequence[Bedrift]) -> CompanyRows:
        """Return the places, and what is new of those that left, beside the records' companies."""
        by_number = {one.organisasjonsnummer: one for one in bedrifter}
        news = (news_of(by_number[n], unit) for n, unit in self.left.items() if n in by_number)
        told = CompanyRows(
            companies={one.bedrift.organisasjonsnummer: one for one in news if one is not None}
        )
        return joined([places_of(self.rows, bedrifter), told])


def read_register(
    workspace: Workspace, files: Sequence[Path], kommuner: Sequence[str]
) -> RegisterUnits:
    """Return what the register's own bulk files say of municipalities (names or numbers).

    They are JSON or CSV, packed or not, and read as they stream by. Raises RequestError.
    """
    numbers = asked_kommuner(workspace, kommuner)
    return RegisterUnits(rows=joined([_read_file(workspace, file, numbers) for file in files]))


def _read_file(workspace: Workspace, file: Path, kommuner: Sequence[str]) -> CompanyRows:
    most_mb = workspace.oppsett.innlesing.maks_megabyte
    if is_json(file, most_mb):
        return read_units(read_json(file, most_mb), kommuner)
    with open_table(file, most_mb) as table:
        if register_of(table.header) is None:
            raise RequestError(
                msg("{path} is not a table from Enhetsregisteret", path=file),
                msg("import other lists with: hageplan import csv"),
            )
        return read_list(workspace, table, {}, kommuner=kommuner)


def fetch_register(
    workspace: Workspace,
    asking: Asking,
    kommuner: Sequence[str],
    snapshot: SourceSnapshot,
    *,
    today: date,
) -> RegisterUnits:
    """Return what Enhetsregisteret's service says of municipalities (names or numbers).

    Of companies that it had there before (`snapshot`) and has no longer it is asked one by one.
    Raises `hageplan.errors.ServiceError`.
    """
    numbers = asked_kommuner(workspace, kommuner)
    rows = read_units(fetch_units(asking, numbers, today), numbers)
    lost = [
        bedrift.organisasjonsnummer
        for bedrift in workspace.bedrifter
        if bedrift.organisasjonsnummer in snapshot.keys() - rows.companies.keys()
        and bedrift.kommunenummer in numbers
        and bedrift.status != "nedlagt"
    ]
    units = ((number, fetch_unit(asking, number)) for number in lost)
    return RegisterUnits(rows=rows, left={number: unit for number, unit in units if unit})


def asked_kommuner(workspace: Workspace, kommuner: Sequence[str]) -> tuple[str, ...]:
    """Return what `region_or` does; raises RequestError where there is none to ask for."""
    numbers = region_or(kommuner, workspace)
    if not numbers:
        raise RequestError(
            msg("no municipality is given"),
            msg('give some: --kommune Tynset, or dekker = ["Tynset"] in hageplan.toml'),
        )
    return numbers
