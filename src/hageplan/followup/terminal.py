"""Open tasks for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from rich.console import Console
from rich.text import Text

from hageplan.followup.result import Oppfolgingsliste, Oppgave, Urgency
from hageplan.i18n import _, nsay, short_date, shown
from hageplan.messages import Message, msg
from hageplan.records.names import Handles, People
from hageplan.ui.console import company, example_notice, line, table, text, words
from hageplan.ui.numbers import near_date
from hageplan.ui.texts import task_words

FLAGS: Final[Mapping[str, tuple[Message, str]]] = {
    "rod": (msg("red"), "bold red"),
    "gul": (msg("yellow"), "yellow"),
}

_STYLES: Final[Mapping[Urgency, str]] = {
    "escalated": "bold red",
    "overdue": "red",
    "now": "yellow",
    "later": "",
}


def print_followup(
    document: Oppfolgingsliste, handles: Handles, people: People, out: Console
) -> None:
    """Print the tasks of `document`, and how many are overdue."""
    if document.example_data:
        example_notice(out)
    if not document.oppgaver:
        out.print(_("There are no tasks."))
        return
    texts = map(words, (_("Who"), _("Company"), _("What")))
    rows = table(out, line(_("Due")), line(_("Flag")), *texts)
    for task in document.oppgaver:
        rows.add_row(*_cells(task, document.today, handles, people))
    out.print(rows)
    late = sum(1 for task in document.oppgaver if task.overdue_days)
    for remark in _remarks(document.oppgaver):
        out.print(text(remark))
    counts = nsay(
        '1 task, {late} overdue. Mark it as done: hageplan done ID --notat "…"',
        '{count} tasks, {late} overdue. Mark one as done: hageplan done ID --notat "…"',
        count=len(document.oppgaver),
        late=late,
    )
    out.print(text(counts))


def _cells(task: Oppgave, today: date, handles: Handles, people: People) -> Iterator[Text]:
    flag, style = FLAGS[task.flagg] if task.flagg else (None, "")
    late = late_briefly(task.overdue_days) if task.overdue_days else ""
    yield text(near_date(task.frist, today), _STYLES[task.urgency]).append(
        f"\n{late}" if late else ""
    )
    yield text(shown(flag) if flag else "", style)
    yield text(_owner(task, people))
    yield company(task.navn, task.organisasjonsnummer, handles, ring_ikke=task.ring_ikke)
    what = text(task_words(task.tekst))
    if task.tekst:
        what.append("\n")
    yield what.append_text(text(task.id, "dim"))


def _owner(task: Oppgave, people: People) -> str:
    """Return who does it: with * where nobody was named, and to whom it is escalated."""
    owner = people[task.ansvarlig] + ("*" if task.owner_assumed else "")
    if task.escalated_to in (None, task.ansvarlig):
        return owner
    return f"{owner} → {people[task.escalated_to or '']}"


def _remarks(tasks: Sequence[Oppgave]) -> Iterator[str]:
    escalated = [task for task in tasks if task.urgency == "escalated"]
    if escalated:
        yield nsay(
            "1 task is urgent: red flag, or overdue for too long.",
            "{count} tasks are urgent: red flag, or overdue for too long.",
            count=len(escalated),
        )
    if any(task.escalated_to is None for task in escalated):
        yield _("No manager is set: add leder under [oppfolging].")
    if any(task.owner_assumed for task in tasks):
        yield _("* no owner was named; assigned to this medarbeider.")


def deadline(task: Oppgave) -> str:
    """Return the day by which a task is to be done, and how late it is."""
    late = f" ({late_words(task.overdue_days)})" if task.overdue_days else ""
    return f"{short_date(task.frist)}{late}"


def late_words(days: int) -> str:
    """Return how late a task is."""
    return nsay("1 day overdue", "{count} days overdue", count=days)


def late_briefly(days: int) -> str:
    """Return how late something is, beside the day when it was due."""
    return nsay("1 day late", "{count} days late", count=days)
