"""What is new, in lines that the week and the summary share."""

from __future__ import annotations

from collections.abc import Iterator

from hageplan.i18n import _, say, short_date, shown
from hageplan.ui.entry_text import GRADES
from hageplan.week.result import Happenings


def news_lines(found: Happenings) -> Iterator[str]:
    """Give what some weeks brought, counts first."""
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
    for answer in found.answers:
        late = " " + _("(logged late)") if answer.late else ""
        where = f"{answer.navn}, {answer.kommune}: {shown(GRADES[answer.interesse])}"
        yield f"{short_date(answer.date)} {where}{late}"
