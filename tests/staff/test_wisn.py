"""WISN's formulas against published and hand-computed numbers."""

from __future__ import annotations

import numpy as np
import pytest

from hageplan.errors import RequestError
from hageplan.records.settings.bemanning import Bemanning
from hageplan.staff.wisn import available_hours, category_factor, existing_positions, positions

NEVER_AWAY = Bemanning(sykedager=0, kursdager=0)


def test_working_time_of_a_usual_norwegian_year() -> None:
    """37.5 h x 52 weeks, less 25 days of holiday and 10 public holidays."""
    assert available_hours(52 * 5 - 10, NEVER_AWAY) == 1687.5


def test_sickness_courses_and_shorter_weeks_take_from_it() -> None:
    assert available_hours(254, Bemanning(sykedager=8, kursdager=5)) == (254 - 38) * 7.5
    assert available_hours(250, NEVER_AWAY.model_copy(update={"uketimer": 35.5})) == pytest.approx(
        225 * 7.1
    )


def test_the_worked_example() -> None:
    hours = np.array([40 * 40 + 60 * 3.5 + 6 * 80.0])
    assert hours / 1695 == pytest.approx(1.351, abs=5e-4)
    assert category_factor(0.2) == 1.25
    own_hours = np.array([150.0])
    assert own_hours / 1695 == pytest.approx(0.0885, abs=5e-5)
    assert positions(hours, 1695, 0.2, 150) == pytest.approx(1.7773, abs=5e-5)


def test_the_published_clinics() -> None:
    """Kenya's HIV clinics, Human Resources for Health 2017, table 3 (s12960-017-0186-3)."""
    days = 52 * 4.5 - 10 - 30 - 15
    workdays = np.array([25_000 / 8])
    assert days == 179
    assert positions(workdays, days, 0.0, 0.0) == pytest.approx(17.46, abs=5e-3)
    assert category_factor(10 / 179) == pytest.approx(1.0592, abs=5e-5)


def test_a_year_without_working_time_is_a_fault() -> None:
    with pytest.raises(RequestError, match="leave no working time"):
        available_hours(250, Bemanning(sykedager=230))


def test_todays_positions_are_the_hours_or_what_the_settings_say() -> None:
    assert existing_positions([2250, 1560], Bemanning()) == pytest.approx(1 + 26 / 37.5)
    assert existing_positions([2250], Bemanning(aarsverk=3.2)) == 3.2
