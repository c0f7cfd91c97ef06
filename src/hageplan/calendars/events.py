"""One component of a calendar: understood, or refused with nothing of its content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, TypeVar

from icalendar import Component, Event, Timezone
from icalendar.prop import vRecur
from icalendar.timezone import tzp

from hageplan.calendars.clock import DAY, DateRange, length
from hageplan.calendars.faults import BrokenPartError
from hageplan.calendars.parts import RawComponent, property_of
from hageplan.calendars.work import TooMuchError, WorkBudget, check_rule, listed

ComponentT = TypeVar("ComponentT", bound=Component)

_ZONE_SIGNS: Final = 5000
"""Signs of a time zone, at most; those of calendar programs have some hundred."""
_ZONE_RULE: Final = re.compile(
    r"RRULE:FREQ=YEARLY(?=.*;BYMONTH=)(;BYMONTH=\d+|;BYMONTHDAY=-?\d+(,-?\d+){0,6}"
    r"|;BYDAY=[+-]?\d?\w\w|;WKST=\w\w|;UNTIL=[\dTZ]+)*"
)
"""How clocks change: in a month of each year. Each time in a zone goes through all changes."""
_OLD: Final = re.compile(r"DTSTART[^:]*:(0|1[0-5])")
_SERIES: Final = frozenset({"RRULE", "RDATE", "RECURRENCE-ID"})
_AT: Final = re.compile(r"(DTSTART|DTEND)\b.*:(\d{8})(T\d{6}Z?)?", re.IGNORECASE)
_FREE: Final = frozenset({"FREE", "WORKINGELSEWHERE"})
"""Outlook's own words for what leaves time for a visit."""


def learn_zones(parts: Iterable[RawComponent], stop: datetime, work: WorkBudget) -> None:
    """Make the time zones that a file describes known, and forget those of the file before.

    Outlook's names for zones are known anyway; a broken zone is missed where it is used, and so is
    one whose clock changes all the time. `stop` is the last moment that counts.
    """
    tzp.use_zoneinfo()
    for part in parts:
        # Outlook's rules begin in 1601; going through them from there takes most of the time.
        recent = [line.replace("DTSTART:1601", "DTSTART:1971") for line in part.lines]
        work.spend_on_part(part)
        try:
            if tzp.timezone(_zone_name(recent)) is None:
                _check_zone(recent, stop, work)
                parsed(replace(part, lines=recent), Timezone)  # which the library remembers
                work.has_zones = True
        except TooMuchError:
            raise
        except Exception:  # noqa: S112  (a library may raise anything on a foreign file)
            continue


def _zone_name(lines: Iterable[str]) -> str:
    return next(line.partition(":")[2] for line in lines if line.upper().startswith("TZID"))


def _check_zone(lines: Sequence[str], stop: datetime, work: WorkBudget) -> None:
    """Raise BrokenPartError where a zone is none of those that are quickly gone through."""
    rules = [line.upper() for line in lines if line.upper().startswith("RRULE")]
    if sum(map(len, lines)) > _ZONE_SIGNS or any(_OLD.match(line.upper()) for line in lines):
        raise BrokenPartError("ics-zone")
    for rule in rules:
        if not _ZONE_RULE.fullmatch(rule):
            raise BrokenPartError("ics-zone")
        check_rule(vRecur.from_ical(rule.partition(":")[2]), stop, stop, work)


def lies_outside(part: RawComponent, window: DateRange) -> bool:
    """Whether a single event is whole days before or after `window`: most of an old calendar is."""
    if not part.is_whole or any(property_of(line) in _SERIES for line in part.lines):
        return False
    days = {at[1].upper(): at[2] for line in part.lines if (at := _AT.fullmatch(line))}
    first, last = (f"{day:%Y%m%d}" for day in (window.first - 2 * DAY, window.last + 2 * DAY))
    return days.get("DTEND", first) < first or days.get("DTSTART", last) > last


def read_event(part: RawComponent, window: DateRange, work: WorkBudget) -> Event:
    """Return the event; raises BrokenPartError, or whatever the library makes of a broken one."""
    event = parsed(part, Event)
    start = event.get("DTSTART").dt
    lengths = [length(start, end.dt) for end in listed(event.get("DTEND"))]
    lengths += [duration.dt for duration in listed(event.get("DURATION"))]
    if min(lengths, default=timedelta()) < timedelta():
        raise BrokenPartError("ics-event")
    for rule in listed(event.get("RRULE")):
        _end_with_the_day(rule, start)
        check_rule(rule, start, window.stop, work)
    return event


def blocks(event: Event) -> bool:
    """Whether an event takes its owner's time, a tentative one included."""
    if _word(event, "STATUS") == "CANCELLED" or _word(event, "TRANSP") == "TRANSPARENT":
        return False
    return _word(event, "X-MICROSOFT-CDO-BUSYSTATUS") not in _FREE


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
