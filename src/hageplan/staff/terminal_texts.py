"""The estimate of positions in sentences: what must be hired first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hageplan.i18n import say, short_date
from hageplan.messages import Message, msg
from hageplan.staff.result import Calibration, Quantiles, Staffing, Wisn
from hageplan.ui.numbers import chance, counts, decimal, fixed, rough

SCENARIOS: Final[Mapping[str, Message]] = {
    "low": msg("low"),
    "base": msg("base"),
    "high": msg("high"),
}
"""Ours by their names; that of a file is called by its own."""
THOUSAND: Final = 1000
LEAST_POSITION: Final = 0.05
"""Less rounds to nothing with one decimal."""


def answer(staffing: Staffing) -> Iterator[str]:
    """Give what must be hired, the gross of it, and for how many new members."""
    found = staffing.wisn
    yield f"{_lead(found)} {_enough(found)}"
    yield say(
        "Needed in all: {required} full-time positions. Of this, these municipalities take "
        "{positions} and today's members {today}.",
        required=with_interval(found.required_after),
        positions=with_interval(staffing.fte),
        today=with_interval(found.required_today),
    )
    yield say(
        "Scenario: {scenario}, as of {date}. {members} new members if all are asked, all from "
        "the start of the year.",
        scenario=SCENARIOS.get(staffing.scenario, staffing.scenario),
        members=decimal(staffing.new_members, 0),
        date=short_date(staffing.today),
    )
    if staffing.before is not None:
        yield say(
            "Without --set, these municipalities take {positions} full-time positions.",
            positions=with_interval(staffing.before),
        )


def _lead(found: Wisn) -> str:
    """Return what must be hired beyond today, with its interval."""
    hire, existing = found.required_after.less(found.existing), fixed(found.existing, 1)
    if hire.q50 > -LEAST_POSITION:
        return say(
            "{hire} full-time positions are missing beyond today's {existing}, probably {low} to "
            "{high}.",
            existing=existing,
            hire=fixed(hire.q50, 1),
            low=fixed(hire.q05, 1),
            high=fixed(hire.q95, 1),
        )
    return say(
        "Today's {existing} full-time positions are enough, with {free} to spare, probably {low} "
        "to {high}.",
        existing=existing,
        free=fixed(-hire.q50, 1),
        low=fixed(-hire.q95, 1),
        high=fixed(-hire.q05, 1),
    )


def _enough(found: Wisn) -> str:
    """Return how many more suffice with the chance that is advised, or that nobody need come."""
    if found.hire_needed:
        return say("The chance that {more} new positions are enough is at least 80%.",
                   more=decimal(found.hire_needed))  # fmt: skip
    return say("The chance that nobody needs to be hired is {chance}.",
               chance=chance(found.hire_enough[0].probability))  # fmt: skip


def hours_a_member(found: Calibration) -> str:
    """Return what was assumed, what the office shows, and what the estimate rests on."""
    office = {"positions": fixed(found.positions, 1), "members": found.members}
    if found.own is None:
        return say(
            "Hours per member: {hours}, an assumption. {positions} full-time positions and "
            "{members} members are too few to show your own figure.",
            hours=_whole(found.hours),
            **office,
        )
    own = say("Today's {positions} full-time positions and {members} members suggest {own}",
              own=_whole(found.own), **office)  # fmt: skip
    if not found.combined:
        return say("Hours per member: {hours}, as set. {own}.",
                   hours=_whole(found.hours), own=own)  # fmt: skip
    return say(
        "Hours per member: {hours}. Assumed beforehand: {assumed}. {own}.",
        hours=_whole(found.hours),
        assumed=_whole(found.assumed),
        own=own,
    )


def _whole(of: Quantiles) -> str:
    return f"{decimal(of.q50, 0)} ({counts(of.q05, of.q95)})"


def with_interval(of: Quantiles, digits: int = 1) -> str:
    """Return a median with its interval, such as `1.7 (1.1–2.8)`."""
    return f"{fixed(of.q50, digits)} ({fixed(of.q05, digits)}–{fixed(of.q95, digits)})"


def wisn(staffing: Staffing) -> Iterator[str]:
    """Give the ratios of what there is to what is needed."""
    found = staffing.wisn
    yield say(
        "Today: {existing} full-time positions. Needed for today's members: {needed}. Staffing "
        "ratio (WISN): {ratio}.",
        existing=fixed(found.existing, 1),
        needed=with_interval(found.required_today),
        ratio=_ratio(found.ratio_today),
    )
    yield say(
        "With the expansion: {needed} needed. Staffing ratio {ratio} if nobody is hired; above 1 "
        "is more than needed.",
        needed=with_interval(found.required_after),
        ratio=_ratio(found.ratio_after),
    )


def _ratio(of: Quantiles | None) -> str:
    return "–" if of is None else with_interval(of)


def money(staffing: Staffing) -> Iterator[str]:
    """Give what a year costs and brings in, where that is known."""
    found = staffing.money
    if found is None:
        return
    yield say(
        "NOK thousand a year: cost {cost}, income {income}, result {net}.",
        cost=_kroner(found.cost),
        income=_kroner(found.income),
        net=_kroner(found.net),
    )


def _kroner(of: Quantiles) -> str:
    middle, low, high = (rough(value / THOUSAND) for value in (of.q50, of.q05, of.q95))
    return say("{middle} ({low} to {high})", middle=middle, low=low, high=high)


def driving(staffing: Staffing) -> str:
    """Return what the planned year is."""
    planned = staffing.driving
    return say(
        "The planned year: {visits} visits on {days} days from {place}, with {hours} hours and "
        "{km} km of driving. {unplanned} visits fit into no day and count as trips of their own.",
        visits=planned.visits,
        days=planned.days,
        place=planned.place,
        hours=rough(planned.hours),
        km=rough(planned.km),
        unplanned=planned.unplanned,
    )
