"""Busy time from the medarbeidere's own calendar files, as Outlook, Google and others export them.

Only times are read: see `hageplan.calendars.parts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from hageplan.calendars.clock import DateRange
from hageplan.calendars.events import Fault
from hageplan.calendars.parts import CALENDAR, read_parts
from hageplan.calendars.times import busy_periods, merged
from hageplan.errors import Problem, RecordsError
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.workspace import Opptatt
from hageplan.workspace.find import SETTINGS_FILE

_WHAT: Final[Mapping[Fault, Message]] = {
    "ics-event": msg("the calendar entry that begins here cannot be understood"),
    "ics-cut-off": msg("the calendar entry that begins here has no end"),
    "ics-zone": msg("the calendar entry that begins here has an unknown time zone"),
    "ics-endless": msg("the calendar entry that begins here repeats too often"),
}
_EXPECTED: Final[Mapping[Fault, Message]] = {
    "ics-event": msg("a start, an end after it, and a rule for what repeats, as in RFC 5545"),
    "ics-cut-off": msg("an END line for each BEGIN line"),
    "ics-zone": msg("a name such as Europe/Oslo, or a zone that the file describes"),
    "ics-endless": msg("an entry that repeats daily or more seldom, or that ends soon"),
}
_NO_END: Final = msg("the calendar that begins here has no end: the file is cut off")
_MEND: Final = msg("mend or remove the entry in the calendar program, and export again")
_EXPORT: Final = msg("export the calendar again")


def busy_of(
    folder: Path, people: Iterable[Medarbeider], first: date, last: date
) -> tuple[Opptatt, ...]:
    """Return when `people` are busy by the calendars that they name, in order.

    Each one's times lie apart from each other. All that touches the days from `first` to `last`,
    both included, is returned whole. Paths are relative to the workspace `folder`; they may lead
    out of it, and begin with ~. Raises RecordsError with all faults.
    """
    busy: list[Opptatt] = []
    problems: list[Problem] = []
    for person in people:
        if person.kalender is not None:
            path = _path(folder, person.kalender)
            times, faults = _read(path, person.kalender, person.id, DateRange(first, last))
            busy += times
            problems += faults
    if problems:
        raise RecordsError(msg("the calendars have faults"), problems)
    return tuple(sorted(busy))


def _path(folder: Path, kalender: str) -> Path:
    try:
        return folder / Path(kalender).expanduser()
    except RuntimeError:  # ~ of an unknown user
        return folder / kalender


def _read(
    path: Path, name: str, medarbeider: str, window: DateRange
) -> tuple[list[Opptatt], list[Problem]]:
    """Read one calendar; `name` is what faults call it."""
    try:
        # Text in an older encoding is left out anyhow; what says when is ASCII.
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            parts = list(read_parts(lines))
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or type(fault).__name__
        return [], [_unreadable(name, why)]
    calendars = [part for part in parts if part.name == CALENDAR]
    if not calendars:
        return [], [_not_calendar(name)]
    periods, faults = busy_periods(parts, window)
    busy = [Opptatt(medarbeider, fra, til) for fra, til in merged(periods)]
    problems = [_problem(name, line, fault) for line, fault in sorted(faults.items())]
    ends = (_problem(name, c.line, "ics-cut-off") for c in calendars if not c.is_whole)
    return busy, [*(replace(end, what=_NO_END, expected=NOTHING) for end in ends), *problems]


def _problem(name: str, line: int, fault: Fault) -> Problem:
    return Problem(
        severity="error",
        code=fault,
        file=name,
        line=line,
        what=_WHAT[fault],
        expected=_EXPECTED[fault],
        todo=_EXPORT if fault == "ics-cut-off" else _MEND,
    )


def _unreadable(name: str, why: str) -> Problem:
    return Problem(
        severity="error",
        code="calendar-unreadable",
        file=SETTINGS_FILE,
        key="medarbeider.kalender",
        value=json.dumps(name, ensure_ascii=False),
        what=msg("the calendar {path} cannot be read: {why}", path=name, why=why),
        expected=msg("an .ics file, by its path from the workspace's folder"),
        todo=msg("export the calendar to there, mend the path, or remove the key"),
    )


def _not_calendar(name: str) -> Problem:
    return Problem(
        severity="error",
        code="not-ics",
        file=name,
        line=1,
        what=msg("the file is not an iCalendar file"),
        expected=msg("a file that begins with BEGIN:VCALENDAR"),
        todo=msg("export the calendar as .ics (iCalendar)"),
    )
