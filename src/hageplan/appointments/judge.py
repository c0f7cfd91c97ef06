"""Whether an appointment can be kept: by the company, by the one who drives, and in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from hageplan.appointments.request import (
    AppointmentRequest,
    Present,
    clock,
    driving,
    meetings_of,
    working_hours,
)
from hageplan.errors import RefusedError, RequestError
from hageplan.messages import Message, msg
from hageplan.records.avtaler import booked
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.personvern import Reservasjon
from hageplan.records.settings.planlegging import Planlegging
from hageplan.records.workspace import Workspace
from hageplan.tours.build import place_of
from hageplan.tours.calendar import is_half_day, is_holiday
from hageplan.travel import Travel

ANOTHER: Final = msg("choose another time, or another medarbeider")


def check(
    wanted: AppointmentRequest, workspace: Workspace, present: Present, travel: Travel
) -> None:
    """Raise RefusedError, with every reason, where `wanted` cannot be kept."""
    found = faults(wanted, workspace, present, travel)
    if found:
        raise RefusedError(found)


def faults(
    wanted: AppointmentRequest, workspace: Workspace, present: Present, travel: Travel
) -> tuple[RequestError, ...]:
    """Return why `wanted` cannot be kept, the weightiest reason first."""
    rules = workspace.oppsett.planlegging
    return (
        *_no_visits_to(wanted.bedrift, workspace.reservasjoner),
        *_in_the_past(wanted, present),
        *_not_at_work(wanted, rules),
        *_booked_already(wanted, workspace.avtaler, present),
        *_busy(wanted, workspace),
        *_collisions(wanted, workspace, travel),
    )


def check_done(avtale: Avtale, present: Present) -> None:
    """Raise RequestError where `avtale` is yet to come."""
    if present.is_before(avtale.tid):
        raise RequestError(
            msg("{id} is not until {when}", id=avtale.id, when=_moment(avtale.tid)),
            msg(
                "say so once it has been; if they met before, cancel it and write a "
                "[[henvendelse]] into the log"
            ),
        )


def check_answer(avtale: Avtale, workspace: Workspace) -> None:
    """Raise RequestError where the log has an answer of that company at that time already."""
    number = avtale.organisasjonsnummer
    answers = (h for h in workspace.henvendelser if h.interesse is not None)
    if any((h.organisasjonsnummer, h.tid) == (number, avtale.tid) for h in answers):
        raise RequestError(
            msg("the log has an answer of the company at {when} already", when=_moment(avtale.tid)),
            msg("leave --interesse out: one answer of a company at a time"),
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
            msg("do not contact it; where that is over, take it out of reservert.toml"),
        )
    elif bedrift.reservert:
        yield RequestError(
            msg("{navn} has opted out", navn=bedrift.navn),
            msg("do not contact it; where that is over, take reservert out of its record"),
        )
    if bedrift.status == "nedlagt":
        yield RequestError(
            msg("{navn} has closed down", navn=bedrift.navn),
            msg("where that is wrong, mend status in its record"),
        )


def _in_the_past(wanted: AppointmentRequest, present: Present) -> Iterator[RequestError]:
    if present.is_after(wanted.tid):
        yield RequestError(
            msg("{when} is over", when=_moment(wanted.tid)), msg("choose a time to come")
        )


def _not_at_work(wanted: AppointmentRequest, rules: Planlegging) -> Iterator[RequestError]:
    """Say the first reason why the day or the hours are not worked: others follow from it."""
    person, day = wanted.medarbeider, wanted.day
    away = next((away for away in person.fravaer if away.fra <= day <= away.til), None)
    hours = working_hours(person, day, rules)
    if is_holiday(day):
        yield RequestError(msg("{date} is a public holiday", date=day), msg("choose another day"))
    elif away is not None:
        yield RequestError(
            msg("{id} is away from {fra} to {til}", id=person.id, fra=away.fra, til=away.til),
            msg("choose another day, or another medarbeider"),
        )
    elif hours is None:
        yield RequestError(
            msg("{id} does not work on {date}", id=person.id, date=day),
            msg("choose another day, or another medarbeider"),
        )
    elif wanted.tid < hours[0] or wanted.end > hours[1]:
        yield _outside_hours(wanted, hours, is_half=is_half_day(day, rules.halve_dager))


def _outside_hours(
    wanted: AppointmentRequest, hours: tuple[datetime, datetime], *, is_half: bool
) -> RequestError:
    what = (
        msg("{meeting} lies outside the hours of {id} on {date}, half a day: {hours}")
        if is_half
        else msg("{meeting} lies outside the hours of {id} on {date}: {hours}")
    )
    values = {
        "meeting": _span(wanted.tid, wanted.end),
        "id": wanted.medarbeider.id,
        "date": wanted.day,
        "hours": _span(*hours),
    }
    return RequestError(Message(what.template, values), ANOTHER)


def _booked_already(
    wanted: AppointmentRequest, avtaler: Iterable[Avtale], present: Present
) -> Iterator[RequestError]:
    for avtale in booked(avtaler):
        is_same = avtale.organisasjonsnummer == wanted.bedrift.organisasjonsnummer
        if is_same and avtale.id != wanted.replaces and not _is_the_other(wanted, avtale):
            yield RequestError(
                msg(
                    "{navn} has an appointment already: {when}, {medarbeider} ({id})",
                    navn=wanted.bedrift.navn,
                    when=_moment(avtale.tid),
                    medarbeider=avtale.medarbeider,
                    id=avtale.id,
                ),
                msg("say what became of it: hageplan done {id}, or cancel", id=avtale.id)
                if present.is_after(avtale.tid)
                else msg("move it: hageplan move {id} --at TIME", id=avtale.id),
            )


def _is_the_other(wanted: AppointmentRequest, avtale: Avtale) -> bool:
    """Tell whether two are to meet at the company, and `avtale` is for the other one."""
    is_for_two = wanted.bedrift.to_medarbeidere and avtale.tid == wanted.tid
    return is_for_two and avtale.medarbeider != wanted.medarbeider.id


def _busy(wanted: AppointmentRequest, workspace: Workspace) -> Iterator[RequestError]:
    """What takes the time is the calendar owner's own affair."""
    for busy in workspace.opptatt:
        is_own = busy.medarbeider == wanted.medarbeider.id
        if is_own and busy.fra < wanted.end and busy.til > wanted.tid:
            yield RequestError(
                msg(
                    "the calendar of {id} is taken from {fra} to {til}",
                    id=wanted.medarbeider.id,
                    fra=_moment(busy.fra),
                    til=_moment(busy.til),
                ),
                ANOTHER,
            )


def _collisions(
    wanted: AppointmentRequest, workspace: Workspace, travel: Travel
) -> Iterator[RequestError]:
    """Compare with the meetings at the same time, the one before and the one after."""
    others = meetings_of(wanted, workspace)
    for other in others:
        if other.tid < wanted.end and other.end > wanted.tid:
            shared = min(wanted.end, other.end) - max(wanted.tid, other.tid)
            yield RequestError(
                msg(
                    "{id} is at {navn} then, {span} ({avtale}): {minutes} min at the same time",
                    id=wanted.medarbeider.id,
                    navn=other.bedrift.navn,
                    span=_span(other.tid, other.end),
                    avtale=other.id,
                    minutes=_whole(shared),
                ),
                ANOTHER,
            )
    before = [other for other in others if other.end <= wanted.tid]
    after = [other for other in others if other.tid >= wanted.end]
    if before:
        last = max(before, key=lambda other: other.end)
        yield from _too_far_apart(last, wanted, workspace, travel)
    if after:
        first = min(after, key=lambda other: other.tid)
        yield from _too_far_apart(wanted, first, workspace, travel)


def _too_far_apart(
    one: AppointmentRequest, then: AppointmentRequest, workspace: Workspace, travel: Travel
) -> Iterator[RequestError]:
    settings = workspace.oppsett
    here, there = (place_of(meeting.bedrift, workspace.kommuner) for meeting in (one, then))
    drive = driving(here, there, then.day, travel, settings.kjoring.parkering_minutter)
    needed = settings.planlegging.slakk_minutter + drive
    missing = needed - _whole(then.tid - one.end)
    if missing > 0:
        yield RequestError(
            msg(
                "from {first} to {then} {minutes} min are missing: the meeting ends {end}, then "
                "come {slack} min of slack and {driving} min of driving, and the next one begins "
                "{start}",
                first=one.bedrift.navn,
                then=then.bedrift.navn,
                minutes=missing,
                end=clock(one.end),
                slack=settings.planlegging.slakk_minutter,
                driving=drive,
                start=clock(then.tid),
            ),
            ANOTHER,
        )


def _whole(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _moment(tid: datetime) -> str:
    return f"{tid:%Y-%m-%d %H:%M}"


def _span(start: datetime, end: datetime) -> str:
    return f"{clock(start)}-{clock(end)}"
