"""Appointments that cannot be kept as they were agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from hageplan.errors import Problem
from hageplan.messages import Message, msg
from hageplan.records.logg import Avtale
from hageplan.tours.build import PlanningCase
from hageplan.tours.days import WorkDay, minutes
from hageplan.tours.solve.problem import Shift, VisitTask
from hageplan.tours.solve.schedule import driving_between


@dataclass(frozen=True, kw_only=True)
class _Agreed:
    """An appointment of one shift, with its start on the shift's clock."""

    avtale: Avtale
    navn: str
    visit: VisitTask
    start: int

    @property
    def free(self) -> int:
        """When the car can leave."""
        return self.start + self.visit.service_duration


def conflicts(case: PlanningCase) -> list[Problem]:
    """Return a fault for each appointment off the working hours, or out of reach of another."""
    by_shift: dict[int, list[_Agreed]] = {}
    problems = []
    for number, visit in enumerate(case.problem.visits):
        avtale, navn = visit.avtale, case.candidate(number).bedrift.navn
        if avtale is None:
            continue
        shifts = [shift for shift, windows in enumerate(visit.windows) if windows]
        if not shifts:
            problems.append(_off(avtale, navn))
        for shift in shifts:
            start = visit.windows[shift][0].earliest
            if not _in_hours(case.days[shift], avtale, visit.minutes):
                problems.append(_off(avtale, navn))
                continue
            agreed = _Agreed(avtale=avtale, navn=navn, visit=visit, start=start)
            by_shift.setdefault(shift, []).append(agreed)
    for number, found in by_shift.items():
        in_order = sorted(found, key=lambda agreed: agreed.start)
        problems += _in_shift(case.problem.shifts[number], in_order)
    return problems


def _in_hours(day: WorkDay, avtale: Avtale, length: int) -> bool:
    begin = minutes(avtale.tid.time())
    return day.start <= begin and begin + length <= day.end


def _off(avtale: Avtale, navn: str) -> Problem:
    what = msg("{who} is not at work then, or is busy", who=avtale.medarbeider)
    return _problem(avtale, navn, what)


def _in_shift(shift: Shift, agreed: list[_Agreed]) -> Iterator[Problem]:
    """Return what cannot be reached in time on one day: from home, from each other, and home."""
    first, last = agreed[0], agreed[-1]
    leg = shift.legs.stop_rows[shift.start_place][first.visit.place]
    if (late := shift.earliest + leg - first.start) > 0:
        what = msg("it is reached {minutes} min too late when the day begins", minutes=late)
        yield _problem(first.avtale, first.navn, what)
    for one, other in pairwise(agreed):
        leg = shift.legs.stop_rows[one.visit.place][other.visit.place]
        if (late := one.free + leg - other.start) > 0:
            what = msg(
                "it is reached {minutes} min too late after {name}", minutes=late, name=one.navn
            )
            yield _problem(other.avtale, other.navn, what)
    leg = shift.legs.end_rows[last.visit.place][shift.end_place]
    if (late := last.free + leg - shift.latest) > 0:
        what = msg("the day ends {minutes} min too late after it", minutes=late)
        yield _problem(last.avtale, last.navn, what)
    drive = driving_between(shift, [one.visit for one in agreed])
    if (over := drive - shift.longest_drive) > 0:
        what = msg(
            "the day's appointments take {minutes} min more driving than allowed", minutes=over
        )
        yield _problem(first.avtale, first.navn, what)
    for one in agreed:
        if any(_spans(one, b.at) for b in shift.clock.breaks if b.kind == "busy"):
            what = msg("{who} is busy before it is over", who=one.avtale.medarbeider)
            yield _problem(one.avtale, one.navn, what)


def _spans(agreed: _Agreed, time: int) -> bool:
    return agreed.start < time < agreed.start + agreed.visit.minutes


def _problem(avtale: Avtale, navn: str, what: Message) -> Problem:
    return Problem(
        severity="error",
        code="appointment",
        file=f"logg/{avtale.tid.year}.toml",
        line=None,
        key=avtale.id,
        value=f"{navn}, {avtale.tid:%Y-%m-%d %H:%M}, {avtale.medarbeider}",
        what=what,
        expected=msg("appointments that can be kept one after another, within the working hours"),
        todo=msg("move or cancel one: hageplan move {id} --at …", id=avtale.id),
    )
