"""Book, move and cancel appointments, and say that they took place: what the log gets of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hageplan.appointments.judge import check, check_answer, check_done
from hageplan.appointments.lookup import find_booked
from hageplan.appointments.request import Present, person_of, request_of
from hageplan.appointments.warn import warnings
from hageplan.messages import Message
from hageplan.records.avtaler import new_avtale, replacement
from hageplan.records.entries import ids_of
from hageplan.records.logg import Avtale, Entry, Henvendelse
from hageplan.records.workspace import Workspace
from hageplan.travel import Travel
from hageplan.workspace.lookup import find_bedrift


@dataclass(frozen=True, kw_only=True)
class AppointmentChange:
    """What the log gets; `visit` is what the meeting was, `warnings` are no hindrance."""

    avtale: Avtale
    visit: Henvendelse | None = None
    warnings: tuple[Message, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries to be written."""
        return (self.avtale,) if self.visit is None else (self.avtale, self.visit)


def book(
    workspace: Workspace,
    organisasjonsnummer: str,
    tid: datetime,
    *,
    medarbeider: str | None = None,
    minutter: int | None = None,
    present: Present,
    travel: Travel,
) -> AppointmentChange:
    """Return a new appointment; `medarbeider` may be left out where there is only one.

    Raises RequestError, with every reason, where it cannot be kept.
    """
    entry = new_avtale(
        find_bedrift(organisasjonsnummer, workspace.bedrift_by_number).organisasjonsnummer,
        tid,
        person_of(workspace, medarbeider).id,
        minutter,
        ids_of(workspace),
    )
    return _checked(entry, workspace, present, travel)


def move(
    workspace: Workspace,
    which: str,
    tid: datetime,
    *,
    medarbeider: str | None = None,
    minutter: int | None = None,
    present: Present,
    travel: Travel,
) -> AppointmentChange:
    """Return what moves an appointment, named by its id or its company's number; as `book`."""
    before = find_booked(which, workspace)
    entry = replacement(
        before,
        "flyttet",
        ids_of(workspace),
        tid=tid,
        medarbeider=person_of(workspace, medarbeider or before.medarbeider or None).id,
        minutter=minutter,
    )
    return _checked(entry, workspace, present, travel)


def cancel(workspace: Workspace, which: str) -> AppointmentChange:
    """Return what calls an appointment off; raises RequestError where none is meant."""
    before = find_booked(which, workspace)
    return AppointmentChange(avtale=replacement(before, "avlyst", ids_of(workspace)))


def done(
    workspace: Workspace,
    which: str,
    *,
    interesse: str | None = None,
    minutter: int | None = None,
    notat: str = "",
    present: Present,
) -> AppointmentChange:
    """Return what says that an appointment took place, and the visit that it was.

    Raises RequestError where it is yet to come, or where the log has an answer of that time.
    """
    before = find_booked(which, workspace)
    check_done(before, present)
    if interesse is not None:
        check_answer(before, workspace)
    visit = Henvendelse.model_validate(
        {
            "organisasjonsnummer": before.organisasjonsnummer,
            "tid": before.tid,
            "medarbeider": before.medarbeider,
            "minutter": minutter,
            "interesse": interesse,
            "notat": notat,
        }
    )
    entry = replacement(before, "gjennomfort", ids_of(workspace))
    return AppointmentChange(avtale=entry, visit=visit)


def _checked(
    entry: Avtale, workspace: Workspace, present: Present, travel: Travel
) -> AppointmentChange:
    wanted = request_of(entry, workspace)
    check(wanted, workspace, present, travel)
    return AppointmentChange(avtale=entry, warnings=warnings(wanted, workspace, travel))
