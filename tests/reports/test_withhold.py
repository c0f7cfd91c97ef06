"""What is withheld does not follow from what is published."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hageplan.reports.report import WITHHELD, count, withhold
from hageplan.reports.report_result import Cell

LEAST = 5
sizes = st.lists(st.integers(0, 20), min_size=1, max_size=7)


@given(sizes)
def test_no_group_of_a_few_can_be_told(parts: list[int]) -> None:
    """Neither by itself, nor as the total less all the others that are published."""
    total = sum(parts)
    shown = withhold([*map(count, parts), count(total)], LEAST, has_total=True)
    hidden = [n for n, cell in zip(parts, shown[:-1], strict=True) if cell is WITHHELD]
    for cell in shown:
        assert cell.value is None or not 0 < cell.value < LEAST
    if shown[-1] is not WITHHELD and hidden:
        assert len([n for n in hidden if n]) > 1
        assert sum(hidden) >= LEAST


@given(sizes)
def test_nothing_is_withheld_without_need(parts: list[int]) -> None:
    enough = [n for n in parts if n == 0 or n >= LEAST]
    cells = [*map(count, enough), count(sum(enough))]
    assert withhold(cells, LEAST, has_total=True) == tuple(cells)


@given(sizes, st.integers(1, 10))
def test_without_a_total_only_the_small_ones_go(parts: list[int], least: int) -> None:
    shown = withhold([*map(count, parts)], least, has_total=False)
    assert [cell is WITHHELD for cell in shown] == [0 < n < least for n in parts]


def test_a_figure_goes_with_the_companies_that_it_rests_on() -> None:
    cells = [
        Cell(kind="share", value=0.5, basis=3),
        Cell(kind="share", value=0.4, basis=30),
        Cell(kind="missing", basis=0),
    ]
    shown = withhold([*cells, Cell(kind="share", value=0.41, basis=33)], LEAST, has_total=True)
    assert [cell is WITHHELD for cell in shown] == [True, True, False, False]
