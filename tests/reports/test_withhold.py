"""What is withheld does not follow from what is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from hageplan import load
from hageplan.jobs.periode import year_of
from hageplan.records.bedrift import Bedrift, Regnskap
from hageplan.reports.report import WITHHELD, count, withhold
from hageplan.reports.report_result import Cell, Report
from hageplan.reports.siva import siva_report
from tests.conftest import NUMBERS

LEAST = 5
TODAY = date(2026, 11, 23)
EXAMPLE = replace(load(), henvendelser=(), bedrifter=())
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


Pair = tuple[int, int]
"""A company's turnover of two years."""


def reported(pairs: Sequence[Pair]) -> Report:
    """Return Siva's report of companies with these turnovers."""
    bedrifter = tuple(
        Bedrift(
            organisasjonsnummer=number,
            navn=f"Bedrift {number}",
            kommunenummer="3427",
            status="maalbedrift",
            regnskap=tuple(
                Regnskap(aar=year, omsetning=value)
                for year, value in zip((2024, 2025), pair, strict=True)
            ),
        )
        for number, pair in zip(NUMBERS, pairs, strict=False)
    )
    records = replace(EXAMPLE, bedrifter=bedrifter)
    return siva_report(records, year_of(TODAY), today=TODAY)


def test_growth_is_told_of_enough_companies_alone() -> None:
    told = [reported([(1000, 1100)] * n).sections[0].cells("omsetning")[-1] for n in (4, 5)]
    assert [cell.kind for cell in told] == ["withheld", "change"]


amounts = st.integers(1000, 10**9)


@given(
    st.lists(st.tuples(amounts, amounts), min_size=LEAST, max_size=8),
    st.tuples(amounts, amounts),
    st.integers(2, 50),
    st.fractions(Fraction(1, 20), 20),
)
def test_two_reports_do_not_tell_the_accounts_of_the_company_between_them(
    others: list[Pair], one: Pair, larger: int, scale: Fraction
) -> None:
    """Both might be of a company many times as large, whose turnover did something else."""
    before, after = (sum(pair[n] for pair in others) for n in (0, 1))
    both = Fraction(after + one[1], before + one[0])
    assume(all(abs(1000 * share % 1 - Fraction(1, 2)) > Fraction(1, 100)
               for share in (both, Fraction(after, before))))  # fmt: skip
    other = both * larger * one[0] + scale * (both * before - after)
    assume(other >= 0)
    precise = 10**6  # of a krone: so that what is rounded below does not matter
    scaled = [(round(scale * a * precise), round(scale * b * precise)) for a, b in others]
    large = (larger * one[0] * precise, round(other * precise))
    assert reported(others) == reported(scaled)
    assert reported([*others, one]) == reported([*scaled, large])
