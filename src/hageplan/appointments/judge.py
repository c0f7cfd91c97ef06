"""Whether an appointment may be made: with the company, by the one who drives, and in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hageplan.appointments.request import AppointmentRequest, Present, meetings_of
from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.avtaler import booked
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.personvern import Reservasjon
from hageplan.records.workspace import Workspace
from hageplan.tours.days import office_of
from hageplan.tours.rules.conflicts import judged
from hageplan.travel import Travel


def faults(
    wanted: AppointmentRequest, workspace: Workspace, present: Present
) -> tuple[RequestError, ...]:
    """Return why `wanted` must not be booked, whoever wants it, the weightiest reason first."""
    return (
        *_no_visits_to(wanted.bedrift, workspace.reservasjoner),
        *_in_the_past(wanted, present),
        *_booked_already(wanted, workspace, present),
    )


def broken(wanted: AppointmentRequest, workspace: Workspace, travel: Travel) -> tuple[str, ...]:
    """Return the rules that the medarbeider's day breaks with `wanted`, as coded remarks.

    Those that it breaks without it are not its fault. A plan judges alike: see
    `tours.rules.conflicts`.
    """
    meetings = (m for m in meetings_of(wanted, workspace) if m.bedrift.may_be_visited)
    others = [meeting.avtale for meeting in meetings]
    before = set(_told(wanted, workspace, others, travel))
    after = _told(wanted, workspace, [*others, wanted.avtale], travel)
    return tuple(remark for which, remark in after if (which, remark) not in before)


def _told(
    wanted: AppointmentRequest, workspace: Workspace, avtaler: Sequence[Avtale], travel: Travel
) -> list[tuple[str, str]]:
    """Return which of these appointments of the medarbeider's day breaks what."""
    kontor = office_of(workspace, (*workspace.vurderer, wanted.bedrift.kommunenummer))
    found = judged(workspace, wanted.medarbeider, wanted.day, avtaler, kontor=kontor, travel=travel)
    return [(one.avtale, remark) for one in found.conflicts for remark in one.why]


def check_done(avtale: Avtale, workspace: Workspace, present: Present) -> None:
    """Raise RequestError where `avtale` is yet to come."""
    number = avtale.organisasjonsnummer
    if present.is_before(avtale.tid):
        raise RequestError(
            msg(
                "the appointment with {navn} is not until {when}",
                navn=workspace.name_of(number),
                when=avtale.tid,
            ),
            msg(
                "mark it as held when it has been; if you met earlier: hageplan cancel "
                "{company}, then hageplan log {company}",
                company=workspace.handles.get(number, number),
            ),
        )


def check_answer(avtale: Avtale, workspace: Workspace) -> None:
    """Raise RequestError where the log has an answer of that company at that time already."""
    number = avtale.organisasjonsnummer
    answers = (h for h in workspace.henvendelser if h.interesse is not None)
    if any((h.organisasjonsnummer, h.tid) == (number, avtale.tid) for h in answers):
        raise RequestError(
            msg("the log already has an answer from the company at {when}", when=avtale.tid),
            msg("remove --interesse: a company has one answer at a time"),
        )


def _no_visits_to(bedrift: Bedrift, reservasjoner: Iterable[Reservasjon]) -> Iterator[RequestError]:
    listed = (r for r in reservasjoner if r.organisasjonsnummer == bedrift.organisasjonsnummer)
    said = next(listed, None)
    if said is not None:
        yield RequestError(
            msg(
                "{navn} has opted out, since {siden}: {grunn}",
                navn=bedrift.navn,
                siden=said.siden,
                grunn=said.grunn or "–",
            ),
            msg(
                "do not contact the company; if it no longer applies, remove it from reservert.toml"
            ),
        )
    elif bedrift.reservert:
        yield RequestError(
            msg("{navn} has opted out", navn=bedrift.navn),
            msg(
                "do not contact the company; if it no longer applies, remove reservert from its "
                "record"
            ),
        )
    if bedrift.status == "nedlagt":
        yield RequestError(
            msg("{navn} has closed down", navn=bedrift.navn),
            msg("if that is wrong, correct status in its record"),
        )


def _in_the_past(wanted: AppointmentRequest, present: Present) -> Iterator[RequestError]:
    if present.is_after(wanted.tid):
        yield RequestError(
            msg("{when} is in the past", when=wanted.tid), msg("choose a time in the future")
        )


def _booked_already(
    wanted: AppointmentRequest, workspace: Workspace, present: Present
) -> Iterator[RequestError]:
    number = wanted.bedrift.organisasjonsnummer
    company = workspace.handles.get(number, number)
    for avtale in booked(workspace.avtaler):
        is_same = avtale.organisasjonsnummer == number
        if is_same and avtale.id != wanted.replaces and not _is_the_other(wanted, avtale):
            yield RequestError(
                msg(
                    "{navn} has an appointment already: {when}, {medarbeider}",
                    navn=wanted.bedrift.navn,
                    when=avtale.tid,
                    medarbeider=workspace.people[avtale.medarbeider],
                ),
                msg("log the outcome: hageplan done {company}, or hageplan cancel", company=company)
                if present.is_after(avtale.tid)
                else msg("move it: hageplan move {company} --at TIME", company=company),
            )


def _is_the_other(wanted: AppointmentRequest, avtale: Avtale) -> bool:
    """Tell whether two are to meet at the company, and `avtale` is for the other one."""
    is_for_two = wanted.bedrift.to_medarbeidere and avtale.tid == wanted.tid
    return is_for_two and avtale.medarbeider != wanted.medarbeider.id
