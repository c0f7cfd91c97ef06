"""Open tasks for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from rich.console import Console
from rich.text import Text

from hageplan.followup.result import Oppfolgingsliste, Oppgave, Urgency
from hageplan.i18n import _, say, short_date, shown
from hageplan.messages import Message, msg
from hageplan.records.names import Handles, People
from hageplan.ui.console import company, example_notice, line, table, text, words
from hageplan.ui.numbers import near_date

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
        out.print(_("Nothing is to be done."))
        return
    texts = map(words, (_("Who"), _("Company"), _("What")))
    rows = table(out, line(_("By")), line(_("Flag")), *texts)
    for task in document.oppgaver:
        rows.add_row(*_cells(task, document.today, handles, people))
    out.print(rows)
    late = sum(1 for task in document.oppgaver if task.overdue_days)
    for remark in _remarks(document.oppgaver):
        out.print(text(remark))
    counts = _("{count} to be done, {late} overdue. Close one: hageplan done ID --notat “…”")
    out.print(text(counts.format(count=len(document.oppgaver), late=late)))


def _cells(task: Oppgave, today: date, handles: Handles, people: People) -> Iterator[Text]:
    flag, style = FLAGS[task.flagg] if task.flagg else (None, "")
    late = say("{days} d late", days=task.overdue_days) if task.overdue_days else ""
    yield text(near_date(task.frist, today), _STYLES[task.urgency]).append(
        f"\n{late}" if late else ""
    )
    yield text(shown(flag) if flag else "", style)
    yield text(_owner(task, people))
    yield company(task.navn, task.organisasjonsnummer, handles, ring_ikke=task.ring_ikke)
    what = text(task.tekst)
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
        count = msg("{count} are escalated: overdue for too long, or red.", count=len(escalated))
        yield shown(count)
    if any(task.escalated_to is None for task in escalated):
        yield _("To whom they go is not said: set leder in [oppfolging].")
    if any(task.owner_assumed for task in tasks):
        yield _("* nobody was named, and this medarbeider stands in.")


def deadline(task: Oppgave) -> str:
    """Return the day by which a task is to be done, and how late it is."""
    late = _(" ({days} d late)").format(days=task.overdue_days) if task.overdue_days else ""
    return f"{short_date(task.frist)}{late}"
