"""Make the visit problem from records: places, driving, shifts and windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

import numpy as np

from hageplan.records.bedrift import Bedrift, Besokstid
from hageplan.records.kommune import Kommuner
from hageplan.records.naeringshage import Adresse, Medarbeider, Planlegging
from hageplan.records.sted import Sted
from hageplan.records.workspace import Workspace
from hageplan.tours.calendar import is_half_day, is_holiday, weekday
from hageplan.tours.lunch import NO_LUNCH, LunchClock
from hageplan.tours.prize import Prize
from hageplan.tours.problem import Legs, Shift, Visit, VisitProblem, Window
from hageplan.travel import Travel


@dataclass(frozen=True)
class Candidate:
    """A company that may be visited, and what that is worth."""

    bedrift: Bedrift
    prize: Prize


@dataclass(frozen=True)
class Day:
    """A day of a medarbeider in real time, minutes since midnight."""

    medarbeider: Medarbeider
    date: date
    start: int
    end: int
    clock: LunchClock


def minutes(clock_time: time) -> int:
    """Return minutes since midnight."""
    return clock_time.hour * 60 + clock_time.minute


def place_of(bedrift: Bedrift, kommuner: Kommuner) -> Sted:
    """Return where a company is; without coordinates at its municipality's centre."""
    kommune = kommuner[bedrift.kommunenummer]
    if bedrift.lat is None or bedrift.lon is None:
        return Sted(kommune.senter, kommune.lat, kommune.lon)
    return Sted(bedrift.poststed or kommune.navn, bedrift.lat, bedrift.lon)


def ends_of(person: Medarbeider, kontor: Sted) -> tuple[Sted, Sted]:
    """Return where a medarbeider's days begin and end."""

    def end(where: str) -> Sted:
        return _sted(person.hjem) if where == "hjem" and person.hjem else kontor

    return end(person.start), end(person.slutt)


def _sted(adresse: Adresse) -> Sted:
    return Sted(adresse.navn, adresse.lat, adresse.lon)


def office_of(workspace: Workspace, kommuner: Sequence[str]) -> Sted:
    """Return the office; where none is given, the first covered or wanted municipality's centre."""
    kontor = workspace.oppsett.naeringshage.kontor
    if kontor is not None:
        return _sted(kontor)
    kommune = workspace.kommuner[[*workspace.dekker, *kommuner][0]]
    return Sted(kommune.senter, kommune.lat, kommune.lon)


def days_of(
    people: Iterable[Medarbeider], dates: Sequence[date], rules: Planlegging
) -> tuple[Day, ...]:
    """Return the days that are worked, person by person within each date."""
    people = tuple(people)
    found = (_day(person, day, rules) for day in dates for person in people)
    return tuple(day for day in found if day is not None)


def _day(person: Medarbeider, day: date, rules: Planlegging) -> Day | None:
    is_away = any(away.fra <= day <= away.til for away in person.fravaer)
    if is_away or is_holiday(day) or weekday(day) not in person.ukedager:
        return None
    start, end = minutes(person.arbeidstid.fra), minutes(person.arbeidstid.til)
    if is_half_day(day, rules.halve_dager):
        end = min(end, minutes(rules.halv_dag_slutt))
    if end <= start:
        return None
    return Day(person, day, start, end, _lunch(start, end, rules))


def _lunch(start: int, end: int, rules: Planlegging) -> LunchClock:
    """Lunch belongs to a day that spans it whole."""
    at = minutes(rules.lunsj_fra)
    if start < at and at + rules.lunsj_minutter < end:
        return LunchClock(at, rules.lunsj_minutter)
    return NO_LUNCH


def build_problem(
    workspace: Workspace,
    candidates: Sequence[Candidate],
    days: Sequence[Day],
    kontor: Sted,
    travel: Travel,
) -> VisitProblem:
    """Return the problem of visiting `candidates` on `days`."""
    rules = workspace.oppsett.planlegging
    places = _Places()
    at = [places.index(place_of(c.bedrift, workspace.kommuner)) for c in candidates]
    ends = [[places.index(end) for end in ends_of(d.medarbeider, kontor)] for d in days]
    legs = _legs(places.found, days, travel, workspace.oppsett.kjoring.parkering_minutter)
    shifts = tuple(
        Shift(
            day.medarbeider.id,
            day.date,
            day.start,
            day.clock.latest_end(day.end),
            day.clock,
            start,
            end,
            legs[day.date],
        )
        for day, (start, end) in zip(days, ends, strict=True)
    )
    visits = tuple(
        _visit(candidate, place, days, rules)
        for candidate, place in zip(candidates, at, strict=True)
    )
    return VisitProblem(tuple(places.found), visits, shifts, rules.klokkeslett_hver_minutter)


class _Places:
    """Numbers distinct places in the order they come."""

    def __init__(self) -> None:
        self._index: dict[Sted, int] = {}

    @property
    def found(self) -> list[Sted]:
        return list(self._index)

    def index(self, place: Sted) -> int:
        return self._index.setdefault(place, len(self._index))


def _legs(
    places: list[Sted], days: Sequence[Day], travel: Travel, parking: float
) -> dict[date, Legs]:
    """Return the driving of each date; dates with the same driving share one value."""
    found: dict[date, Legs] = {}
    distinct: dict[bytes, Legs] = {}
    for day in sorted({d.date for d in days}):
        table = travel.table(places, day)
        key = table.minutes.tobytes() + table.km.tobytes()
        if key not in distinct:
            distinct[key] = Legs(
                whole_minutes(table.minutes + parking), whole_minutes(table.minutes), table.km
            )
        found[day] = distinct[key]
    return found


def whole_minutes(
    exact: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return minutes rounded up; a hair over a whole minute, as sums of fractions are, is none."""
    return np.ceil(exact - 1e-9).astype(np.int64)


def _visit(candidate: Candidate, place: int, days: Sequence[Day], rules: Planlegging) -> Visit:
    bedrift = candidate.bedrift
    length = bedrift.besok_minutter or rules.besok_minutter
    return Visit(
        bedrift.organisasjonsnummer,
        place,
        length,
        rules.slakk_minutter,
        candidate.prize.minutes,
        tuple(_windows(bedrift, length, day, rules) for day in days),
    )


def _windows(bedrift: Bedrift, length: int, day: Day, rules: Planlegging) -> tuple[Window, ...]:
    """Return when a meeting of `length` minutes may start on `day`, on the day's clock."""
    found = []
    for opening in visiting_hours(bedrift, rules):
        if weekday(day.date) not in opening.ukedager:
            continue
        earliest = day.clock.earliest(minutes(opening.fra))
        latest = day.clock.latest(minutes(opening.til) - length)
        if earliest <= latest:
            found.append(Window(earliest, latest))
    return merged(found)


def merged(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return the windows in order, those that overlap or touch made one."""
    apart: list[Window] = []
    for window in sorted(windows, key=lambda w: (w.earliest, w.latest)):
        if apart and window.earliest <= apart[-1].latest + 1:
            apart[-1] = Window(apart[-1].earliest, max(apart[-1].latest, window.latest))
        else:
            apart.append(window)
    return tuple(apart)


def visiting_hours(bedrift: Bedrift, rules: Planlegging) -> tuple[Besokstid, ...]:
    """Return a company's visiting hours, or the usual ones."""
    return bedrift.besokstider or (Besokstid(fra=rules.besok_fra, til=rules.besok_til),)
