"""How much work a calendar is: counted, not timed, so that a file always has the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from math import prod
from typing import Any, Final

from dateutil.rrule import rrulestr
from icalendar import Event
from icalendar.prop import vRecur

from hageplan.calendars.clock import DAY, DateRange, length, local, moment
from hageplan.calendars.faults import BrokenPartError
from hageplan.calendars.parts import EVENT, FREEBUSY, ZONE, RawComponent

MOST_STEPS: Final = 100_000
"""Steps of one rule: every hour for eleven years, every day since 1753; a second's work."""
MOST_WORK: Final = 1_200_000
"""Units of one file, a microsecond each on an ordinary machine: some 5 000 meetings, or 40 series
that are daily for two years."""
_PART_UNITS: Final = {EVENT: 200, FREEBUSY: 200, ZONE: 1200}
"""Units of a component, beside one for each of its signs."""
_STEP_UNITS, _YEAR_UNITS, _TIME_UNITS, _FOREIGN_UNITS = 2, 20, 40, 200
"""Units of a step of a rule, of the years it goes through, of a time, of one in a file's zone."""
_STEP: Final[Mapping[str, timedelta]] = {
    "SECONDLY": timedelta(seconds=1),
    "MINUTELY": timedelta(minutes=1),
    "HOURLY": timedelta(hours=1),
    "DAILY": DAY,
    "WEEKLY": timedelta(days=7),
    "MONTHLY": timedelta(days=28),
    "YEARLY": timedelta(days=365),
}
_YEAR: Final = _STEP["YEARLY"]
_CLOCK: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DAYS: Final = ("BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYEASTER")
_NOT_WITH: Final = {
    "SECONDLY": frozenset({*_CLOCK, *_DAYS, "BYSETPOS"}),
    "MINUTELY": frozenset({*_CLOCK, *_DAYS, "BYSETPOS"}),
    "HOURLY": frozenset({"BYSETPOS"}),
}
"""Parts that no calendar program writes with what repeats so often, and that take long to find."""
_CYCLE: Final = 400
"""Years after which the days of the Gregorian calendar are the same, weekdays and weeks too."""
_LAST: Final = 9900
_MOST_VALUES: Final = 366
"""Values of one part of a rule, at most: the days of a year."""


class TooMuchError(Exception):
    """A file takes too much work, from the entry that begins in `line` on."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class WorkBudget:
    """What may still be spent on one file; `has_zones` tells whether it describes its own."""

    def __init__(self) -> None:
        self.has_zones = False
        self._left = MOST_WORK
        self._line = 1

    def spend(self, units: float) -> None:
        """Count work before it is done; raises TooMuchError."""
        self._left -= int(units)
        if self._left < 0:
            raise TooMuchError(self._line)

    def spend_on_part(self, part: RawComponent) -> None:
        """Count what it takes to parse a component; raises TooMuchError."""
        self._line = part.line
        self.spend(_PART_UNITS[part.name] + sum(map(len, part.lines)))

    def spend_on_meeting(self, line: int, meeting: Sequence[Event], window: DateRange) -> None:
        """Count what it takes to find when a meeting takes place; moved occurrences are of it.

        It begins in `line`. Raises TooMuchError.
        """
        self._line = line
        reach = max(map(_reach, meeting))
        start, stop = window.start - reach, window.stop + reach
        is_moved = [event.get("RECURRENCE-ID") is not None for event in meeting]
        again = sum(1 for event, moved in zip(meeting, is_moved, strict=True)
                    if moved and event.get("RRULE"))  # fmt: skip
        a_time = len(meeting) + (_FOREIGN_UNITS if self.has_zones else _TIME_UNITS)
        for event in meeting:
            first = _start(event)
            self.spend(a_time * sum(len(dates.dts) for dates in listed(event.get("RDATE"))))
            for rule in listed(event.get("RRULE")):
                self.spend((1 + again) * _units(rule, first, stop))
                self.spend(a_time * steps_of(rule, max(moment(first), start), stop))


def check_rule(rule: Mapping[str, Any], start: date, stop: datetime, work: WorkBudget) -> None:
    """Refuse a rule that would take too many steps from `start` to `stop`, or meets no day ever."""
    step, filters = _step(rule), _filters(rule)
    if step <= timedelta() or any(len(rule[key]) > _MOST_VALUES for key in filters):
        raise BrokenPartError("ics-event")
    barred = _NOT_WITH.get(_frequency(rule), frozenset())
    if steps_of(rule, start, stop) > MOST_STEPS or not barred.isdisjoint(filters):
        raise BrokenPartError("ics-endless")
    if filters and (filters != ["BYDAY"] or _frequency(rule) != "WEEKLY"):
        _check_comes(rule, start, min([stop, *_ends(rule)]), work)


def _check_comes(rule: Mapping[str, Any], start: date, stop: datetime, work: WorkBudget) -> None:
    """Refuse a rule that gives no time in centuries after `stop`: the library would look for it."""
    free = {key: value for key, value in rule.items() if key not in ("UNTIL", "COUNT")}
    work.spend(_units(free, start, stop))
    gap = _gap_after(free, start, stop)
    passed = _CYCLE * _YEAR if gap is None else gap
    # We go through it here, and again where the library looks for the times.
    work.spend(2 * (_STEP_UNITS * passed / _step(rule) + _YEAR_UNITS * passed / _YEAR))
    if gap is None:
        raise BrokenPartError("ics-event")


def steps_of(rule: Mapping[str, Any], start: date, stop: datetime) -> float:
    """Return how many times a rule gives from `start` to `stop`, or passes over, at most."""
    step, filters = _step(rule), _filters(rule)
    steps = length(start, min([stop, *_ends(rule)])) / step
    if step >= DAY:
        steps *= _days_of_step(rule, filters, step) * prod(len(rule.get(k, [0])) for k in _CLOCK)
    if "COUNT" in rule and not filters:
        steps = min(steps, max(0, int(rule["COUNT"][0])) or steps)
    return max(0, steps)


def listed(value: object) -> list[Any]:
    """Return a property's values, which the library lists only where there are several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _days_of_step(rule: Mapping[str, Any], filters: Sequence[str], step: timedelta) -> float:
    """Return on how many days of one step a rule that repeats daily or more seldom may be."""
    days = [key for key in filters if key in _DAYS]
    weeks = step / _STEP["WEEKLY"] if "BYDAY" in days else 1
    return min(step / DAY, max(1, weeks) * prod(len(rule[key]) for key in days))


def _units(rule: Mapping[str, Any], start: date, stop: datetime) -> float:
    years = max(timedelta(), length(start, stop)) / _YEAR
    return _STEP_UNITS * steps_of(rule, start, stop) + _YEAR_UNITS * years


def _gap_after(rule: Mapping[str, Any], start: date, stop: datetime) -> timedelta | None:
    """Return how long after `stop` a rule without end gives a time; None: not in centuries.

    The library looks for it until the year 9999, so we let the rule begin in late years, whose days
    are the same as those of ours.
    """
    text = vRecur(rule).to_ical().decode()  # type: ignore[no-untyped-call]
    begin = local(start) if isinstance(start, datetime) else datetime.combine(start, time())
    years = (_LAST - max(begin.year, stop.year)) // _CYCLE * _CYCLE
    end = _later(local(stop), years)
    after: datetime | None = None
    with suppress(ValueError):  # of parts that exclude each other, once that is found out
        after = rrulestr(text, dtstart=_later(begin, years)).after(end)
    return None if after is None else after - end


def _later(at: datetime, years: int) -> datetime:
    return at.replace(year=at.year + years)


def _ends(rule: Mapping[str, Any]) -> list[datetime]:
    return [moment(until) for until in rule.get("UNTIL", [])]


def _frequency(rule: Mapping[str, Any]) -> str:
    return str(rule["FREQ"][0]).upper()


def _step(rule: Mapping[str, Any]) -> timedelta:
    interval = int(rule.get("INTERVAL", [1])[0])
    step: timedelta = interval * _STEP[_frequency(rule)]
    return step


def _filters(rule: Mapping[str, Any]) -> list[str]:
    return [key.upper() for key in rule if key.upper().startswith("BY")]


def _start(event: Mapping[str, Any]) -> date:
    start: date = event["DTSTART"].dt
    return start


def _reach(event: Mapping[str, Any]) -> timedelta:
    """Return how far from its place in a series an event may lie, its own length included."""
    start = _start(event)
    ends = [end.dt for end in listed(event.get("DTEND"))]
    told = [duration.dt for duration in listed(event.get("DURATION"))]
    moved = [length(start, at.dt) for at in listed(event.get("RECURRENCE-ID"))]
    reaches: list[timedelta] = [DAY, *told, *moved, *(length(start, end) for end in ends)]
    return max(map(abs, reaches))
