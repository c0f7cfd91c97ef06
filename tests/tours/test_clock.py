"""The clock without pauses says the same as walking through the day minute by minute."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from hageplan.records.plan import PauseKind
from hageplan.tours.clock import NO_BREAKS, Clock, clock_of

Pauses = tuple[tuple[int, int, PauseKind], ...]


@st.composite
def pauses(draw: st.DrawFn) -> Pauses:
    """Draw up to three pauses of a day, in order and apart."""
    found: list[tuple[int, int, PauseKind]] = []
    at = draw(st.integers(540, 700))
    for _ in range(draw(st.integers(1, 3))):
        minutes = draw(st.integers(1, 60))
        found.append((at, minutes, draw(st.sampled_from(["lunch", "free", "busy"]))))
        at += minutes + draw(st.sampled_from([0, 1, 20, 90]))
    return tuple(found)


def walk(leave: int, tasks: list[tuple[bool, int]], pauses: Pauses) -> list[tuple[int, int]] | None:
    """Do the tasks (is a meeting, minutes) one after another in real time.

    A pause is taken when its time has come while driving or idle, or after the meeting under way;
    None where a meeting is under way at what a calendar blocks, or keeps it waiting.
    """
    left = [pause for pause in pauses if pause[0] + pause[1] > leave]
    now, times = leave, []

    def rest() -> None:
        nonlocal now
        while left and now >= left[0][0]:
            at, minutes, kind = left.pop(0)
            if kind == "busy" and now > at:
                raise ValueError("busy")
            now += minutes

    try:
        for is_meeting, minutes in tasks:
            rest()
            begin = now
            for _ in range(minutes):
                if not is_meeting:
                    rest()
                now += 1
            times.append((begin, now))
        rest()
    except ValueError:
        return None
    return times


@given(
    pauses(),
    st.integers(480, 530),
    st.lists(st.tuples(st.booleans(), st.integers(1, 90)), max_size=8),
)
def test_real_times_are_those_of_a_walk(
    pauses: Pauses, leave: int, tasks: list[tuple[bool, int]]
) -> None:
    expected = walk(leave, tasks, pauses)
    assume(expected is not None)
    clock = clock_of(pauses)
    now, found = leave, []
    for is_meeting, minutes in tasks:
        begin = clock.real_start(now)
        end = begin + minutes if is_meeting else clock.real_end(now + minutes)
        found.append((begin, end))
        now += minutes
    assert found == expected


@given(pauses(), st.integers(0, 1400), st.integers(0, 1400))
def test_bounds_allow_just_the_starts_that_are_allowed_in_real_time(
    pauses: Pauses, start: int, bound: int
) -> None:
    clock: Clock = clock_of(pauses)
    real = clock.real_start(start)
    assert (start >= clock.earliest(bound)) == (real >= bound)
    assert (start <= clock.latest(bound)) == (real <= bound)
    assert (start <= clock.earliest(bound)) == (clock.real_end(start) <= bound)


@given(st.integers(0, 1440))
def test_without_pauses_time_is_time(time: int) -> None:
    assert NO_BREAKS.real_start(time) == NO_BREAKS.real_end(time) == time
    assert NO_BREAKS.earliest(time) == NO_BREAKS.latest(time) == time
