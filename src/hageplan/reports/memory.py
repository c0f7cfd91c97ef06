"""Remember what the weekly summary has told: `oppsummert.toml`."""

from __future__ import annotations

from pathlib import Path

import tomli_w

from hageplan.records.oppsummert import Oppsummert
from hageplan.workspace.find import OPPSUMMERT_FILE
from hageplan.workspace.write import replace_file


def write_oppsummert(folder: Path, oppsummert: Oppsummert) -> None:
    """Write the file anew; only who holds the workspace's lock may call this.

    Raises RequestError where it cannot be written.
    """
    replace_file(folder / OPPSUMMERT_FILE, tomli_w.dumps(oppsummert.model_dump()))
