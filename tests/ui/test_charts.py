"""Axes and marks of charts: round numbers that stand apart, everything on the picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hageplan.ui.charts.axis import APART, EDGE, axis_of, share_axis
from hageplan.ui.charts.marks import bar, empty_row, interval_row

WIDTH = 200
values = st.floats(-1e7, 1e7).map(lambda value: round(value, 3))


def test_a_row_of_shares_by_hand() -> None:
    axis = share_axis(WIDTH, 0.3)
    row = interval_row(axis, 0.5, inner=(0.25, 0.75), outer=(0.0, 1.0))
    assert (row.limit, row.point) == (64.0, 100.0)
    assert row.inner == (55.0, 145.0)
    assert row.outer == (EDGE, WIDTH - EDGE)
    assert axis.ticks == (0.0, 0.6, 0.8, 1.0)
    assert empty_row(axis).point is None


@given(st.lists(values, max_size=6), values)
def test_numbers_along_an_axis_stand_apart_and_hold_all(found: list[float], limit: float) -> None:
    axis = axis_of(found, WIDTH, limit)
    assert axis.low <= min(0.0, limit, *found) <= max(0.0, limit, *found) <= axis.high
    places = sorted([axis.at(limit), *map(axis.at, axis.ticks)])
    assert all(b - a >= APART - 0.2 for a, b in zip(places, places[1:], strict=False))
    assert all(EDGE <= axis.at(value) <= WIDTH - EDGE for value in (*found, *axis.ticks))


@pytest.mark.parametrize(("value", "most", "length"), [(0, 0, 0.0), (1, 4, 25.0), (4, 4, 100.0)])
def test_bars(value: float, most: float, length: float) -> None:
    assert bar(value, most, 100).length == length
