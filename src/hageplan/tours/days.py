"""The days that are worked: hours, pauses, and where each begins and ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hageplan.records.base import Sted
from hageplan.records.naeringshage import Arbeidstid, Medarbeider
from hageplan.records.settings.planlegging import Planlegging
from hageplan.records.workspace import Opptatt, Workspace
from hageplan.tours.calendar import daylight, is_half_day, is_holiday, weekday
from hageplan.tours.clock import Clock, DatedPause, clock_of

Span = tuple[int, int]
"""From and until, minutes since midnight."""
MIDNIGHT = 24 * 60
LAST_MINUTE = MIDNIGHT - 1
"""The last time of a day that can be written."""


@dataclass(frozen=True, kw_only=True)
class WorkDay:
    """A day of a medarbeider in real time, minutes since midnight.

    Attributes:
        start: From when daylight and calendars leave something of the working hours, until `end`.
        free: Within what an appointment's drive may go beyond them.
        is_alone: Whether there are no other visits than the appointments.
        driving: Minutes at the wheel that the appointments take, where that is beyond the limit.
        hurried: Minutes of slack after appointments, by their ids, where the next leaves no more.
    """

    medarbeider: Medarbeider
    date: date
    start: int
    end: int
    clock: Clock
    begins: Sted
    ends: Sted
    free: Span
    is_alone: bool = False
    driving: int = 0
    hurried: Mapping[str, int] = field(default_factory=dict)


def minutes(clock_time: time) -> int:
    """Return minutes since midnight."""
    return clock_time.hour * 60 + clock_time.minute


def clock(at: int) -> str:
    """Return minutes since midnight as people write a time of day."""
    return f"{at // 60:02}:{at % 60:02}"


def office_of(workspace: Workspace, kommuner: Sequence[str]) -> Sted:
    """Return the office; where none is given, the first covered or wanted municipality's centre."""
    kontor = workspace.oppsett.naeringshage.kontor
    if kontor is not None:
        return kontor
    return workspace.kommuner[[*workspace.dekker, *kommuner][0]].sentrum


def ends_of(person: Medarbeider, kontor: Sted) -> tuple[Sted, Sted]:
    """Return where a medarbeider's days begin and end."""

    def end(where: str) -> Sted:
        return person.hjem if where == "hjem" and person.hjem else kontor

    return end(person.start), end(person.slutt)


def hours_of(person: Medarbeider, day: date) -> Arbeidstid:
    """Return the working hours of `day`'s weekday."""
    special = (hours for hours in person.arbeidstider if weekday(day) in hours.ukedager)
    return next(special, person.arbeidstid)


def working_hours(person: Medarbeider, day: date, rules: Planlegging) -> Span:
    """Return the working hours of `day`, whether or not it is worked; half days end early."""
    hours = hours_of(person, day)
    closes = minutes(hours.til)
    if is_half_day(day, rules.halve_dager):
        closes = min(closes, minutes(rules.halv_dag_slutt))
    return minutes(hours.fra), closes


def worked(person: Medarbeider, day: date, rules: Planlegging) -> Span | None:
    """Return the hours that `person` works on `day`, None where not at all."""
    is_away = any(away.fra <= day <= away.til for away in person.fravaer)
    if is_away or is_holiday(day) or weekday(day) not in person.ukedager:
        return None
    start, end = working_hours(person, day, rules)
    return (start, end) if start < end else None


def days_of(
    workspace: Workspace,
    people: Sequence[Medarbeider],
    dates: Sequence[date],
    *,
    kontor: Sted,
    absent: Collection[tuple[str, date]] = (),
) -> tuple[WorkDay, ...]:
    """Return the days that are worked, person by person within each date, but for the `absent`."""
    found = (
        day_of(workspace, person, day, kontor=kontor)
        for day in dates
        for person in people
        if (person.id, day) not in absent
    )
    return tuple(filter(None, found))


def day_of(
    workspace: Workspace,
    person: Medarbeider,
    day: date,
    *,
    kontor: Sted,
    fixed: Sequence[Span] = (),
) -> WorkDay | None:
    """Return a day of `person`, its pauses beside what is `fixed`; None where none is worked."""
    rules = workspace.oppsett.planlegging
    hours = worked(person, day, rules)
    if hours is None:
        return None
    busy = busy_of(workspace.opptatt, person, day)
    start, end = _left_of(_in_light(hours, person, day, kontor), busy)
    if end <= start:
        return None
    begins, ends = ends_of(person, kontor)
    return WorkDay(
        medarbeider=person,
        date=day,
        start=start,
        end=end,
        clock=_clock(hours, rules, busy=busy, fixed=fixed, within=(start, end)),
        begins=begins,
        ends=ends,
        free=(start, end) if person.kun_dagslys else _free(start, end, busy),
    )


def _left_of(hours: Span, busy: Sequence[Span]) -> Span:
    """Return the hours without what a calendar blocks at their beginning and at their end."""
    start, end = hours
    for begin, until in busy:
        start = max(start, until) if begin <= start else start
        end = min(end, begin) if until >= end else end
    return start, end


def _clock(
    hours: Span,
    rules: Planlegging,
    *,
    busy: Sequence[Span],
    fixed: Sequence[Span],
    within: Span,
) -> Clock:
    """Return the clock without the pauses of a day, of which the part `within` is worked."""
    blocked: list[DatedPause] = [
        (begin, until - begin, "busy")
        for begin, until in busy
        if within[0] < begin and until < within[1]
    ]
    return clock_of(tuple(sorted([*blocked, *pauses_due(hours, rules, [*busy, *fixed])])))


def _free(start: int, end: int, busy: Sequence[Span]) -> Span:
    """Return from and until when around the working hours no calendar blocks the day."""
    before = max((until for _, until in busy if until <= start), default=0)
    after = min((begin for begin, _ in busy if begin >= end), default=LAST_MINUTE)
    return before, after


def _in_light(hours: Span, person: Medarbeider, day: date, kontor: Sted) -> Span:
    """Return what daylight leaves of the hours of who may not drive in the dark."""
    if not person.kun_dagslys:
        return hours
    light = [daylight(place, day) for place in ends_of(person, kontor)]
    return max(hours[0], *(dawn for dawn, _ in light)), min(hours[1], *(dusk for _, dusk in light))


def busy_of(taken: Iterable[Opptatt], person: Medarbeider, day: date) -> list[Span]:
    """Return when a calendar blocks `day`, in whole minutes, in order and apart."""
    midnight, minute = datetime.combine(day, time()), timedelta(minutes=1)
    spans = []
    for block in taken:
        if block.medarbeider == person.id and block.til > midnight:
            first = max(0, (block.fra - midnight) // minute)
            last = min(MIDNIGHT, -((midnight - block.til) // minute))
            if first < last:
                spans.append((first, last))
    return joined(spans)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans that touch or overlap as one, in order."""
    found: list[Span] = []
    for begin, until in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        else:
            found.append((begin, until))
    return found


def pauses_due(hours: Span, rules: Planlegging, fixed: Iterable[Span]) -> list[DatedPause]:
    """Return lunch and the free slot of a day with these working hours: from when, how long, which.

    Each belongs to hours that span it whole, and makes way for what is `fixed`: appointments and
    what a calendar blocks. A visit under way then ends first.
    """
    found: list[DatedPause] = []
    taken = list(fixed)
    wanted: list[DatedPause] = [
        (minutes(rules.lunsj_fra), rules.lunsj_minutter, "lunch"),
        (minutes(rules.ledig_fra), rules.ledig_minutter, "free"),
    ]
    for usual, length, kind in wanted:
        at = _first_room(usual, length, taken)
        if length and hours[0] < usual and at + length < hours[1]:
            found.append((at, length, kind))
            taken.append((at, at + length))
    return sorted(found)


def _first_room(at: int, length: int, taken: Iterable[Span]) -> int:
    """Return the first time from `at` on with `length` minutes that nothing takes."""
    for begin, until in sorted(taken):
        if begin < at + length and at < until:
            at = until
    return at


def nights(days: Sequence[WorkDay]) -> list[Span]:
    """Return pairs of indices: a day, and the same person's on the next date."""
    by_person: Mapping[str, list[int]] = {day.medarbeider.id: [] for day in days}
    for index, day in enumerate(days):
        by_person[day.medarbeider.id].append(index)
    return [
        (first, second)
        for indices in by_person.values()
        for first, second in pairwise(indices)
        if days[second].date - days[first].date == timedelta(days=1)
    ]
