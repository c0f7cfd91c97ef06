"""When to leave for each stop of a day, as the calendar tells it.

A plan drives on as soon as it can. Who would wait at a stop over a pause leaves when that is over
instead, as far as the drive then ends in time: in a meeting of one's own nobody is under way. After
what a calendar blocks one drives also where lunch is due at once, and eats when one is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hageplan.records.plan import Tour


@dataclass(frozen=True, kw_only=True)
class Drive:
    """A drive of a day, pauses on the way included; `minutes` are those at the wheel."""

    place: str
    leave: datetime
    arrive: datetime
    minutes: int


@dataclass(frozen=True)
class _Span:
    begin: datetime
    end: datetime
    is_busy: bool = False

    def overlaps(self, other: _Span) -> bool:
        return self.begin < other.end and other.begin < self.end


def drives_of(tour: Tour) -> tuple[Drive, ...]:
    """Return the drives of a tour: one to each stop, and the way back."""
    return tuple(_drives(tour))


def _drives(tour: Tour) -> Iterator[Drive]:
    def at(clock: time) -> datetime:
        return datetime.combine(tour.date, clock)

    pauses = [_Span(at(p.start), at(p.end), p.kind == "busy") for p in tour.breaks]
    for stop in tour.stops:
        drive = _driven(at(stop.arrive), stop.drive_minutes, pauses)
        for pause in pauses:
            later = _Span(pause.end, pause.end + timedelta(minutes=stop.drive_minutes))
            others = (one for one in pauses if one.is_busy or not pause.is_busy)
            is_free = not any(later.overlaps(one) for one in others)
            if drive.end <= pause.begin and later.end <= at(stop.start) and is_free:
                drive = later
        yield _drive(drive, stop.navn, stop.drive_minutes)
    back = _driven(at(tour.end.time), tour.return_minutes, pauses)
    yield _drive(back, tour.end.place, tour.return_minutes)


def _drive(span: _Span, place: str, minutes: int) -> Drive:
    return Drive(place=place, leave=span.begin, arrive=span.end, minutes=minutes)


def _driven(arrive: datetime, minutes: int, pauses: Sequence[_Span]) -> _Span:
    """Return the drive that ends at `arrive`; pauses interrupt it."""
    left, begin = timedelta(minutes=minutes), arrive
    for pause in reversed(pauses):
        if pause.end <= begin and begin - pause.end < left:
            left -= begin - pause.end
            begin = pause.begin
    return _Span(begin - left, arrive)
