"""Book, move and cancel appointments, and say that they took place: what the log gets of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from hageplan.appointments.judge import broken, check_answer, check_done, faults
from hageplan.appointments.request import Present, person_of, request_of
from hageplan.appointments.warn import warnings
from hageplan.errors import RequestError
from hageplan.log.contact_entries import check_outcome, what_became
from hageplan.messages import Message, msg, nmsg
from hageplan.records.avtaler import booked, new_avtale, replacement
from hageplan.records.entries import ids_of
from hageplan.records.logg import Avtale, Entry, Henvendelse
from hageplan.records.spelling import compact
from hageplan.records.status import Utfall
from hageplan.records.workspace import Workspace
from hageplan.travel import Travel
from hageplan.workspace.lookup import find_bedrift, nearest, repr_name

_WHAT_BECAME: Final[Mapping[str, Message]] = {
    "foreslatt": msg("{id} is only proposed"),
    "avlyst": msg("{id} is cancelled"),
    "gjennomfort": msg("{id} has been held"),
}


@dataclass(frozen=True, kw_only=True)
class AppointmentChange:
    """What the log gets; `visit` is what the meeting was.

    Attributes:
        faults: Why it must not be written.
        broken: Coded remarks: the rules that it breaks, which only who means it may.
        warnings: What to think of, and no hindrance.
    """

    avtale: Avtale
    visit: Henvendelse | None = None
    faults: tuple[RequestError, ...] = ()
    broken: tuple[str, ...] = ()
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
    """Return a new appointment, and what speaks against it.

    `medarbeider` may be left out where there is only one. Raises RequestError where nobody knows
    who is meant.
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
    before = _find_booked(which, workspace)
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
    before = _find_booked(which, workspace)
    return AppointmentChange(avtale=replacement(before, "avlyst", ids_of(workspace)))


def done(
    workspace: Workspace,
    which: str,
    *,
    interesse: str | None = None,
    minutter: int | None = None,
    notat: str = "",
    neste_besok: date | None = None,
    utfall: Utfall = "snakket",
    present: Present,
) -> AppointmentChange:
    """Return what says what became of an appointment, and the visit that it was.

    One at which nobody was met, or would talk, has come to nothing. Raises RequestError where it
    is yet to come, or where the log has an answer of that time.
    """
    before = _find_booked(which, workspace)
    check_done(before, workspace, present)
    check_outcome(utfall, interesse)
    if interesse is not None:
        check_answer(before, workspace)
    visit = Henvendelse.model_validate(
        {
            "organisasjonsnummer": before.organisasjonsnummer,
            "tid": before.tid,
            "medarbeider": before.medarbeider,
            "minutter": minutter,
            "utfall": utfall,
            "interesse": interesse,
            "notat": notat,
            "neste_besok": neste_besok,
        }
    )
    entry = replacement(before, what_became(utfall), ids_of(workspace))
    return AppointmentChange(avtale=entry, visit=visit)


def _checked(
    entry: Avtale, workspace: Workspace, present: Present, travel: Travel
) -> AppointmentChange:
    wanted = request_of(entry, workspace)
    return AppointmentChange(
        avtale=entry,
        faults=faults(wanted, workspace, present),
        broken=broken(wanted, workspace, travel),
        warnings=warnings(wanted, workspace, travel),
    )


def _find_booked(text: str, workspace: Workspace) -> Avtale:
    """Return the booked appointment whose id `text` is, or the only one of the company.

    Raises RequestError where there is none, or several.
    """
    to_be_held = booked(workspace.avtaler)
    by_id = {avtale.id: avtale for avtale in to_be_held}
    if text in by_id:
        return by_id[text]
    past = next((avtale for avtale in workspace.avtaler if avtale.id == text), None)
    if past is not None:
        raise _no_longer_booked(past, workspace)
    if not compact(text).isdigit():
        raise _unknown(text, list(by_id))
    bedrift = find_bedrift(text, workspace.bedrift_by_number)
    found = [a for a in to_be_held if a.organisasjonsnummer == bedrift.organisasjonsnummer]
    if not found:
        raise RequestError(
            msg("{navn} has no booked appointment", navn=bedrift.navn),
            _book(bedrift.organisasjonsnummer, workspace),
        )
    if len(found) > 1:
        raise RequestError(
            nmsg(
                "{navn} has 1 booked appointment",
                "{navn} has {count} booked appointments",
                navn=bedrift.navn,
                count=len(found),
            ),
            msg("choose one of them: {ids}", ids=", ".join(avtale.id for avtale in found)),
        )
    return found[0]


def _no_longer_booked(past: Avtale, workspace: Workspace) -> RequestError:
    later = next((a for a in workspace.avtaler if a.erstatter == past.id), None)
    if later is not None:
        return RequestError(
            msg("{id} is replaced by {later}", id=past.id, later=later.id),
            msg("give that one, or the company"),
        )
    what = Message(_WHAT_BECAME[past.status].template, {"id": past.id})
    return RequestError(what, _book(past.organisasjonsnummer, workspace))


def _unknown(text: str, ids: list[str]) -> RequestError:
    near = nearest(text, ids)
    return RequestError(
        msg("there is no appointment and no company {name}", name=repr_name(text)),
        msg("did you mean {key}?", key=near)
        if near
        else msg("give the company; to show the appointments: hageplan avtaler"),
    )


def _book(number: str, workspace: Workspace) -> Message:
    handle = workspace.handles[number]
    return msg('book one: hageplan book {company} --at "2026-12-01 10:00"', company=handle)
