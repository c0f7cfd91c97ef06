"""The months to come for the terminal: the answer, policies side by side, the months of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from rich.console import Console
from rich.table import Column, Table

from hageplan.forecast.policy_texts import (
    DRIVERS,
    answers,
    counted,
    drivers,
    hire_month,
    month_name,
    policy_name,
    positions,
    short_month,
    too_few,
)
from hageplan.forecast.result import Forecast, Month
from hageplan.i18n import _, say, shown
from hageplan.messages import Message, msg
from hageplan.staff.result import Assumption, Quantiles
from hageplan.staff.terminal import GIVEN, OURS, drivers_table
from hageplan.staff.terminal import INPUTS as STAFFING_INPUTS
from hageplan.staff.terminal import SOURCES as STAFFING_SOURCES
from hageplan.ui.chart import axis, interval_line
from hageplan.ui.console import figures, line, remarks, table, text, title, words
from hageplan.ui.numbers import chance, decimal, fixed, listed
from hageplan.ui.texts import outside_group

ROWS: Final = 12
"""Months shown, at most; of more every second, third …"""
YEAR_ENDS: Final = 3
"""Years whose end stands in the table of policies, at most."""
A_YEAR: Final = 12
BESIDE_CHART: Final = 56
CHART_AT_LEAST: Final = 10
CHART_AT_MOST: Final = 40
NAMED: Final = 3
THOUSAND: Final = 1000
INPUTS: Final[Mapping[str, Message]] = {
    **STAFFING_INPUTS,
    "draws": msg("Simulations"),
    "visits_per_month": msg("Visits to others than members a month, at most"),
    "july_share": msg("Visits in July, share of a usual month"),
    "december_share": msg("Visits in December, share of a usual month"),
    "reach": msg("Share of visited companies you get to talk to, most likely"),
    "reach_low": msg("Share of visited companies you get to talk to, low estimate"),
    "reach_high": msg("Share of visited companies you get to talk to, high estimate"),
    "churn_first_year": msg("Share of members that leave in their first year"),
    "churn_first_year_sd": msg("Uncertainty in that (standard deviation)"),
    "churn": msg("Share of members that leave in a later year"),
    "churn_sd": msg("Uncertainty in that (standard deviation)"),
    "onboarding_share": msg("Extra hours in a member's first year (share)"),
    "short_months": msg("Months in a row of too few people that count as lasting"),
    "hire_positions": msg("Positions hired at a time"),
    "hire_months": msg("Months from the decision to the first day at work"),
    "limit": msg("Chance of too few people that calls for hiring"),
    "delay_months": msg("Months from an answer to the membership"),
    "word_of_mouth": msg("Yearly rate of joining unasked, with no members around"),
    "word_of_mouth_by_members": msg("Addition if all companies are members"),
    "half_life_years": msg("Years until an answer counts half"),
}
GUESS: Final = msg("guess: use your own figure")
LEAVING: Final = msg("published: Marketing General 2019")
SOURCES: Final[Mapping[str, Message]] = {
    **STAFFING_SOURCES,
    **dict.fromkeys(
        ("reach", "reach_low", "reach_high", "delay_months", "july_share", "december_share"), GUESS
    ),
    **dict.fromkeys(("word_of_mouth", "word_of_mouth_by_members"), msg("guess, after Bass (1969)")),
    **dict.fromkeys(("churn_first_year", "churn"), LEAVING),
}
"""Sources of usual values; of all others it is `OURS`."""


def print_forecast(found: Forecast, out: Console, *, explain: bool) -> None:
    """Print `found` on `out`."""
    last = found.policies[0].months[-1].month
    name = say(
        "Forecast to {month}: {names}", month=month_name(last), names=listed(found.kommuner, NAMED)
    )
    title(name, out, is_example=found.example_data)
    for told in answers(found):
        out.print(text(told))
    beside = (_beyond,) if found.policies[1:] else ()
    for rows in (_policies, *beside, _months):
        out.print()
        out.print(rows(found, out))
    legend = say(
        "● middle estimate, ━ 50% and ─ 90% interval, ┊ members today. Too few: {count} months "
        "in a row.",
        count=found.short_months,
    )
    out.print(text(legend, "dim"))
    for told in drivers(found):
        out.print(text(told))
    if found.outside:
        out.print(text(outside_group(found.outside)))
    for rows in (_drivers, _inputs) if explain else ():
        out.print()
        out.print(rows(found, out))
    if explain:
        out.print()
    remarks(found.remarks, out, explain=explain)


def _policies(found: Forecast, out: Console) -> Table:
    ends = _year_ends(found)
    heads = (short_month(end.month) for _number, end in ends)
    columns = figures(*heads, _("Too few"), _("Hire by"))
    rows = table(out, words(_("Members, end of")), *columns)
    for policy in found.policies:
        members = (counted(policy.months[number].members) for number, _end in ends)
        cells = (*members, too_few(policy), hire_month(found, policy))
        rows.add_row(text(policy_name(policy)), *cells)
    return rows


def _year_ends(found: Forecast) -> list[tuple[int, Month]]:
    """Return the last month, and those that end a year before it, oldest first."""
    months = found.policies[0].months
    numbers = range(len(months) - 1, -1, -A_YEAR)[:YEAR_ENDS]
    return [(number, months[number]) for number in reversed(numbers)]


def _beyond(found: Forecast, out: Console) -> Table:
    """Return what each policy costs and brings, beside keeping today's staff."""
    is_told = any(policy.beyond.net for policy in found.policies)
    money = [_("NOK thousand")] if is_told else []
    heads = (_("Full-time years"), _("Members at the end"), _("Member years"), *money)
    rows = table(out, words(_("Compared with today's staff")), *figures(*heads))
    for policy in found.policies[1:]:
        of = policy.beyond
        cells = [more(of.position_years, 1), more(of.members), more(of.member_years)]
        if of.net is not None:
            cells.append(decimal(of.net.q50 / THOUSAND, 0))
        rows.add_row(text(policy_name(policy)), *cells)
    return rows


def more(of: Quantiles, digits: int = 0) -> str:
    """Return a difference with its sign, and what holds 9 of 10."""

    def number(value: float) -> str:
        return fixed(value, digits) if digits else decimal(value, 0)

    middle = f"+{number(of.q50)}" if round(of.q50, digits) > 0 else number(of.q50)
    if round(of.q05, digits) == round(of.q95, digits):
        return middle
    ends = number(of.q05), number(of.q95)
    between = say("{low} to {high}", low=ends[0], high=ends[1]) if of.q05 < 0 else "–".join(ends)
    return f"{middle} ({between})"


def _months(found: Forecast, out: Console) -> Table:
    months = found.policies[0].months
    step = -(-len(months) // ROWS)
    chosen = months[step - 1 :: step] if len(months) >= step else months
    most = max(found.members, *(month.members.q95 for month in months), 1.0)
    width = max(CHART_AT_LEAST, min(CHART_AT_MOST, out.width - BESIDE_CHART))
    chart = Column(axis(width, "0", decimal(most, 0)), no_wrap=True, min_width=width)
    rows = table(
        out,
        line(_("Month")),
        *figures(_("Members")),
        chart,
        *figures(_("Needed"), _("Employed"), _("Too few")),
    )
    for month in chosen:
        rows.add_row(*_month(month, found.members / most, width, most))
    return rows


def _month(month: Month, today: float, width: int, most: float) -> Iterator[str]:
    of = month.members
    yield short_month(month.month)
    yield counted(of)
    inner, outer = (of.q25 / most, of.q75 / most), (of.q05 / most, of.q95 / most)
    yield interval_line(width, of.q50 / most, inner, outer, today)
    yield positions(month.need)
    yield fixed(month.staff, 1)
    yield chance(month.short)


def _drivers(found: Forecast, out: Console) -> Table:
    return drivers_table(found.drivers, DRIVERS, out)


def _inputs(found: Forecast, out: Console) -> Table:
    rows = table(out, words(_("Assumption")), *figures(_("Value")), words(_("Source")))
    for one in found.assumptions:
        rows.add_row(shown(INPUTS[one.input]), decimal(one.value, 2), source_of(one))
    return rows


def source_of(one: Assumption) -> str:
    """Return where a setting's value is from."""
    usual = SOURCES.get(one.input, OURS)
    return shown(usual if one.given == "default" else GIVEN[one.given])
