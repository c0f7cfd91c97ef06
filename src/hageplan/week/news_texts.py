"""What is new, in lines that the week and the summary share."""

from __future__ import annotations

from collections.abc import Iterator

from hageplan.i18n import _, say, short_date, shown
from hageplan.ui.entry_text import GRADES
from hageplan.week.result import GradeGiven, Happenings


def news_lines(found: Happenings) -> Iterator[str]:
    """Give what some weeks brought, counts first."""
    yield from news_counts(found)
    for answer in found.answers:
        where = f"{answer.navn}, {answer.kommune}: {grade_words(answer)}"
        yield f"{short_date(answer.date)} {where}"


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
        yield say("Jobs: {new} new, {kept} kept", new=found.new_jobs, kept=found.kept_jobs)
    for name in found.new_members:
        yield say("New member: {name}", name=name)


def grade_words(answer: GradeGiven) -> str:
    """Return what an answer says, and whether it was logged late."""
    late = " " + _("(logged late)") if answer.late else ""
    return f"{shown(GRADES[answer.interesse])}{late}"
