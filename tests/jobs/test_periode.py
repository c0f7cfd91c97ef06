from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hageplan import i18n
from hageplan.errors import RequestError
from hageplan.jobs.periode import parse_period, year_of
from hageplan.ui.numbers import period_words

SATURDAY = date(2026, 11, 28)


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
        ("november", (2026, 11, 1), (2026, 11, 30)),
        ("desember", (2025, 12, 1), (2025, 12, 31)),  # the last that has begun
        ("des. 2026", (2026, 12, 1), (2026, 12, 31)),
        ("March 2024", (2024, 3, 1), (2024, 3, 31)),
        ("i år", (2026, 1, 1), (2026, 12, 31)),
        ("i fjor", (2025, 1, 1), (2025, 12, 31)),
        ("this year", (2026, 1, 1), (2026, 12, 31)),
        ("denne måneden", (2026, 11, 1), (2026, 11, 30)),
        ("forrige måned", (2026, 10, 1), (2026, 10, 31)),
        ("last quarter", (2026, 7, 1), (2026, 9, 30)),
        ("4. kvartal", (2026, 10, 1), (2026, 12, 31)),
        ("Q3 2025", (2025, 7, 1), (2025, 9, 30)),
        ("2. halvår 2025", (2025, 7, 1), (2025, 12, 31)),
        ("uke 48", (2026, 11, 23), (2026, 11, 29)),
        ("2026-W53", (2026, 12, 28), (2027, 1, 3)),
        ("forrige uke", (2026, 11, 16), (2026, 11, 22)),
        ("1.10.-31.12.", (2026, 10, 1), (2026, 12, 31)),
        ("15.11.2026 til i dag", (2026, 11, 15), (2026, 11, 28)),
        ("24.11.", (2026, 11, 24), (2026, 11, 24)),
    ],
)
def test_periods(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    found = parse_period(text, SATURDAY)
    assert (found.first, found.last) == (date(*first), date(*last))


@given(st.integers(1910, 2189), st.sampled_from(["H", "Q", ""]))
def test_the_parts_of_a_year_are_the_year(year: int, kind: str) -> None:
    names = {"H": ["H1", "H2"], "Q": ["Q1", "Q2", "Q3", "Q4"]}
    parts = names.get(kind, [f"{month:02d}" for month in range(1, 13)])
    found = [parse_period(f"{year:04d}-{part}", SATURDAY) for part in parts]
    assert found[0].first == date(year, 1, 1)
    assert found[-1].last == date(year, 12, 31)
    for before, after in zip(found, found[1:], strict=False):
        assert after.first == before.last + timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-H3", "2026-Q0", "2026-13", "0000", "13. kvartal", "q5"]
)
def test_what_is_no_period_is_a_fault(text: str) -> None:
    with pytest.raises(RequestError, match="is not a valid period"):
        parse_period(text, SATURDAY)


@given(st.dates(date(1910, 1, 1), date(2188, 12, 31)), st.integers(0, 364))
def test_a_period_is_called_by_what_can_be_typed_back(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    found = parse_period(f"{first}..{last}", SATURDAY)
    assert parse_period(found.name, SATURDAY) == found
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "name", "nb", "en"),
    [
        ("i år", "2026", "2026", "2026"),
        ("1.7.-31.12.", "2026-H2", "2. halvår 2026", "H2 2026"),
        ("q4", "2026-Q4", "4. kvartal 2026", "Q4 2026"),
        ("november", "2026-11", "november 2026", "November 2026"),
        ("uke 47", "2026-W47", "uke 47, 16.–22. nov. 2026", "week 47, 16–22 Nov 2026"),
        ("10.11.-12.11.", "2026-11-10..2026-11-12", "10.–12. nov. 2026", "10–12 Nov 2026"),
    ],
)
def test_people_read_periods_in_their_language(text: str, name: str, nb: str, en: str) -> None:
    found = parse_period(text, SATURDAY)
    assert found.name == name
    for language, words in (("nb", nb), ("en", en)):
        i18n.use(language)
        assert period_words(found.first, found.last) == words


def test_the_year_of_a_day() -> None:
    assert year_of(date(2026, 11, 23)) == parse_period("2026", SATURDAY)
