"""When the owner of a calendar is busy: its events, as often as they take place."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator

from icalendar import Calendar, Event, FreeBusy
from recurring_ical_events import CalendarQuery

from hageplan.calendars.clock import DateRange, Period, local_period
from hageplan.calendars.events import (
    BrokenPartError,
    Fault,
    blocks,
    learn_zones,
    listed,
    parsed,
    read_event,
)
from hageplan.calendars.parts import EVENT, FREEBUSY, ZONE, RawComponent

Faults = dict[int, Fault]
"""What is wrong, by the line where the component begins."""


def busy_periods(parts: Iterable[RawComponent], window: DateRange) -> tuple[list[Period], Faults]:
    """Return the local times that touch `window`, in no order, and what could not be read."""
    by_name: defaultdict[str, list[RawComponent]] = defaultdict(list)
    for part in parts:
        by_name[part.name].append(part)
    faults: Faults = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's quote the file, of what it understood
        learn_zones(by_name[ZONE])
        published = list(_published(by_name[FREEBUSY], faults))
        expanded = list(_expanded(by_name[EVENT], window, faults))
    periods = [*published, *expanded]
    return [(fra, til) for fra, til in periods if fra < til and window.touches((fra, til))], faults


def merged(periods: Iterable[Period]) -> list[Period]:
    """Return periods in order, those that overlap or touch made one."""
    result: list[Period] = []
    for fra, til in sorted(periods):
        if result and fra <= result[-1][1]:
            result[-1] = result[-1][0], max(til, result[-1][1])
        else:
            result.append((fra, til))
    return result


def _published(parts: Iterable[RawComponent], faults: Faults) -> Iterator[Period]:
    """Return the times of VFREEBUSY, which a calendar gives where it shares nothing else."""
    for part in parts:
        try:
            for period in listed(parsed(part, FreeBusy).get("FREEBUSY")):
                if str(period.params.get("FBTYPE", "")).upper() != "FREE":
                    yield local_period(period.start, period.end)
        except Exception as fault:
            faults[part.line] = _code(fault)


def _expanded(parts: Iterable[RawComponent], window: DateRange, faults: Faults) -> Iterator[Period]:
    meetings: defaultdict[str, dict[int, Event]] = defaultdict(dict)
    for part in parts:
        try:
            event = read_event(part, window)
        except Exception as fault:
            faults[part.line] = _code(fault)
        else:
            meetings[str(event.get("UID", part.line))][part.line] = event
    for meeting in meetings.values():
        try:
            yield from _occurrences(meeting.values(), window)
        except Exception as fault:
            faults[min(meeting)] = _code(fault)


def _occurrences(meeting: Iterable[Event], window: DateRange) -> Iterator[Period]:
    """Return when one meeting takes place; moved and cancelled occurrences share its UID."""
    calendar = Calendar()
    calendar.subcomponents.extend(meeting)
    for event in CalendarQuery(calendar).between(window.start, window.stop):
        if blocks(event):
            yield local_period(event["DTSTART"].dt, event["DTEND"].dt)


def _code(fault: Exception) -> Fault:
    """Name a fault. What a library says of a foreign file quotes it, so that is not passed on."""
    return fault.code if isinstance(fault, BrokenPartError) else "ics-event"
