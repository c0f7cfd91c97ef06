"""Pauses, daylight and round times are of real time, for the planner and the check alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from hageplan.records.plan import Plan, Tour
from hageplan.records.workspace import Opptatt
from hageplan.tours.calendar import daylight
from hageplan.tours.days import minutes
from tests.conftest import NUMBERS, Write, bedrift
from tests.tours.cases import HOME
from tests.tours.test_life import DEAR, HERE, KARI, avtale, planned, week

pytestmark = pytest.mark.slow

TUESDAY = date(2026, 11, 24)
OFFICE = {"lat": 62.57468, "lon": 11.3842}
NO_PARKING = "[kjoring]\nparkering_minutter = 0.0\n"


def starts(plan: Plan) -> list[time]:
    return [stop.start for tour in plan.tours for stop in tour.stops]


@pytest.mark.parametrize(
    ("begins", "home_by"),
    [
        ((12, 0), time(11, 30)),  # lunch is whole before what is blocked
        ((12, 10), time(12, 10)),
        ((11, 50), time(11, 50)),  # no room for lunch, and what is blocked takes the rest
        ((11, 30), time(11, 30)),
    ],
)
def test_a_calendar_that_blocks_the_rest_of_the_day(
    write: Write, begins: tuple[int, int], home_by: time
) -> None:
    tables = [bedrift(n, besok_minutter=70, **HERE) for n in NUMBERS[:6]]
    workspace = week(write, *tables, rules="slakk_minutter = 0", more=DEAR)
    busy = Opptatt("kari", datetime(2026, 11, 24, *begins), datetime(2026, 11, 24, 16))
    (tour,) = planned(replace(workspace, opptatt=(busy,)), days=1).tours
    assert time(10, 30) < tour.end.time <= home_by
    assert tour.lunch is None or tour.lunch.end <= tour.end.time


def test_the_free_slot_is_kept_where_daylight_ends_within_it(write: Write) -> None:
    """It is dark at 15:49; who keeps from 15:30 to 16:00 free is back by 15:30."""
    people = KARI + 'kun_dagslys = true\narbeidstid = { fra = "08:00", til = "17:00" }\n'
    rules = "ledig_minutter = 30\nledig_fra = '15:30'\nslakk_minutter = 0\nbesok_til = '17:00'"
    tables = [bedrift(n, besok_minutter=31, **HERE) for n in NUMBERS]
    workspace = week(write, *tables, people=people, rules=rules, more=DEAR)
    (tour,) = planned(workspace, from_=date(2026, 12, 21), days=1).tours
    assert time(14, 30) < tour.end.time <= time(15, 30)


def test_who_is_there_already_waits_until_lunch_is_over(write: Write) -> None:
    after_lunch = [{"fra": "12:00", "til": "14:00"}]
    workspace = week(write, bedrift(NUMBERS[0], besokstider=after_lunch, **OFFICE), more=NO_PARKING)
    (tour,) = planned(workspace, days=1).tours
    (stop,) = tour.stops
    assert (stop.arrive, stop.start, tour.lunch) == (time(12), time(12), None)


def test_lunch_comes_between_two_at_the_same_place(write: Write) -> None:
    """The first visit is over at 12:00; the second is next door, and nobody drives to it."""
    early, late = [{"fra": "11:00", "til": "12:00"}], [{"fra": "12:30", "til": "13:30"}]
    tables = (
        bedrift(NUMBERS[0], besokstider=early, **OFFICE),
        bedrift(NUMBERS[1], besokstider=late, **OFFICE),
    )
    workspace = week(write, *tables, rules="slakk_minutter = 0", more=NO_PARKING)
    (tour,) = planned(workspace, days=1).tours
    assert [stop.start for stop in tour.stops] == [time(11), time(12, 30)]
    assert tour.stops[1].arrive == time(12)
    assert tour.lunch is not None
    assert (tour.lunch.start, tour.lunch.end) == (time(12), time(12, 30))


@pytest.mark.parametrize(("lunch", "step"), [(20, 15), (45, 30), (50, 20), (30, 60), (10, 7)])
def test_visits_start_at_round_times_also_after_an_odd_pause(
    write: Write, lunch: int, step: int
) -> None:
    rules = f"lunsj_minutter = {lunch}\nklokkeslett_hver_minutter = {step}\nslakk_minutter = 0"
    log = avtale(NUMBERS[0], "2026-11-25T10:07:00")
    workspace = week(write, *(bedrift(n, **HERE) for n in NUMBERS), rules=rules, more=DEAR, log=log)
    busy = Opptatt("kari", datetime(2026, 11, 24, 13, 3), datetime(2026, 11, 24, 13, 14))
    found = starts(planned(replace(workspace, opptatt=(busy,))))
    assert any(start > time(13, 14) for start in found)
    odd = [start for start in found if minutes(start) % step and start != time(10, 7)]
    assert (odd, found.count(time(10, 7))) == ([], 1)


def test_a_time_that_was_told_stays_also_where_it_is_no_longer_round(write: Write) -> None:
    tables = [bedrift(n, **HERE) for n in NUMBERS[:3]]
    before = planned(week(write, *tables, rules="klokkeslett_hver_minutter = 7"), days=1)
    after = planned(
        week(write, *tables, rules="klokkeslett_hver_minutter = 60"), earlier=before, days=1
    )
    assert set(starts(before)) <= set(starts(after))


def test_a_day_that_would_end_at_midnight_ends_too_late(write: Write) -> None:
    """After a visit of an hour come 15 minutes, and no drive: 23:59 is the last time there is."""
    people = KARI + 'arbeidstid = { fra = "08:00", til = "23:59" }\n'

    def tours(at: str) -> tuple[Tour, ...]:
        log = avtale(NUMBERS[0], f"2026-11-24T{at}:00")
        company = bedrift(NUMBERS[0], **OFFICE)
        return planned(week(write, company, people=people, log=log, more=NO_PARKING), days=1).tours

    assert tours("22:44")[0].end.time == time(23, 59)
    assert tours("22:45") == ()


def test_light_nights_are_light_all_day() -> None:
    """In Kinn dusk comes after midnight in June: the dusk of a date is that of the night before."""
    kinn = HOME.model_copy(update={"lat": 61.6, "lon": 5.03})
    for day in (date(2026, 6, 1), date(2026, 6, 21), date(2026, 7, 10)):
        dawn, dusk = daylight(kinn, day)
        assert dawn < 4 * 60
        assert dusk == 24 * 60
    dawn, dusk = daylight(kinn, date(2026, 12, 21))
    assert 8 * 60 < dawn < dusk < 17 * 60


def test_a_remedy_names_a_time_of_the_same_grid(write: Write) -> None:
    rules = "lunsj_minutter = 20\nklokkeslett_hver_minutter = 15"
    shut = bedrift(NUMBERS[0], besokstider=[{"fra": "18:00", "til": "20:00"}], **HERE)
    (company,) = planned(week(write, shut, rules=rules), days=1).left_out
    (hours,) = [r for r in company.remedies if r.startswith("other-hours")]
    assert minutes(time.fromisoformat(hours.rpartition("time=")[2])) % 15 == 0
