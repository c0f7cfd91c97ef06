"""The page of a week in words: its answer, what the visits cost, and the days of each of us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from hageplan.followup.result import Oppgave
from hageplan.i18n import _, nsay, say, shown
from hageplan.messages import Message, msg
from hageplan.records.logg import Henvendelse
from hageplan.tours.days import clock
from hageplan.tours.files.alert_texts import what_about
from hageplan.ui.clean import printable
from hageplan.ui.entry_text import KINDS
from hageplan.ui.map.texts import source
from hageplan.ui.numbers import day_in_text, decimal, duration, listed, near_date
from hageplan.ui.texts import task_words
from hageplan.week.line_texts import Words
from hageplan.week.result import Uke, WeekStop
from hageplan.week.sheet import CellKind, DayCell, Members, PersonWeek, WeekSheet

PLACES_TOLD: Final = 3
"""Municipalities that a title names; of more it counts the rest."""
_WITHOUT: Final[Mapping[CellKind, Message]] = {
    "office": msg("Office"),
    "off": msg("Off"),
    "away": msg("Away"),
    "holiday": msg("Public holiday"),
}


def answer(week: Uke, sheet: WeekSheet) -> str:
    """Return the title: how many visits, where, and how many of them are agreed."""
    stops = {stop.organisasjonsnummer: stop for stop in _stops(sheet)}
    if not stops:
        return _("No visits this week")
    visits = nsay("1 visit", "{count} visits", count=len(stops))
    places = _places(Counter(stop.kommune for stop in stops.values() if stop.kommune))
    what = say("{visits} in {places}", visits=visits, places=places) if places else visits
    return f"{what}, {_agreed([*stops.values()], is_over=week.last < week.today)}"


def lead(week: Uke, sheet: WeekSheet) -> Iterator[str]:
    """Give what is first, and what the plan costs afterwards, in a few sentences."""
    if week.unread:
        yield say("Records that cannot be read: {count}.", count=week.unread)
    if week.changes:
        yield nsay(
            "First notify one company of a change.",
            "First notify {count} companies of changes.",
            count=len(week.changes),
        )
    elif week.calls:
        day = week.calls[0].date
        yield say(
            "First call about the visits on {day}: {count}.",
            day=day_in_text(day),
            count=sum(call.date == day for call in week.calls),
        )
    if sheet.desk is not None:
        yield say(
            "Follow-up until {date} takes {needed} h; you have {left} h.",
            date=near_date(sheet.desk.until, week.today),
            needed=_hours(sheet.desk.needed_minutes),
            left=_hours(sheet.desk.left_minutes),
        )


def person_lines(person: PersonWeek) -> Iterator[str]:
    """Give how much of the week a person is out."""
    if person.visits:
        yield nsay("1 visit", "{count} visits", count=person.visits)
        yield say("{hours} h out", hours=_hours(person.out_minutes))


def where(cell: DayCell) -> str:
    """Return where somebody is on a day."""
    if cell.kind != "out":
        return shown(_WITHOUT[cell.kind])
    return ", ".join(cell.kommuner) or _("Visits")


def cell_lines(cell: DayCell) -> Iterator[str]:
    """Give the times of a day, its visits, and its driving."""
    if cell.out is None:
        return
    yield f"{clock(cell.out[0])}–{clock(cell.out[1])}"
    visits = nsay("1 visit", "{count} visits", count=cell.visits)
    booked = sum(stop.booked for stop in cell.stops)
    yield say("{visits}, {booked} booked", visits=visits, booked=booked) if booked else visits
    if cell.drive_minutes is not None:
        yield say("driving {time}", time=duration(cell.drive_minutes))


def task_told(task: Oppgave, week: Uke, sheet: WeekSheet, words: Words) -> str:
    """Return what a task is about, whose it is, and by when; of a flag, what it is about."""
    contact = sheet.flagged.get(task.id)
    flag = _flag_told(contact, week.today) if contact else ""
    promise = task_words(task.tekst) if task.kind != "flagg" else ""
    about = "; ".join(filter(None, (flag, printable(promise).rstrip("."))))
    return say(
        "{about}. {who}, due {date}",
        about=about or _("Without a note"),
        who=words.people[task.ansvarlig],
        date=near_date(task.frist, week.today),
    )


def members_told(members: Members, today: date) -> str:
    """Return how many members were not visited in time, and who comes next."""
    late = members.companies - len(members.upcoming)
    told = say(
        "{late} of {companies} have not been visited in the last {days} days.",
        late=late,
        companies=members.companies,
        days=members.interval_days,
    )
    if not members.upcoming:
        return told
    first = members.upcoming[0]
    then = say(
        "{name} should be visited by {date}.",
        name=printable(first.navn),
        date=near_date(first.due, today),
    )
    return f"{told} {then}"


def region_note(sheet: WeekSheet) -> str:
    """Return how the map of the region is read."""
    shown_there = {row.kommunenummer for row in (sheet.score.kommuner if sheet.score else ())}
    told = []
    if shown_there & sheet.covered:
        told.append(_("Heavy line: municipalities covered."))
    if sheet.trips:
        told.append(_("Thin lines show the order of visits, not the road."))
    return " ".join((*told, source()))


def call_groups(week: Uke) -> Iterator[tuple[str, Sequence[WeekStop]]]:
    """Give the calls: those of the first day, then of each other day of the week, then of later."""
    days = list(dict.fromkeys(call.date for call in week.calls))
    for day in days:
        if day <= week.last:
            yield day_in_text(day), [call for call in week.calls if call.date == day]
    later = [call for call in week.calls if call.date > week.last]
    if later:
        yield say("after {date}", date=near_date(week.last, week.today)), later


def _flag_told(contact: Henvendelse, today: date) -> str:
    how = shown(KINDS[contact.kanal]).capitalize()
    return f"{how} {near_date(contact.tid.date(), today)}: {what_about(contact)}"


def _stops(sheet: WeekSheet) -> Iterator[WeekStop]:
    for person in sheet.people:
        for day in person.days:
            yield from day.stops


def _agreed(stops: Sequence[WeekStop], *, is_over: bool) -> str:
    if is_over:
        return say("{count} logged", count=sum(stop.is_logged for stop in stops))
    booked = sum(stop.booked for stop in stops)
    if booked == len(stops):
        return _("all booked")
    return say("{count} booked", count=booked) if booked else _("and none is booked yet")


def _places(counts: Mapping[str, int]) -> str:
    """Return the municipalities, those with the most visits first."""
    names = sorted(counts, key=lambda name: (-counts[name], name))
    if len(names) > PLACES_TOLD:
        more = len(names) - PLACES_TOLD + 1
        names = [*names[: PLACES_TOLD - 1], say("{count} other municipalities", count=more)]
    return listed(names) if names else ""


def _hours(minutes: int) -> str:
    return decimal(minutes / 60, 0 if minutes >= 600 else 1)
