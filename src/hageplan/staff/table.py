"""Positions, one a municipality, and places to live, one each, as rows and as sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hageplan.i18n import _, say
from hageplan.staff.result import Home, Homes, Hours, KommuneStaffing, Quantiles, Staffing
from hageplan.ui.rows import Rows, Value, flat, keys, rounded
from hageplan.ui.sheets.sheet import Sheet, columns
from hageplan.ui.sheets.sheet import Value as CellValue
from hageplan.ui.texts import remark

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
    return Rows.of(COLUMNS, _rows(staffing), _staffing_sheet(staffing))


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
    rows = ({**same, **flat(home)} for home in homes.homes)
    return Rows.of(HOME_COLUMNS, rows, _home_sheet(homes))


def _staffing_sheet(staffing: Staffing) -> Sheet:
    hours = (
        *(_("Hours for visits"), _("Hours of driving"), _("Hours for development work")),
        *(_("Hours for events"), _("Hours for follow-up"), _("Hours for administration")),
    )
    heads = (
        *columns(_("Municipality"), _("Covered")),
        *columns(_("Members"), kind="count"),
        *columns(_("New members, estimate"), _("Visits per year"), kind="number"),
        *columns(*hours, kind="count"),
        *columns(_("Positions"), _("Positions, low (5 in 100 below)"), kind="hundredths"),
        *columns(_("Positions, high (5 in 100 above)"), kind="hundredths"),
    )
    rows = (
        (row.navn, row.covered, row.members, row.new_members, row.visits,
         *_hour_cells(row.hours, row.fte))
        for row in staffing.kommuner
    )  # fmt: skip
    members = sum(row.members for row in staffing.kommuner)
    visits = sum(row.visits for row in staffing.kommuner)
    together = (_("Total"), None, members, staffing.new_members, visits)
    return Sheet(
        title=say("Full-time positions needed in {year}", year=staffing.year),
        today=staffing.today,
        columns=heads,
        rows=[*rows],
        total=(*together, *_hour_cells(staffing.hours, staffing.fte)),
        notes=[*map(remark, staffing.remarks)],
        example_data=staffing.example_data,
    )


def _hour_cells(hours: Hours, fte: Quantiles) -> Sequence[CellValue]:
    return *(getattr(hours, name) for name in Hours.model_fields), fte.q50, fte.q05, fte.q95


def _home_sheet(homes: Homes) -> Sheet:
    heads = (
        *columns(_("Home"), _("Office")),
        *columns(_("Hours"), _("km"), _("Days out"), _("Hours saved"), kind="count"),
        *columns(_("Positions saved"), kind="hundredths"),
    )
    rows = (
        (
            *(home.place, home.kind == "office", home.hours, home.km, home.days),
            *(home.saved_hours, home.saved_positions),
        )
        for home in homes.homes
    )
    return Sheet(
        title=say("Places to live for the next employee: driving in {year}", year=homes.year),
        today=homes.today,
        columns=heads,
        rows=[*rows],
        notes=[*map(remark, homes.remarks)],
        example_data=homes.example_data,
    )
