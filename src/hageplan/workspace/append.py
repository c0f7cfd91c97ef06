"""Add records to a workspace's files; what stands there stays as it is, comments included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import tomli_w

from hageplan.records.bedrift import Bedrift
from hageplan.records.kommune import Kommune, Kommuner, fold
from hageplan.workspace.reading import BEDRIFTER
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
    replace_files({path: _with_tables(path, added) for path, added in tables.items()})
    return tuple(sorted(tables))


def _file_name(kommune: Kommune, kommuner: Kommuner) -> str:
    name = min(fold(kommune.navn), key=lambda s: (not s.isascii(), len(s))).replace(" ", "-")
    is_shared = len(kommuner.matching(kommune.navn)) > 1
    return f"{name}-{kommune.kommunenummer}.toml" if is_shared else f"{name}.toml"


def _with_tables(path: Path, added: Iterable[Bedrift]) -> str:
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.exists() else ""
    return before + "\n".join(map(_written, added))


def _written(bedrift: Bedrift) -> str:
    """Return a company as a `[[bedrift]]` table, with tables of its own below it.

    No line of a text begins with a bracket: tomli-w writes texts on one line.
    """
    table = bedrift.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return "[[bedrift]]\n" + _HEADING.sub(r"\1bedrift.", tomli_w.dumps(table))
