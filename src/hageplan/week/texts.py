"""A week in words: groups of lines, of which the terminal shows some and a page all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from hageplan.followup.result import Oppgave
from hageplan.i18n import _, nsay, say, shown
from hageplan.messages import nmsg
from hageplan.ui.numbers import day_name, day_of_year, day_span, near_date, weekday_name
from hageplan.week.line_texts import (
    WeekLine,
    Words,
    call_line,
    change_line,
    day_line,
    due_line,
    news_lines,
    stop_line,
    task_line,
    unlogged_line,
    waiting_line,
)
from hageplan.week.result import Uke, WeekDay, WeekStop

NEWS_SHOWN: Final = 2
"""Lines of news on a terminal; the summary tells more."""


GroupKind = Literal[
    "day", "changes", "calls", "tasks", "unlogged", "waiting", "due", "days", "news"
]


@dataclass(frozen=True, kw_only=True)
class WeekGroup:
    """Lines of one kind.

    Attributes:
        kind: What a page knows it by.
        command: What is typed to act on one of them.
        more: What the heading says beside the count.
        weight: How many lines a terminal gives it in a round.
        most: How many lines a terminal shows; None: as many as there is room for.
    """

    kind: GroupKind
    heading: str
    lines: Sequence[WeekLine]
    command: str = ""
    more: str = ""
    weight: int = 1
    most: int | None = None


def title(week: Uke, words: Words) -> str:
    """Return which week it is, and whose."""
    days = day_span(week.first, week.last)
    number = say("Week {number}, {days}", number=_number(week), days=days)
    whose = words.people[week.medarbeider] if week.medarbeider else ""
    return " · ".join(filter(None, (number, week.navn, whose)))


def headline(week: Uke) -> str:
    """Return what the week asks for, in numbers."""
    late = sum(task.overdue_days > 0 for task in week.tasks)
    counts = (
        nmsg("1 to notify", "{count} to notify", count=len(week.changes)),
        nmsg("1 call", "{count} calls", count=len(week.calls)),
        nmsg("1 task overdue", "{count} tasks overdue", count=late),
        nmsg("1 task due", "{count} tasks due", count=len(week.tasks) - late),
        nmsg("1 visit not logged", "{count} visits not logged", count=len(week.unlogged)),
        nmsg("1 answer waits", "{count} answers wait", count=len(week.waiting)),
    )
    told = (shown(text) for text in counts if text.values["count"])
    return "; ".join((_visits_of(week), *told)) + "."


def groups(week: Uke, words: Words) -> tuple[WeekGroup, ...]:
    """Return what there is to do, the most urgent first; groups without lines are left out."""
    found = (*_to_do(week, words), *_to_know(week, words))
    return tuple(group for group in found if group.lines)


def _to_do(week: Uke, words: Words) -> Sequence[WeekGroup]:
    """Return the visits of the day, whom to ring, and the tasks."""
    return (
        WeekGroup(
            kind="day",
            heading=_day_heading(week),
            command=_day_command(week),
            lines=[stop_line(one, words) for one in week.stops],
            weight=3,
        ),
        WeekGroup(
            kind="changes",
            heading=_("Notify of changes"),
            command=_to_move(),
            lines=[change_line(one, words) for one in week.changes],
            weight=2,
        ),
        WeekGroup(
            kind="calls",
            heading=_("Call and book"),
            command=_to_book(),
            lines=[call_line(one, words) for one in _other_calls(week)],
            weight=2,
        ),
        WeekGroup(
            kind="tasks",
            heading=_("Tasks"),
            command=_('hageplan done COMPANY|ID --notat "…"'),
            more=_owners(week.tasks, words),
            lines=[task_line(one, week.today, words) for one in week.tasks],
            weight=2,
        ),
    )


def _to_know(week: Uke, words: Words) -> Sequence[WeekGroup]:
    """Return what is to be written down, what falls due, the other days, and what is new."""
    return (
        WeekGroup(
            kind="unlogged",
            heading=_("Not logged yet"),
            command=_('hageplan log COMPANY --at "DATE TIME"'),
            more=_agreed_of(week.unlogged),
            lines=[unlogged_line(one, words) for one in week.unlogged],
        ),
        WeekGroup(
            kind="waiting",
            heading=_("Answers waiting"),
            command=_("hageplan import visits FILE"),
            lines=[*map(waiting_line, week.waiting)],
        ),
        WeekGroup(
            kind="due",
            heading=_("Visits due"),
            command=_("hageplan slots COMPANY"),
            more=_in_time(week),
            lines=[due_line(one, week.today, words) for one in week.due],
        ),
        WeekGroup(
            kind="days",
            heading=_days_heading(week),
            lines=[day_line(one, words) for one in _other_days(week)],
        ),
        WeekGroup(
            kind="news",
            heading=say("New since {date}", date=near_date(week.since, week.today)),
            command="hageplan summary",
            lines=[WeekLine(what=line) for line in news_lines(week.news)],
            most=NEWS_SHOWN,
        ),
    )


def whole(week: Uke, usual: str) -> str:
    """Return the command that writes all of it; `usual` is the week that is meant unsaid."""
    words = ["hageplan uke"]
    if week.week != usual:
        words.append(f"--week {week.week}")
    if week.medarbeider:
        words.append(f"--medarbeider {week.medarbeider}")
    return " ".join([*words, _("-o week.html")])


def advice(week: Uke) -> Iterator[tuple[str, str]]:
    """Give what to type where little stands in the week, each with what it is for."""
    if week.unread:
        yield "hageplan check", _("see what is wrong, and where")
    if not week.companies:
        yield "hageplan import excel LISTE.xlsx", _("import your companies")
    elif not week.stops and not week.calls:
        yield "hageplan next", _("companies to visit now")
        yield "hageplan plan --save", _("plan the week's visits")


def _number(week: Uke) -> str:
    of = week.first.isocalendar()
    return f"{of.week}" if of.year == week.today.year else f"{of.week}/{of.year}"


def _visits_of(week: Uke) -> str:
    if week.day is None:
        total = sum(day.visits for day in week.days)
        if not total:
            return _("No visits")
        return nsay("1 visit that week", "{count} visits that week", count=total)
    day = _which_day(week.day, week.today) or weekday_name(week.day)
    visited = {one.organisasjonsnummer: one.booked for one in week.stops}  # two may go together
    visits = nsay("1 visit", "{count} visits", count=len(visited))
    booked = sum(visited.values())
    agreed = {0: _("none booked"), len(visited): _("all booked")}
    told = agreed.get(booked) or say("{count} booked", count=booked)
    return f"{day} {visits}, {told}"


def _which_day(day: date, today: date) -> str:
    names = {today: _("Today"), today + timedelta(days=1): _("Tomorrow")}
    return names.get(day, "")


def _day_heading(week: Uke) -> str:
    if week.day is None:
        return ""
    near = _which_day(week.day, week.today)
    return f"{near}, {day_of_year(week.day)}" if near else day_name(week.day)


def _day_command(week: Uke) -> str:
    if not all(one.booked for one in week.stops):
        return _to_book()
    return _("hageplan log COMPANY") if week.day == week.today else _to_move()


def _other_calls(week: Uke) -> list[WeekStop]:
    """Return the calls of other days than that which is told stop by stop."""
    return [one for one in week.calls if one.date != week.day]


def _other_days(week: Uke) -> list[WeekDay]:
    return [one for one in week.days if one.date != week.day]


def _days_heading(week: Uke) -> str:
    return _("The week, day by day") if week.day is None else _("The rest of the week")


def _owners(tasks: Sequence[Oppgave], words: Words) -> str:
    counts = Counter(words.people[task.ansvarlig] for task in tasks)
    told = ", ".join(f"{who} {number}" for who, number in counts.most_common())
    return told if len(counts) > 1 else ""


def _agreed_of(stops: Sequence[WeekStop]) -> str:
    """Return how many visits were agreed, where some were planned alone, and may not have been."""
    booked = sum(one.booked for one in stops)
    return "" if booked == len(stops) else say("{count} booked", count=booked)


def _in_time(week: Uke) -> str:
    """Return how many visits are made within their intervals, of all that have one."""
    visited = sum(row.visited for row in week.coverage)
    total = sum(row.companies for row in week.coverage)
    return say("{visited} of {total} in time", visited=visited, total=total) if total else ""


def _to_book() -> str:
    return _('hageplan book COMPANY --at "DATE TIME"')


def _to_move() -> str:
    return _('hageplan move COMPANY --at "DATE TIME"')
