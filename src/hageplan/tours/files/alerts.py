"""What a company has said that comes before all else: flags that are open, and plans to leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from hageplan.followup.result import Oppgave
from hageplan.records.entries import flagged, id_of
from hageplan.records.logg import Flagg, Henvendelse
from hageplan.records.workspace import Workspace

LEAVING: Final = ("flytter", "selger", "legger_ned")
"""Plans after which a company may not be there any more, by the fields of the log."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """What was said in the contact `about`, so many `days` ago.

    Attributes:
        flagg: The flag, as long as it is open.
        is_promised: Whether somebody has promised something for the flag.
        frist: The day by which that, or an answer to the flag, is due.
        overdue_days: Days after that.
    """

    about: Henvendelse
    days: int
    flagg: Flagg | None = None
    is_promised: bool = False
    frist: date | None = None
    overdue_days: int = 0


class Alerts:
    """What comes first, by company."""

    def __init__(self, workspace: Workspace, tasks: Iterable[Oppgave], today: date) -> None:
        self._today = today
        self._flags = {one: contact for contact, ids in flagged(workspace) for one in ids}
        promises = {id_of(one): one.henvendelse or "" for one in workspace.oppfolginger}
        self._open: dict[str, list[Alert]] = {}
        for task in tasks:
            about = self._flags.get(promises.get(task.id, task.id))
            if task.flagg and about is not None:
                found = self._open.setdefault(task.organisasjonsnummer, [])
                found.append(self._of_task(task, about))

    def of(self, number: str, contacts: Iterable[Henvendelse]) -> tuple[Alert, ...]:
        """Return what comes first of the company `number`; its `contacts`, the latest first.

        Open flags, red ones before yellow ones; then plans to leave that no open flag tells.
        """
        flags = sorted(self._open.get(number, ()), key=lambda one: one.flagg != "rod")
        told = {plan for one in flags for plan in _leaving(one.about)}
        return (*flags, *self._plans(contacts, told))

    def _plans(self, contacts: Iterable[Henvendelse], told: set[str]) -> Iterator[Alert]:
        for contact in contacts:
            if new := set(_leaving(contact)) - told:
                told |= new
                yield Alert(about=contact, days=self._age(contact))

    def _of_task(self, task: Oppgave, about: Henvendelse) -> Alert:
        return Alert(
            about=about,
            days=self._age(about),
            flagg=task.flagg,
            is_promised=task.kind == "oppfolging",
            frist=task.frist,
            overdue_days=task.overdue_days,
        )

    def _age(self, contact: Henvendelse) -> int:
        return (self._today - contact.tid.date()).days


def _leaving(contact: Henvendelse) -> Iterator[str]:
    return (plan for plan in LEAVING if getattr(contact, plan))
