"""When the owner of a calendar is busy: its events, as often as they take place."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator

from icalendar import Calendar, Event, FreeBusy
from recurring_ical_events import CalendarQuery

from hageplan.calendars.clock import DateRange, Period, local_period
from hageplan.calendars.events import blocks, learn_zones, lies_outside, parsed, read_event
from hageplan.calendars.faults import Fault, fault_of
from hageplan.calendars.parts import EVENT, FREEBUSY, ZONE, RawComponent
from hageplan.calendars.work import TooMuchError, WorkBudget, listed

Occurrence = tuple[Event, Period]
"""An event at one of its times, and these in local time."""
Faults = dict[int, Fault]
"""What is wrong, by the line where the component begins."""


def busy_periods(parts: Iterable[RawComponent], window: DateRange) -> tuple[list[Period], Faults]:
    """Return the local times that touch `window`, in no order, and what could not be read."""
    events, periods, faults = understood(parts, window)
    periods += (period for event, period in events if blocks(event))
    return [(fra, til) for fra, til in periods if fra < til and window.touches((fra, til))], faults


def understood(
    parts: Iterable[RawComponent], window: DateRange
) -> tuple[list[Occurrence], list[Period], Faults]:
    """Return the events of `window`, each as often as it is, what is published, and all faults.

    Published are times that somebody is busy, without events. A file that would take too much work
    is given up at that entry.
    """
    by_name: defaultdict[str, list[RawComponent]] = defaultdict(list)
    for part in parts:
        by_name[part.name].append(part)
    events: list[Occurrence] = []
    published: list[Period] = []
    faults: Faults = {}
    work = WorkBudget()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's quote the file, of what it understood
        try:
            learn_zones(by_name[ZONE], window.stop, work)
            published += _published(by_name[FREEBUSY], faults, work)
            events += _expanded(by_name[EVENT], window, faults, work)
        except TooMuchError as given_up:
            faults[given_up.line] = "ics-too-much"
    return events, published, faults


def merged(periods: Iterable[Period]) -> list[Period]:
    """Return periods in order, those that overlap or touch made one."""
    result: list[Period] = []
    for fra, til in sorted(periods):
        if result and fra <= result[-1][1]:
            result[-1] = result[-1][0], max(til, result[-1][1])
        else:
            result.append((fra, til))
    return result


def _published(parts: Iterable[RawComponent], faults: Faults, work: WorkBudget) -> Iterator[Period]:
    """Return the times of VFREEBUSY, which a calendar gives where it shares nothing else."""
    for part in parts:
        work.spend_on_part(part)
        try:
            for period in listed(parsed(part, FreeBusy).get("FREEBUSY")):
                if str(period.params.get("FBTYPE", "")).upper() != "FREE":
                    yield local_period(period.start, period.end)
        except Exception as fault:
            faults[part.line] = fault_of(fault)


def _expanded(
    parts: Iterable[RawComponent], window: DateRange, faults: Faults, work: WorkBudget
) -> Iterator[Occurrence]:
    meetings: defaultdict[str, dict[int, Event]] = defaultdict(dict)
    for part in (part for part in parts if not lies_outside(part, window)):
        work.spend_on_part(part)
        try:
            event = read_event(part, window, work)
        except TooMuchError:
            raise
        except Exception as fault:
            faults[part.line] = fault_of(fault)
        else:
            meetings[str(event.get("UID", part.line))][part.line] = event
    for meeting in meetings.values():
        try:
            work.spend_on_meeting(min(meeting), [*meeting.values()], window)
            yield from _occurrences(meeting.values(), window)
        except TooMuchError:
            raise
        except Exception as fault:
            faults[min(meeting)] = fault_of(fault)


def _occurrences(meeting: Iterable[Event], window: DateRange) -> Iterator[Occurrence]:
    """Return when one meeting takes place; moved and cancelled occurrences share its UID."""
    calendar = Calendar()
    calendar.subcomponents.extend(meeting)
    for event in CalendarQuery(calendar).between(window.start, window.stop):
        yield event, local_period(event["DTSTART"].dt, event["DTEND"].dt)
