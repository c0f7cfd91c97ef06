"""Give fields of companies other values where they stand: all else stays byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.spelling import number_in
from hageplan.workspace.edit import is_plain, table_spans, with_values
from hageplan.workspace.files import BOM


@dataclass(frozen=True, kw_only=True)
class ChangedTable:
    """A company's table as it was and as it became; `index` counts the file's companies from 0."""

    index: int
    before: str
    after: str


def with_fields(
    path: Path, content: bytes, changes: Mapping[str, Mapping[str, Any]]
) -> tuple[bytes, tuple[ChangedTable, ...]]:
    """Return a file of companies with new values of their fields, and the tables that changed.

    `changes` are by organisasjonsnummer; None takes a field out. Raises RequestError where the
    companies do not stand as tables of their own.
    """
    bom, text = (BOM, content[len(BOM) :]) if content.startswith(BOM) else (b"", content)
    data: dict[str, Any] = tomli.loads(text.decode())
    meant = {
        index: changes[number]
        for index, table in enumerate(data.get("bedrift", ()))
        if (number := number_in(table)) in changes
    }
    if not meant:
        return content, ()
    if not is_plain(text, data):
        raise RequestError(
            msg("{path}: the companies are not written as separate tables", path=path),
            msg("write each with [[bedrift]] above it, and try again; nothing was changed"),
        )
    found = []
    for part in reversed(table_spans(text)):
        if part.name == "bedrift" and part.index in meant:
            before = text[part.start : part.end]
            after = with_values(before, meant[part.index])
            text = text[: part.start] + after + text[part.end :]
            found.append(
                ChangedTable(index=part.index, before=before.decode(), after=after.decode())
            )
    tomli.loads(text.decode())  # better nothing written than what cannot be read
    return bom + text, tuple(found)
