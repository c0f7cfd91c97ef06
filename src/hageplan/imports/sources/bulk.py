"""The register's own bulk files: all units of Norway, read as they stream by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hageplan.errors import RequestError
from hageplan.imports.sources.opened import opened
from hageplan.imports.sources.units import Unit
from hageplan.messages import msg


def is_json(path: Path, most_mb: int) -> bool:
    """Tell whether a file, packed or not, begins as JSON does; raises RequestError."""
    with opened(path, most_mb) as stream:
        return stream.peek(64).lstrip()[:1] == b"["


def read_json(path: Path, most_mb: int) -> Iterator[tuple[int, Unit]]:
    """Give the units of a JSON file, numbered from 1; raises RequestError where it is damaged."""
    import ijson

    number = 0
    with opened(path, most_mb) as stream:
        try:
            for number, unit in enumerate(ijson.items(stream, "item"), start=1):
                yield number, unit
        except ijson.JSONError as fault:
            raise RequestError(
                msg(
                    "{path}: not the register's JSON, after unit {count}: {why}",
                    path=path,
                    count=number,
                    why=fault,
                ),
                msg("fetch it again; nothing was changed"),
            ) from fault
