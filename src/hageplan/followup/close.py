"""Close a task: which one is meant, and the entry that says what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from hageplan.errors import RequestError
from hageplan.followup.due import open_tasks
from hageplan.followup.result import Oppgave
from hageplan.messages import msg, nmsg
from hageplan.records.avtaler import booked
from hageplan.records.entries import with_free_id
from hageplan.records.logg import Oppfolging
from hageplan.records.spelling import compact
from hageplan.records.workspace import Workspace


def find_task(which: str, workspace: Workspace, today: date) -> Oppgave | None:
    """Return the open task with this id, or the only one of a company without appointments.

    Raises RequestError where such a company has several tasks.
    """
    tasks, number = open_tasks(workspace, today), compact(which)
    by_id = {task.id: task for task in tasks}
    if which in by_id:
        return by_id[which]
    if any(avtale.organisasjonsnummer == number for avtale in booked(workspace.avtaler)):
        return None
    of_it = [task for task in tasks if task.organisasjonsnummer == number]
    if len(of_it) > 1:
        ids = "; ".join(f"{task.id} ({task.tekst or '–'})" for task in of_it)
        raise RequestError(
            nmsg(
                "{navn} has 1 task",
                "{navn} has {count} tasks",
                navn=of_it[0].navn,
                count=len(of_it),
            ),
            msg("choose one of them: {ids}", ids=ids),
        )
    return of_it[0] if of_it else None


def closed_by_company(workspace: Workspace, today: date) -> frozenset[str]:
    """Return the companies by which `find_task` finds a task, since they have one alone."""
    counts = Counter(task.organisasjonsnummer for task in open_tasks(workspace, today))
    with_visits = {avtale.organisasjonsnummer for avtale in booked(workspace.avtaler)}
    return frozenset(n for n, count in counts.items() if count == 1 and n not in with_visits)


def closing_entry(
    task: Oppgave, workspace: Workspace, *, done: date, result: str, taken: Collection[str]
) -> Oppfolging:
    """Return the entry that closes a task on the day `done`; its id is none of those `taken`.

    Raises RequestError where `result`, which says what was done, is empty.
    """
    if not result.strip():
        raise RequestError(
            msg("what was done about it? {navn}: {tekst}", navn=task.navn, tekst=task.tekst),
            msg('mark it as done: hageplan done {id} --notat "…"', id=task.id),
        )
    before = next((p for p in workspace.oppfolginger if p.id == task.id), None)
    if before is not None:
        kept = before.model_dump(exclude={"id", "erstatter"}) | {"erstatter": before.id}
    else:  # what a flag amounts to, as a promise
        kept = task.model_dump(include={"organisasjonsnummer", "frist", "ansvarlig"})
        kept["hendelse" if task.kind == "hendelse" else "henvendelse"] = task.id
    entry = Oppfolging.model_validate({**kept, "id": task.id, "utfort": done, "resultat": result})
    return with_free_id(entry, taken)
