from __future__ import annotations

from datetime import date

import pytest
from holidays import country_holidays

from hageplan.records.base import ARBEIDSUKE
from hageplan.records.settings.planlegging import HalvDag
from hageplan.tours.calendar import is_half_day, is_holiday, public_holidays, working_days

ALL: tuple[HalvDag, ...] = ("onsdag-for-skjaertorsdag", "julaften", "nyttaarsaften")


@pytest.mark.parametrize(
    "day", ["2026-05-01", "2026-05-17", "2026-04-02", "2027-03-29", "2026-12-25", "2026-05-14"]
)
def test_norwegian_holidays(day: str) -> None:
    assert is_holiday(date.fromisoformat(day))


def test_holidays_are_those_of_the_library_of_holidays() -> None:
    """For as many years as it knows; beyond them the calendar goes on."""
    for year in range(1947, 2101):
        assert public_holidays(year) == frozenset(country_holidays("NO", years=year))
    assert len(public_holidays(2200)) == 12
    assert not public_holidays(1946)


def test_easter_is_left_out_of_working_days() -> None:
    days = working_days(date(2026, 4, 1), 3, ARBEIDSUKE)
    assert days == (date(2026, 4, 1), date(2026, 4, 7), date(2026, 4, 8))


@pytest.mark.parametrize(
    ("day", "is_half"),
    [
        ("2026-04-01", True),
        ("2027-03-24", True),
        ("2025-04-16", True),
        ("2026-04-08", False),
        ("2026-12-24", True),
        ("2026-12-31", True),
        ("2026-12-30", False),
    ],
)
def test_half_days(day: str, is_half: bool) -> None:
    assert is_half_day(date.fromisoformat(day), ALL) is is_half
    assert not is_half_day(date.fromisoformat(day), ())


def test_one_wednesday_before_easter_a_year() -> None:
    for year in range(2020, 2060):
        found = [
            d
            for d in range(60, 130)
            if is_half_day(date.fromordinal(date(year, 1, 1).toordinal() + d), ALL[:1])
        ]
        assert len(found) == 1


def test_weekdays_that_never_come_end_the_search() -> None:
    assert working_days(date(2026, 1, 1), 3, ()) == ()
