"""What is to be done for whom, by when: promises, and flags that nobody took up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from hageplan.records.entries import free_id, id_of, lineage, plain_id, standing
from hageplan.records.logg import Flagg, Henvendelse, Oppfolging
from hageplan.records.oppfolgingsliste import Oppgave
from hageplan.records.workspace import Workspace

FLAG_DAYS: Final = {"rod": 0, "gul": 14}
"""Days until a flag is due: red at once, yellow within two weeks.

Source: practice of business retention and expansion programmes.
"""


def open_tasks(workspace: Workspace, today: date) -> tuple[Oppgave, ...]:
    """Return what is to be done: red flags first, then by day.

    A flag is a task of its own until an `[[oppfolging]]` names its contact.
    """
    promises = standing(workspace.oppfolginger)
    flagged = {
        contact: lineage(contact, workspace.rettet) if contact.erstatter else {id_of(contact)}
        for contact in workspace.henvendelser
        if contact.flagg
    }
    flags = {one: contact.flagg for contact, ids in flagged.items() for one in ids}
    taken_up = {promise.henvendelse for promise in promises}
    tasks = [
        _of_promise(promise, flags.get(promise.henvendelse or ""), workspace)
        for promise in promises
        if promise.utfort is None
    ]
    tasks += [
        _of_flag(contact, workspace) for contact, ids in flagged.items() if not taken_up & ids
    ]
    return tuple(sorted((_overdue(task, today) for task in tasks), key=_urgency))


def closing(
    oppgave: Oppgave, workspace: Workspace, done: date, result: str, taken: Collection[str]
) -> Oppfolging:
    """Return the entry that closes a task on the day `done`, with what was done."""
    before = next((p for p in workspace.oppfolginger if p.id == oppgave.id), None)
    kept = before.model_dump(exclude={"id", "erstatter"}) if before else _taken_up(oppgave)
    entry = Oppfolging.model_validate(
        kept
        | {"id": oppgave.id, "utfort": done, "resultat": result}
        | ({"erstatter": before.id} if before else {})
    )
    return entry.model_copy(update={"id": free_id(plain_id(entry), taken)})


def _taken_up(oppgave: Oppgave) -> dict[str, object]:
    """Return the promise that a flag amounts to."""
    return {
        "organisasjonsnummer": oppgave.organisasjonsnummer,
        "frist": oppgave.frist,
        "ansvarlig": oppgave.ansvarlig,
        "henvendelse": oppgave.id,
    }


def _of_promise(promise: Oppfolging, flagg: Flagg | None, workspace: Workspace) -> Oppgave:
    return Oppgave(
        id=promise.id,
        kind="oppfolging",
        organisasjonsnummer=promise.organisasjonsnummer,
        navn=_name(promise.organisasjonsnummer, workspace),
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
        navn=_name(contact.organisasjonsnummer, workspace),
        frist=contact.tid.date() + timedelta(days=FLAG_DAYS[contact.flagg or "gul"]),
        ansvarlig=contact.medarbeider,
        tekst=contact.notat,
        flagg=contact.flagg,
    )


def _name(number: str, workspace: Workspace) -> str:
    names: Iterable[str] = (b.navn for b in workspace.bedrifter if b.organisasjonsnummer == number)
    return next(iter(names), number)


def _overdue(oppgave: Oppgave, today: date) -> Oppgave:
    return oppgave.model_copy(update={"overdue_days": max((today - oppgave.frist).days, 0)})


def _urgency(oppgave: Oppgave) -> tuple[bool, date, bool, str]:
    return oppgave.flagg != "rod", oppgave.frist, oppgave.flagg is None, oppgave.id
