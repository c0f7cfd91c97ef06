"""Which rules an appointment breaks, as coded remarks: the one judge of `book` and of `plan`.

Each rule is stated from the records and in real time. What none of them explains, and the planner
finds all the same on the clock of the day, is the time that pauses take.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hageplan.messages import encode
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.settings.planlegging import Planlegging
from hageplan.records.workspace import Workspace
from hageplan.tours.calendar import daylight, is_half_day, is_holiday, weekday
from hageplan.tours.days import LAST_MINUTE, Span, WorkDay, busy_of, clock, minutes, worked
from hageplan.tours.rules.agreed import AgreedDay, Meeting


def of_the_hours(
    meeting: Meeting, person: Medarbeider, on: date, rules: Planlegging
) -> Iterator[str]:
    """Give the first reason why the day or the hours are not worked: others follow from it."""
    away = next((away for away in person.fravaer if away.fra <= on <= away.til), None)
    hours = worked(person, on, rules)
    if is_holiday(on):
        yield encode("agreed-holiday", date=on)
    elif away is not None:
        yield encode("agreed-away", who=person.called, fra=away.fra, til=away.til)
    elif hours is None:
        yield encode("agreed-off", who=person.called, date=on)
    elif meeting.begin < hours[0] or meeting.end > hours[1]:
        code = "agreed-half-day" if is_half_day(on, rules.halve_dager) else "agreed-hours"
        meets = span((meeting.begin, meeting.end))
        yield encode(code, meeting=meets, who=person.called, date=on, hours=span(hours))


def of_the_calendar(
    meeting: Meeting, person: Medarbeider, on: date, workspace: Workspace
) -> Iterator[str]:
    """Give when the calendar is taken; what takes the time is its owner's own affair."""
    for busy in workspace.opptatt:
        for begin, until in busy_of([busy], person, on):
            if begin < meeting.end and meeting.begin < until:
                yield encode("agreed-busy", who=person.called, fra=busy.fra, til=busy.til)


def of_the_company(meeting: Meeting, person: Medarbeider, on: date) -> Iterator[str]:
    """Give what the company's own record says against it: its hours, its seasons, what it asks."""
    bedrift, name = meeting.bedrift, meeting.bedrift.navn
    openings = [o for o in bedrift.besokstider if weekday(on) in o.ukedager]
    spans = [(minutes(opening.fra), minutes(opening.til)) for opening in openings]
    if bedrift.besokstider and not spans:
        yield encode("agreed-closed-day", name=name, date=on)
    elif spans and not any(fra <= meeting.begin and meeting.end <= til for fra, til in spans):
        yield encode("agreed-closed-then", name=name, hours=", ".join(map(span, spans)))
    for season in bedrift.stengt:
        if season.covers(on):
            code = "agreed-season-why" if season.grunn else "agreed-season"
            period = {"fra": season.fra, "til": season.til, "why": season.grunn}
            yield encode(code, name=name, **period)
    if lacking := [one for one in bedrift.krever if one not in person.kan]:
        yield encode("agreed-asks", name=name, words=", ".join(lacking), who=person.called)


def of_the_way(day: AgreedDay, longest: int | None) -> Iterator[tuple[Meeting, str]]:
    """Give what the drives break, each with the meeting that it is told of."""
    for one, then, left in day.gaps:
        if left < day.slack:
            yield then, missing(one, then, day.slack, then.begin - one.end - left)
    if day.person.kun_dagslys:
        light = [daylight(place, day.date) for place in day.ends]
        dawn, dusk = max(first for first, _ in light), min(last for _, last in light)
        if day.leaves < dawn or day.back > dusk:
            away = span((day.leaves, day.back))
            told = encode("agreed-dark", who=day.person.called, away=away, light=span((dawn, dusk)))
            yield day.meetings[0 if day.leaves < dawn else -1], told
    for meeting, last in day.too_late:
        yield meeting, encode("agreed-ferry", name=meeting.bedrift.navn, last=clock(last))
    if longest is not None and day.driving > longest:
        yield (
            day.meetings[0],
            encode("agreed-drive", who=day.person.called, minutes=day.driving, limit=longest),
        )


def of_the_others(meeting: Meeting, day: AgreedDay) -> Iterator[str]:
    """Give why a meeting cannot be kept beside the others of a day."""
    for one, then, left in day.gaps:
        if left >= 0 or meeting not in (one, then):
            continue
        other = then if meeting is one else one
        shared = min(one.end, then.end) - then.begin
        if shared <= 0:
            yield missing(one, then, day.slack, then.begin - one.end - left)
        else:
            yield encode(
                "agreed-at-once",
                who=day.person.called,
                name=other.bedrift.navn,
                meeting=span((other.begin, other.end)),
                avtale=other.avtale.id,
                minutes=shared,
            )
    if day.leaves < 0 or day.back > LAST_MINUTE:
        yield encode("agreed-midnight", who=day.person.called)


def missing(one: Meeting, then: Meeting, slack: int, drive: int) -> str:
    """Return how many minutes are missing between two meetings."""
    return encode(
        "agreed-late",
        first=one.bedrift.navn,
        then=then.bedrift.navn,
        minutes=slack + drive - (then.begin - one.end),
        end=clock(one.end),
        slack=slack,
        driving=drive,
        start=clock(then.begin),
    )


def fits(day: AgreedDay, work: WorkDay, longest: int | None) -> bool:
    """Tell whether the planner can keep all meetings of a day that is worked, pauses and all."""
    on = work.clock
    starts = [on.earliest(meeting.begin) for meeting in day.meetings]
    busy = [pause.at for pause in on.breaks if pause.kind == "busy"]
    for start, meeting in zip(starts, day.meetings, strict=True):
        until = start + meeting.end - meeting.begin
        is_during = on.real_start(start) != meeting.begin or any(start < at < until for at in busy)
        if is_during or meeting.begin < work.start or meeting.end > work.end:
            return False
    ends = [s + m.end - m.begin + day.slack for s, m in zip(starts, day.meetings, strict=True)]
    reached = (end + drive for end, drive in zip(ends, day.drives[1:], strict=False))
    leaves = [starts[0] - day.drives[0], *ends]
    return (
        starts[0] - day.drives[0] >= on.earliest(work.free[0])
        and all(at <= start for at, start in zip(reached, starts[1:], strict=True))
        and ends[-1] + day.home <= on.earliest(work.free[1])
        and (longest is None or day.driving <= longest)
        and all(
            at + quay <= on.earliest(last)
            for at, (quay, last) in zip(leaves, day.quays, strict=True)
        )
    )


def span(of: Span) -> str:
    """Return from when until when."""
    return f"{clock(of[0])}-{clock(of[1])}"
