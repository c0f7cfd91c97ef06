"""When meetings may start: the hours of a company on the clock of a day that is worked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from hageplan.records.base import Tidsrom
from hageplan.records.bedrift import Bedrift, Besokstid
from hageplan.records.settings.planlegging import Planlegging
from hageplan.tours.calendar import weekday
from hageplan.tours.clock import Clock
from hageplan.tours.days import WorkDay, minutes
from hageplan.tours.solve.problem import TimeWindow


def windows_of(
    bedrift: Bedrift, length: int, day: WorkDay, rules: Planlegging
) -> tuple[TimeWindow, ...]:
    """Return when a meeting of `length` minutes may start on `day`, on the day's clock."""
    if not may_go(bedrift, day):
        return ()
    usual = Besokstid(fra=rules.besok_fra, til=rules.besok_til)
    openings = [o for o in bedrift.besokstider or (usual,) if weekday(day.date) in o.ukedager]
    return starts_in(openings, length, day.clock, rules.klokkeslett_hver_minutter)


def may_go(bedrift: Bedrift, day: WorkDay) -> bool:
    """Tell whether a company's season is open, and whether who works knows what it asks for.

    On a day that is for appointments alone no other visit may go.
    """
    is_free = not day.is_alone
    return (
        is_free
        and set(bedrift.krever) <= set(day.medarbeider.kan)
        and not is_closed(bedrift, day.date)
    )


def starts_in(
    openings: Iterable[Tidsrom], length: int, clock: Clock, step: int
) -> tuple[TimeWindow, ...]:
    """Return when a meeting of `length` minutes may start for all of it to be in one of `openings`.

    Each window begins with a start; others follow every `step` minutes, which is a multiple of
    `step` minutes in real time too.
    """
    found: list[TimeWindow] = []
    for opening in openings:
        earliest = clock.earliest(minutes(opening.fra))
        latest = clock.latest(minutes(opening.til) - length)
        for window in _around_busy(TimeWindow(earliest, latest), length, clock):
            found += _at_round_times(window, clock, step)
    return merged(found, step)


def _at_round_times(window: TimeWindow, clock: Clock, step: int) -> Iterator[TimeWindow]:
    """Give the parts of a window between the pauses, each from its first round time on.

    What is round is told by the time that people see: after a pause of 20 minutes, with a step of
    15, the clock without pauses is ten minutes off.
    """
    opens, gone = window.earliest, 0
    for pause in (*clock.breaks, None):
        last = window.latest if pause is None else min(window.latest, pause.at - 1)
        first = opens + -(opens + gone) % step
        if first <= last:
            yield TimeWindow(first, last)
        if pause is not None:
            opens, gone = max(opens, pause.at), gone + pause.minutes


def _around_busy(window: TimeWindow, length: int, clock: Clock) -> list[TimeWindow]:
    """Return what is left of a window where no meeting may span what a calendar blocks."""
    left, opens = [], window.earliest
    for pause in clock.breaks:
        if pause.kind == "busy":
            left.append(TimeWindow(opens, min(window.latest, pause.at - length)))
            opens = max(opens, pause.at)
    left.append(TimeWindow(opens, window.latest))
    return [w for w in left if w.earliest <= w.latest]


def is_closed(bedrift: Bedrift, day: date) -> bool:
    """Tell whether `day` lies in a season without visits."""
    return any(season.covers(day) for season in bedrift.stengt)


def merged(windows: Iterable[TimeWindow], step: int) -> tuple[TimeWindow, ...]:
    """Return the windows in order, one made of those whose starts follow every `step` minutes."""
    apart: list[TimeWindow] = []
    for window in sorted(windows, key=lambda w: (w.earliest, w.latest)):
        before = apart[-1] if apart else window
        goes_on = apart and (window.earliest - before.earliest) % step == 0
        if goes_on and window.earliest <= before.latest + step:
            apart[-1] = TimeWindow(before.earliest, max(before.latest, window.latest))
        else:
            apart.append(window)
    return tuple(apart)
