"""Answers of services, kept as they came: for whoever is to see why one was not understood."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hageplan.web.service import Keep
from hageplan.workspace.write import replace_file

_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_.]+")
_LONGEST: Final = 60
_BIRTH: Final = re.compile(rb'("f[^"]{0,6}dselsdato"\s*:\s*")[^"]*')
"""The day on which somebody was born: nobody needs it to read an answer."""


def recorder(folder: Path | None) -> Keep | None:
    """Return what puts each answer into a folder, after those that lie there; None without one.

    Files are called by their number, the status, and what was asked for. Birth dates stay out.
    """
    if folder is None:
        return None

    def keep(path: str, status: int, content: bytes) -> None:
        words = _NOT_IN_NAMES.sub("-", path).strip("-")[:_LONGEST]
        number = sum(1 for _ in folder.glob("*.json")) + 1
        plain = _BIRTH.sub(rb"\g<1>1900-01-01", content)
        replace_file(folder / f"{number:04}-{status}-{words}.json", plain)

    return keep
