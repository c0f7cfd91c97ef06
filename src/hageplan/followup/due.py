"""What is to be done for whom, by when: promises, and flags that nobody took up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from hageplan.followup.result import Oppfolgingsliste, Oppgave, Urgency
from hageplan.records.entries import (
    back_from,
    flagged,
    id_of,
    open_alarms,
    open_flags,
    open_promises,
    standing,
)
from hageplan.records.hendelser import Hendelse, remark_of
from hageplan.records.logg import Entry, Flagg, Henvendelse, Oppfolging
from hageplan.records.naeringshage import Oppsett
from hageplan.records.settings.rules import Oppfolgingsregler
from hageplan.records.workspace import Workspace

ALARM_DUE: Final = timedelta(days=7)
"""Time to look into what a register told: it may be read a week after it was known."""


def task_list(
    workspace: Workspace, *, today: date, overdue: bool = False, ansvarlig: str | None = None
) -> Oppfolgingsliste:
    """Return the open tasks, the most urgent first; only the overdue, or only of one of us.

    What is escalated to `ansvarlig` is theirs too.
    """
    tasks = (
        task
        for task in open_tasks(workspace, today)
        if (task.overdue_days or not overdue)
        and ansvarlig in (None, task.ansvarlig, task.escalated_to)
    )
    return Oppfolgingsliste(example_data=workspace.example_data, today=today, oppgaver=tuple(tasks))


def open_tasks(workspace: Workspace, today: date) -> tuple[Oppgave, ...]:
    """Return what is to be done: red flags first, then what is escalated, then by day.

    A flag is a task of its own until an `[[oppfolging]]` names its contact, and so is a bankruptcy,
    or a winding up, until one names it.
    """
    flags = {one: contact.flagg for contact, ids in flagged(workspace) for one in ids}
    tasks = [
        *(
            _of_promise(promise, flags.get(promise.henvendelse or ""), workspace)
            for promise in open_promises(workspace)
        ),
        *(_of_flag(contact, workspace) for contact in open_flags(workspace)),
        *(_of_alarm(one, workspace) for one in open_alarms(workspace)),
    ]
    oppsett = workspace.oppsett
    return tuple(sorted((_urgent(task, oppsett, today) for task in tasks), key=_order))


def due_by(last: date, workspace: Workspace, today: date) -> Iterator[Oppgave]:
    """Give the open tasks that are due by the day `last`, the overdue at least; as `open_tasks`."""
    return (task for task in open_tasks(workspace, today) if task.frist <= max(last, today))


def _of_promise(promise: Oppfolging, flagg: Flagg | None, workspace: Workspace) -> Oppgave:
    return Oppgave(
        id=promise.id,
        kind="oppfolging",
        organisasjonsnummer=promise.organisasjonsnummer,
        navn=workspace.name_of(promise.organisasjonsnummer),
        ring_ikke=workspace.is_not_phoned(promise.organisasjonsnummer),
        frist=promise.frist,
        ansvarlig=promise.ansvarlig,
        tekst=promise.tekst,
        flagg=flagg,
    )


def _of_flag(contact: Henvendelse, workspace: Workspace) -> Oppgave:
    return Oppgave(
        id=id_of(contact),
        kind="flagg",
        organisasjonsnummer=contact.organisasjonsnummer,
        navn=workspace.name_of(contact.organisasjonsnummer),
        ring_ikke=workspace.is_not_phoned(contact.organisasjonsnummer),
        frist=flag_due(contact, workspace.oppsett.oppfolging),
        ansvarlig=contact.medarbeider or stand_in(workspace.oppsett),
        owner_assumed=not contact.medarbeider,
        tekst=contact.notat,
        flagg=contact.flagg,
    )


def _of_alarm(one: Hendelse, workspace: Workspace) -> Oppgave:
    """Return what a register told as a task of who was in touch last."""
    number = one.organisasjonsnummer
    contacts = [c for c in workspace.henvendelser if c.organisasjonsnummer == number]
    last = max(contacts, key=lambda c: c.tid, default=None)
    known = {person.id for person in workspace.oppsett.medarbeider}
    who = last.medarbeider if last and last.medarbeider in known else ""
    return Oppgave(
        id=one.id,
        kind="hendelse",
        organisasjonsnummer=number,
        navn=workspace.name_of(number),
        ring_ikke=workspace.is_not_phoned(number),
        frist=one.dato + ALARM_DUE,
        ansvarlig=who or stand_in(workspace.oppsett),
        owner_assumed=not who,
        tekst=remark_of(one, one.dato),
        flagg="rod",
    )


def flag_due(contact: Henvendelse, rules: Oppfolgingsregler) -> date:
    """Return the day by which a contact's flag must be taken up."""
    days = rules.rod_dager if contact.flagg == "rod" else rules.gul_dager
    return contact.tid.date() + timedelta(days=days)


def stand_in(oppsett: Oppsett) -> str:
    """Return who takes up what nobody was named for: the leader, else the first medarbeider."""
    first = next((person.id for person in oppsett.medarbeider), "")
    return oppsett.oppfolging.leder or first


def is_taken_up(contact: Henvendelse, known: Iterable[Entry]) -> bool:
    """Tell whether one of the entries `known` promises something for a contact's flag."""
    entries = tuple(known)
    ids = back_from(contact, {id_of(entry): entry for entry in entries})
    promises = standing(entry for entry in entries if isinstance(entry, Oppfolging))
    return any(promise.henvendelse in ids for promise in promises)


def _urgent(oppgave: Oppgave, oppsett: Oppsett, today: date) -> Oppgave:
    """Return the task with how urgent it is."""
    rules = oppsett.oppfolging
    late = max((today - oppgave.frist).days, 0)
    patience = 1 if oppgave.flagg == "rod" else max(rules.eskaler_dager, 1)
    urgency: Urgency = "later"
    if late >= patience:
        urgency = "escalated"
    elif late:
        urgency = "overdue"
    elif oppgave.flagg == "rod" or oppgave.frist == today:
        urgency = "now"
    escalated_to = (rules.leder or None) if urgency == "escalated" else None
    return oppgave.model_copy(
        update={"overdue_days": late, "urgency": urgency, "escalated_to": escalated_to}
    )


def _order(oppgave: Oppgave) -> tuple[bool, bool, date, bool, str]:
    is_red, is_escalated = oppgave.flagg == "rod", oppgave.urgency == "escalated"
    return not is_red, not is_escalated, oppgave.frist, oppgave.flagg is None, oppgave.id
