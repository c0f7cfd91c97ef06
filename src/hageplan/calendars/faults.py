"""What can be wrong with a calendar, and how it is told without a word of its content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, Literal

from hageplan.errors import Problem
from hageplan.messages import Message, msg
from hageplan.workspace.find import SETTINGS_FILE

Fault = Literal["ics-event", "ics-cut-off", "ics-zone", "ics-endless", "ics-too-much"]

WHAT: Final[Mapping[Fault, Message]] = {
    "ics-event": msg("the calendar entry that begins here cannot be interpreted"),
    "ics-cut-off": msg("the calendar entry that begins here has no end"),
    "ics-zone": msg("the calendar entry that begins here has an unknown time zone"),
    "ics-endless": msg("the calendar entry that begins here repeats too often"),
    "ics-too-much": msg("the calendar has too many entries and repetitions from here on"),
}
_EXPECTED: Final[Mapping[Fault, Message]] = {
    "ics-event": msg("a start, a later end, and a rule for repetitions, as in RFC 5545"),
    "ics-cut-off": msg("an END line for each BEGIN line"),
    "ics-zone": msg("a name such as Europe/Oslo, or a zone that the file describes"),
    "ics-endless": msg("an entry that repeats at most once a day, or ends soon"),
    "ics-too-much": msg("at most some thousand meetings, or about forty daily series"),
}
_MEND: Final = msg("fix or remove the entry in the calendar program, and export again")
_EXPORT: Final = msg("export the calendar again")
_FEWER: Final = msg("export the calendar again, for this year and next year only")
_TODO: Final[Mapping[Fault, Message]] = {"ics-cut-off": _EXPORT, "ics-too-much": _FEWER}


class BrokenPartError(Exception):
    """A component that cannot be understood: which fault it is, and nothing else."""

    def __init__(self, code: Fault) -> None:
        super().__init__(code)
        self.code: Fault = code


class NoCalendarError(Exception):
    """A file of which nothing can be read, and what is wrong with it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def fault_of(error: Exception) -> Fault:
    """Name a fault. What a library says of a foreign file quotes it, so that is not passed on."""
    return error.code if isinstance(error, BrokenPartError) else "ics-event"


def part_problem(name: str, line: int, fault: Fault) -> Problem:
    """Return the problem of an entry of the file `name`."""
    return Problem(
        severity="error",
        code=fault,
        file=name,
        line=line,
        what=WHAT[fault],
        expected=_EXPECTED[fault],
        todo=_TODO.get(fault, _MEND),
    )


def cut_off(name: str, line: int) -> Problem:
    """Return the problem of a calendar of which the end is missing."""
    what = msg("the calendar that begins here has no end: the file is incomplete")
    return Problem(
        severity="error", code="ics-cut-off", file=name, line=line, what=what, todo=_EXPORT
    )


def too_large(name: str, line: int | None, what: Message) -> NoCalendarError:
    """Return the error of a file that holds more than is read."""
    return NoCalendarError(
        Problem(
            severity="error", code="ics-too-large", file=name, line=line, what=what, todo=_FEWER
        )
    )


def not_calendar(name: str) -> NoCalendarError:
    """Return the error of a file that is another kind of file."""
    return NoCalendarError(
        Problem(
            severity="error",
            code="not-ics",
            file=name,
            line=1,
            what=msg("the file is not an iCalendar file"),
            expected=msg("a file that begins with BEGIN:VCALENDAR"),
            todo=msg("export the calendar as .ics (iCalendar)"),
        )
    )


def unreadable(name: str, why: Message) -> Problem:
    """Return the problem of a calendar that the settings name and that cannot be read."""
    return Problem(
        severity="error",
        code="calendar-unreadable",
        file=SETTINGS_FILE,
        key="medarbeider.kalender",
        value=json.dumps(name, ensure_ascii=False),
        what=msg("the calendar {path} cannot be read: {why}", path=name, why=why),
        expected=msg("an .ics file, by its path from the workspace"),
        todo=msg("export the calendar there, fix the path, or remove the key"),
    )
