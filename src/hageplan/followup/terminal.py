"""Open tasks for the terminal, and as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from hageplan.followup.result import Oppfolgingsliste, Oppgave, Urgency
from hageplan.i18n import _, short_date, shown
from hageplan.messages import Message, msg
from hageplan.records.handles import Handles
from hageplan.records.people import People
from hageplan.ui.console import (
    companies,
    company,
    example_notice,
    line,
    room_left,
    table,
    text,
)
from hageplan.ui.rows import Rows, Value

_FLAGS: Final[Mapping[str, tuple[Message, str]]] = {
    "rod": (msg("red"), "bold red"),
    "gul": (msg("yellow"), "yellow"),
}

_STYLES: Final[Mapping[Urgency, str]] = {
    "escalated": "bold red",
    "overdue": "red",
    "now": "yellow",
    "later": "",
}


_OWNER: Final = 14
"""Columns in which who does it stands on one line."""
COLUMNS: Final = (*Oppgave.model_fields, "today", "example_data")


def followup_rows(found: Oppfolgingsliste) -> Rows:
    """Return a row for each task, the most urgent first; days are ISO."""
    same: dict[str, Value] = {"today": found.today.isoformat(), "example_data": found.example_data}
    return Rows.of(COLUMNS, ({**task.model_dump(mode="json"), **same} for task in found.oppgaver))


def print_followup(
    document: Oppfolgingsliste, handles: Handles, people: People, out: Console
) -> None:
    """Print the tasks of `document`, and how many are overdue."""
    if document.example_data:
        example_notice(out)
    if not document.oppgaver:
        out.print(_("Nothing is to be done."))
        return
    rows = _table(document, handles, people, out)
    for task in document.oppgaver:
        rows.add_row(*_cells(task, handles, people))
    out.print(rows)
    late = sum(1 for task in document.oppgaver if task.overdue_days)
    for remark in _remarks(document.oppgaver):
        out.print(text(remark))
    counts = _("{count} to be done, {late} overdue. Close one: hageplan done ID --notat “…”")
    out.print(text(counts.format(count=len(document.oppgaver), late=late)))


def _table(found: Oppfolgingsliste, handles: Handles, people: People, out: Console) -> Table:
    """Return a table without rows, whose columns are as wide as the tasks need."""
    tasks = found.oppgaver
    names = companies(((task.navn, task.organisasjonsnummer) for task in tasks), handles, out)
    owners = [_owner(task, people) for task in tasks]
    longest = min(max(map(len, owners)), _OWNER)
    who = Column(_("Who"), width=max(longest, _longest_word((_("Who"), *owners))), overflow="fold")
    columns = (line(_("By")), line(_("Flag")), who, names)
    return table(out, *columns, _what_column(found, who, names, out))


def _cells(task: Oppgave, handles: Handles, people: People) -> Iterator[Text]:
    flag, style = _FLAGS[task.flagg] if task.flagg else (None, "")
    day, *late = _two_lines(deadline(task))
    yield text(day, _STYLES[task.urgency]).append("".join(f"\n{line}" for line in late))
    yield text(shown(flag) if flag else "", style)
    yield text(_owner(task, people))
    yield company(task.navn, task.organisasjonsnummer, handles, ring_ikke=task.ring_ikke)
    what = text(task.tekst)
    if task.tekst:
        what.append("\n")
    yield what.append_text(text(task.id, "dim"))


def _what_column(found: Oppfolgingsliste, who: Column, names: Column, out: Console) -> Column:
    """Return the column of texts with their ids below."""
    tasks = found.oppgaver
    days = max(len(part) for task in tasks for part in _two_lines(deadline(task)))
    flags = max(len(_("Flag")), *(len(shown(word)) for word, _style in _FLAGS.values()))
    least = _longest_word((_("What"), *(task.id for task in tasks)))
    beside = (days, flags, who.width or 0, names.width or 0)
    return room_left(_("What"), out, beside=beside, least=least)


def _two_lines(deadline: str) -> list[str]:
    """Return a day, and below it how late it is."""
    return deadline.replace(" (", "\n(").split("\n")


def _longest_word(texts: Iterable[str]) -> int:
    return max(len(word) for text in texts for word in text.split())


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
