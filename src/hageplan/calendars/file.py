"""A calendar file as its components, where it is small enough to be gone through."""

from __future__ import annotations

import io
from collections.abc import Container
from itertools import islice
from pathlib import Path
from typing import Final

from hageplan.calendars.faults import not_calendar, too_large
from hageplan.calendars.parts import CALENDAR, RawComponent, read_parts
from hageplan.messages import msg
from hageplan.workspace.files import check_ordinary

MOST_MB: Final = 10
MOST_LINES: Final = 300_000
"""Years of a full calendar with its invitations have a tenth of it."""


def read_file(path: Path, name: str, kept: Container[str]) -> list[RawComponent]:
    """Return the components with their properties `kept`; `name` is what faults call the file.

    Raises NoCalendarError where it is another kind of file or too large, OSError and ValueError
    where it cannot be opened.
    """
    check_ordinary(path)
    with path.open("rb") as stream:
        content = stream.read(MOST_MB * 1_000_000 + 1)
    return read_content(content, name, kept)


def read_content(content: bytes, name: str, kept: Container[str]) -> list[RawComponent]:
    """Return the components of a calendar that was read or fetched, as `read_file` does."""
    if len(content) > MOST_MB * 1_000_000:
        raise too_large(name, None, msg("the calendar is larger than {most} MB", most=MOST_MB))
    # Text in an older encoding is left out anyhow; what says when is ASCII.
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", errors="replace")
    lines = [*islice(text, MOST_LINES + 1)]
    if len(lines) > MOST_LINES:
        what = msg("the calendar has more than {most} lines", most=MOST_LINES)
        raise too_large(name, MOST_LINES, what)
    parts = [*read_parts(lines, kept)]
    if not any(part.name == CALENDAR for part in parts):
        raise not_calendar(name)
    return parts
