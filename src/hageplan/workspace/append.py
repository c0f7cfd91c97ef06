"""Add records to a workspace's files; what stands there stays as it is, comments included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import tomli
import tomli_w

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.kommune import Kommune, Kommuner, fold
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.workspace.reading import BEDRIFTER, LOGG
from hageplan.workspace.write import replace_files

_HEADING: Final = re.compile(r"^(\[\[?)(?=\w)", re.MULTILINE)


def append_bedrifter(
    folder: Path, bedrifter: Iterable[Bedrift], kommuner: Kommuner
) -> tuple[Path, ...]:
    """Append each company to its municipality's file.

    Until the new text of every file is safely on disk, none changes.

    Returns the files written. Raises RequestError where one cannot be.
    """
    tables: dict[Path, list[Bedrift]] = {}
    for bedrift in bedrifter:
        path = folder / BEDRIFTER / _file_name(kommuner[bedrift.kommunenummer], kommuner)
        tables.setdefault(path, []).append(bedrift)
    written = {path: map(_written, added) for path, added in tables.items()}
    replace_files({path: _with_tables(path, texts) for path, texts in written.items()})
    return tuple(sorted(tables))


def append_avtale(folder: Path, avtale: Avtale, henvendelse: Henvendelse | None = None) -> Path:
    """Append an entry to the log of its year, and with it the visit that it led to, in one write.

    Returns the file written. Raises RequestError where it cannot be.
    """
    path = folder / LOGG / f"{avtale.tid:%Y}.toml"
    entries = [_entry("avtale", avtale)]
    if henvendelse is not None:
        entries.append(_entry("henvendelse", henvendelse))
    replace_files({path: _with_tables(path, entries)})
    return path


def _file_name(kommune: Kommune, kommuner: Kommuner) -> str:
    name = min(fold(kommune.navn), key=lambda s: (not s.isascii(), len(s))).replace(" ", "-")
    is_shared = len(kommuner.matching(kommune.navn)) > 1
    return f"{name}-{kommune.kommunenummer}.toml" if is_shared else f"{name}.toml"


def _with_tables(path: Path, tables: Iterable[str]) -> str:
    """Return the text of a file with tables added; what stands there stays byte for byte.

    Bytes are read, since reading text would turn the line ends of Windows into others.
    """
    before = path.read_bytes().decode("utf-8") if path.exists() else ""
    line_end = "\r\n" if "\r\n" in before else "\n"
    text = _gap(before) + "\n".join(tables)
    whole = before + text.replace("\n", line_end)
    _check_tables(path, whole)
    return whole


def _gap(before: str) -> str:
    """Return what makes the line after `before` follow an empty one."""
    lines = before.replace("\r\n", "\n")
    if not lines or lines.endswith("\n\n"):
        return ""
    return "\n" if lines.endswith("\n") else "\n\n"


def _check_tables(path: Path, text: str) -> None:
    """Refuse tables after a list of the same name in square brackets, which TOML closes."""
    try:
        tomli.loads(text.removeprefix("\ufeff"))
    except tomli.TOMLDecodeError as fault:
        raise RequestError(
            msg("{path}: nothing can be added after what stands there", path=path),
            msg("write its entries as tables with [[…]] above each; nothing was changed"),
        ) from fault


def _written(bedrift: Bedrift) -> str:
    """Return a company as a `[[bedrift]]` table, with tables of its own below it.

    No line of a text begins with a bracket: tomli-w writes texts on one line.
    """
    table = bedrift.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return "[[bedrift]]\n" + _HEADING.sub(r"\1bedrift.", tomli_w.dumps(table))


def _entry(name: str, record: Avtale | Henvendelse) -> str:
    """Return an entry of the log as a table; what is as usual is left out."""
    table = record.model_dump(exclude_defaults=True, exclude_none=True)
    return f"[[{name}]]\n{tomli_w.dumps(table)}"
