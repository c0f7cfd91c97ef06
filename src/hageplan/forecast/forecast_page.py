"""The forecast as a page."""

from __future__ import annotations

from typing import Any

from hageplan.forecast.months_page import months_ahead
from hageplan.forecast.policy_texts import (
    DRIVERS,
    answers,
    counted,
    hire_month,
    month_name,
    policy_name,
    too_few,
)
from hageplan.forecast.result import Forecast
from hageplan.forecast.terminal import INPUTS, more, source_of
from hageplan.i18n import _, language, say, shown
from hageplan.ui.clean import printable
from hageplan.ui.numbers import decimal, listed, percent, sentence
from hageplan.ui.page import page
from hageplan.ui.texts import remark


def forecast_html(found: Forecast) -> str:
    """Return the page."""
    last = found.policies[0].months[-1].month
    first, then = answers(found)
    return page(
        "hageplan.forecast",
        "forecast.html.j2",
        title=say("Forecast to {month}", month=month_name(last)),
        over=listed([*map(printable, found.kommuner)], len(found.kommuner)),
        answers=[first, then],
        ahead=months_ahead(found),
        policies=_policies(found),
        drivers=_drivers(found),
        inputs=_inputs(found),
        assumptions=[*map(remark, found.remarks)],
        example=found.example_data,
        today=found.today,
        language=language(),
    )


def _policies(found: Forecast) -> dict[str, Any]:
    heads = [
        {"name": _("Choice")},
        {"name": _("Members at the end"), "number": True},
        {"name": _("Chance of too few people"), "number": True},
        {"name": _("Hire by"), "number": True},
        {"name": _("Full-time years, compared with today's staff"), "number": True},
        {"name": _("Members, compared with today's staff"), "number": True},
    ]
    rows = [
        (
            *(policy_name(policy), counted(policy.months[-1].members), too_few(policy)),
            *(hire_month(found, policy), more(policy.beyond.position_years, 1)),
            more(policy.beyond.members),
        )
        for policy in found.policies
    ]
    return {"columns": heads, "rows": rows}


def _drivers(found: Forecast) -> dict[str, Any]:
    heads = [{"name": _("Where the uncertainty comes from")}, {"name": _("Share"), "number": True}]
    rows = [(shown(DRIVERS[one.input]), percent(one.share)) for one in found.drivers]
    return {"columns": heads, "rows": rows}


def _inputs(found: Forecast) -> dict[str, Any]:
    heads = [{"name": _("Assumption")}, {"name": _("Value"), "number": True}, {"name": _("Source")}]
    rows = [
        (shown(INPUTS[one.input]), decimal(one.value, 2), sentence(source_of(one)))
        for one in found.assumptions
    ]
    return {"columns": heads, "rows": rows}
