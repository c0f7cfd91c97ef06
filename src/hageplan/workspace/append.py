"""Add records to a workspace's files; existing content stays as it is, comments included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import tomli_w

from hageplan.errors import RecordsError, RequestError
from hageplan.messages import msg
from hageplan.records.base import Record
from hageplan.records.logg import Entry
from hageplan.records.spelling import fold
from hageplan.workspace.files import BOM, REPAIR, parse_toml, read_file
from hageplan.workspace.find import BEDRIFTER, HENDELSER, LOGG
from hageplan.workspace.write import cannot_write, replace_files

if TYPE_CHECKING:
    from hageplan.records.bedrift import Bedrift
    from hageplan.records.kommune import Kommune, Kommuner

_LONGEST: Final = 60
"""Characters of a file's name; file systems take 255 bytes, sync tools less."""
_DEVICE: Final = re.compile(r"con|prn|aux|nul|(com|lpt)\w")
"""Names that are no files on Windows."""
_HEADING: Final = re.compile(r"^(\[\[?)(?=\w)", re.MULTILINE)


def bedrift_tables(
    folder: Path, bedrifter: Iterable[Bedrift], kommuner: Kommuner
) -> dict[Path, list[str]]:
    """Return the tables of new companies by the file of their municipality."""
    tables: dict[Path, list[str]] = {}
    for bedrift in bedrifter:
        path = folder / BEDRIFTER / _file_name(kommuner[bedrift.kommunenummer], kommuner)
        tables.setdefault(path, []).append(_written(bedrift))
    return tables


def append_entries(folder: Path, year: int, entries: Iterable[Entry]) -> Path:
    """Append entries to a year's log in one write: all of them are on disk, or none.

    Returns the file written. Raises RequestError if it cannot be, and RecordsError if what
    stands there is damaged.
    """
    path = log_path(folder, year)
    replace_files(with_records(path, entries))
    return path


def log_path(folder: Path, year: int) -> Path:
    """Return the file of a year's log."""
    return folder / LOGG / f"{year:04}.toml"


def happenings_path(folder: Path, year: int) -> Path:
    """Return the file of what registers told of a year."""
    return folder / HENDELSER / f"{year:04}.toml"


def with_records(path: Path, records: Iterable[Record]) -> dict[Path, bytes]:
    """Return a file with each record added as a table of its name.

    Raises RequestError if nothing can be added, and RecordsError if what stands there is damaged.
    """
    before = content_of(path)
    return {path: before + addition(path, before, map(table_of, records))}


def _file_name(kommune: Kommune, kommuner: Kommuner) -> str:
    """Return a municipality's file: letters, digits and hyphens, whatever it is called."""
    spelt = min(fold(kommune.navn), key=lambda s: (not s.isascii(), len(s)))
    name = "-".join(re.findall(r"[^\W_]+", spelt))[:_LONGEST]
    is_shared = len(kommuner.matching(kommune.navn)) > 1
    if is_shared or not name or _DEVICE.fullmatch(name):
        return f"{name or 'kommune'}-{kommune.kommunenummer}.toml"
    return f"{name}.toml"


def addition(path: Path, before: bytes, tables: Iterable[str]) -> bytes:
    """Return what adds tables to a file that holds `before`, the empty line between included.

    Raises RequestError or RecordsError if nothing can be added.
    """
    added = _gap(before) + _encoded("\n".join(tables))
    if b"\r\n" in before:
        added = added.replace(b"\n", b"\r\n")
    _check_end(path, before, added)
    return added


def content_of(path: Path) -> bytes:
    """Return the bytes of a file, none of one that isn't there."""
    try:
        return read_file(path)
    except FileNotFoundError:
        return b""
    except OSError as fault:
        raise cannot_write(path, fault) from fault


def _encoded(text: str) -> bytes:
    """Return a text as UTF-8; what a terminal of another encoding typed may be no text at all."""
    try:
        return text.encode()
    except UnicodeEncodeError as fault:
        raise RequestError(
            msg(
                "{sign} is not a valid character: {text}",
                sign=ascii(text[fault.start]),
                text=text[max(fault.start - 20, 0) : fault.end + 20],
            ),
            msg("write it again on a terminal set to UTF-8; nothing was changed"),
        ) from None


def _gap(before: bytes) -> bytes:
    """Return what makes the line after `before` follow an empty one."""
    end = before[-4:].replace(b"\r\n", b"\n")
    if not end or end.endswith(b"\n\n"):
        return b""
    return b"\n" if end.endswith(b"\n") else b"\n\n"


def _check_end(path: Path, before: bytes, added: bytes) -> None:
    """Refuse to add to a file that is damaged, or where TOML takes no further tables.

    A year's log is long: a sound last table, and a head without lists of tables in square brackets,
    tell as much in a hundredth of the time. Otherwise the whole file is read.
    """
    if not before or (_is_plain_head(before) and _is_whole_table(before)):
        return
    file, problems = parse_toml(before.removeprefix(BOM), path.name)
    if file is None:
        raise RecordsError(
            msg("{path} is damaged; nothing was added", path=path),
            [replace(problem, todo=REPAIR) for problem in problems],
        )
    if parse_toml((before + added).removeprefix(BOM), path.name)[0] is None:
        raise RequestError(
            msg("{path}: nothing can be added to the file as it is written", path=path),
            msg("write the entries as tables with [[…]] above each; nothing was changed"),
        )


def _is_plain_head(before: bytes) -> bool:
    """Tell whether nothing but comments and empty lines stand before the first table."""
    head = before.removeprefix(BOM).partition(b"[[")[0]
    lines = (line.strip() for line in head.splitlines())
    return all(not line or line.startswith(b"#") for line in lines)


def _is_whole_table(before: bytes) -> bool:
    """Tell whether the last table can be read by itself, its line ended."""
    last = before[before.rfind(b"\n[[") + 1 :]
    return last.endswith(b"\n") and parse_toml(last, "")[0] is not None


def _written(bedrift: Bedrift) -> str:
    """Return a company as a `[[bedrift]]` table, with tables of its own below it.

    No line of a text begins with a bracket: tomli-w writes texts on one line.
    """
    table = bedrift.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return "[[bedrift]]\n" + _HEADING.sub(r"\1bedrift.", tomli_w.dumps(table))


def table_of(record: Record) -> str:
    """Return a record as a table; what is as usual is left out."""
    name = record.TABLE
    table = record.model_dump(exclude_defaults=True, exclude_none=True)
    return f"[[{name}]]\n" + _HEADING.sub(rf"\1{name}.", tomli_w.dumps(table))
