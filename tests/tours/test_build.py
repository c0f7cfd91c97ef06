"""The problem that is made of records: windows, appointments, what stays, places and driving."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hageplan.records.plan import PauseKind, When
from hageplan.tours.build import (
    PlanningCase,
    place_of,
    whole_minutes,
)
from hageplan.tours.solve.problem import TimeWindow
from hageplan.tours.solve.windows import merged
from tests.conftest import NUMBERS
from tests.tours.cases import (
    EXAMPLE,
    KARI,
    PER,
    TUESDAY,
    WEDNESDAY,
    A,
    B,
    avtale,
    candidate,
    case_of,
    day,
    opening,
)
from tests.tours.test_clock import Pauses, pauses, walk


def windows(case: PlanningCase, visit: int = 0, shift: int = 0) -> list[tuple[int, int]]:
    return [(w.earliest, w.latest) for w in case.problem.visits[visit].windows[shift]]


LUNCH: tuple[int, int, PauseKind] = (690, 30, "lunch")
BUSY: tuple[int, int, PauseKind] = (600, 30, "busy")


@pytest.mark.parametrize(
    ("keys", "breaks", "expected"),
    [
        # a meeting of an hour is over when the company closes
        ({"besokstider": [opening("09:00", "11:00")]}, (), [(540, 600)]),
        ({"besokstider": [opening("09:00", "10:00")]}, (), [(540, 540)]),
        ({"besokstider": [opening("09:00", "09:59")]}, (), []),
        ({"besokstider": [opening("09:00", "11:00")], "besok_minutter": 90}, (), [(540, 570)]),
        # the usual hours, where it says none
        ({}, (), [(480, 900)]),
        # hours that touch are one window, hours apart are two
        ({"besokstider": [opening("09:00", "11:00"), opening("10:01", "12:00")]}, (), [(540, 660)]),
        (
            {"besokstider": [opening("09:00", "11:00"), opening("13:00", "15:00")]},
            (),
            [(540, 600), (780, 840)],
        ),
        # hours of other weekdays, a season without visits, and what nobody knows
        ({"besokstider": [opening("09:00", "11:00", ukedager=["ons"])]}, (), []),
        ({"stengt": [{"fra": "11-20", "til": "11-24"}]}, (), []),
        ({"krever": ["engelsk"]}, (), []),
        # lunch is cut out: what begins at 12:00 or later begins 30 minutes earlier on that clock
        ({"besokstider": [opening("11:00", "13:00")]}, (LUNCH,), [(660, 690)]),
        ({"besokstider": [opening("12:30", "14:00")]}, (LUNCH,), [(720, 750)]),
        # no meeting spans what a calendar blocks from 10:00 to 10:30
        ({"besokstider": [opening("08:30", "12:00")]}, (BUSY,), [(510, 540), (600, 630)]),
        ({"besokstider": [opening("09:30", "11:15")]}, (BUSY,), []),
    ],
)
def test_windows_of_a_company(
    keys: dict[str, Any], breaks: Pauses, expected: list[tuple[int, int]]
) -> None:
    assert windows(case_of(candidate(**keys), days=[day(breaks=breaks)])) == expected


@given(
    pauses(),
    st.integers(500, 800),
    st.integers(0, 240),
    st.sampled_from([15, 60, 90]),
    st.sampled_from([1, 5, 15, 20, 45]),
)
def test_windows_allow_the_starts_that_a_walk_through_the_day_allows(
    breaks: Pauses, opens: int, span: int, length: int, step: int
) -> None:
    """In real time: round, within the hours, in no pause, and over before what is blocked."""
    closes = opens + span + 1
    hours = opening(f"{opens // 60:02}:{opens % 60:02}", f"{closes // 60:02}:{closes % 60:02}")
    of_company = candidate(besokstider=[hours], besok_minutter=length)
    this = day(breaks=breaks)
    case = case_of(of_company, days=[this], klokkeslett_hver_minutter=step)
    allowed = {
        real
        for real in range(opens, closes - length + 1)
        if real % step == 0
        and not any(at <= real < at + minutes for at, minutes, _ in breaks)
        and walk(real, [(True, length)], breaks) is not None
    }
    (visit,) = case.problem.visits
    starts = visit.starts(visit.windows[0])
    assert {this.clock.real_start(start) for start in starts} == allowed


def test_what_is_worth_what_and_lasts_how_long() -> None:
    case = case_of(candidate(must=True), slakk_minutter=10, klokkeslett_hver_minutter=15)
    (visit,) = case.problem.visits
    assert (visit.prize, visit.minutes, visit.slack, visit.start_step) == (80, 60, 10, 15)
    assert visit.service_duration == 70
    assert visit.is_required
    assert not visit.is_agreed
    assert case.candidate(0).bedrift.organisasjonsnummer == A


def test_driving_is_rounded_up_and_to_park_takes_time_on_the_way_there_alone() -> None:
    days = [day(), day(PER), day(on=WEDNESDAY)]
    case = case_of(candidate(), candidate(B, lat=62.7), days=days)
    names = [(place.lat, place.lon) for place in case.problem.places]
    assert sorted(names) == [(62.5, 11.0), (62.6, 11.0), (62.7, 11.0)]
    home, near, far = (names.index((lat, 11.0)) for lat in (62.5, 62.6, 62.7))
    tuesday, too, wednesday = (shift.legs for shift in case.problem.shifts)
    assert tuesday is too
    assert tuesday.to_stop[home, near] == 43
    assert tuesday.to_end[far, home] == 80
    assert tuesday.km[home, far] == pytest.approx(60)
    assert wednesday.to_stop[home, near] == 44  # 40.5 and 3, rounded up once
    assert [shift.start_place for shift in case.problem.shifts] == [home] * 3


def test_a_hair_over_a_whole_minute_is_none() -> None:
    exact = np.array([[30.0, 30 + 1e-12, 30.1]])
    assert whole_minutes(exact).tolist() == [[30, 30, 31]]


def test_without_coordinates_a_company_is_at_its_municipalitys_centre() -> None:
    kommune = EXAMPLE.kommuner["3430"]
    somewhere = candidate(lat=None, lon=None).bedrift
    assert place_of(somewhere, EXAMPLE.kommuner) == kommune.sentrum
    assert place_of(candidate().bedrift, EXAMPLE.kommuner).lat == 62.6


def test_an_appointment_is_at_its_time_with_its_person_alone() -> None:
    at = datetime(2026, 11, 24, 10, 7)
    case = case_of(candidate(avtaler=(avtale(at, minutter=90),)), days=[day(), day(PER)])
    (visit,) = case.problem.visits
    assert (windows(case), windows(case, shift=1)) == ([(607, 607)], [])
    assert (visit.minutes, visit.start_step, visit.prize) == (90, 1, 80)
    assert visit.is_agreed
    assert visit.is_required


def test_a_day_begins_and_ends_with_the_drive_of_its_appointments() -> None:
    """43 minutes before 8:00 and 40 after 16:00; the other visit keeps the hours from 8 to 16."""
    early = avtale(datetime(2026, 11, 24, 8))
    late = avtale(datetime(2026, 11, 24, 15))
    case = case_of(candidate(avtaler=(early, late)), candidate(B))
    (shift,) = case.problem.shifts
    assert (shift.earliest, shift.latest) == (480 - 43, 960 + 40)
    assert windows(case, visit=2) == [(525, 960 - 60 - 40)]
    assert [visit.prize for visit in case.problem.visits] == [80, 0, 80]
    taken = replace(day(), free=(450, 990))
    (shift,) = case_of(candidate(avtaler=(early, late)), days=[taken]).problem.shifts
    assert (shift.earliest, shift.latest) == (450, 990)


def test_what_an_earlier_plan_has_may_stay_or_be_made_anew() -> None:
    kept = When(medarbeider="kari", date=TUESDAY, start=time(10, 2))
    case = case_of(candidate(kept=(kept,)), candidate(B), flytting_minutter=30)
    stays, anew, other = case.problem.visits
    assert windows(case) == [(602, 602)]
    assert (stays.prize, stays.start_step) == (110, 1)
    assert (anew.prize, anew.start_step) == (80, 5)
    assert [v.exclusive_with for v in (stays, anew, other)] == [1, 0, None]


@pytest.mark.parametrize("hours", [[opening("12:00", "15:00")], [opening("08:00", "10:30")]])
def test_what_is_closed_by_now_does_not_stay(hours: list[dict[str, Any]]) -> None:
    kept = When(medarbeider="kari", date=TUESDAY, start=time(10))
    assert windows(case_of(candidate(kept=(kept,), besokstider=hours))) == []


def test_a_visit_for_two_waits_for_a_time_for_both() -> None:
    pair = candidate(to_medarbeidere=True, must=True, besokstider=[opening("09:00", "11:00")])
    case = case_of(candidate(B), pair, days=[day(), day(PER)])
    assert windows(case, visit=1) == windows(case, visit=1, shift=1) == []
    assert case.for_two == {1: ((TimeWindow(540, 600),), (TimeWindow(540, 600),))}
    assert not case.problem.visits[1].is_required


def test_the_other_of_two_comes_to_the_appointment_of_one() -> None:
    at = datetime(2026, 11, 24, 10)
    pair = candidate(to_medarbeidere=True, avtaler=(avtale(at),))
    case = case_of(pair, days=[day(), day(PER), day(PER, WEDNESDAY)])
    agreed, beside = case.problem.visits
    assert agreed.is_agreed
    assert not beside.is_agreed
    assert beside.is_required
    assert beside.prize == 0
    assert [windows(case, visit=1, shift=n) for n in range(3)] == [[], [(600, 600)], []]
    both = replace(pair, avtaler=(avtale(at), avtale(at, "per")))
    assert [v.is_agreed for v in case_of(both, days=[day(), day(PER)]).problem.visits] == [True] * 2


def test_visits_count_for_their_municipality() -> None:
    there = (
        candidate(),
        candidate(B, kommunenummer="3427"),
        candidate(NUMBERS[2], kommunenummer="5025"),
    )
    case = case_of(*there, kommuner=("3427", "3430"))
    assert [visit.group for visit in case.problem.visits] == [1, 0, 2]


def test_the_limit_of_driving_is_the_persons_own_or_the_rules() -> None:
    own = KARI.model_copy(update={"maks_kjoring_minutter": 90})
    case = case_of(candidate(), days=[day(own), day(PER)], maks_kjoring_minutter=120)
    assert [shift.longest_drive for shift in case.problem.shifts] == [90, 120]


WINDOWS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda w: TimeWindow(w[0], w[0] + w[1]))
)


@given(WINDOWS)
def test_merged_windows_allow_the_same_starts_and_lie_apart(drawn: list[TimeWindow]) -> None:
    found = merged(drawn, 1)

    def starts(of: tuple[TimeWindow, ...] | list[TimeWindow]) -> set[int]:
        return {t for w in of for t in range(w.earliest, w.latest + 1)}

    assert starts(found) == starts(drawn)
    assert all(a.latest + 1 < b.earliest for a, b in zip(found, found[1:], strict=False))
