"""The weekly summary in words: sections of lines, each whole and in its parts.

Whatever shows them says the same: the text of a letter has the whole lines, its table the parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from hageplan.followup.result import Oppgave
from hageplan.followup.terminal import late_words
from hageplan.i18n import _, say, short_date, shown
from hageplan.interest.revisit_terminal import coverage_lines
from hageplan.jobs.periode import week_of_day
from hageplan.messages import Count, Message, msg, nmsg
from hageplan.records.names import People
from hageplan.reports.summary_result import DecisionKind, Summary
from hageplan.ui.clean import printable
from hageplan.ui.entry_text import FLAGS
from hageplan.ui.numbers import chance as chance_of
from hageplan.ui.numbers import decimal, percent, period_words, points, sentence, short_day
from hageplan.ui.texts import remark, task_words
from hageplan.week.line_texts import grade_words, news_counts
from hageplan.week.result import ComingVisit

_DECISIONS: Final[Mapping[DecisionKind, Message]] = {
    "expand": msg("a chance of {chance} that {threshold} or more are interested"),
    "not-now": msg("only a chance of {chance} that {threshold} or more are interested"),
    "escalated": nmsg("1 task is overdue for too long", "{count} tasks are overdue for too long"),
    "red-flag": msg("a red flag, {who}"),
    "not-booked": nmsg(
        "1 planned visit is not booked yet", "{count} planned visits are not booked yet"
    ),
}
_OF_PEOPLE: Final = frozenset({"escalated", "not-booked"})
"""Decisions that are told by who is to make them."""
_LIMIT: Final = 20
"""Lines of a section; the commands that list all are named in the last one."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a section.

    Attributes:
        whole: All of it; nothing stands in its parts that is not in here.
        when: The day, the time of day, or how late it is.
        name: Whom it is about, "" where it has no parts.
        facts: What is said of them.
        figures: Numbers that stand in columns.
        is_red: Whether it is about a red flag, or escalated.
    """

    whole: str
    when: tuple[str, ...] = ()
    name: str = ""
    facts: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    is_red: bool = False

    @property
    def printable(self) -> Line:
        """The line, made harmless for a terminal and a letter."""
        return replace(
            self,
            whole=printable(self.whole),
            name=printable(self.name),
            facts=tuple(map(printable, self.facts)),
        )


@dataclass(frozen=True, kw_only=True)
class SummarySection:
    """A heading, its lines, and the headings of their figures."""

    heading: str
    lines: tuple[Line, ...]
    columns: tuple[str, ...] = ()


def summary_title(summary: Summary) -> str:
    """Return what the summary is called."""
    return sentence(period_words(summary.first, summary.last))


def summary_lead(summary: Summary) -> str:
    """Return how much it asks for."""
    return say(
        "To be decided: {decisions}. Due or overdue: {due}. Visits next week: {coming}.",
        decisions=len(summary.decisions),
        due=len(summary.due),
        coming=len(summary.coming),
    )


def summary_sections(summary: Summary, people: People) -> tuple[SummarySection, ...]:
    """Return the sections that say something, the most urgent first."""
    after = week_of_day(summary.last + timedelta(days=1)).name
    parts = (
        (_("To be decided"), _decisions(summary, people), "hageplan score --explain"),
        (_("Due and overdue"), _due(summary, people), "hageplan followup"),
        (_("Next week"), _coming(summary, people), f"hageplan uke --week {after}"),
        (_("What happened"), _happened(summary), "hageplan log show"),
        (_("From the registers"), _told(summary), "hageplan next"),
        (_("Interest"), _changes(summary), "hageplan score"),
        (_("Visits in time"), _coverage(summary), "hageplan next --overdue"),
        (_("Missing in the records"), _quality(summary), "hageplan check"),
    )
    found = ((heading, [line.printable for line in lines], more) for heading, lines, more in parts)
    return tuple(
        SummarySection(heading=heading, lines=_limited(lines, more), columns=_columns(lines))
        for heading, lines, more in found
        if lines
    )


def _columns(lines: list[Line]) -> tuple[str, ...]:
    if not any(line.figures for line in lines):
        return ()
    return _("Municipality"), _("Before"), _("Now"), _("Percentage points"), _("New members")


def _limited(lines: list[Line], more: str) -> tuple[Line, ...]:
    if len(lines) <= _LIMIT:
        return tuple(lines)
    rest = say("and {count} more: {command}", count=len(lines) - _LIMIT, command=more)
    return (*lines[:_LIMIT], Line(whole=rest))


def _decisions(summary: Summary, people: People) -> Iterator[Line]:
    threshold = percent(summary.threshold)
    for one in summary.decisions:
        chance = "" if one.chance is None else chance_of(one.chance)
        name, who = one.what, people[one.who]
        if one.kind in _OF_PEOPLE:
            name = who
        count = Count(one.what) if one.kind in _OF_PEOPLE else 0
        values = {"who": who, "chance": chance, "threshold": threshold, "count": count}
        told = shown(replace(_DECISIONS[one.kind], values=values))
        is_red = one.kind in ("red-flag", "escalated")
        yield Line(whole=f"{name}: {told}", name=name, facts=(told,), is_red=is_red)


def _due(summary: Summary, people: People) -> Iterator[Line]:
    for task in summary.due:
        day, who = short_date(task.frist), people[task.ansvarlig]
        late = late_words(task.overdue_days) if task.overdue_days else ""
        flag = shown(FLAGS[task.flagg]) if task.flagg else ""
        facts = tuple(filter(None, (flag, task_words(task.tekst), _not_phoned(task))))
        yield Line(
            whole=f"{day}{f' ({late})' if late else ''} {who}: {', '.join((task.navn, *facts))}",
            when=tuple(filter(None, (day, late))),
            name=task.navn,
            facts=(who, *facts),
            is_red=task.flagg == "rod",
        )


def _coming(summary: Summary, people: People) -> Iterator[Line]:
    for one in summary.coming:
        agreed = _("booked") if one.booked else _("not booked")
        said = tuple(filter(None, (agreed, _not_phoned(one))))
        who, day, time = people[one.medarbeider], short_day(one.date), f"{one.start:%H:%M}"
        yield Line(
            whole=f"{day} {time} {who}: {one.navn} ({', '.join(said)})",
            when=(day, time),
            name=one.navn,
            facts=(who, *said),
        )


def _not_phoned(of: Oppgave | ComingVisit) -> str:
    return _("do not phone") if of.ring_ikke else ""


def _happened(summary: Summary) -> Iterator[Line]:
    found = summary.happened
    counts = [Line(whole=told) for told in news_counts(found)]
    yield from counts
    for answer in found.answers:
        day, grade = short_date(answer.date), grade_words(answer)
        yield Line(
            whole=f"{day} {answer.navn}, {answer.kommune}: {grade}",
            when=(day,),
            name=answer.navn,
            facts=(answer.kommune, grade),
        )
    if not counts and not found.answers:
        yield Line(whole=_("Nothing was logged."))


def _from_to(before: str, after: str) -> str:
    """Return what became of a figure; what is the same when rounded did not change."""
    if before == after:
        return say("unchanged {value}", value=after)
    return say("from {before} to {after}", before=before, after=after)


def _told(summary: Summary) -> Iterator[Line]:
    """Give what registers told of companies."""
    for one in summary.happened.told:
        day, what = short_date(one.date), remark(one.what)
        yield Line(
            whole=f"{day} {one.navn}, {one.kommune}: {what}",
            when=(day,),
            name=one.navn,
            facts=(one.kommune, what),
        )


def _changes(summary: Summary) -> Iterator[Line]:
    for change in summary.changes:
        before, after = percent(change.share_before), percent(change.share)
        moved = points(change.share - change.share_before)
        fewer, more = decimal(change.new_members_before), decimal(change.new_members)
        members = _from_to(fewer, more)
        told = say(
            "{name}: interested {share} ({points} points), new members {members}",
            name=change.navn,
            share=_from_to(before, after),
            points=moved,
            members=members,
        )
        yield Line(whole=told, name=change.navn, figures=(before, after, moved, members))


def _coverage(summary: Summary) -> Iterator[Line]:
    yield from (Line(whole=told) for told in coverage_lines(summary.coverage))


def _quality(summary: Summary) -> Iterator[Line]:
    found = summary.quality
    counts = (
        (_("Records with errors, left out here: {count}"), found.unread),
        (_("Latest answer older than its half-life: {count}"), found.old_answers),
        (_("Without coordinates: {count}"), found.no_position),
        (_("Unknown number of employees: {count}"), found.no_headcount),
        (_("Members without a contact person, telephone or e-mail: {count}"), found.no_contact),
        (_("Companies outside the target group, not counted: {count}"), summary.outside),
    )
    for words, count in counts:
        if count:
            yield Line(whole=words.format(count=count))
