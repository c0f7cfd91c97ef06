"""Positions as rows, one a municipality, and places to live, one each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hageplan.staff.result import Home, Homes, Hours, KommuneStaffing, Quantiles, Staffing
from hageplan.ui.rows import Rows, Value, flat, keys, rounded

COLUMNS: Final = (
    *keys(KommuneStaffing, "hours", "fte"),
    *(f"hours_{name}" for name in Hours.model_fields),
    *(f"fte_{name}" for name in Quantiles.model_fields),
    "year",
    "scenario",
    "today",
    "example_data",
)
HOME_COLUMNS: Final = (*keys(Home), "year", "today", "example_data")
TOGETHER: Final = "*"
"""Stands for the number of all municipalities together, whose quantiles no rows add up to."""


def staffing_rows(staffing: Staffing) -> Rows:
    """Return one row a municipality and one for all; hours a year, positions."""
    return Rows.of(COLUMNS, _rows(staffing))


def _rows(staffing: Staffing) -> Iterator[Mapping[str, Value]]:
    same = flat(staffing)
    for row in staffing.kommuner:
        yield {**same, **flat(row), **_numbers(row.hours, row.fte)}
    yield {
        **same,
        "kommunenummer": TOGETHER,
        "navn": "",
        "covered": None,
        "members": sum(row.members for row in staffing.kommuner),
        "visits": rounded(sum(row.visits for row in staffing.kommuner)),
        **_numbers(staffing.hours, staffing.fte),
    }


def _numbers(hours: Hours, fte: Quantiles) -> dict[str, Value]:
    return {
        **{f"hours_{name}": value for name, value in flat(hours).items()},
        **{f"fte_{name}": value for name, value in flat(fte).items()},
    }


def home_rows(homes: Homes) -> Rows:
    """Return one row a place; hours and kilometres a year."""
    same = flat(homes)
    return Rows.of(HOME_COLUMNS, ({**same, **flat(home)} for home in homes.homes))
