from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hageplan.errors import RequestError
from hageplan.jobs.periode import parse_period, year_of


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", (2026, 1, 1), (2026, 12, 31)),
        ("2026-H1", (2026, 1, 1), (2026, 6, 30)),
        ("2026-h2", (2026, 7, 1), (2026, 12, 31)),
        ("2026-Q1", (2026, 1, 1), (2026, 3, 31)),
        ("2026-Q4", (2026, 10, 1), (2026, 12, 31)),
        ("2028-02", (2028, 2, 1), (2028, 2, 29)),
        (" 2026-12 ", (2026, 12, 1), (2026, 12, 31)),
    ],
)
def test_periods(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    found = parse_period(text)
    assert (found.first, found.last) == (date(*first), date(*last))


@given(st.integers(1910, 2189), st.sampled_from(["H", "Q", ""]))
def test_the_parts_of_a_year_are_the_year(year: int, kind: str) -> None:
    names = {"H": ["H1", "H2"], "Q": ["Q1", "Q2", "Q3", "Q4"]}
    parts = names.get(kind, [f"{month:02d}" for month in range(1, 13)])
    found = [parse_period(f"{year:04d}-{part}") for part in parts]
    assert found[0].first == date(year, 1, 1)
    assert found[-1].last == date(year, 12, 31)
    for before, after in zip(found, found[1:], strict=False):
        assert after.first == before.last + timedelta(days=1)


@pytest.mark.parametrize("text", ["", "26", "2026-H3", "2026-Q0", "2026-13", "0000", "2026-W48"])
def test_what_is_no_period_is_a_fault(text: str) -> None:
    with pytest.raises(RequestError, match="is no period"):
        parse_period(text)


def test_the_year_of_a_day() -> None:
    assert year_of(date(2026, 11, 23)) == parse_period("2026")
