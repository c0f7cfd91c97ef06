"""What people read of policies and months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from babel.dates import format_date

from hageplan.forecast.many.result import HagePolicy
from hageplan.forecast.policies import NAMES
from hageplan.forecast.result import Band, Forecast, PolicyForecast
from hageplan.i18n import _, language, say, shown
from hageplan.messages import Message, msg
from hageplan.ui.clean import printable
from hageplan.ui.numbers import chance, decimal, fixed, listed, percent

DRIVERS: Final[Mapping[str, Message]] = {
    "interest": msg("Who is interested"),
    "conversion": msg("What share of them joins"),
    "work": msg("How much work members and visits take"),
    "reach": msg("How many you get to talk to"),
    "churn": msg("How many leave"),
    "who": msg("Who happens to join and leave"),
}
TOLD: Final = 3
"""So many inputs are told in a sentence."""


def policy_name(policy: PolicyForecast | HagePolicy) -> str:
    """Return what a policy is called."""
    ours = next((label for name, label in NAMES.items() if name == policy.policy), None)
    return shown(ours) if ours and policy.is_ours else printable(policy.policy)


def month_name(day: date) -> str:
    """Return the month as it stands within a sentence, such as `november 2029`."""
    return format_date(day, "MMMM y", locale=language())


def short_month(day: date) -> str:
    """Return the month as a column has it, such as `nov. 2029`."""
    return format_date(day, "MMM y", locale=language())


def counted(of: Band) -> str:
    """Return a number with what holds 9 of 10, such as `39 (29–51)`."""
    return f"{decimal(of.q50, 0)} ({decimal(of.q05, 0)}–{decimal(of.q95, 0)})"


def positions(of: Band) -> str:
    """Return positions with what holds 9 of 10."""
    return f"{fixed(of.q50, 1)} ({fixed(of.q05, 1)}–{fixed(of.q95, 1)})"


def answers(found: Forecast) -> Iterator[str]:
    """Give what is asked first: how many there will be, and when to hire."""
    keep = found.policies[0]
    last = keep.months[-1]
    yield say(
        "With today's {positions} full-time positions: {members} members in {month}, probably "
        "{low}–{high} (today {today}).",
        positions=fixed(found.existing, 1),
        members=decimal(last.members.q50, 0),
        month=month_name(last.month),
        low=decimal(last.members.q05, 0),
        high=decimal(last.members.q95, 0),
        today=decimal(found.members, 0),
    )
    yield hire_by(found, keep)


def hire_by(found: Forecast, policy: PolicyForecast) -> str:
    """Return by when to hire, and why."""
    limit = percent(found.limit)
    if policy.hire_by is None:
        return say(
            "Nobody needs to be hired. The chance of being too few is below {limit} every month.",
            limit=limit,
        )
    if (policy.hire_by.year, policy.hire_by.month) == (found.today.year, found.today.month):
        return say(
            "Hire now. The chance of being too few reaches {limit} before someone hired today "
            "can begin.",
            limit=limit,
        )
    return say(
        "Hire by {month}. {count} months later, the chance of being too few reaches {limit}.",
        month=month_name(policy.hire_by),
        limit=limit,
        count=found.hire_months,
    )


def hire_month(found: Forecast, policy: PolicyForecast) -> str:
    """Return by when to hire, for a column."""
    if policy.hire_by is None:
        return _("not needed")
    if (policy.hire_by.year, policy.hire_by.month) == (found.today.year, found.today.month):
        return _("now")
    return short_month(policy.hire_by)


def too_few(policy: PolicyForecast) -> str:
    """Return the chance of being short for long."""
    return chance(policy.short_for_long)


def drivers(found: Forecast) -> Iterator[str]:
    """Give what the members at the end hang on, in a sentence; nothing where they are certain."""
    told = [
        f"{shown(DRIVERS[one.input]).lower()} ({percent(one.share)})"
        for one in found.drivers[:TOLD]
        if one.share
    ]
    if told:
        yield say("Most of the uncertainty comes from {parts}.", parts=listed(told))
