"""Make the visit problem from records: places, driving, shifts and windows."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np

from hageplan.records.avtaler import minutes_of
from hageplan.records.base import Sted
from hageplan.records.bedrift import Bedrift
from hageplan.records.kommune import Kommuner
from hageplan.records.logg import Avtale
from hageplan.records.plan import When
from hageplan.records.settings.planlegging import Planlegging
from hageplan.records.workspace import Workspace
from hageplan.tours.days import WorkDay, minutes
from hageplan.tours.solve.ferries import in_time
from hageplan.tours.solve.problem import (
    NO_GOALS,
    UNLIMITED,
    Goals,
    Legs,
    Shift,
    TimeWindow,
    VisitProblem,
    VisitTask,
    Windows,
)
from hageplan.tours.solve.windows import windows_of
from hageplan.travel import Travel


@dataclass(frozen=True, kw_only=True)
class VisitCandidate:
    """A company that may be visited, and what that is worth.

    Attributes:
        reasons: Why it is worth that, as coded remarks; the most telling first.
        avtaler: Its appointments within the plan.
        kept: Where an earlier plan has it.
        must: Whether it has to be visited.
        called_off: Days on which it called off a visit: none is proposed then.
    """

    bedrift: Bedrift
    prize_minutes: int
    reasons: tuple[str, ...] = ()
    avtaler: tuple[Avtale, ...] = ()
    kept: tuple[When, ...] = ()
    must: bool = False
    called_off: frozenset[date] = frozenset()

    @property
    def organisasjonsnummer(self) -> str:
        """The company's number."""
        return self.bedrift.organisasjonsnummer

    @property
    def is_set(self) -> bool:
        """Whether it is visited in any case."""
        return self.must or bool(self.avtaler)

    @property
    def is_for_two(self) -> bool:
        """Whether a time for two medarbeidere is yet to be found."""
        return self.bedrift.to_medarbeidere and not self.avtaler


@dataclass(frozen=True, kw_only=True)
class PlanningCase:
    """A visit problem and the records behind it.

    Attributes:
        candidates: By organisasjonsnummer.
        days: One for each shift.
        hotels: Places where a night may be spent.
        for_two: Windows of visits for two, by the visit's index. The problem has these visits
            without windows: `tours.rules.synchronisation` chooses a time for both.
    """

    problem: VisitProblem
    candidates: Mapping[str, VisitCandidate]
    days: tuple[WorkDay, ...]
    hotels: tuple[int, ...]
    for_two: Mapping[int, Windows]

    def candidate(self, number: int) -> VisitCandidate:
        """Return the candidate that visit `number` of the problem is to."""
        return self.candidates[self.problem.visits[number].organisasjonsnummer]


def place_of(bedrift: Bedrift, kommuner: Kommuner) -> Sted:
    """Return where a company is; without coordinates at its municipality's centre."""
    kommune = kommuner[bedrift.kommunenummer]
    if bedrift.lat is None or bedrift.lon is None:
        return kommune.sentrum
    return Sted(navn=bedrift.poststed or kommune.navn, lat=bedrift.lat, lon=bedrift.lon)


def build_case(
    workspace: Workspace,
    candidates: Sequence[VisitCandidate],
    days: Sequence[WorkDay],
    *,
    travel: Travel,
    goals: Goals = NO_GOALS,
    kommuner: Sequence[str] = (),
) -> PlanningCase:
    """Return the problem of visiting `candidates` on `days`.

    A visit counts for the group of its municipality's index in `kommuner`, others for the last.
    """
    rules = workspace.oppsett.planlegging
    places: dict[Sted, int] = {}
    by_number = {c.organisasjonsnummer: c for c in candidates}
    writer = _VisitWriter(workspace, days, places, kommuner)
    visits = [visit for candidate in candidates for visit in writer.visits(candidate)]
    ends = [(_index(places, day.begins), _index(places, day.ends)) for day in days]
    hotels = tuple(_index(places, h) for h in workspace.oppsett.overnattingssted)
    legs = _legs(list(places), days, travel, workspace.oppsett.kjoring.parkering_minutter)
    shifts = [_shift(day, end, legs[day.date], rules) for day, end in zip(days, ends, strict=True)]
    for number, day in enumerate(days):
        shifts[number], visits = _stretched(shifts[number], visits, number, day)
    visits = [in_time(visit, shifts) for visit in visits]
    for_two = {
        number: visit.windows
        for number, visit in enumerate(visits)
        if by_number[visit.organisasjonsnummer].is_for_two
    }
    for number in for_two:
        visits[number] = replace(visits[number], windows=((),) * len(shifts))
    visits = _excluding(visits, by_number)
    return PlanningCase(
        problem=VisitProblem(
            places=tuple(places), visits=tuple(visits), shifts=tuple(shifts), goals=goals
        ),
        candidates=by_number,
        days=tuple(days),
        hotels=hotels,
        for_two=for_two,
    )


def _excluding(
    visits: Sequence[VisitTask], candidates: Mapping[str, VisitCandidate]
) -> list[VisitTask]:
    """Let the visit that an earlier plan has, and the same one anew, exclude each other."""
    found = list(visits)
    for number, (first, second) in enumerate(pairwise(visits)):
        company = first.organisasjonsnummer
        if company == second.organisasjonsnummer and not candidates[company].avtaler:
            found[number] = replace(found[number], exclusive_with=number + 1)
            found[number + 1] = replace(found[number + 1], exclusive_with=number)
    return found


def _shift(day: WorkDay, ends: tuple[int, int], legs: Legs, rules: Planlegging) -> Shift:
    longest = day.medarbeider.maks_kjoring_minutter or rules.maks_kjoring_minutter
    return Shift(
        medarbeider=day.medarbeider.id,
        day=day.date,
        earliest=day.clock.earliest(day.start),
        latest=day.clock.earliest(day.end),
        clock=day.clock,
        start_place=ends[0],
        end_place=ends[1],
        legs=legs,
        longest_drive=max(longest, day.driving) if longest else UNLIMITED,
    )


def _stretched(
    shift: Shift, visits: list[VisitTask], number: int, day: WorkDay
) -> tuple[Shift, list[VisitTask]]:
    """Let a day begin and end with the drive to and from its appointments, where it is free then.

    All other visits keep the hours.
    """
    leave, back = shift.earliest, shift.latest
    for visit in visits:
        if visit.is_agreed and visit.windows[number]:
            start = visit.windows[number][0].earliest
            leave = min(leave, start - shift.legs.stop_rows[shift.start_place][visit.place])
            home = shift.legs.end_rows[visit.place][shift.end_place]
            back = max(back, start + visit.service_duration + home)
    first, last = (day.clock.earliest(bound) for bound in day.free)
    earliest, latest = max(leave, first), min(back, last)
    if (earliest, latest) == (shift.earliest, shift.latest):
        return shift, visits
    kept = [visit if visit.is_agreed else _within(visit, number, shift) for visit in visits]
    return replace(shift, earliest=earliest, latest=latest), kept


def _within(visit: VisitTask, number: int, shift: Shift) -> VisitTask:
    """Return `visit` with windows that leave the drive there and back within the shift's hours."""
    first = shift.earliest + shift.legs.stop_rows[shift.start_place][visit.place]
    home = shift.legs.end_rows[visit.place][shift.end_place]
    last = shift.latest - visit.service_duration - home
    left = tuple(filter(None, (visit.cut(w, first, last) for w in visit.windows[number])))
    return replace(visit, windows=(*visit.windows[:number], left, *visit.windows[number + 1 :]))


def _index(places: dict[Sted, int], place: Sted) -> int:
    """Return the number of a place; they are numbered in the order they come."""
    return places.setdefault(place, len(places))


def _legs(
    places: list[Sted], days: Sequence[WorkDay], travel: Travel, parking: float
) -> dict[date, Legs]:
    """Return the driving of each date; dates alike share one value."""
    found: dict[date, Legs] = {}
    alike: dict[Hashable, Legs] = {}
    for day in sorted({d.date for d in days}):
        condition = travel.condition(day)
        if condition not in alike:
            table = travel.table(places, day)
            alike[condition] = Legs(
                whole_minutes(table.minutes + parking),
                whole_minutes(table.minutes),
                table.km,
                table.ferries and replace(table.ferries, quay=np.ceil(table.ferries.quay - 1e-9)),
            )
        found[day] = alike[condition]
    return found


def whole_minutes(
    exact: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return minutes rounded up; a hair over a whole minute, as sums of fractions are, is none."""
    return np.ceil(exact - 1e-9).astype(np.int64)


class _VisitWriter:
    """Writes each candidate's visits."""

    def __init__(
        self,
        workspace: Workspace,
        days: Sequence[WorkDay],
        places: dict[Sted, int],
        kommuner: Sequence[str],
    ) -> None:
        self._workspace = workspace
        self._rules = workspace.oppsett.planlegging
        self._days = days
        self._places = places
        self._groups = {number: index for index, number in enumerate(kommuner)}

    def visits(self, candidate: VisitCandidate) -> Iterator[VisitTask]:
        """Give a visit for each appointment, or one at the kept time and one at any time.

        Where only one of two has an appointment, the other one's visit is at that time.
        """
        for avtale in candidate.avtaler:
            yield self._agreed(candidate, avtale)
        if candidate.bedrift.to_medarbeidere and len(candidate.avtaler) == 1:
            yield self._beside(candidate, candidate.avtaler[0])
        if candidate.avtaler:
            return
        free = self._free(candidate)
        if candidate.kept and not candidate.is_for_two:
            yield self._kept(free, candidate.kept[0])
        yield free

    def _free(self, candidate: VisitCandidate) -> VisitTask:
        bedrift, rules = candidate.bedrift, self._rules
        length = bedrift.besok_minutter or rules.besok_minutter
        return VisitTask(
            organisasjonsnummer=bedrift.organisasjonsnummer,
            place=_index(self._places, place_of(bedrift, self._workspace.kommuner)),
            minutes=length,
            slack=rules.slakk_minutter,
            prize=candidate.prize_minutes,
            windows=tuple(
                windows_of(bedrift, length, day, rules)
                if day.date not in candidate.called_off
                else ()
                for day in self._days
            ),
            start_step=rules.klokkeslett_hver_minutter,
            is_required=candidate.must and not candidate.is_for_two,
            group=self._groups.get(bedrift.kommunenummer, len(self._groups)),
        )

    def _agreed(self, candidate: VisitCandidate, avtale: Avtale) -> VisitTask:
        length = minutes_of(avtale, candidate.bedrift, self._rules)
        hurried = (day.hurried.get(avtale.id) for day in self._days)
        when = When(medarbeider=avtale.medarbeider, date=avtale.tid.date(), start=avtale.tid.time())
        is_first = avtale is candidate.avtaler[0]
        return replace(
            self._free(candidate),
            minutes=length,
            slack=next((n for n in hurried if n is not None), self._rules.slakk_minutter),
            prize=candidate.prize_minutes if is_first else 0,
            windows=tuple(_at(when, day) for day in self._days),
            start_step=1,
            is_required=True,
            avtale=avtale,
        )

    def _beside(self, candidate: VisitCandidate, avtale: Avtale) -> VisitTask:
        """Return the visit of a second medarbeider, whoever it is, at an appointment's time."""
        agreed = self._agreed(candidate, avtale)

        def windows(day: WorkDay) -> tuple[TimeWindow, ...]:
            who, start = day.medarbeider.id, avtale.tid.time()
            if who == avtale.medarbeider or day.is_alone:
                return ()
            found = _at(When(medarbeider=who, date=avtale.tid.date(), start=start), day)
            return tuple(w for w in found if not _meets_busy(w.earliest, agreed.minutes, day))

        return replace(
            agreed,
            prize=0,
            slack=self._rules.slakk_minutter,
            windows=tuple(map(windows, self._days)),
            avtale=None,
        )

    def _kept(self, free: VisitTask, when: When) -> VisitTask:
        """Return the visit at the time it was planned for, worth more by what a change costs."""
        at = [_at(when, day) for day in self._days]
        still = tuple(
            tuple(w for w in windows if any(o.earliest <= w.earliest <= o.latest for o in opening))
            for windows, opening in zip(at, free.windows, strict=True)
        )
        prize = free.prize + self._rules.flytting_minutter
        return replace(free, prize=prize, windows=still, start_step=1)


def _meets_busy(start: int, length: int, day: WorkDay) -> bool:
    """Tell whether a meeting would span what a calendar blocks."""
    busy = (pause.at for pause in day.clock.breaks if pause.kind == "busy")
    return any(start < at < start + length for at in busy)


def _at(when: When, day: WorkDay) -> tuple[TimeWindow, ...]:
    """Return the window of a visit at just this time, on the day's clock."""
    if (day.medarbeider.id, day.date) != (when.medarbeider, when.date):
        return ()
    start = day.clock.earliest(minutes(when.start))
    return (TimeWindow(start, start),) if day.clock.real_start(start) == minutes(when.start) else ()
