"""Templates of letters: the workspace's own in `maler/`, else those that are shipped."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.workspace.shipped import data_dir

MALER: Final = "maler"
INVITATION: Final = "invitasjon.txt.j2"


def read_template(folder: Path | None, name: str) -> tuple[str, str]:
    """Return a template's text and the name of its file; raises RequestError."""
    own = folder / MALER / name if folder is not None else None
    path = own if own is not None and own.is_file() else data_dir() / "mal" / MALER / name
    try:
        return path.read_text(encoding="utf-8-sig"), f"{MALER}/{name}"
    except UnicodeDecodeError as fault:
        raise RequestError(
            msg("{name} is not UTF-8", name=f"{MALER}/{name}"), msg("save it as UTF-8")
        ) from fault
