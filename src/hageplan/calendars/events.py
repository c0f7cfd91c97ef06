"""One component of a calendar: understood, or refused with nothing of its content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from math import prod
from typing import Any, Final, Literal, TypeVar

from icalendar import Component, Event, Timezone
from icalendar.timezone import tzp

from hageplan.calendars.clock import DAY, DateRange, length, moment
from hageplan.calendars.parts import RawComponent

ComponentT = TypeVar("ComponentT", bound=Component)
Fault = Literal["ics-event", "ics-cut-off", "ics-zone", "ics-endless"]

MOST_STEPS: Final = 100_000
"""Steps of one rule: every hour for eleven years, every day since 1753; a second's work."""
_STEP: Final[Mapping[str, timedelta]] = {
    "SECONDLY": timedelta(seconds=1),
    "MINUTELY": timedelta(minutes=1),
    "HOURLY": timedelta(hours=1),
    "DAILY": DAY,
    "WEEKLY": timedelta(days=7),
    "MONTHLY": timedelta(days=28),
    "YEARLY": timedelta(days=365),
}
_FREE: Final = frozenset({"FREE", "WORKINGELSEWHERE"})
"""Outlook's own words for what leaves time for a visit."""


class BrokenPartError(Exception):
    """A component that cannot be understood: which fault it is, and nothing else."""

    def __init__(self, code: Fault) -> None:
        super().__init__(code)
        self.code: Fault = code


def learn_zones(parts: Iterable[RawComponent]) -> None:
    """Make the time zones that a file describes known, and forget those of the file before.

    Outlook's names for zones are known anyway; a broken zone is missed where it is used.
    """
    tzp.use_zoneinfo()
    for part in parts:
        names = [line.partition(":")[2] for line in part.lines if line.upper().startswith("TZID")]
        # Outlook's rules begin in 1601; going through them from there takes most of the time.
        recent = [line.replace("DTSTART:1601", "DTSTART:1971") for line in part.lines]
        try:
            if tzp.timezone(names[0]) is None:
                parsed(replace(part, lines=recent), Timezone)  # which the library remembers
        except Exception:  # noqa: S112  (a library may raise anything on a foreign file)
            continue


def read_event(part: RawComponent, window: DateRange) -> Event:
    """Return the event; raises BrokenPartError, or whatever the library makes of a broken one."""
    event = parsed(part, Event)
    start = event.get("DTSTART").dt
    lengths = [length(start, end.dt) for end in listed(event.get("DTEND"))]
    lengths += [duration.dt for duration in listed(event.get("DURATION"))]
    if min(lengths, default=timedelta()) < timedelta():
        raise BrokenPartError("ics-event")
    for rule in listed(event.get("RRULE")):
        _end_with_the_day(rule, start)
        _check_rule(rule, start, window.stop)
    return event


def blocks(event: Event) -> bool:
    """Whether an event takes its owner's time, a tentative one included."""
    if _word(event, "STATUS") == "CANCELLED" or _word(event, "TRANSP") == "TRANSPARENT":
        return False
    return _word(event, "X-MICROSOFT-CDO-BUSYSTATUS") not in _FREE


def listed(value: object) -> list[Any]:
    """Return a property's values, which the library lists only where there are several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _word(event: Event, name: str) -> str:
    return str(event.get(name, "")).strip().upper()


def parsed(part: RawComponent, kind: type[ComponentT]) -> ComponentT:
    """Return the component, of that kind; raises as `read_event` does."""
    if not part.is_whole:
        raise BrokenPartError("ics-cut-off")
    component = kind.from_ical(part.text)
    if not isinstance(component, kind) or component.errors:
        raise BrokenPartError("ics-event")
    _check_zones(component)
    return component


def _check_zones(component: Component) -> None:
    """Refuse a zone that is neither described nor known: its times would pass for local ones."""
    for values in component.values():
        for value in listed(values):
            zone = getattr(value, "params", {}).get("TZID")
            if zone is not None and tzp.timezone(str(zone)) is None:
                raise BrokenPartError("ics-zone")


def _end_with_the_day(rule: dict[str, Any], start: date) -> None:
    """Let a rule for times of day that ends on a date include that day."""
    until = rule.get("UNTIL", [None])[0]
    if isinstance(start, datetime) and until is not None and not isinstance(until, datetime):
        rule["UNTIL"] = [datetime.combine(until, time(23, 59, 59), UTC)]


def _check_rule(rule: Mapping[str, Any], start: date, stop: datetime) -> None:
    """Refuse a rule that would take too many steps from `start` to `stop`."""
    frequency = str(rule["FREQ"][0]).upper()
    step = _STEP[frequency] * int(rule.get("INTERVAL", [1])[0])
    if step <= timedelta():
        raise BrokenPartError("ics-event")
    ends = [stop, *(moment(until) for until in rule.get("UNTIL", []))]
    span = min(length(start, end) for end in ends)
    times_of_day = prod(len(rule.get(key, [0])) for key in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    filters = [key for key in rule if key.upper().startswith("BY")]
    is_split = step >= DAY and times_of_day > 1
    steps = span / DAY * times_of_day if is_split else span / step
    if "COUNT" in rule and not filters:
        steps = min(steps, max(0, int(rule["COUNT"][0])) or steps)
    if steps > MOST_STEPS or (step < DAY and "BYSETPOS" in filters):
        raise BrokenPartError("ics-endless")
