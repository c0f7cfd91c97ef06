"""Who writes in a workspace: a note beside the lock, for those who wait or come after."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from hageplan.workspace.find import HOLDER


@dataclass(frozen=True)
class Holder:
    """Who holds the lock; `since` is a date and a time of day."""

    user: str
    host: str
    process: int
    command: str
    since: str


def moment(since: str) -> datetime | str:
    """Return the time that a note tells; as it stands where it is none, since it may be damaged."""
    try:
        return datetime.fromisoformat(since)
    except ValueError:
        return since


def holder_file(own: Path) -> Path:
    """Return the file that names who holds the lock in the folder `own`."""
    return own / HOLDER


def write_holder(own: Path, holder: Holder) -> None:
    """Name the holder; raises OSError."""
    path = holder_file(own)
    path.touch(mode=0o640)
    path.write_text(json.dumps(asdict(holder)), encoding="utf-8")


def read_holder(own: Path) -> Holder | None:
    """Return who holds the lock in `own`, None where that isn't known."""
    try:
        return Holder(**json.loads(holder_file(own).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
