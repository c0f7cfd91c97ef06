"""What is to be done now: today's and tomorrow's appointments, what is overdue, faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hageplan.appointments.result import AppointmentLine, listed
from hageplan.followup.due import task_list
from hageplan.records.avtaler import booked
from hageplan.records.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Now:
    """What a day begins with.

    Attributes:
        navn: What the næringshage is called, "" where hageplan.toml does not say.
        avtaler: Appointments of today and tomorrow, by day and time.
        tasks: How many tasks are open.
        overdue: How many of them should have been done by now.
        faults: How many faults keep records from being read.
    """

    navn: str
    today: date
    companies: int
    avtaler: tuple[AppointmentLine, ...]
    tasks: int
    overdue: int
    faults: int


def now_of(workspace: Workspace, today: date, faults: int) -> Now:
    """Return what is to be done on `today`."""
    tomorrow = today + timedelta(days=1)
    near = [one for one in booked(workspace.avtaler) if today <= one.tid.date() <= tomorrow]
    tasks = task_list(workspace, today=today).oppgaver
    return Now(
        navn=workspace.oppsett.naeringshage.navn,
        today=today,
        companies=len(workspace.bedrifter),
        avtaler=listed(near, workspace).avtaler,
        tasks=len(tasks),
        overdue=sum(task.overdue_days > 0 for task in tasks),
        faults=faults,
    )
