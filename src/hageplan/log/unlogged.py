"""The visits of a day that the log does not have yet: booked, or in the saved plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from hageplan.records.avtaler import booked, called_off
from hageplan.records.logg import Avtale
from hageplan.records.planned import standing_tours
from hageplan.workspace.partial import companies, entries_on
from hageplan.workspace.plans import plans_between


@dataclass(frozen=True, kw_only=True)
class UnloggedVisit:
    """A visit that was to be made; `number` is the company's organisasjonsnummer."""

    number: str
    navn: str
    start: datetime
    minutes: int | None
    medarbeider: str


def unlogged_visits(folder: Path, day: date, medarbeider: str | None = None) -> list[UnloggedVisit]:
    """Return the day's visits by time, those of `medarbeider` alone where one is given."""
    avtaler, met = entries_on(folder, day)
    names = {company.organisasjonsnummer: company.navn for company in companies(folder)}
    off = called_off(avtaler)
    planned = (stop for stop in _planned(folder, day) if day not in off.get(stop.number, ()))
    found = {stop.number: stop for stop in planned}
    found |= {a.organisasjonsnummer: _of_avtale(a, names) for a in booked(avtaler)}
    return sorted(
        (
            visit
            for visit in found.values()
            if visit.number not in met and medarbeider in (None, visit.medarbeider)
        ),
        key=lambda visit: (visit.start, visit.number),
    )


def _planned(folder: Path, day: date) -> list[UnloggedVisit]:
    """Return the stops that the saved plans have on this day; a faulty plan has none."""
    plans, _faults = plans_between(folder, day, day)
    return [
        UnloggedVisit(
            number=stop.organisasjonsnummer,
            navn=stop.navn,
            start=datetime.combine(day, stop.start),
            minutes=round(
                (datetime.combine(day, stop.end) - datetime.combine(day, stop.start)).seconds / 60
            ),
            medarbeider=tour.medarbeider,
        )
        for tour in standing_tours(plans, day, day)
        for stop in tour.stops
    ]


def _of_avtale(avtale: Avtale, names: dict[str, str]) -> UnloggedVisit:
    number = avtale.organisasjonsnummer
    return UnloggedVisit(
        number=number,
        navn=names.get(number, number),
        start=avtale.tid,
        minutes=avtale.minutter,
        medarbeider=avtale.medarbeider,
    )
