"""Busy time from the medarbeidere's own calendar files, as Outlook, Google and others export them.

Only times are read: see `hageplan.calendars.parts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from hageplan.calendars.clock import DateRange
from hageplan.calendars.faults import NoCalendarError, cut_off, part_problem, unreadable
from hageplan.calendars.links import copy_of, is_link, link_name
from hageplan.calendars.parts import CALENDAR, KEPT, read_file
from hageplan.calendars.times import busy_periods, merged
from hageplan.errors import Problem, RecordsError, why_of
from hageplan.messages import msg
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.workspace import Opptatt


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
            path, name = _path(folder, person), _name(person)
            times, faults = _read(path, name, person.id, DateRange(first, last))
            busy += times
            problems += faults
    if problems:
        raise RecordsError(msg("there are errors in the calendars"), problems)
    return tuple(sorted(busy))


def _path(folder: Path, person: Medarbeider) -> Path:
    """Return the file of a calendar; of a link what was last fetched."""
    kalender = person.kalender or ""
    if is_link(kalender):
        return copy_of(folder, kalender)
    try:
        return folder / Path(kalender).expanduser()
    except RuntimeError:  # ~ of an unknown user
        return folder / kalender


def _name(person: Medarbeider) -> str:
    """Return what faults call a calendar; links are secrets."""
    kalender = person.kalender or ""
    return link_name(person.id) if is_link(kalender) else kalender


def _read(
    path: Path, name: str, medarbeider: str, window: DateRange
) -> tuple[list[Opptatt], list[Problem]]:
    """Read one calendar; `name` is what faults call it."""
    try:
        parts = read_file(path, name, KEPT)
    except NoCalendarError as fault:
        return [], [fault.problem]
    except (OSError, ValueError) as fault:
        why = why_of(fault) if isinstance(fault, OSError) else msg("the path is not valid")
        return [], [unreadable(name, why)]
    periods, faults = busy_periods(parts, window)
    busy = [Opptatt(medarbeider, fra, til) for fra, til in merged(periods)]
    problems = [part_problem(name, line, fault) for line, fault in sorted(faults.items())]
    open_ = [part for part in parts if part.name == CALENDAR and not part.is_whole]
    return busy, [*(cut_off(name, part.line) for part in open_), *problems]
