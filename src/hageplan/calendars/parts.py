"""An .ics file as the components that say when its owner is busy, stripped of all that is private.

What a meeting is called, where it is and who comes is left out here, before anything is parsed, so
no later step can pass it on.
"""

from __future__ import annotations

import io
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final

from hageplan.calendars.faults import not_calendar, too_large
from hageplan.messages import msg
from hageplan.workspace.files import check_ordinary

MOST_MB: Final = 10
MOST_LINES: Final = 300_000
"""Years of a full calendar with its invitations have a tenth of it."""
CALENDAR: Final = "VCALENDAR"
ZONE: Final = "VTIMEZONE"
EVENT: Final = "VEVENT"
FREEBUSY: Final = "VFREEBUSY"
PARTS: Final = frozenset({CALENDAR, ZONE, EVENT, FREEBUSY})
KEPT: Final = frozenset(
    {
        *("BEGIN", "END", "UID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "FREEBUSY"),
        *("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"),
        *("TZID", "TZOFFSETFROM", "TZOFFSETTO"),
    }
)
"""The properties that say when; UID only ties the parts of a recurring meeting together."""
_NAME: Final = re.compile(r"[A-Za-z0-9-]*")


@dataclass(frozen=True)
class RawComponent:
    """One component; `line` is that of its BEGIN, `lines` what is kept between BEGIN and END."""

    name: str
    line: int
    lines: list[str] = field(default_factory=list)
    is_whole: bool = False
    """Whether its END was found."""

    @property
    def text(self) -> str:
        """The component in iCalendar's own format."""
        return "\r\n".join([f"BEGIN:{self.name}", *self.lines, f"END:{self.name}", ""])


def read_parts(lines: Iterable[str], kept: Container[str] = KEPT) -> Iterator[RawComponent]:
    """Return the calendars, time zones, events and busy times of a file, as their ends are found.

    `kept` are the properties that are not left out. A calendar's own part holds no lines. Alarms,
    tasks and all else are passed over.
    """
    calendar: RawComponent | None = None
    part: RawComponent | None = None
    depth = 0
    for line, content in unfolded(lines):
        name = property_of(content)
        word = content.partition(":")[2].strip().upper() if name in ("BEGIN", "END") else ""
        if word in PARTS:
            if part and (name, word) != ("END", part.name):
                yield part
            elif part:
                yield replace(part, is_whole=True)
            part, depth = None, 0
        if word == CALENDAR:
            if calendar:
                yield replace(calendar, is_whole=name == "END")
            calendar = RawComponent(word, line) if name == "BEGIN" else None
        elif word in PARTS and name == "BEGIN" and calendar:
            part = RawComponent(word, line)
        elif part and word not in PARTS:
            depth += name == "BEGIN"
            if name in kept and (depth == 0 or part.name == ZONE):
                part.lines.append(content)
            depth -= name == "END"
    yield from (open_part for open_part in (part, calendar) if open_part)


def unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Return whole content lines, each with the line of the file where it begins (from 1)."""
    start, pieces = 0, [""]
    for number, line in enumerate(lines, 1):
        piece = line.rstrip("\r\n")
        if piece.startswith((" ", "\t")):
            pieces.append(piece[1:])
        elif piece:
            yield start, "".join(pieces)
            start, pieces = number, [piece]
    yield start, "".join(pieces)


def property_of(content: str) -> str:
    """Return the name of the property of a content line, in capitals."""
    found = _NAME.match(content)
    return found.group().upper() if found else ""


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
