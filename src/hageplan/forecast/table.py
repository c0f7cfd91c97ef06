"""Months of policies as rows and as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hageplan.forecast.policy_texts import policy_name
from hageplan.forecast.result import Band, Forecast, Month
from hageplan.i18n import _, say
from hageplan.records.base import Record
from hageplan.ui.rows import Rows, Value, flat, keys
from hageplan.ui.sheets.sheet import Sheet, columns
from hageplan.ui.texts import remark

BANDS: Final = ("members", "need")


def month_keys(model: type[Record]) -> tuple[str, ...]:
    """Return the columns of a month, those of its bands last."""
    bands = (f"{band}_{name}" for band in BANDS for name in Band.model_fields)
    return (*keys(model, *BANDS), *bands)


COLUMNS: Final = (
    "policy",
    *month_keys(Month),
    "today",
    "draws",
    "seed",
    "example_data",
)


def forecast_rows(found: Forecast) -> Rows:
    """Return one row a policy and month."""
    return Rows.of(COLUMNS, _rows(found), _sheet(found))


def _rows(found: Forecast) -> Iterator[Mapping[str, Value]]:
    same = flat(found)
    for policy in found.policies:
        for month in policy.months:
            yield {**same, "policy": policy.policy, **with_bands(month)}


def with_bands(month: Record) -> Mapping[str, Value]:
    """Return what a month has, and its bands: members_q05 and so on."""
    bands = {
        f"{band}_{name}": value
        for band in BANDS
        for name, value in flat(getattr(month, band)).items()
    }
    return {**flat(month), **bands}


def _sheet(found: Forecast) -> Sheet:
    heads = (
        *columns(_("Choice"), _("Month")),
        *columns(_("Members"), _("Members, low (5 in 100 below)"), kind="count"),
        *columns(_("Members, high (5 in 100 above)"), kind="count"),
        *columns(_("Positions needed"), _("Positions filled"), kind="hundredths"),
        *columns(_("Chance of too few people"), kind="chance"),
        *columns(_("Joined"), _("Left"), _("Visits to others"), kind="number"),
    )
    rows = [
        (
            *(policy_name(policy), month.month, month.members.q50, month.members.q05),
            *(month.members.q95, month.need.q50, month.staff, month.short),
            *(month.joined, month.left, month.visits),
        )
        for policy in found.policies
        for month in policy.months
    ]
    return Sheet(
        title=say("Forecast for {months} months", months=len(found.policies[0].months)),
        today=found.today,
        columns=heads,
        rows=rows,
        frozen=2,
        notes=[*map(remark, found.remarks)],
        example_data=found.example_data,
    )
