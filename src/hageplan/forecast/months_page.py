"""What comes month by month as fans: for the page of `forecast`, and for the board's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from hageplan.forecast.policy_texts import month_name, policy_name, positions, short_month, too_few
from hageplan.forecast.result import Band, Forecast, PolicyForecast
from hageplan.i18n import _, say
from hageplan.ui.charts.fan import Fan, Kind, Spread, fan_of
from hageplan.ui.numbers import decimal, fixed

WIDE: Final = 440
MEMBERS_HIGH: Final = 190
POSITIONS_HIGH: Final = 150
TIMES: Final = 4
"""Times that are named below, at most."""
Line = tuple[Sequence[float], Kind, str]


def months_ahead(found: Forecast) -> dict[str, Any]:
    """Return what the macro `months` takes: the fans of what is proposed, beside the others.

    What is proposed is the first policy after that of keeping today's staff, or that one alone.
    """
    keep, proposed = found.policies[0], found.policies[1:2] or found.policies[:1]
    chosen = proposed[0]
    last, kept = chosen.months[-1], keep.months[-1]
    members = decimal(last.members.q50, 0)
    heading = say("{month}: {members} members", month=month_name(last.month), members=members)
    if chosen is not keep:
        heading = say(
            "{month}: {members} members with “{policy}”, {kept} with today's staff",
            month=month_name(last.month),
            members=members,
            policy=policy_name(chosen),
            kept=decimal(kept.members.q50, 0),
        )
    return {
        "heading": heading[:1].upper() + heading[1:],
        "told": _told(found, chosen),
        "fans": [_members(found, chosen), _positions(found, chosen)],
        "legend": say(
            "Bands: 50% and 90% intervals from {draws} simulations. Per cent: the chance of "
            "fewer positions than the work takes, {count} months in a row.",
            draws=found.draws,
            count=found.short_months,
        ),
    }


def _told(found: Forecast, chosen: PolicyForecast) -> str:
    keep = found.policies[0]
    if chosen is keep:
        return say("The chance of too few people is {chance}.", chance=too_few(keep))
    more = chosen.beyond
    return say(
        "Compared simulation by simulation: {members} more members at the end ({low} to {high}), "
        "for {years} more full-time years. The chance of too few people goes from {before} to "
        "{after}.",
        members=decimal(more.members.q50, 0),
        low=decimal(more.members.q05, 0),
        high=decimal(more.members.q95, 0),
        before=too_few(keep),
        after=too_few(chosen),
        years=fixed(more.position_years.q50, 1),
    )


def _members(found: Forecast, chosen: PolicyForecast) -> dict[str, Any]:
    today = Band(**dict.fromkeys(Band.model_fields, found.members))
    bands = [today, *(month.members for month in chosen.months)]
    lines: list[Line] = [([band.q50 for band in bands], "middle", _end(chosen))]
    lines += _others(found, chosen)
    last = bands[-1]
    label = say(
        "Members: {today} today and {middle} at the end, probably {low}–{high}.",
        today=decimal(found.members, 0),
        middle=decimal(last.q50, 0),
        low=decimal(last.q05, 0),
        high=decimal(last.q95, 0),
    )
    fan = _fan(bands, lines, MEMBERS_HIGH)
    return {"name": _("Members"), "about": "members", "label": label, **_sides(found, fan)}


def _end(policy: PolicyForecast) -> str:
    return f"{decimal(policy.months[-1].members.q50, 0)} {policy_name(policy).lower()}"


def _others(found: Forecast, chosen: PolicyForecast) -> Iterator[Line]:
    for policy in found.policies:
        if policy is not chosen:
            kind: Kind = "today" if policy is found.policies[0] else "other"
            line = [found.members, *(month.members.q50 for month in policy.months)]
            yield line, kind, _end(policy)


def _positions(found: Forecast, chosen: PolicyForecast) -> dict[str, Any]:
    first, last = chosen.months[0].need, chosen.months[-1].need
    bands = [first, *(month.need for month in chosen.months)]
    needed = say("needed: {positions}", positions=positions(last))
    lines: list[Line] = [([band.q50 for band in bands], "dotted", needed)]
    for policy in found.policies:
        kind: Kind = "other"
        if policy is chosen:
            kind = "middle"
        elif policy is found.policies[0]:
            kind = "today"
        staff = [found.existing, *(month.staff for month in policy.months)]
        told = f"{fixed(staff[-1], 1)} {policy_name(policy).lower()}: {too_few(policy)}"
        lines.append((staff, kind, told))
    label = say(
        "Full-time positions: {today} today, {needed} needed at the end.",
        today=fixed(found.existing, 1),
        needed=positions(last),
    )
    fan = _fan(bands, lines, POSITIONS_HIGH)
    return {"name": _("Positions"), "about": "need", "label": label, **_sides(found, fan)}


def _fan(bands: Sequence[Band], lines: Sequence[Line], height: int) -> Fan:
    spreads = [Spread(inner=(b.q25, b.q75), outer=(b.q05, b.q95)) for b in bands]
    return fan_of(spreads, lines, named=_named(len(bands)), width=WIDE, height=height)


def _named(count: int) -> list[int]:
    """Return the indices of times that are named: the first, the last, and some between."""
    parts = min(TIMES, count) - 1
    return [round(number * (count - 1) / parts) for number in range(parts + 1)]


def _sides(found: Forecast, fan: Fan) -> dict[str, Any]:
    days = [found.today, *(month.month for month in found.policies[0].months)]
    return {
        "fan": fan,
        "ticks": [decimal(tick) for tick, _y in fan.ticks],
        "times": [short_month(days[number]) for number in _named(len(days))],
    }
