"""The clock without lunch says the same as walking through the day minute by minute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hageplan.tours.lunch import NO_LUNCH, LunchClock

CLOCKS = st.builds(LunchClock, at=st.integers(600, 800), minutes=st.integers(1, 60))


def walk(leave: int, tasks: list[tuple[bool, int]], clock: LunchClock) -> list[tuple[int, int]]:
    """Do the tasks (is a meeting, minutes) one after another in real time.

    Lunch is taken when its time comes while driving or idle, and after a meeting under way.
    """
    now, is_taken, times = leave, leave >= clock.at, []
    if is_taken:
        now += clock.minutes
    for is_meeting, minutes in tasks:
        if not is_taken and now >= clock.at:
            now, is_taken = now + clock.minutes, True
        begin = now
        for _ in range(minutes):
            if not is_taken and now >= clock.at and not is_meeting:
                now, is_taken = now + clock.minutes, True
            now += 1
        times.append((begin, now))
    return times


@given(
    CLOCKS,
    st.integers(500, 790),
    st.lists(st.tuples(st.booleans(), st.integers(1, 90)), max_size=8),
)
def test_real_times_are_those_of_a_walk(
    clock: LunchClock, leave: int, tasks: list[tuple[bool, int]]
) -> None:
    now, found = leave, []
    for is_meeting, minutes in tasks:
        begin = clock.real_start(now)
        end = begin + minutes if is_meeting else clock.real_end(now + minutes)
        found.append((begin, end))
        now += minutes
    assert found == walk(leave, tasks, clock)


@given(CLOCKS, st.integers(0, 1400), st.integers(0, 1400))
def test_bounds_allow_just_the_starts_that_are_allowed_in_real_time(
    clock: LunchClock, start: int, bound: int
) -> None:
    real = clock.real_start(start)
    assert (start >= clock.earliest(bound)) == (real >= bound)
    assert (start <= clock.latest(bound)) == (real <= bound)
    assert (start <= clock.latest_end(bound)) == (clock.real_end(start) <= bound)


@given(st.integers(0, 1440))
def test_without_lunch_time_is_time(time: int) -> None:
    assert NO_LUNCH.real_start(time) == NO_LUNCH.real_end(time) == time
    assert NO_LUNCH.earliest(time) == NO_LUNCH.latest(time) == time
