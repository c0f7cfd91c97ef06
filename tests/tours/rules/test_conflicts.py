"""Which appointments cannot be kept, and by how many minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from hageplan.tours.rules.conflicts import conflicts
from tests.tours.cases import A, B, avtale, candidate, case_of, day

AT_HOME_BY = (480, 960)
"""Nothing is free before 8 and after 16, not even for the drive."""


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute)


@pytest.mark.parametrize(
    ("first", "free", "breaks", "words"),
    [
        # 43 minutes there and 40 back: out of hours, where the calendar leaves room for the drive
        (at(8), (360, 1080), (), None),
        (at(15), (360, 1080), (), None),
        (at(8, 30), AT_HOME_BY, (), "reached 13 min too late when the day begins"),
        (at(15), AT_HOME_BY, (), "the day ends 40 min too late after it"),
        (at(7, 55), (360, 1080), (), "kari is not at work then"),
        (at(15, 5), (360, 1080), (), "kari is not at work then"),
        # a meeting of an hour, and what a calendar blocks from 10:00 to 10:30
        (at(9), (360, 1080), ((600, 30, "busy"),), None),
        (at(9, 5), (360, 1080), ((600, 30, "busy"),), "kari is busy before it is over"),
        (at(9, 5), (360, 1080), ((600, 30, "lunch"),), None),
    ],
)
def test_one_appointment(first, free, breaks, words) -> None:
    this = replace(day(breaks=breaks), free=free)
    found = conflicts(case_of(candidate(avtaler=(avtale(first),)), days=[this]))
    assert [words in str(problem.what) for problem in found] == [True] * (words is not None)


@pytest.mark.parametrize(
    ("second", "late"), [(at(11, 43), None), (at(11, 42), 1), (at(10, 30), 73)]
)
def test_two_appointments_40_minutes_apart(second: datetime, late: int | None) -> None:
    """The first is from 10:00 to 11:00; then come 40 minutes, and 3 to park."""
    two = (
        candidate(avtaler=(avtale(at(10)),)),
        candidate(B, lat=62.7, avtaler=(avtale(second, number=B),)),
    )
    found = [str(problem.what) for problem in conflicts(case_of(*two))]
    assert found == ([] if late is None else [f"it is reached {late} min too late after Prøve AS"])


def test_more_driving_than_allowed() -> None:
    agreed = candidate(avtaler=(avtale(at(10)),))
    assert conflicts(case_of(agreed, maks_kjoring_minutter=83)) == []
    (found,) = conflicts(case_of(agreed, maks_kjoring_minutter=82))
    assert "take 1 min more driving than allowed" in str(found.what)
    assert (found.key, found.file, found.code) == ("a-kari", "logg/2026.toml", "appointment")


def test_an_appointment_with_who_is_not_planned_for() -> None:
    (found,) = conflicts(case_of(candidate(avtaler=(avtale(at(10), "per"),)), candidate(A)))
    assert "per is not at work then" in str(found.what)
