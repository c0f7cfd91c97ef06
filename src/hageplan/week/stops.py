"""The visits of some days: what is agreed, and what else is planned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from itertools import groupby
from typing import Any, Final

from hageplan.records.avtaler import TO_BE_HELD, called_off, current, minutes_of
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import MET, Avtale, Henvendelse
from hageplan.records.plan import Stop, Tour
from hageplan.records.workspace import Workspace
from hageplan.week.result import WeekDay, WeekStop

_HELD: Final = "gjennomfort"
_LAST_MINUTE: Final = time(23, 59)


def stops_between(
    workspace: Workspace, tours: Iterable[Tour], first: date, last: date
) -> tuple[WeekStop, ...]:
    """Return the visits from `first` to `last`, by time; `tours` are what is planned.

    What is agreed with a company from `first` on takes the place of all that is planned for it.
    Nothing is planned for one that called that day off, that wants no visit, or that was visited
    earlier that week.
    """
    agreed = [
        avtale
        for avtale in current(workspace.avtaler)
        if avtale.status in (*TO_BE_HELD, _HELD) and avtale.tid.date() >= first
    ]
    settled = {avtale.organisasjonsnummer for avtale in agreed}
    visited = _latest(one for one in workspace.henvendelser if one.took_place)
    logged = latest_logged(workspace)
    found = [_of_avtale(one, workspace, logged) for one in agreed if one.tid.date() <= last]
    off = called_off(workspace.avtaler)
    for tour in tours:
        for stop in tour.stops if first <= tour.date <= last else ():
            number = stop.organisasjonsnummer
            is_wanted = _is_wanted(workspace.bedrift_by_number.get(number))
            is_early = _monday(tour.date) <= visited.get(number, date.min) < tour.date
            is_settled = number in settled or tour.date in off.get(number, ())
            if is_wanted and not is_early and not is_settled:
                found.append(_of_plan(stop, tour, workspace, logged))
    return tuple(sorted(found, key=lambda stop: (stop.date, stop.start, stop.medarbeider)))


def days_of(stops: Iterable[WeekStop]) -> Iterator[WeekDay]:
    """Give the days that visits make up, by day and medarbeider."""
    in_order = sorted(stops, key=lambda stop: (stop.date, stop.medarbeider, stop.start))
    for (day, who), of_day in groupby(in_order, lambda stop: (stop.date, stop.medarbeider)):
        found = [*of_day]
        yield WeekDay(
            date=day,
            medarbeider=who,
            kommuner=tuple(dict.fromkeys(stop.kommune for stop in found)),
            start=found[0].start,
            end=max(stop.end for stop in found),
            visits=len(found),
            booked=sum(stop.booked for stop in found),
            logged=sum(stop.is_logged for stop in found),
        )


def each_company(stops: Iterable[WeekStop]) -> tuple[WeekStop, ...]:
    """Return the first of the visits to each company: two may go there together."""
    found: dict[str, WeekStop] = {}
    for stop in stops:
        found.setdefault(stop.organisasjonsnummer, stop)
    return tuple(found.values())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _is_wanted(bedrift: Bedrift | None) -> bool:
    """Tell whether a visit can be offered, as far as the records know the company."""
    return bedrift is None or (bedrift.may_be_visited and bedrift.status != "avslag")


def latest_logged(workspace: Workspace) -> dict[str, date]:
    """Return the day of the latest visit to each company in the log, whatever came of it."""
    return _latest(one for one in workspace.henvendelser if one.kanal in MET)


def _latest(contacts: Iterable[Henvendelse]) -> dict[str, date]:
    found: dict[str, date] = {}
    for contact in contacts:
        number, day = contact.organisasjonsnummer, contact.tid.date()
        found[number] = max(day, found.get(number, day))
    return found


def _of_avtale(avtale: Avtale, workspace: Workspace, logged: Mapping[str, date]) -> WeekStop:
    number, day = avtale.organisasjonsnummer, avtale.tid.date()
    bedrift = workspace.bedrift_by_number.get(number)
    rules = workspace.oppsett.planlegging
    usual = minutes_of(avtale, bedrift, rules) if bedrift else rules.besok_minutter
    end = avtale.tid + timedelta(minutes=avtale.minutter or usual)
    return WeekStop(
        **_known(bedrift, workspace),
        date=day,
        start=avtale.tid.time(),
        end=end.time() if end.date() == day else _LAST_MINUTE,
        medarbeider=avtale.medarbeider,
        organisasjonsnummer=number,
        navn=workspace.name_of(number),
        booked=True,
        avtale=avtale.id,
        is_logged=avtale.status == _HELD or logged.get(number, date.min) >= day,
    )


def _of_plan(stop: Stop, tour: Tour, workspace: Workspace, logged: Mapping[str, date]) -> WeekStop:
    number = stop.organisasjonsnummer
    bedrift = workspace.bedrift_by_number.get(number)
    return WeekStop(
        **_known(bedrift, workspace),
        date=tour.date,
        start=stop.start,
        end=stop.end,
        medarbeider=tour.medarbeider,
        organisasjonsnummer=number,
        navn=bedrift.navn if bedrift else stop.navn,
        booked=False,
        avtale=None,
        is_logged=logged.get(number, date.min) >= tour.date,
    )


def _known(bedrift: Bedrift | None, workspace: Workspace) -> dict[str, Any]:
    """Return what the records say of where a company is, and how it is reached."""
    if bedrift is None:
        empty = dict.fromkeys(("kommune", "sted", "kontakt", "telefon", "epost"), "")
        return {**empty, "ring_ikke": False}
    kommune = workspace.kommuner[bedrift.kommunenummer].navn
    contact = bedrift.kontakt
    return {
        "kommune": kommune,
        "sted": bedrift.poststed or kommune,
        "kontakt": contact.navn,
        "telefon": "" if bedrift.ring_ikke else contact.telefon,
        "epost": contact.epost,
        "ring_ikke": bedrift.ring_ikke,
    }
