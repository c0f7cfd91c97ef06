"""Whom to ask about at each stop of a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from hageplan.matching.result import Forslag, Side
from hageplan.records.plan import Introduction, Plan, Stop, Tour


def with_introductions(plan: Plan, pairs: Iterable[Forslag]) -> Plan:
    """Return the plan with each stop's best partner among the chosen `pairs`, the best first."""
    partner: dict[str, Introduction] = {}
    for pair in pairs:
        if pair.chosen and pair.b.slag is None:
            for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
                partner.setdefault(one.id, _introduction(other, pair))

    def with_stops(tour: Tour) -> Tour:
        there = {stop.organisasjonsnummer for stop in tour.stops}
        stops = tuple(_told(stop, partner, there) for stop in tour.stops)
        return tour.model_copy(update={"stops": stops})

    return plan.model_copy(update={"tours": tuple(map(with_stops, plan.tours))})


def _told(stop: Stop, partner: Mapping[str, Introduction], there: Collection[str]) -> Stop:
    found = partner.get(stop.organisasjonsnummer)
    if found is None:
        return stop
    same_day = found.organisasjonsnummer in there
    return stop.model_copy(update={"introduce": found.model_copy(update={"same_day": same_day})})


def _introduction(other: Side, pair: Forslag) -> Introduction:
    return Introduction(
        organisasjonsnummer=other.id,
        navn=other.navn,
        km=pair.km or 0.0,
        needs=tuple(dict.fromkeys(meeting.needs for meeting in pair.meetings)),
    )
