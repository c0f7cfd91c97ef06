"""Chances to be on time: against closed forms, and against walking minute by minute."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Sequence
from datetime import date, time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from hageplan.records.plan import (
    Endpoint,
    Pause,
    Stop,
    Tour,
)
from hageplan.records.settings.planlegging import Usikkerhet
from hageplan.tours.explain.punctuality import Durations, Punctuality, simulate, walk, with_chances
from tests.conftest import NUMBERS

pytestmark = pytest.mark.slow

MONDAY = date(2026, 11, 23)
SURE = Usikkerhet(besok_spredning=0.0, kjoring_spredning=0.0, dag_spredning=0.0)
NIGHT = 24 * 60 - 1
MANY = 40_000
ERROR = 4 * 0.5 / math.sqrt(MANY)
"""Four standard deviations of a simulated chance, at most."""


def at(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def pause(kind: str, start: int, end: int) -> Pause:
    return Pause.model_validate({"kind": kind, "start": at(start), "end": at(end)})


def stop(start: int, meeting: int, drive: int, number: str = NUMBERS[0], **keys: Any) -> Stop:
    """A visit whose drive, as planned, ends at its start."""
    return Stop(
        **{
            "organisasjonsnummer": number,
            "navn": "Prøve AS",
            "kommunenummer": "3430",
            "place": "Os",
            "lat": 62.5,
            "lon": 11.2,
            "position": "bedrift",
            "arrive": at(start),
            "start": at(start),
            "end": at(start + meeting),
            "drive_minutes": drive,
            "drive_km": 0.0,
            "wait_minutes": 0,
            "prize_minutes": 80,
            "detour_minutes": 0,
            "status": "prospekt",
            "reasons": (),
            **keys,
        }
    )


def tour(leave: int, stops: Sequence[Stop], home: int = 0, **keys: Any) -> Tour:
    office = Endpoint(place="Røros", lat=62.57, lon=11.38, time=at(leave))
    return Tour(
        **{
            "medarbeider": "kari",
            "date": MONDAY,
            "start": office,
            "end": office,
            "stops": tuple(stops),
            "drive_minutes": 0,
            "drive_km": 0.0,
            "visit_minutes": 0,
            "wait_minutes": 0,
            "return_minutes": home,
            "return_km": 0.0,
            **keys,
        }
    )


def chances(
    *tours: Tour, usikkerhet: Usikkerhet = SURE, closing: int = NIGHT, seed: int = 0, **keys: Any
) -> Punctuality:
    return simulate(tours, usikkerhet, closing=lambda _: closing, seed=seed, **keys)


def phi(minutes: float, mean: float, sd: float) -> float:
    """The chance that a lognormal of `mean` and log-sd `sd` is at most `minutes`."""
    return float(stats.norm.cdf((math.log(minutes / mean) + sd**2 / 2) / sd))


# Closed forms.


@pytest.mark.parametrize(("tolerance", "factor"), [(0, 1.0), (5, 1.0), (5, 1.2), (20, 0.8)])
def test_one_drive(tolerance: int, factor: float) -> None:
    usikkerhet = Usikkerhet(
        besok_spredning=0.0, kjoring_spredning=0.2, dag_spredning=0.0, toleranse_minutter=tolerance
    )
    found = chances(
        tour(480, [stop(540, 60, 60)]),
        usikkerhet=usikkerhet,
        simulations=MANY,
        drive_factor=factor,
    )
    assert found.on_time[0][0] == pytest.approx(phi(60 + tolerance, 60 / factor, 0.2), abs=ERROR)
    assert found.expected_on_time == found.on_time[0][0]


def test_a_meeting_decides_when_the_next_begins_and_the_day_ends() -> None:
    usikkerhet = Usikkerhet(
        besok_spredning=0.3, kjoring_spredning=0.0, dag_spredning=0.0, toleranse_minutter=0
    )
    stops = [stop(540, 60, 30), stop(645, 60, 30, NUMBERS[1])]
    found = chances(
        tour(500, stops[:1], home=30),
        tour(500, stops),
        usikkerhet=usikkerhet,
        closing=640,
        simulations=MANY,
    )
    assert found.on_time[1][0] == 1.0
    assert found.on_time[1][1] == pytest.approx(phi(75, 60, 0.3), abs=ERROR)
    assert found.home_in_time[0] == pytest.approx(phi(70, 60, 0.3), abs=ERROR)
    assert found.home_in_time[1] == 0.0


def test_the_day_factor_is_common_to_all_driving_of_a_date() -> None:
    """Without another spread, each is late just where the factor is over 1: always together.

    The visits take no time that varies, so at the second stop the drives' sum 30 + 30 is compared
    with 60: it is late just where the first is.
    """
    usikkerhet = Usikkerhet(
        besok_spredning=0.0, kjoring_spredning=0.0, dag_spredning=0.2, toleranse_minutter=0
    )
    stops = [stop(540, 60, 60), stop(660, 60, 60, NUMBERS[1])]
    other = tour(480, [stop(520, 60, 40, NUMBERS[2])], home=40, medarbeider="ola")
    together = chances(tour(480, stops), other, usikkerhet=usikkerhet, simulations=MANY)
    once = together.on_time[0][0]
    assert once == pytest.approx(phi(60, 60, 0.2), abs=ERROR)
    assert together.on_time == ((once, once), (once,))


def test_drives_of_their_own_are_independent() -> None:
    """The sum of two drives that wait for nothing: variances add, where a day factor's sds would."""
    drives: dict[str, Any] = {"besok_spredning": 0.0, "toleranse_minutter": 0}
    own = Usikkerhet(kjoring_spredning=0.1, dag_spredning=0.0, **drives)
    day = Usikkerhet(kjoring_spredning=0.0, dag_spredning=0.1, **drives)
    # The first visit's time is past, so that the second begins after both drives.
    stops = [stop(420, 1, 100), stop(700, 1, 100, NUMBERS[1])]
    late = tour(479, stops)
    sd = math.sqrt(2) * 100 * math.sqrt(math.exp(0.01) - 1)
    expected = stats.norm.cdf((220 - 200) / sd)
    found = chances(late, usikkerhet=own, simulations=MANY).on_time[0][1]
    assert found == pytest.approx(float(expected), abs=ERROR + 0.01)
    common = chances(late, usikkerhet=day, simulations=MANY).on_time[0][1]
    assert common == pytest.approx(phi(220, 200, 0.1), abs=ERROR)


# Without spread, and the rules of the seed.


def a_day(**keys: Any) -> Tour:
    """Two visits, lunch between them that waits for the first, a free slot while waiting."""
    stops = [stop(630, 90, 60), stop(815, 60, 30, NUMBERS[1]), stop(940, 60, 45, NUMBERS[2])]
    pauses = (
        pause("lunch", 720, 750),
        pause("free", 785, 815),
        pause("busy", 895, 915),
    )
    return tour(560, stops, home=30, pauses=pauses, **keys)


def test_a_plan_without_uncertainty_is_kept() -> None:
    found = chances(a_day(), usikkerhet=SURE.model_copy(update={"toleranse_minutter": 0}))
    assert found == Punctuality(((1.0, 1.0, 1.0),), (1.0,), 1.0)
    assert chances(a_day(), closing=1029).home_in_time == (0.0,)
    assert chances(a_day(), closing=1030).home_in_time == (1.0,)


def test_a_plan_without_visits_begins_all_of_them_on_time() -> None:
    assert chances() == Punctuality((), (), 1.0)
    assert chances(tour(480, [], home=30)).on_time == ((),)


def test_the_seed_decides() -> None:
    first, again, other = (chances(a_day(), usikkerhet=Usikkerhet(), seed=n) for n in (1, 1, 2))
    assert first == again
    assert first != other
    assert 0.1 < first.expected_on_time < 1


def test_tours_do_not_disturb_one_another() -> None:
    ola = tour(480, [stop(540, 60, 60, NUMBERS[3])], home=60, medarbeider="ola")
    alone = chances(a_day(), usikkerhet=Usikkerhet(), closing=1020)
    both = chances(ola, a_day(), usikkerhet=Usikkerhet(), closing=1020)
    assert (both.on_time[1], both.home_in_time[1]) == (alone.on_time[0], alone.home_in_time[0])


@pytest.mark.parametrize("keys", [{"simulations": 0}, {"drive_factor": 0.0}])
def test_what_cannot_be_simulated_is_refused(keys: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="positive"):
        chances(a_day(), **keys)


def test_sixty_stops_take_no_time() -> None:
    numbers = [f"{300000000 + k}" for k in range(60)]
    week = [
        tour(
            480,
            [stop(540 + 75 * n, 45, 25, numbers[6 * day + n]) for n in range(6)],
            date=date(2026, 11, 2 + day),
            pauses=(pause("lunch", 690, 720), pause("busy", 800, 830)),
        )
        for day in range(10)
    ]
    chances(*week, usikkerhet=Usikkerhet())
    took = []
    for _ in range(5):
        begin = clock.process_time()
        chances(*week, usikkerhet=Usikkerhet())
        took.append(clock.process_time() - begin)
    assert min(took) < 0.1


def test_the_chances_stand_in_the_plan() -> None:
    found = Punctuality(((0.98765, 1.0, 0.5),), (0.12345,), 0.8)
    told = with_chances([a_day()], found)
    assert [s.on_time for s in told[0].stops] == [0.988, 1.0, 0.5]
    assert told[0].home_in_time == 0.123
    assert Tour.model_validate(told[0].model_dump()) == told[0]


# More time is never worse.

VISITS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 60), st.integers(0, 60), st.integers(0, 30)),
    min_size=1,
    max_size=5,
)


@settings(max_examples=50)
@given(VISITS, st.integers(0, 5))
def test_more_slack_never_lowers_a_chance(
    visits: list[tuple[int, int, int, int]], seed: int
) -> None:
    """Each visit is planned so much later after the one before; who must be home is moved along."""

    def day(is_slacker: bool) -> tuple[Tour, int]:
        now, stops = 480, []
        for number, (slack, meeting, drive, more) in zip(NUMBERS, visits, strict=False):
            start = now + slack + drive + more * is_slacker
            stops.append(stop(start, meeting, drive, number))
            now = start + meeting
        return tour(480, stops, home=20), now + 25

    found = []
    for is_slacker in (False, True):
        made, closing = day(is_slacker)
        found.append(
            chances(made, usikkerhet=Usikkerhet(), closing=closing, seed=seed, simulations=300)
        )
    usual, slacker = found
    assert all(a <= b for a, b in zip(usual.on_time[0], slacker.on_time[0], strict=True))
    assert usual.home_in_time <= slacker.home_in_time


@given(st.floats(1.0, 1.5), st.floats(1.0, 1.5))
def test_a_larger_reserve_in_the_driving_never_lowers_a_chance(one: float, two: float) -> None:
    """Also with lunch and a free slot, which wait for meetings (but no fixed pause cuts one)."""
    made = a_day().model_copy(update={"pauses": a_day().pauses[:2]})
    small, large = (
        chances(made, usikkerhet=Usikkerhet(), closing=1000, simulations=300, drive_factor=factor)
        for factor in sorted((one, two))
    )
    assert all(a <= b for a, b in zip(small.on_time[0], large.on_time[0], strict=True))
    assert small.home_in_time <= large.home_in_time


# Pauses, against walking minute by minute.


class Person:
    """One tour in one simulation, slow and obvious: lives from minute to minute."""

    def __init__(self, tour: Tour, meetings: list[float], drives: list[float]) -> None:
        pauses = [(p.kind, minutes(p.start), minutes(p.end)) for p in tour.pauses]
        self.busy = {m for kind, a, b in pauses if kind == "busy" for m in range(a, b)}
        self.due = sorted((a, b - a) for kind, a, b in pauses if kind != "busy")
        self.leave = minutes(tour.start.time)
        self.planned = [minutes(s.start) for s in tour.stops]
        self.company = [s.together_with for s in tour.stops]
        self.meetings, self.drives = meetings, drives
        self.doing, self.left, self.pausing = "at home", 0.0, 0
        self.begins: list[int] = []
        self.over: int | None = None

    def settle(self, now: int) -> None:
        """End what is done or cut short, and begin a pause that is due."""
        if self.doing == "meeting" and (self.left == 0 or now in self.busy):
            self.set_out()
        if self.doing == "driving" and self.left == 0:
            self.doing = "waiting"
            if not self.drives:
                self.over, self.doing = now, "over"
        is_idle = self.doing != "meeting" and self.pausing == 0 and now not in self.busy
        if is_idle and self.due and self.due[0][0] <= now:
            self.pausing = self.due.pop(0)[1]

    def set_out(self) -> None:
        self.doing, self.left = "driving", self.drives.pop(0)

    def can_meet(self, now: int) -> bool:
        is_free = self.pausing == 0 and now not in self.busy
        return self.doing == "waiting" and is_free and now >= self.planned[len(self.begins)]

    def pass_minute(self, now: int, may_meet: bool) -> None:
        if may_meet:
            self.doing, self.left = "meeting", self.meetings[len(self.begins)]
            self.begins.append(now)
        if now in self.busy:
            return
        if self.pausing > 0:
            self.pausing -= 1
            return
        if self.doing == "at home" and now >= self.leave:
            self.set_out()
        if self.doing in ("driving", "meeting"):
            self.left -= 1


def minutes(clock_time: time) -> int:
    return clock_time.hour * 60 + clock_time.minute


Day = tuple[Tour, np.ndarray, np.ndarray]
"""A tour, and what its meetings and drives turn out to take, (…, simulations)."""
DRAWN = 6


def slowly(days: Sequence[Day], k: int) -> list[tuple[list[int], int | None]]:
    """Return the begins and the end of each day in simulation `k`."""
    people = {
        day.medarbeider: Person(day, meetings[:, k].tolist(), drives[:, k].tolist())
        for day, meetings, drives in days
    }
    for now in range(420, 3000):
        for person in people.values():
            person.settle(now)
        able = {name for name, person in people.items() if person.can_meet(now)}
        for name in tuple(able):
            other = people[name].company[len(people[name].begins)]
            if other is not None:
                their = people[other]
                is_with = other in able and their.company[len(their.begins)] == name
                able -= set() if is_with else {name}
        for name, person in people.items():
            person.pass_minute(now, name in able)
    return [(person.begins, person.over) for person in people.values()]


def walked(days: Sequence[Day]) -> list[list[tuple[list[int], int | None]]]:
    """Return the same of the module's walk, simulation by simulation."""
    found = walk([day for day, _, _ in days], [Durations(m, d) for _, m, d in days])
    simulations = days[0][2].shape[1]
    return [[(t.begins[:, k].tolist(), t.home[k]) for t in found] for k in range(simulations)]


def whole(draw: st.DrawFn, rows: int) -> np.ndarray:
    row = st.lists(st.integers(1, 120), min_size=DRAWN, max_size=DRAWN)
    return np.array([draw(row) for _ in range(rows)], dtype=float).reshape(rows, DRAWN)


KINDS = st.sampled_from(["lunch", "free", "busy"])
LENGTHS = st.integers(1, 120)


@st.composite
def a_drawn_day(
    draw: st.DrawFn, starts: Sequence[int], together: int | None = None, who: str = "kari"
) -> Day:
    """A tour with pauses, apart or not; at stop `together`, kari and ola meet the same company."""
    numbers = NUMBERS if who == "kari" else NUMBERS[::-1]
    stops = [stop(s, 30, 10, n) for s, n in zip(starts, numbers, strict=False)]
    if together is not None:
        other = {"kari": "ola", "ola": "kari"}[who]
        stops[together] = stop(starts[together], 30, 10, NUMBERS[5], together_with=other)
    spans = draw(st.lists(st.tuples(KINDS, st.integers(460, 1000), LENGTHS), max_size=4))
    pauses = tuple(pause(kind, start, start + length) for kind, start, length in spans)
    made = tour(draw(st.integers(460, 520)), stops, pauses=pauses, medarbeider=who)
    return made, whole(draw, len(starts)), whole(draw, len(starts) + 1)


STARTS = st.lists(st.integers(480, 900), max_size=4, unique=True).map(sorted)


@settings(max_examples=150)
@given(STARTS.flatmap(a_drawn_day))
def test_a_day_with_pauses_is_that_of_walking_minute_by_minute(day: Day) -> None:
    assert walked([day]) == [slowly([day], k) for k in range(DRAWN)]


@settings(max_examples=100)
@given(st.data(), STARTS.filter(bool))
def test_two_who_visit_together_wait_for_each_other(data: st.DataObject, starts: list[int]) -> None:
    meeting = data.draw(st.integers(0, len(starts) - 1))
    days = [data.draw(a_drawn_day(starts, meeting, who)) for who in ("kari", "ola")]
    assert walked(days) == [slowly(days, k) for k in range(DRAWN)]


def test_two_who_visit_together_are_late_together_and_meet_as_long() -> None:
    usikkerhet = Usikkerhet(kjoring_spredning=0.2, dag_spredning=0.0)
    kari = tour(480, [stop(540, 60, 60, together_with="ola")])
    ola = tour(480, [stop(540, 60, 60, together_with="kari")], medarbeider="ola")
    both = chances(kari, ola, usikkerhet=usikkerhet, closing=610, simulations=MANY)
    alone = phi(70, 60, 0.2)
    assert both.on_time[0] == both.on_time[1]
    assert both.on_time[0][0] == pytest.approx(alone**2, abs=ERROR)
    assert both.home_in_time[0] == both.home_in_time[1]
    # Where the other's tour is not in the plan, there is nobody to wait for.
    (found,) = chances(kari, usikkerhet=usikkerhet, simulations=MANY).on_time
    assert found[0] == pytest.approx(alone, abs=ERROR)


@pytest.mark.parametrize(
    ("pauses", "begins", "home"),
    [
        # Lunch waits for the meeting under way (600-690), then comes before the drive.
        ([("lunch", 660, 690)], [600, 750], 790),
        # The drive (690-720) is interrupted.
        ([("lunch", 700, 730)], [600, 750], 790),
        # One waits anyway (720-740), and 15 minutes more for lunch to be over.
        ([("lunch", 725, 755)], [600, 755], 795),
        # A fixed pause ends the meeting, and one drives after it.
        ([("busy", 660, 670)], [600, 740], 780),
        # The drive waits a fixed pause out.
        ([("busy", 700, 760)], [600, 780], 820),
        # A fixed pause on arrival.
        ([("busy", 720, 800)], [600, 800], 840),
        # Lunch has waited, and waits on for what is fixed.
        ([("lunch", 660, 690), ("busy", 700, 740)], [600, 790], 830),
        # The visit ends, or the day is over, just when lunch would begin.
        ([("lunch", 690, 720)], [600, 750], 790),
        ([("lunch", 780, 810)], [600, 740], 780),
        # Lunch before leaving is over; a fixed pause at that time holds one back.
        ([("lunch", 500, 530), ("busy", 535, 550)], [610, 740], 780),
    ],
)
def test_what_a_pause_does(
    pauses: list[tuple[str, int, int]], begins: list[int], home: int
) -> None:
    """Leave at 540, drive 60, meet 90 from 600, drive 30, meet 10 from 740, drive 30."""
    stops = [stop(600, 60, 60), stop(740, 10, 30, NUMBERS[1])]
    made = tour(540, stops, pauses=tuple(pause(*p) for p in pauses))
    day = made, np.array([[90.0], [10.0]]), np.array([[60.0], [30.0], [30.0]])
    assert walked([day]) == [[(begins, home)]]
    assert slowly([day], 0) == [(begins, home)]
