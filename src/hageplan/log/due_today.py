"""Whom we were to meet on a day: what was booked, and what the saved plan had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from hageplan.errors import HageplanError
from hageplan.records.avtaler import booked
from hageplan.records.logg import Avtale
from hageplan.workspace.partial import companies, entries_on
from hageplan.workspace.plans import plan_of


@dataclass(frozen=True)
class Meeting:
    """A stop of the day; `number` is the company's organisasjonsnummer."""

    number: str
    navn: str
    start: datetime
    minutes: int | None
    medarbeider: str


def meetings_of(folder: Path, day: date, medarbeider: str | None = None) -> list[Meeting]:
    """Return the day's meetings by time that the log does not have yet, perhaps of one of us."""
    avtaler, met = entries_on(folder, day)
    names = {company.organisasjonsnummer: company.navn for company in companies(folder)}
    found = {stop.number: stop for stop in _planned(folder, day)}
    found |= {a.organisasjonsnummer: _of_avtale(a, names) for a in booked(avtaler)}
    return sorted(
        (
            meeting
            for meeting in found.values()
            if meeting.number not in met and medarbeider in (None, meeting.medarbeider)
        ),
        key=lambda meeting: (meeting.start, meeting.number),
    )


def _planned(folder: Path, day: date) -> list[Meeting]:
    """Return the stops of the latest saved plan that has this day; a faulty plan has none."""
    try:
        plan = plan_of(folder, day)
    except HageplanError:
        return []
    return [
        Meeting(
            stop.organisasjonsnummer,
            stop.navn,
            datetime.combine(day, stop.start),
            round(
                (datetime.combine(day, stop.end) - datetime.combine(day, stop.start)).seconds / 60
            ),
            tour.medarbeider,
        )
        for tour in (plan.tours if plan else ())
        if tour.date == day
        for stop in tour.stops
    ]


def _of_avtale(avtale: Avtale, names: dict[str, str]) -> Meeting:
    number = avtale.organisasjonsnummer
    return Meeting(
        number, names.get(number, number), avtale.tid, avtale.minutter, avtale.medarbeider
    )
