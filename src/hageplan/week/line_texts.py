"""The lines of a week: things to do, what is typed back to act on them, and what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hageplan.followup.result import Oppgave
from hageplan.followup.terminal import late_briefly
from hageplan.i18n import _, nsay, say, short_date, shown
from hageplan.interest.revisit_result import DueVisit
from hageplan.interest.revisit_terminal import CLASSES
from hageplan.messages import Message, msg
from hageplan.records.names import Handles, People
from hageplan.ui.entry_text import GRADES
from hageplan.ui.numbers import day_in_week, near_date
from hageplan.ui.texts import remark, task_words
from hageplan.week.result import (
    ChangeKind,
    GradeGiven,
    Happenings,
    ToTell,
    WaitingReport,
    WeekDay,
    WeekStop,
)

_OUR_COUNTRY: Final = re.compile(r"(?:\+|00)47\s*(?=(?:\d\s*){8}$)")
LONGEST_HANDLE: Final = 18
"""Signs; a company with a longer handle is called by its number."""
LONGEST_PLACE: Final = 10
"""Signs; of a place with a longer name the municipality is told."""
_WHY: Final[Mapping[ChangeKind, Message]] = {
    "opted-out": msg("has opted out: cancel"),
    "closed-down": msg("has closed down: cancel"),
    "moved": msg("moved to {when}"),
    "dropped": msg("no longer in the plan"),
    "away": msg("{who} is away"),
    "busy": msg("{who} is busy then"),
}
_FLAGS: Final[Mapping[str, Message]] = {"rod": msg("red"), "gul": msg("yellow")}


@dataclass(frozen=True, kw_only=True)
class WeekLine:
    """One thing to do, in the order in which it is told.

    Attributes:
        phone: A number to ring, and `aside` what stands in its place where there is none.
        handle: What is typed back to act on it.
        is_red: Whether it cannot wait.
    """

    when: str = ""
    who: str = ""
    what: str
    place: str = ""
    phone: str = ""
    aside: str = ""
    note: str = ""
    handle: str = ""
    is_red: bool = False


@dataclass(frozen=True, kw_only=True)
class Words:
    """What companies and people are called.

    Attributes:
        one_task: The companies that have one task alone, and are enough to mean it.
        only: Whose week it is, so that it goes without saying; None: everybody's.
    """

    handles: Handles
    people: People
    one_task: frozenset[str]
    only: str | None = None

    def who(self, medarbeider: str) -> str:
        """Return what one of us is called, "" where that goes without saying."""
        return "" if medarbeider == self.only else self.people[medarbeider]

    def handle(self, number: str) -> str:
        """Return what a company is called back by, in few signs."""
        handle = self.handles.get(number, number)
        return handle if len(handle) <= LONGEST_HANDLE else number


def call_line(stop: WeekStop, words: Words) -> WeekLine:
    """Return a planned visit to offer."""
    return WeekLine(
        when=f"{day_in_week(stop.date)} {stop.start:%H:%M}",
        who=words.who(stop.medarbeider),
        what=stop.navn,
        place=stop.sted if len(stop.sted) <= LONGEST_PLACE else stop.kommune,
        phone=_OUR_COUNTRY.sub("", stop.telefon.strip()),
        aside=_no_phone(stop),
        handle=words.handle(stop.organisasjonsnummer),
    )


def stop_line(stop: WeekStop, words: Words) -> WeekLine:
    """Return a visit of the day that is told stop by stop."""
    agreed = _("booked") if stop.booked else _("not booked")
    return replace(call_line(stop, words), when=f"{stop.start:%H:%M}", note=agreed)


def unlogged_line(stop: WeekStop, words: Words) -> WeekLine:
    """Return a visit that is not in the log."""
    agreed = _("booked") if stop.booked else _("planned")
    return replace(call_line(stop, words), phone="", aside="", note=agreed)


def waiting_line(one: WaitingReport) -> WeekLine:
    """Return an answer that waits: what is typed back is its file."""
    when = f"{day_in_week(one.date)} {one.start:%H:%M}"
    return WeekLine(when=when, what=one.navn, handle=one.file)


def change_line(one: ToTell, words: Words) -> WeekLine:
    """Return an appointment that cannot stand."""
    after, who = one.after, words.people[one.stop.medarbeider]
    when = f"{day_in_week(after.date)} {after.start:%H:%M}" if after else ""
    if after and after.medarbeider != one.stop.medarbeider:
        when = f"{when} {words.people[after.medarbeider]}"
    why = shown(Message(_WHY[one.kind].template, {"when": when, "who": who}))
    return replace(call_line(one.stop, words), place="", note=why, is_red=True)


def task_line(task: Oppgave, today: date, words: Words) -> WeekLine:
    """Return a task."""
    asides = (shown(_FLAGS[task.flagg]) if task.flagg else "", _only_write(task.ring_ikke))
    company = task.organisasjonsnummer
    return WeekLine(
        when=near_date(task.frist, today),
        who=words.who(task.ansvarlig) + ("*" if task.owner_assumed else ""),
        what=f"{task.navn}: {task_words(task.tekst)}" if task.tekst else task.navn,
        aside=", ".join(filter(None, asides)),
        note=late_briefly(task.overdue_days) if task.overdue_days else "",
        handle=words.handle(company) if company in words.one_task else task.id,
        is_red=task.flagg == "rod",
    )


def due_line(visit: DueVisit, today: date, words: Words) -> WeekLine:
    """Return a visit whose interval is over."""
    late = late_briefly((today - visit.due).days) if visit.due else _("first visit")
    asides = (shown(CLASSES[visit.klasse]) if visit.klasse else "", _only_write(visit.ring_ikke))
    return WeekLine(
        when=near_date(visit.visited, today) if visit.visited else "",
        what=visit.navn,
        place=visit.kommune,
        aside=", ".join(filter(None, asides)),
        note=late,
        handle=words.handle(visit.organisasjonsnummer),
    )


def day_line(day: WeekDay, words: Words) -> WeekLine:
    """Return a day of one of us."""
    visits = nsay("1 visit", "{count} visits", count=day.visits)
    open_ = day.visits - day.booked - day.logged
    notes = (
        visits,
        say("{count} logged", count=day.logged) if day.logged else "",
        say("{count} not booked", count=open_) if open_ > 0 else "",
    )
    return WeekLine(
        when=day_in_week(day.date),
        who=words.who(day.medarbeider),
        what=", ".join(filter(None, day.kommuner)),
        aside=f"{day.start:%H:%M}–{day.end:%H:%M}",
        note=", ".join(filter(None, notes)),
    )


def _no_phone(stop: WeekStop) -> str:
    """Return why there is no number to ring."""
    if stop.telefon:
        return ""
    return _only_write(stop.ring_ikke) or _("no number")


def _only_write(ring_ikke: bool) -> str:
    return _("only write") if ring_ikke else ""


def news_lines(found: Happenings) -> Iterator[str]:
    """Give what some weeks brought, counts first."""
    yield from news_counts(found)
    for answer in found.answers:
        where = f"{answer.navn}, {answer.kommune}: {grade_words(answer)}"
        yield f"{short_date(answer.date)} {where}"
    for one in found.told:
        yield f"{short_date(one.date)} {one.navn}, {one.kommune}: {remark(one.what)}"


def news_counts(found: Happenings) -> Iterator[str]:
    """Give how much some weeks brought, and who became a member."""
    counts = (
        (_("Visits: {count}"), found.visits),
        (_("Other contacts: {count}"), found.other_contacts),
        (_("Introductions: {count}"), found.introductions),
        (_("Tasks done: {count}"), found.tasks_done),
    )
    told = [words.format(count=count) for words, count in counts if count]
    if told:
        yield ", ".join(told)
    if found.new_jobs or found.kept_jobs:
        yield say("Jobs: {new} new, {kept} retained", new=found.new_jobs, kept=found.kept_jobs)
    for name in found.new_members:
        yield say("New member: {name}", name=name)


def grade_words(answer: GradeGiven) -> str:
    """Return what an answer says, and whether it was logged late."""
    late = " " + _("(logged late)") if answer.late else ""
    return f"{shown(GRADES[answer.interesse])}{late}"
