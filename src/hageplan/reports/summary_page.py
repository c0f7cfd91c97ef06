"""The weekly summary in words: as text, as Markdown and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hageplan.i18n import _, language, say, short_date
from hageplan.interest.revisit_terminal import coverage_lines
from hageplan.messages import Message, msg
from hageplan.records.people import People
from hageplan.reports.summary_result import DecisionKind, Summary
from hageplan.ui.clean import markdown, printable
from hageplan.ui.numbers import chance as chance_of
from hageplan.ui.numbers import day_name, decimal, percent, points
from hageplan.ui.page import page
from hageplan.ui.periods import period_words
from hageplan.week.news_texts import news_lines


def summary_text(summary: Summary, people: People) -> str:
    """Return the summary as a letter's text."""
    return "\n".join(_text(summary, people)) + "\n"


def summary_md(summary: Summary, people: People) -> str:
    """Return the summary as Markdown."""
    lines = [f"# {markdown(summary_title(summary))}", ""]
    if summary.example_data:
        lines += [f"**{_('EXAMPLE')}**", ""]
    for section in summary_sections(summary, people):
        lines += [f"## {markdown(section.heading)}", ""]
        lines += [f"- {markdown(line)}" for line in section.lines]
        lines.append("")
    return "\n".join(lines)


def summary_html(summary: Summary, people: People) -> str:
    """Return the summary as a page that needs no network."""
    return page(
        "hageplan.reports",
        "summary.html.j2",
        title=summary_title(summary),
        sections=summary_sections(summary, people),
        example=summary.example_data,
        today=summary.today,
        language=language(),
    )


def _text(summary: Summary, people: People) -> Iterator[str]:
    if summary.example_data:
        yield _("EXAMPLE DATA: invented companies. Your own: hageplan init FOLDER")
    yield summary_title(summary)
    for section in summary_sections(summary, people):
        yield ""
        yield section.heading
        yield from (f"  {line}" for line in section.lines)


_DECISIONS: Final[Mapping[DecisionKind, Message]] = {
    "expand": msg("{what}: a chance of {chance} that {threshold} or more are interested"),
    "not-now": msg("{what}: only a chance of {chance} that {threshold} or more are interested"),
    "escalated": msg("{who}: tasks overdue for too long: {what}"),
    "red-flag": msg("{what}: a red flag, {who}"),
    "not-booked": msg("{who}: planned visits that are not agreed yet: {what}"),
}
_LIMIT: Final = 20
"""Lines of a section; the commands that list all are named in the last one."""


@dataclass(frozen=True)
class Paragraph:
    """A heading and its lines, made harmless for a terminal."""

    heading: str
    lines: tuple[str, ...]


def summary_title(summary: Summary) -> str:
    """Return what the summary is called."""
    words = period_words(summary.first, summary.last)
    return words[:1].upper() + words[1:]


def summary_sections(summary: Summary, people: People) -> tuple[Paragraph, ...]:
    """Return the sections that say something, the most urgent first."""
    parts = (
        (_("To be decided"), _decisions(summary, people), "hageplan score --explain"),
        (_("Due and overdue"), _due(summary, people), "hageplan followup"),
        (_("Next week"), _coming(summary, people), "hageplan avtaler"),
        (_("What happened"), _happened(summary), "hageplan log show"),
        (_("Interest"), _changes(summary), "hageplan score"),
        (_("Visits by their intervals"), _coverage(summary), "hageplan next --overdue"),
        (_("Records"), _quality(summary), "hageplan check"),
    )
    found = ((heading, [*map(printable, lines)], more) for heading, lines, more in parts)
    return tuple(
        Paragraph(heading=heading, lines=_limited(lines, more))
        for heading, lines, more in found
        if lines
    )


def _limited(lines: list[str], more: str) -> tuple[str, ...]:
    if len(lines) <= _LIMIT:
        return tuple(lines)
    rest = say("and {count} more: {command}", count=len(lines) - _LIMIT, command=more)
    return (*lines[:_LIMIT], rest)


def _happened(summary: Summary) -> Iterator[str]:
    lines = [*news_lines(summary.happened)]
    yield from lines or (_("Nothing was logged."),)


def _changes(summary: Summary) -> Iterator[str]:
    for change in summary.changes:
        yield say(
            "{name}: {before} to {after} interested ({points} points), "
            "new members {fewer} to {more}",
            name=change.navn,
            before=percent(change.share_before),
            after=percent(change.share),
            points=points(change.share - change.share_before),
            fewer=decimal(change.new_members_before),
            more=decimal(change.new_members),
        )


def _decisions(summary: Summary, people: People) -> Iterator[str]:
    threshold = percent(summary.threshold)
    for one in summary.decisions:
        chance = "" if one.chance is None else chance_of(one.chance)
        template = _DECISIONS[one.kind].template
        yield say(template, what=one.what, who=people[one.who], chance=chance, threshold=threshold)


def _due(summary: Summary, people: People) -> Iterator[str]:
    for task in summary.due:
        late = say(" ({days} d late)", days=task.overdue_days) if task.overdue_days else ""
        words = f"{people[task.ansvarlig]}: {task.navn}"
        yield f"{short_date(task.frist)}{late} {words}{f', {task.tekst}' if task.tekst else ''}"


def _coming(summary: Summary, people: People) -> Iterator[str]:
    for one in summary.coming:
        agreed = _("agreed") if one.booked else _("not agreed")
        who = people[one.medarbeider]
        yield f"{day_name(one.date)} {one.start:%H:%M} {who}: {one.navn} ({agreed})"


def _coverage(summary: Summary) -> Iterator[str]:
    yield from coverage_lines(summary.coverage)


def _quality(summary: Summary) -> Iterator[str]:
    found = summary.quality
    counts = (
        (_("Records with faults, which are left out of all this: {count}"), found.unread),
        (_("Latest answer older than its half-life: {count}"), found.old_answers),
        (_("Without coordinates: {count}"), found.no_position),
        (_("Unknown number of employees: {count}"), found.no_headcount),
        (_("Members without anybody to call or write to: {count}"), found.no_contact),
        (_("Companies outside the target group, not counted: {count}"), summary.outside),
    )
    for words, count in counts:
        if count:
            yield words.format(count=count)
