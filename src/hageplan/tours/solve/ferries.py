"""The last ferry as visiting hours: the engine knows windows, and no departures.

Who visits beyond a ferry comes back after it, so its visits end in time for the last one home;
where a day begins beyond, what comes after is reached in time for the last one from there. That is
more than is needed where the day crosses twice, and enough wherever it crosses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hageplan.tours.solve.problem import Shift, TimeWindow, VisitTask
from hageplan.travel import NEVER


def in_time(visit: VisitTask, shifts: Sequence[Shift]) -> VisitTask:
    """Return a visit with the windows that leave time for the last ferries; a promise stays."""
    if visit.is_agreed or not any(shift.legs.ferries for shift in shifts):
        return visit
    windows = zip(visit.windows, shifts, strict=True)
    return replace(visit, windows=tuple(_cut(visit, found, shift) for found, shift in windows))


def _cut(visit: VisitTask, windows: Sequence[TimeWindow], shift: Shift) -> tuple[TimeWindow, ...]:
    last = min(_last_home(visit, shift), _last_there(visit, shift))
    return tuple(filter(None, (visit.cut(one, one.earliest, last) for one in windows)))


def _last_home(visit: VisitTask, shift: Shift) -> int:
    """Return the latest start after which one is at the quay in time for the way home."""
    at_quay = _at_quay(shift, visit.place, shift.end_place)
    return at_quay - visit.service_duration


def _last_there(visit: VisitTask, shift: Shift) -> int:
    """Return the latest start to which the last ferry from where the day begins still leads."""
    drive = shift.legs.stop_rows[shift.start_place][visit.place]
    return _at_quay(shift, shift.start_place, visit.place) + drive


def _at_quay(shift: Shift, start: int, end: int) -> int:
    """Return when a drive must begin, on the shift's clock, to be at the quay in time."""
    ferries = shift.legs.ferries
    if ferries is None or ferries.last[start, end] >= NEVER:
        return NEVER
    return shift.clock.earliest(int(ferries.last[start, end])) - int(ferries.quay[start, end])
