"""Whom to ask about at each stop of a plan."""

from __future__ import annotations

from collections.abc import Iterable

from hageplan.records.koblingsliste import Forslag, Side
from hageplan.records.plan import Introduction, Plan, Stop, Tour


def with_introductions(plan: Plan, pairs: Iterable[Forslag]) -> Plan:
    """Return the plan with each stop's best partner among the chosen `pairs`, the best first."""
    partner: dict[str, Introduction] = {}
    for pair in pairs:
        if pair.chosen and pair.b.slag is None:
            for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
                partner.setdefault(one.id, _introduction(other, pair))

    def told(stop: Stop) -> Stop:
        found = partner.get(stop.organisasjonsnummer)
        return stop.model_copy(update={"introduce": found}) if found else stop

    def with_stops(tour: Tour) -> Tour:
        return tour.model_copy(update={"stops": tuple(map(told, tour.stops))})

    return plan.model_copy(update={"tours": tuple(map(with_stops, plan.tours))})


def _introduction(other: Side, pair: Forslag) -> Introduction:
    return Introduction(
        organisasjonsnummer=other.id,
        navn=other.navn,
        km=pair.km or 0.0,
        needs=tuple(dict.fromkeys(meeting.needs for meeting in pair.meetings)),
    )
