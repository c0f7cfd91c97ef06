"""Positions as rows, one a municipality, and places to live, one each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hageplan.staff.result import Homes, Hours, Quantiles, Staffing
from hageplan.ui.rows import Rows, Value

HOURS: Final = tuple(f"hours_{name}" for name in Hours.model_fields)
COLUMNS: Final = (
    "kommunenummer",
    "navn",
    "covered",
    "members",
    "new_members",
    "visits",
    *HOURS,
    "fte_q05",
    "fte_q50",
    "fte_q95",
    "year",
    "scenario",
    "today",
    "example_data",
)
HOME_COLUMNS: Final = (
    "place",
    "kind",
    "hours",
    "km",
    "days",
    "saved_hours",
    "saved_positions",
    "year",
    "today",
    "example_data",
)
TOGETHER: Final = "*"
"""Stands for the number of all municipalities together, whose quantiles no rows add up to."""


def staffing_rows(staffing: Staffing) -> Rows:
    """Return one row a municipality and one for all; hours a year, positions."""
    return Rows.of(COLUMNS, _rows(staffing))


def _rows(staffing: Staffing) -> Iterator[Mapping[str, Value]]:
    same: dict[str, Value] = {
        "year": staffing.year,
        "scenario": staffing.scenario,
        "today": staffing.today.isoformat(),
        "example_data": staffing.example_data,
    }
    for row in staffing.kommuner:
        yield {
            **same,
            "kommunenummer": row.kommunenummer,
            "navn": row.navn,
            "covered": row.covered,
            "members": row.members,
            "new_members": round(row.new_members, 4),
            "visits": round(row.visits, 4),
            **_numbers(row.hours, row.fte),
        }
    yield {
        **same,
        "kommunenummer": TOGETHER,
        "navn": "",
        "covered": None,
        "members": sum(row.members for row in staffing.kommuner),
        "new_members": round(staffing.new_members, 4),
        "visits": round(sum(row.visits for row in staffing.kommuner), 4),
        **_numbers(staffing.hours, staffing.fte),
    }


def _numbers(hours: Hours, fte: Quantiles) -> dict[str, Value]:
    return {
        **{f"hours_{name}": round(value, 4) for name, value in vars(hours).items()},
        **{f"fte_{name}": round(value, 4) for name, value in vars(fte).items()},
    }


def home_rows(homes: Homes) -> Rows:
    """Return one row a place; hours and kilometres a year."""
    return Rows.of(HOME_COLUMNS, _home_rows(homes))


def _home_rows(homes: Homes) -> Iterator[Mapping[str, Value]]:
    for home in homes.homes:
        numbers = ("hours", "km", "saved_hours", "saved_positions")
        yield {
            **vars(home),
            **{name: round(getattr(home, name), 4) for name in numbers},
            "year": homes.year,
            "today": homes.today.isoformat(),
            "example_data": homes.example_data,
        }
