"""The list of companies that have opted out: `reservert.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from hageplan.records.bedrift import Bedrift
from hageplan.records.personvern import Reservasjon
from hageplan.records.spelling import compact
from hageplan.workspace.append import append_records
from hageplan.workspace.files import read_toml

RESERVERT_FILE: Final = "reservert.toml"


def append_reservation(folder: Path, reservasjon: Reservasjon) -> Path:
    """Put a company on the list in `folder`, on disk when this returns; once is enough.

    Only the holder of the workspace's lock may call this. Returns the list's file. Raises
    RequestError if it cannot be written, and RecordsError if it is damaged.
    """
    path = folder / RESERVERT_FILE
    if reservasjon.organisasjonsnummer not in _numbers(path):
        append_records(path, (reservasjon,))
    return path


def is_reserved(folder: Path, number: str) -> bool:
    """Tell whether a company is on the list in `folder`."""
    return number in _numbers(folder / RESERVERT_FILE)


def with_reservations(
    bedrifter: Iterable[Bedrift], reservasjoner: Sequence[Reservasjon]
) -> tuple[Bedrift, ...]:
    """Return the companies, those on the list marked as such whatever their own table says."""
    numbers = {one.organisasjonsnummer for one in reservasjoner}
    return tuple(
        bedrift.model_copy(update={"reservert": True})
        if bedrift.organisasjonsnummer in numbers
        else bedrift
        for bedrift in bedrifter
    )


def _numbers(path: Path) -> set[str]:
    """Return the numbers in a list's sound tables."""
    file, _ = read_toml(path, path.name) if path.exists() else (None, [])
    tables = file.data.get("reservasjon", []) if file else []
    rows = tables if isinstance(tables, list) else []
    found = (row.get("organisasjonsnummer", "") for row in rows if isinstance(row, dict))
    return {compact(number) for number in found if isinstance(number, str)}
