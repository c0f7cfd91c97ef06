"""Remember what calendars were given: `kalender.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import tomli_w

from hageplan.records.memory import Hendelse
from hageplan.workspace.find import KALENDER_FILE


def calendar_files(folder: Path, hendelser: Iterable[Hendelse]) -> Mapping[Path, str]:
    """Return the file as it is to be written; only who holds the workspace's lock may."""
    tables = [one.model_dump(exclude_none=True) for one in hendelser]
    return {folder / KALENDER_FILE: tomli_w.dumps({"hendelse": tables})}
