"""The files of privacy: who has opted out, receipts of what was forgotten, and what is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

import tomli_w
from pydantic import ValidationError

from hageplan.records.bedrift import Bedrift
from hageplan.records.personvern import Anonym, Forgotten, Kvittering, Nummer, Reservasjon
from hageplan.records.spelling import compact
from hageplan.workspace.append import table_of, with_records
from hageplan.workspace.files import read_file, read_toml
from hageplan.workspace.find import ANONYME_FILE, PERSONVERN

RESERVERT_FILE: Final = "reservert.toml"
_SALT: Final = "salt"
_NUMMER_FILE: Final = "nummer.toml"
_HEAD: Final = (
    "# Det som er igjen av glemte bedrifter: tall uten navn. Skrevet av hageplan privacy.\n\n"
)


def reservation_file(folder: Path, reservasjon: Reservasjon) -> dict[Path, bytes]:
    """Return the list in `folder` with a company on it, nothing where it is there already.

    Raises RequestError where nothing can be added, and RecordsError where the list is damaged.
    """
    path = folder / RESERVERT_FILE
    if reservasjon.organisasjonsnummer in _numbers(path):
        return {}
    return with_records(path, (reservasjon,))


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


def read_salt(folder: Path) -> str:
    """Return the workspace's salt, "" if nothing was forgotten yet."""
    path = folder / PERSONVERN / _SALT
    return read_file(path).decode().strip() if path.is_file() else ""


def read_receipts(folder: Path) -> tuple[Kvittering, ...]:
    """Return the readable receipts in `folder`, by name."""
    found = []
    for path in sorted((folder / PERSONVERN).glob("kvittering-*.toml")):
        file, _ = read_toml(path, path.name)
        try:
            found.append(Kvittering.model_validate(file.data if file else {}))
        except ValidationError:
            continue
    return tuple(found)


def read_forgotten(folder: Path) -> Forgotten:
    """Return who was forgotten in `folder`, as far as its receipts are readable."""
    earlier: dict[str, tuple[str, ...]] = {}
    for one in _earlier_numbers(folder):
        number = one.organisasjonsnummer
        earlier[number] = (*earlier.get(number, ()), one.tidligere)
    return Forgotten(salt=read_salt(folder), receipts=read_receipts(folder), earlier=earlier)


def renumbered_file(folder: Path, old: str, new: str) -> dict[Path, bytes]:
    """Return the file of earlier numbers once a company has another; nothing without receipts."""
    if not read_receipts(folder):
        return {}
    known = [
        one.model_copy(update={"organisasjonsnummer": new})
        if one.organisasjonsnummer == old
        else one
        for one in _earlier_numbers(folder)
    ]
    return _numbers_file(folder, [*known, Nummer(organisasjonsnummer=new, tidligere=old)])


def without_numbers(folder: Path, numbers: Collection[str]) -> dict[Path, bytes]:
    """Return the file of earlier numbers without those of companies; nothing where it has none."""
    before = _earlier_numbers(folder)
    after = [one for one in before if one.organisasjonsnummer not in numbers]
    return _numbers_file(folder, after) if len(after) < len(before) else {}


def _earlier_numbers(folder: Path) -> tuple[Nummer, ...]:
    """Return the readable tables of the file of earlier numbers."""
    path = folder / PERSONVERN / _NUMMER_FILE
    file, _ = read_toml(path, path.name) if path.exists() else (None, [])
    tables = file.data.get("nummer", []) if file else []
    found = []
    for table in tables if isinstance(tables, list) else ():
        with suppress(ValidationError):
            found.append(Nummer.model_validate(table))
    return tuple(found)


def _numbers_file(folder: Path, numbers: Iterable[Nummer]) -> dict[Path, bytes]:
    return {folder / PERSONVERN / _NUMMER_FILE: "\n".join(map(table_of, numbers)).encode()}


def receipt_files(folder: Path, receipt: Kvittering, salt: str) -> dict[Path, str]:
    """Return the contents of a new receipt's file and of the salt's."""
    own = folder / PERSONVERN
    return {
        own / _SALT: f"{salt}\n",
        own / _free_name(own, receipt.dato): tomli_w.dumps(receipt.model_dump()),
    }


def anonymous_file(folder: Path, anonyme: Iterable[Anonym]) -> dict[Path, str]:
    """Return the content of the file of counts."""
    rows = [one.model_dump(exclude_none=True, exclude_defaults=True) for one in anonyme]
    tables = "\n".join(f"[[anonym]]\n{tomli_w.dumps(row)}" for row in rows)
    return {folder / ANONYME_FILE: _HEAD + tables} if rows else {}


def _free_name(own: Path, day: date) -> str:
    names = {path.name for path in own.glob("kvittering-*.toml")}
    numbered = (f"kvittering-{day:%Y%m%d}-{count}.toml" for count in range(1, len(names) + 2))
    return next(name for name in numbered if name not in names)
