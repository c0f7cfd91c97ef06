"""Months of many næringshager as rows and as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hageplan.forecast.many.result import ForecastOfMany, HageMonth
from hageplan.forecast.policy_texts import policy_name
from hageplan.forecast.table import month_keys, with_bands
from hageplan.i18n import _, say
from hageplan.ui.rows import Rows, Value, flat
from hageplan.ui.sheets.sheet import Sheet, columns
from hageplan.ui.texts import remark

COLUMNS: Final = (
    "naeringshage",
    "policy",
    *month_keys(HageMonth),
    "today",
    "draws",
    "seed",
    "example_data",
)


def many_rows(found: ForecastOfMany) -> Rows:
    """Return one row a næringshage, policy and month; those of all together have no name."""
    return Rows.of(COLUMNS, _rows(found), _sheet(found))


def _rows(found: ForecastOfMany) -> Iterator[Mapping[str, Value]]:
    same = flat(found)
    for hage in (found.together, *found.hager):
        for policy in hage.policies:
            for month in policy.months:
                named = {"naeringshage": hage.navn, "policy": policy.policy}
                yield {**same, **named, **with_bands(month)}


def _sheet(found: ForecastOfMany) -> Sheet:
    heads = (
        *columns(_("Næringshage"), _("Choice"), _("Month")),
        *columns(_("Members"), kind="count"),
        *columns(
            _("Members, low (5 in 100 below)"), _("Members, high (5 in 100 above)"), kind="count"
        ),
        *columns(_("Positions needed"), _("Positions filled"), kind="hundredths"),
        *columns(_("Positions missing"), kind="hundredths"),
        *columns(_("Næringshager with too few people"), kind="hundredths"),
    )
    rows = [
        (
            *(hage.navn or _("All"), policy_name(policy), month.month),
            *(month.members.q50, month.members.q05, month.members.q95),
            *(month.need.q50, month.staff, month.lacking, month.short),
        )
        for hage in (found.together, *found.hager)
        for policy in hage.policies
        for month in policy.months
    ]
    return Sheet(
        title=say("Forecast for {count} næringshager", count=len(found.hager)),
        today=found.today,
        columns=heads,
        rows=rows,
        frozen=3,
        notes=[*map(remark, found.remarks)],
        example_data=found.example_data,
    )
